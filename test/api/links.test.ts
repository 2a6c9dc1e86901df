import { setTimeout as pause } from 'node:timers/promises';
import { createSetUpLink } from '../../src/features/session/link.service';
import { inAccount } from '../../src/context';
import { transaction } from '../../src/graphql/transaction';
import { type Mailbox, openMailbox, secretOf } from '../support/mailbox';
import {
  auditOf,
  codeOf,
  createAccessToken,
  createPerson,
  enableTwoFactor,
  type Person,
  rewind,
  tryLogIn,
} from '../support/people';
import { operatorContext, PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await openMailbox();
  server = await startServer({ config: { smtpUrl: mailbox.url } });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});
// Links are counted by address, and all of these come from one.
beforeEach(() => rewind(server, 'DELETE FROM attempt'));

const ACCEPT = `mutation ($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) { sessionToken viewer { user { username } } }
}`;
const NEW = 'another battery for the horse';
const accept = (token: string, input: Record<string, unknown> = {}) =>
  server.anonymous.execute<{ acceptInvitation: { sessionToken: string; viewer: object } }>(ACCEPT, {
    input: { token, password: NEW, ...input },
  });

const REQUEST = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { received } }';
const requestReset = ({ account, email }: Pick<Person, 'account' | 'email'>) =>
  server.anonymous.execute(REQUEST, { input: { account, email } });

async function resetLink(person: Person): Promise<string> {
  await requestReset(person);
  return secretOf((await mailbox.next(person.email)).text);
}

const CHANGE_EMAIL = 'mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { sent } }';
const CONFIRM_EMAIL =
  'mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) { user { email username roles { name } } } }';
const confirmEmail = (token: string) => server.anonymous.execute(CONFIRM_EMAIL, { input: { token } });

test('a reset link sets a password, logs in and ends all other sessions', async () => {
  const person = await createPerson(server);
  const { data } = await accept(await resetLink(person));
  expect(data?.acceptInvitation.viewer).toEqual({ user: { username: 'admin' } });
  expect((await server.as(data?.acceptInvitation.sessionToken ?? '').execute('{ viewer { id } }')).status).toBe(200);
  expect((await person.client.execute('{ viewer { id } }')).status).toBe(401);
  expect((await tryLogIn(server.anonymous, person, { password: NEW })).status).toBe(200);
});

test('A1: a password that is set by a link is told in the name of its user, without a value', async () => {
  const person = await createPerson(server);
  await accept(await resetLink(person));
  const told = await auditOf(server, person.account, 'user.updated');
  expect(told).toMatchObject([{ actor_kind: 'USER', actor_name: 'admin', target_name: 'admin' }]);
  expect(JSON.parse(told[0]?.changes ?? '')).toEqual([{ field: 'password', before: null, after: null }]);
});

test('a link works once, of two uses at once too', async () => {
  const token = await resetLink(await createPerson(server));
  const answers = await Promise.all([accept(token), accept(token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect((await accept(token)).code).toBe('UNAUTHENTICATED');
});

test('with one link used, the others of the user are dead', async () => {
  const person = await createPerson(server);
  const [first, second] = [await resetLink(person), await resetLink(person)];
  expect((await accept(second)).status).toBe(200);
  expect((await accept(first)).status).toBe(401);
});

test('a reset link is over after an hour', async () => {
  const token = await resetLink(await createPerson(server));
  const [{ minutes } = { minutes: 0 }] = await server.deps.database.reader
    .getRepository('Link')
    .find({ order: { createdAt: 'DESC' }, take: 1 })
    .then((links) => links.map(({ createdAt, expiresAt }) => ({ minutes: (expiresAt - createdAt) / 60_000 })));
  expect(minutes).toBe(60);
  await rewind(server, "UPDATE link SET expires_at = '2020-01-01 00:00:00.000'");
  expect((await accept(token)).status).toBe(401);
});

test('a password change makes links useless', async () => {
  const person = await createPerson(server);
  const token = await resetLink(person);
  await person.client.get(
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }',
    {
      input: { currentPassword: PASSWORD, newPassword: NEW },
    },
  );
  expect((await accept(token)).status).toBe(401);
});

test('a weak password leaves the link as it was', async () => {
  const token = await resetLink(await createPerson(server));
  expect((await accept(token, { password: 'short' })).code).toBe('BAD_USER_INPUT');
  expect((await accept(token)).status).toBe(200);
});

test('U5: a link gets nobody around a second factor', async () => {
  const person = await createPerson(server);
  const { secret } = await enableTwoFactor(person.client);
  const token = await resetLink(person);
  expect((await accept(token)).code).toBe('TWO_FACTOR_REQUIRED');
  expect((await accept(token, { oneTimeCode: '000000' })).code).toBe('UNAUTHENTICATED');
  expect((await accept(token, { oneTimeCode: codeOf(secret) })).status).toBe(200);
});

test('a request for a reset answers alike for known and unknown addresses, and writes to the known one only', async () => {
  const person = await createPerson(server);
  const [unknown, disabled] = ['nobody@example.com', await createPerson(server)];
  await rewind(server, 'UPDATE user SET enabled = 0 WHERE email = ?', [disabled.email]);
  await requestReset(disabled);
  for (const email of [person.email, unknown]) {
    const { status, data } = await requestReset({ ...person, email });
    expect([status, data]).toEqual([200, { requestPasswordReset: { received: true } }]);
  }
  await mailbox.next(person.email);
  expect(mailbox.mails.some(({ to }) => to === unknown || to === disabled.email)).toBe(false);
});

test('O3: an address that is just being changed gets no reset link', async () => {
  const person = await createPerson(server);
  const email = `moved-${person.email}`;
  let asked: Promise<unknown> = Promise.resolve();
  await server.deps.database.transaction(async (manager) => {
    await manager.query('UPDATE user SET email = ?, email_key = ? WHERE email_key = ?', [email, email, person.email]);
    asked = requestReset(person);
    // MySQL and MariaDB let the request go on as far as the user's row; on SQLite all of it waits.
    await pause(200);
  });
  await asked;
  await resetLink({ ...person, email });
  expect(mailbox.mails.filter(({ to }) => to === person.email)).toEqual([]);
});

test('S3: a link is kept as a hash', async () => {
  const token = await resetLink(await createPerson(server));
  const stored = JSON.stringify(await server.deps.database.reader.query('SELECT * FROM link'));
  expect([stored.includes(token.slice(7, 23)), stored.includes(token.slice(24))]).toEqual([true, false]);
});

test('an invitation makes a person who sets the first password', async () => {
  const { account, client } = await createPerson(server);
  const input = { username: 'Grace', email: `grace-${account}@example.com`, roleIds: [] };
  const { createUser } = await client.get<{ createUser: { invitationUrl: string } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { invitationUrl } }',
    { input },
  );
  expect(createUser.invitationUrl).toContain(`${server.deps.config.publicUrl}/admin/invitation#sg_lnk_`);
  expect((await tryLogIn(server.anonymous, { account, email: input.email }, { password: NEW })).status).toBe(401);
  const { data } = await accept(secretOf(createUser.invitationUrl));
  expect(data?.acceptInvitation.viewer).toEqual({ user: { username: 'Grace' } });
});

test('a link of a disabled user opens nothing, nor does it once the user is enabled again (O1)', async () => {
  const { account, client } = await createPerson(server);
  const input = { username: 'Hedy', email: `hedy-${account}@example.com`, roleIds: [] };
  const { createUser } = await client.get<{ createUser: { invitationUrl: string; user: { id: string } } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { invitationUrl user { id } } }',
    { input },
  );
  const set = 'mutation ($input: SetUsersEnabledInput!) { setUsersEnabled(input: $input) { users { id } } }';
  for (const enabled of [false, true]) {
    await client.get(set, { input: { ids: [createUser.user.id], enabled } });
    expect((await accept(secretOf(createUser.invitationUrl))).status).toBe(401);
  }
});

async function setUpLink(person: Person): Promise<string> {
  const [user] = await server.deps.database.reader.query<{ id: string; account_id: string }[]>(
    'SELECT id, account_id FROM user WHERE email = ?',
    [person.email],
  );
  const context = inAccount(operatorContext(server.deps), user?.account_id ?? '');
  return secretOf(await transaction(context, (inside) => createSetUpLink(inside, user?.id ?? '')));
}

test('a link into an account that is disabled opens nothing and changes nothing', async () => {
  const person = await createPerson(server);
  const token = await resetLink(person);
  const setEnabled = (enabled: number) =>
    rewind(server, 'UPDATE account SET enabled = ? WHERE slug = ?', [enabled, person.account]);
  await setEnabled(0);
  expect((await accept(token)).code).toBe('UNAUTHENTICATED');
  await setEnabled(1);
  expect((await tryLogIn(server.anonymous, person)).status).toBe(200);
});

test('a set-up link sets the first password, and is dead once an administrator can log in', async () => {
  const person = await createPerson(server);
  expect((await accept(await setUpLink(person))).status).toBe(401);
  await rewind(server, 'UPDATE user SET password_hash = NULL WHERE email = ?', [person.email]);
  expect((await accept(await setUpLink(person))).status).toBe(200);
});

test('O3: a new e-mail address counts once the link sent to it is used; the old one is told', async () => {
  const person = await createPerson(server);
  const email = `new-${person.email}`;
  expect(await person.client.get(CHANGE_EMAIL, { input: { email } })).toEqual({ changeEmail: { sent: true } });
  expect((await mailbox.next(person.email)).text).toContain(email);
  expect((await tryLogIn(server.anonymous, { ...person, email })).status).toBe(401);
  const { data } = await confirmEmail(secretOf((await mailbox.next(email)).text));
  expect(data).toEqual({ confirmEmail: { user: { email, username: 'admin', roles: [{ name: 'Administrator' }] } } });
  expect((await tryLogIn(server.anonymous, { ...person, email })).status).toBe(200);
});

async function changedEmail(person: Person): Promise<string> {
  const email = `changed-${person.email}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  const token = secretOf((await mailbox.next(email)).text);
  await confirmEmail(token);
  return token;
}

test('O3: a new e-mail address revokes every token of the owner with that reason', async () => {
  const person = await createPerson(server);
  const { id } = await createAccessToken(person.client);
  await changedEmail(person);
  const { apiToken } = await person.client.get<{ apiToken: object }>(
    'query ($id: ID!) { apiToken(id: $id) { status revocationReason } }',
    { id },
  );
  expect(apiToken).toEqual({ status: 'REVOKED', revocationReason: 'OWNER_EMAIL_CHANGED' });
});

test('O3: a new e-mail address makes reset links to the old one useless', async () => {
  const person = await createPerson(server);
  const token = await resetLink(person);
  await changedEmail(person);
  expect((await accept(token)).status).toBe(401);
});

test('O3: the link of a new address works once and sets no password', async () => {
  const person = await createPerson(server);
  const email = `once-${person.email}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  const token = secretOf((await mailbox.next(email)).text);
  expect((await accept(token)).status).toBe(401);
  expect((await confirmEmail(token)).status).toBe(200);
  expect((await confirmEmail(token)).status).toBe(401);
});

test('O3: only the last link of several counts', async () => {
  const person = await createPerson(server);
  const [first, second] = [`first-${person.email}`, `second-${person.email}`];
  await person.client.get(CHANGE_EMAIL, { input: { email: first } });
  await person.client.get(CHANGE_EMAIL, { input: { email: second } });
  expect((await confirmEmail(secretOf((await mailbox.next(first)).text))).status).toBe(401);
  expect((await confirmEmail(secretOf((await mailbox.next(second)).text))).status).toBe(200);
});

test("O3: another user's address gets no link, and the answer does not tell", async () => {
  const person = await createPerson(server);
  const taken = `taken-${person.email}`;
  const input = { username: 'Taken', email: taken, roleIds: [], password: NEW };
  await person.client.get('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input,
  });
  expect(await person.client.get(CHANGE_EMAIL, { input: { email: taken } })).toEqual({ changeEmail: { sent: true } });
  await mailbox.next(person.email);
  expect(mailbox.mails.filter(({ to, text }) => to === taken && text.includes('/admin/email#'))).toEqual([]);
});

test('O3: asking for a new address leaves reset links, and what others asked for, as they are', async () => {
  const person = await createPerson(server);
  const [email, theirs] = [`asks-${person.email}`, `theirs-${person.email}`];
  const input = { username: 'Other', email: `other-${person.email}`, roleIds: [], password: NEW };
  await person.client.get('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input,
  });
  const other = await server.logIn(input.email, { account: person.account, password: NEW });
  await other.get(CHANGE_EMAIL, { input: { email: theirs } });
  const reset = await resetLink(person);
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  expect((await confirmEmail(secretOf((await mailbox.next(theirs)).text))).status).toBe(200);
  expect((await accept(reset)).status).toBe(200);
});

test("O3: one's own address in another spelling is nobody else's", async () => {
  const person = await createPerson(server);
  const email = `P${person.email.slice(1)}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  const { data } = await confirmEmail(secretOf((await mailbox.next(email)).text));
  expect(data).toMatchObject({ confirmEmail: { user: { email } } });
});

test('O3: a password change makes the link to a new address useless, as its notice says', async () => {
  const person = await createPerson(server);
  const email = `stolen-${person.email}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  await person.client.get(
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }',
    {
      input: { currentPassword: PASSWORD, newPassword: NEW },
    },
  );
  expect((await confirmEmail(secretOf((await mailbox.next(email)).text))).status).toBe(401);
});

test('C10: a new e-mail address asks for the password', async () => {
  const person = await createPerson(server);
  const client = await server.logIn(person.email, { account: person.account, confirm: false });
  const refused = await client.refused(CHANGE_EMAIL, { input: { email: 'x@example.com' } });
  expect(refused.extensions.code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
});

test('O2: whoever is just being deleted gets no link to a new address, and a clean answer', async () => {
  const person = await createPerson(server);
  const email = `late-${person.email}`;
  let asked: ReturnType<typeof person.client.execute> | undefined;
  await server.deps.database.transaction(async (manager) => {
    await manager.query('DELETE FROM user WHERE email_key = ?', [person.email]);
    asked = person.client.execute(CHANGE_EMAIL, { input: { email } });
    await pause(200);
  });
  expect(['NOT_FOUND', 'UNAUTHENTICATED']).toContain((await asked)?.code);
  expect(mailbox.mails.filter(({ to }) => to === email)).toEqual([]);
});

test('O3: without SMTP_URL a change of address is CONFLICT, and a request for a reset still answers alike', async () => {
  const silent = await startServer();
  const person = await createPerson(silent);
  const refused = await person.client.refused(CHANGE_EMAIL, { input: { email: 'x@example.com' } });
  const reset = await silent.anonymous.execute(REQUEST, { input: { account: person.account, email: person.email } });
  await silent.close();
  expect(refused.extensions.code).toBe('CONFLICT');
  expect(reset.data).toEqual({ requestPasswordReset: { received: true } });
});

test('A1: the change of address is one entry, with both addresses, in the name of the user', async () => {
  const person = await createPerson(server);
  await changedEmail(person);
  const entries = await auditOf(server, person.account, 'user.updated');
  expect(entries).toMatchObject([{ actor_kind: 'USER', actor_name: 'admin', credential: 'link' }]);
  expect(JSON.parse(entries[0]?.changes ?? '')).toEqual([
    { field: 'email', before: person.email, after: `changed-${person.email}` },
  ]);
});

test('S1: no link is in the log', async () => {
  const person = await createPerson(server);
  const tokens = [await resetLink(person), await changedEmail(person)];
  for (const token of tokens) expect(server.logged.filter((line) => line.includes(token.slice(24)))).toEqual([]);
});
