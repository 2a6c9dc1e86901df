import {
  auditOf,
  confirm,
  createAccessToken,
  createPerson,
  enableTwoFactor,
  type Person,
  rewind,
  tryLogIn,
} from '../support/people';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }';
const NEW = 'another battery for the horse';
const change = ({ client }: Pick<Person, 'client'>, newPassword: string, currentPassword = PASSWORD) =>
  client.execute<{ changePassword: { endedSessions: number } }>(CHANGE, { input: { currentPassword, newPassword } });

test('a new password logs in, the old one no more', async () => {
  const person = await createPerson(server);
  expect((await change(person, NEW)).status).toBe(200);
  expect((await tryLogIn(server.anonymous, person)).status).toBe(401);
  expect((await tryLogIn(server.anonymous, person, { password: NEW })).status).toBe(200);
});

test('of two changes at once one counts', async () => {
  const person = await createPerson(server);
  const wanted = [NEW, `${NEW} and cart`];
  const answers = await Promise.all(wanted.map((password) => change(person, password)));
  const right = await Promise.all(wanted.map((password) => tryLogIn(server.anonymous, person, { password })));
  expect(answers.filter(({ code }) => code === undefined)).toHaveLength(1);
  expect(right.map(({ status }) => status === 200)).toEqual(answers.map(({ code }) => code === undefined));
});

test('O4: a password change ends the other sessions, exchanged ones too, and no token', async () => {
  const person = await createPerson(server);
  const other = await server.logIn(person.email, { account: person.account });
  const { secret } = await createAccessToken(person.client, { kind: 'API' });
  expect((await change(person, NEW)).data).toEqual({ changePassword: { endedSessions: 1 } });
  const viewer = '{ viewer { id } }';
  expect([
    (await other.execute(viewer)).status,
    (await person.client.execute(viewer)).status,
    (await server.as(secret).execute(viewer)).status,
  ]).toEqual([401, 200, 200]);
});

test('the current password must be right; its field tells that from a session that ended', async () => {
  const person = await createPerson(server);
  const { status, code, errors } = await change(person, NEW, 'a wrong password of some length');
  expect([status, code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: ['currentPassword'] }]);
  expect((await tryLogIn(server.anonymous, person)).status).toBe(200);
});

test.each([
  ['shorter than 15 characters', 'fourteen chars'],
  ['a common one', '123456789987654321'],
  ['a common one said twice', 'passwordpassword'],
  ['a few characters over and over', 'abcabcabcabcabcabc'],
  ['a run', 'abcdefghijklmnopq'],
  ['the e-mail address with a number', 'PERSON@example.com-2031'],
  ['the name of the server with a year', 'scopegate-2031!!!!'],
  ['longer than 1,024 bytes', 'é'.repeat(600)],
  ['half a character', `a long enough text \ud83d`],
])('a password is refused that is %s', async (_, newPassword) => {
  const person = await createPerson(server);
  const { status, errors } = await change(person, newPassword);
  expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(JSON.stringify(errors)).not.toContain(newPassword.slice(0, 14));
});

test('length counts characters as people do: fifteen of four bytes are enough', async () => {
  const person = await createPerson(server);
  expect((await change(person, '🐎🔋🧷📎🧲🪝🧵🪡🧶🪢👓🕶️🥽🥼🦺')).status).toBe(200);
});

test('with a second factor eight characters are enough', async () => {
  const person = await createPerson(server);
  await enableTwoFactor(person.client);
  expect((await change(person, 'horse-b4')).status).toBe(200);
});

test('a password is the same however its letters were composed', async () => {
  const person = await createPerson(server);
  const composed = 'Überraschung im Ställchen';
  await change(person, composed.normalize('NFC'));
  expect((await tryLogIn(server.anonymous, person, { password: composed.normalize('NFD') })).status).toBe(200);
});

test('all 1,024 bytes of a password count, also beyond the 72 that bcrypt reads', async () => {
  const person = await createPerson(server);
  const long = 'correct horse '.repeat(73).slice(0, 1_000);
  await change(person, `${long}a`);
  expect((await tryLogIn(server.anonymous, person, { password: `${long}b` })).status).toBe(401);
  expect((await tryLogIn(server.anonymous, person, { password: `${long}a` })).status).toBe(200);
});

test('A1: the audit tells that the password changed, and nothing of it', async () => {
  const person = await createPerson(server);
  await change(person, NEW);
  const [entry] = await auditOf(server, person.account, 'user.updated');
  expect(JSON.parse(entry?.changes ?? '')).toEqual([{ field: 'password', before: null, after: null }]);
});

test('S1: no password is in the log', async () => {
  const person = await createPerson(server);
  await change(person, NEW);
  expect(server.logged.filter((line) => line.includes(PASSWORD) || line.includes(NEW))).toEqual([]);
});

const PROFILE =
  'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { username firstName lastName } } }';

test('R5: people change their own names without a password', async () => {
  const person = await createPerson(server);
  const client = await server.logIn(person.email, { account: person.account, confirm: false });
  expect(await client.get(PROFILE, { input: { username: ' Ada ', lastName: 'Lovelace' } })).toEqual({
    updateProfile: { user: { username: 'Ada', firstName: '', lastName: 'Lovelace' } },
  });
});

test("L3: a new user name follows to the lists' order by owner", async () => {
  const { client } = await createPerson(server);
  const { id } = await createAccessToken(client);
  await client.get(PROFILE, { input: { username: 'Zoë' } });
  const [row] = await server.deps.database.reader.query<object[]>(
    'SELECT owner_key, creator_key FROM api_token WHERE id = ?',
    [id],
  );
  expect(row).toMatchObject({ owner_key: 'zoë', creator_key: 'zoë' });
});

test('R5: an empty user name and null are refused', async () => {
  const { client } = await createPerson(server);
  for (const username of [' ', null, 'x'.repeat(101)]) {
    const refused = await client.refused(PROFILE, { input: { username } });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['username'] }] });
  }
});

const CREATE_TOKEN = 'mutation { createApiToken(input: { name: "t" }) { secret } }';
const setPolicy = (account: string, policy: string) =>
  rewind(server, 'UPDATE account SET password_confirmation = ? WHERE slug = ?', [policy, account]);

async function unconfirmed(): Promise<Person> {
  const person = await createPerson(server);
  return { ...person, client: await server.logIn(person.email, { account: person.account, confirm: false }) };
}

test('C10: a change waits for the confirmation, which lasts for the window', async () => {
  const { client } = await unconfirmed();
  const refused = await client.refused(CREATE_TOKEN);
  expect([refused.status, refused.extensions.code]).toEqual([403, 'PASSWORD_CONFIRMATION_REQUIRED']);
  await confirm(client);
  expect((await client.execute(CREATE_TOKEN)).status).toBe(200);
  await rewind(server, "UPDATE session SET confirmed_until = '2020-01-01 00:00:00.000'");
  expect((await client.execute('mutation { createApiToken(input: { name: "u" }) { secret } }')).code).toBe(
    'PASSWORD_CONFIRMATION_REQUIRED',
  );
});

test('C10: the confirmation counts for its own session only', async () => {
  const { account, email, client } = await unconfirmed();
  const other = await server.logIn(email, { account, confirm: false });
  await confirm(other);
  expect((await client.execute(CREATE_TOKEN)).code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
});

test('C10: always: one confirmation lets one change through, of several in one request too', async () => {
  const { account, client } = await unconfirmed();
  await setPolicy(account, 'ALWAYS');
  await confirm(client);
  const { data, errors } = await client.execute(`mutation {
    first: updateProfile(input: { firstName: "a" }) { user { id } }
    second: createApiToken(input: { name: "a" }) { apiToken { name } }
    third: createApiToken(input: { name: "b" }) { apiToken { name } }
  }`);
  expect(data).toBeNull();
  expect(errors?.map(({ path, extensions }) => [path?.[0], extensions.code])).toEqual([
    ['third', 'PASSWORD_CONFIRMATION_REQUIRED'],
  ]);
});

test('C10: always: a change that fails leaves the confirmation', async () => {
  const { account, client } = await unconfirmed();
  await setPolicy(account, 'ALWAYS');
  await confirm(client);
  expect(
    (await client.execute('mutation { createApiToken(input: { name: "a", scopes: ["no:such"] }) { secret } }')).code,
  ).toBe('BAD_USER_INPUT');
  expect((await client.execute(CREATE_TOKEN)).status).toBe(200);
  expect((await client.execute('mutation { createApiToken(input: { name: "b" }) { secret } }')).code).toBe(
    'PASSWORD_CONFIRMATION_REQUIRED',
  );
});

test('C10: confirmation and change in one request', async () => {
  const { client } = await unconfirmed();
  const { status } = await client.execute(
    `mutation ($input: ConfirmPasswordInput!) {
    confirmPassword(input: $input) { confirmedUntil }
    createApiToken(input: { name: "at once" }) { secret }
  }`,
    { input: { password: PASSWORD } },
  );
  expect(status).toBe(200);
});

test('C10: off: nothing is asked', async () => {
  const { account, client } = await unconfirmed();
  await setPolicy(account, 'OFF');
  expect((await client.execute(CREATE_TOKEN)).status).toBe(200);
});

test("C10: one's own sessions are ended without it: whoever is in a hurry must not be asked", async () => {
  const { client } = await unconfirmed();
  expect((await client.execute('mutation { endSessions(input: {}) { endedSessions } }')).status).toBe(200);
});
