import { setTimeout as pause } from 'node:timers/promises';
import { createSetUpLink } from '../../src/features/session/link.service';
import { inAccount } from '../../src/context';
import { transaction } from '../../src/graphql/transaction';
import { Links, NEW_PASSWORD } from '../support/links';
import { type Mailbox, secretOf } from '../support/mailbox';
import { auditOf, codeOf, createPerson, enableTwoFactor, type Person, rewind, tryLogIn } from '../support/people';
import { operatorContext, PASSWORD, type TestServer } from '../support/server';

let links: Links;
let server: TestServer;
let mailbox: Mailbox;
beforeAll(async () => {
  links = await Links.start();
  ({ server, mailbox } = links);
});
afterAll(() => links.close());
beforeEach(() => links.forgetAttempts());

test('a reset link sets a password, logs in and ends all other sessions', async () => {
  const person = await createPerson(server);
  const { data } = await links.accept(await links.resetLink(person));
  expect(data?.acceptInvitation.viewer).toEqual({ user: { username: 'admin' } });
  expect((await server.as(data?.acceptInvitation.sessionToken ?? '').execute('{ viewer { id } }')).status).toBe(200);
  expect((await person.client.execute('{ viewer { id } }')).status).toBe(401);
  expect((await tryLogIn(server.anonymous, person, { password: NEW_PASSWORD })).status).toBe(200);
});

test('A1: a password that is set by a link is told in the name of its user, without a value', async () => {
  const person = await createPerson(server);
  await links.accept(await links.resetLink(person));
  const told = await auditOf(server, person.account, 'user.updated');
  expect(told).toMatchObject([{ actor_kind: 'USER', actor_name: 'admin', target_name: 'admin' }]);
  expect(JSON.parse(told[0]?.changes ?? '')).toEqual([{ field: 'password', before: null, after: null }]);
});

test('a link works once, of two uses at once too', async () => {
  const token = await links.resetLink(await createPerson(server));
  const answers = await Promise.all([links.accept(token), links.accept(token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect((await links.accept(token)).code).toBe('UNAUTHENTICATED');
});

test('with one link used, the others of the user are dead', async () => {
  const person = await createPerson(server);
  const [first, second] = [await links.resetLink(person), await links.resetLink(person)];
  expect((await links.accept(second)).status).toBe(200);
  expect((await links.accept(first)).status).toBe(401);
});

test('a reset link is over after an hour', async () => {
  const token = await links.resetLink(await createPerson(server));
  const [{ minutes } = { minutes: 0 }] = await server.deps.database.reader
    .getRepository('Link')
    .find({ order: { createdAt: 'DESC' }, take: 1 })
    .then((links) => links.map(({ createdAt, expiresAt }) => ({ minutes: (expiresAt - createdAt) / 60_000 })));
  expect(minutes).toBe(60);
  await rewind(server, "UPDATE link SET expires_at = '2020-01-01 00:00:00.000'");
  expect((await links.accept(token)).status).toBe(401);
});

test('a password change makes links useless', async () => {
  const person = await createPerson(server);
  const token = await links.resetLink(person);
  await person.client.get(
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }',
    {
      input: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    },
  );
  expect((await links.accept(token)).status).toBe(401);
});

test('a weak password leaves the link as it was', async () => {
  const token = await links.resetLink(await createPerson(server));
  expect((await links.accept(token, { password: 'short' })).code).toBe('BAD_USER_INPUT');
  expect((await links.accept(token)).status).toBe(200);
});

test('U5: a link gets nobody around a second factor', async () => {
  const person = await createPerson(server);
  const { secret } = await enableTwoFactor(person.client);
  const token = await links.resetLink(person);
  expect((await links.accept(token)).code).toBe('TWO_FACTOR_REQUIRED');
  expect((await links.accept(token, { oneTimeCode: '000000' })).code).toBe('UNAUTHENTICATED');
  expect((await links.accept(token, { oneTimeCode: codeOf(secret) })).status).toBe(200);
});

test('a request for a reset answers alike for known and unknown addresses, and writes to the known one only', async () => {
  const person = await createPerson(server);
  const [unknown, disabled] = ['nobody@example.com', await createPerson(server)];
  await rewind(server, 'UPDATE user SET enabled = 0 WHERE email = ?', [disabled.email]);
  await links.requestReset(disabled);
  for (const email of [person.email, unknown]) {
    const { status, data } = await links.requestReset({ ...person, email });
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
    asked = links.requestReset(person);
    // MySQL and MariaDB let the request go on as far as the user's row; on SQLite all of it waits.
    await pause(200);
  });
  await asked;
  await links.resetLink({ ...person, email });
  expect(mailbox.mails.filter(({ to }) => to === person.email)).toEqual([]);
});

test('S3: a link is kept as a hash', async () => {
  const token = await links.resetLink(await createPerson(server));
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
  expect((await tryLogIn(server.anonymous, { account, email: input.email }, { password: NEW_PASSWORD })).status).toBe(
    401,
  );
  const { data } = await links.accept(secretOf(createUser.invitationUrl));
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
    expect((await links.accept(secretOf(createUser.invitationUrl))).status).toBe(401);
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
  const token = await links.resetLink(person);
  const setEnabled = (enabled: number) =>
    rewind(server, 'UPDATE account SET enabled = ? WHERE slug = ?', [enabled, person.account]);
  await setEnabled(0);
  expect((await links.accept(token)).code).toBe('UNAUTHENTICATED');
  await setEnabled(1);
  expect((await tryLogIn(server.anonymous, person)).status).toBe(200);
});

test('a set-up link sets the first password, and is dead once an administrator can log in', async () => {
  const person = await createPerson(server);
  expect((await links.accept(await setUpLink(person))).status).toBe(401);
  await rewind(server, 'UPDATE user SET password_hash = NULL WHERE email = ?', [person.email]);
  expect((await links.accept(await setUpLink(person))).status).toBe(200);
});

test('S1: no link is in the log', async () => {
  const person = await createPerson(server);
  const tokens = [await links.resetLink(person), await links.changedEmail(person)];
  for (const token of tokens) expect(server.logged.filter((line) => line.includes(token.slice(24)))).toEqual([]);
});
