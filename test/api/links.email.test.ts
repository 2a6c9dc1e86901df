import { setTimeout as pause } from 'node:timers/promises';
import { CHANGE_EMAIL, Links, NEW_PASSWORD, REQUEST_RESET } from '../support/links';
import { type Mailbox, secretOf } from '../support/mailbox';
import { auditOf, createAccessToken, createPerson, tryLogIn } from '../support/people';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let links: Links;
let server: TestServer;
let mailbox: Mailbox;
beforeAll(async () => {
  links = await Links.start();
  ({ server, mailbox } = links);
});
afterAll(() => links.close());
beforeEach(() => links.forgetAttempts());

test('O3: a new e-mail address counts once the link sent to it is used; the old one is told', async () => {
  const person = await createPerson(server);
  const email = `new-${person.email}`;
  expect(await person.client.get(CHANGE_EMAIL, { input: { email } })).toEqual({ changeEmail: { sent: true } });
  expect((await mailbox.next(person.email)).text).toContain(email);
  expect((await tryLogIn(server.anonymous, { ...person, email })).status).toBe(401);
  const { data } = await links.confirmEmail(secretOf((await mailbox.next(email)).text));
  expect(data).toEqual({ confirmEmail: { user: { email, username: 'admin', roles: [{ name: 'Administrator' }] } } });
  expect((await tryLogIn(server.anonymous, { ...person, email })).status).toBe(200);
});

test('O3: a new e-mail address revokes every token of the owner with that reason', async () => {
  const person = await createPerson(server);
  const { id } = await createAccessToken(person.client);
  await links.changedEmail(person);
  const { apiToken } = await person.client.get<{ apiToken: object }>(
    'query ($id: ID!) { apiToken(id: $id) { status revocationReason } }',
    { id },
  );
  expect(apiToken).toEqual({ status: 'REVOKED', revocationReason: 'OWNER_EMAIL_CHANGED' });
});

test('O3: a new e-mail address makes reset links to the old one useless', async () => {
  const person = await createPerson(server);
  const token = await links.resetLink(person);
  await links.changedEmail(person);
  expect((await links.accept(token)).status).toBe(401);
});

test('O3: the link of a new address works once and sets no password', async () => {
  const person = await createPerson(server);
  const email = `once-${person.email}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  const token = secretOf((await mailbox.next(email)).text);
  expect((await links.accept(token)).status).toBe(401);
  expect((await links.confirmEmail(token)).status).toBe(200);
  expect((await links.confirmEmail(token)).status).toBe(401);
});

test('O3: only the last link of several counts', async () => {
  const person = await createPerson(server);
  const [first, second] = [`first-${person.email}`, `second-${person.email}`];
  await person.client.get(CHANGE_EMAIL, { input: { email: first } });
  await person.client.get(CHANGE_EMAIL, { input: { email: second } });
  expect((await links.confirmEmail(secretOf((await mailbox.next(first)).text))).status).toBe(401);
  expect((await links.confirmEmail(secretOf((await mailbox.next(second)).text))).status).toBe(200);
});

test("O3: another user's address gets no link, and the answer does not tell", async () => {
  const person = await createPerson(server);
  const taken = `taken-${person.email}`;
  const input = { username: 'Taken', email: taken, roleIds: [], password: NEW_PASSWORD };
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
  const input = { username: 'Other', email: `other-${person.email}`, roleIds: [], password: NEW_PASSWORD };
  await person.client.get('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input,
  });
  const other = await server.logIn(input.email, { account: person.account, password: NEW_PASSWORD });
  await other.get(CHANGE_EMAIL, { input: { email: theirs } });
  const reset = await links.resetLink(person);
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  expect((await links.confirmEmail(secretOf((await mailbox.next(theirs)).text))).status).toBe(200);
  expect((await links.accept(reset)).status).toBe(200);
});

test("O3: one's own address in another spelling is nobody else's", async () => {
  const person = await createPerson(server);
  const email = `P${person.email.slice(1)}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  const { data } = await links.confirmEmail(secretOf((await mailbox.next(email)).text));
  expect(data).toMatchObject({ confirmEmail: { user: { email } } });
});

test('O3: a password change makes the link to a new address useless, as its notice says', async () => {
  const person = await createPerson(server);
  const email = `stolen-${person.email}`;
  await person.client.get(CHANGE_EMAIL, { input: { email } });
  await person.client.get(
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }',
    {
      input: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    },
  );
  expect((await links.confirmEmail(secretOf((await mailbox.next(email)).text))).status).toBe(401);
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
  const reset = await silent.anonymous.execute(REQUEST_RESET, {
    input: { account: person.account, email: person.email },
  });
  await silent.close();
  expect(refused.extensions.code).toBe('CONFLICT');
  expect(reset.data).toEqual({ requestPasswordReset: { received: true } });
});

test('A1: the change of address is one entry, with both addresses, in the name of the user', async () => {
  const person = await createPerson(server);
  await links.changedEmail(person);
  const entries = await auditOf(server, person.account, 'user.updated');
  expect(entries).toMatchObject([{ actor_kind: 'USER', actor_name: 'admin', credential: 'link' }]);
  expect(JSON.parse(entries[0]?.changes ?? '')).toEqual([
    { field: 'email', before: person.email, after: `changed-${person.email}` },
  ]);
});
