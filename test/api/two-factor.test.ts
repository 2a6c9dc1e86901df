import {
  auditOf,
  codeOf,
  confirm,
  createPerson,
  enableTwoFactor,
  type Person,
  rewind,
  tryLogIn,
} from '../support/people';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => server.close());

const START = 'mutation { startTwoFactor { secret uri } }';
const ENABLE =
  'mutation ($input: EnableTwoFactorInput!) { enableTwoFactor(input: $input) { user { twoFactorEnabled } recoveryCodes } }';
const DISABLE =
  'mutation ($input: DisableTwoFactorInput!) { disableTwoFactor(input: $input) { user { twoFactorEnabled } } }';

async function createProtected(): Promise<Person & { secret: string; recoveryCodes: string[] }> {
  const person = await createPerson(server);
  return { ...person, ...(await enableTwoFactor(person.client)) };
}

test('U5: a second factor is on once a code of the new secret came back, with ten recovery codes', async () => {
  const { client, email } = await createPerson(server);
  const { startTwoFactor } = await client.get<{ startTwoFactor: { secret: string; uri: string } }>(START);
  expect(startTwoFactor.uri).toContain(
    `otpauth://totp/Scopegate:${encodeURIComponent(email)}?secret=${startTwoFactor.secret}`,
  );
  const { enableTwoFactor: enabled } = await client.get<{ enableTwoFactor: { user: object; recoveryCodes: string[] } }>(
    ENABLE,
    {
      input: { oneTimeCode: codeOf(startTwoFactor.secret) },
    },
  );
  expect(enabled.user).toEqual({ twoFactorEnabled: true });
  expect(new Set(enabled.recoveryCodes).size).toBe(10);
});

test('U5: a wrong code leaves the second factor off', async () => {
  const { client } = await createPerson(server);
  await client.get(START);
  const refused = await client.refused(ENABLE, { input: { oneTimeCode: '000000' } });
  expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['oneTimeCode'] }] });
  expect(await client.get('{ viewer { user { twoFactorEnabled } } }')).toEqual({
    viewer: { user: { twoFactorEnabled: false } },
  });
});

const WRONG = { password: 'a wrong password of some length' };

test('U5: the code is asked for only after the right password', async () => {
  const person = await createProtected();
  const wrong = await tryLogIn(server.anonymous, person, WRONG);
  const right = await tryLogIn(server.anonymous, person);
  expect([wrong.code, right.code]).toEqual(['UNAUTHENTICATED', 'TWO_FACTOR_REQUIRED']);
  expect([wrong.status, right.status]).toEqual([401, 401]);
});

test.each(['user', 'account'])(
  'U5: of a disabled %s no code is asked for: the answer is that to a wrong password',
  async (what) => {
    const person = await createProtected();
    const { deps } = server;
    const [found] = await deps.database.reader.query<{ user: string; account: string }[]>(
      'SELECT id AS user, account_id AS account FROM user WHERE email = ?',
      [person.email],
    );
    await rewind(server, `UPDATE ${what} SET enabled = 0 WHERE id = ?`, [found?.[what as 'user' | 'account']]);
    const answers = [await tryLogIn(server.anonymous, person), await tryLogIn(server.anonymous, person, WRONG)];
    expect(answers.map(({ status, errors }) => [status, errors?.[0]?.message])).toEqual([
      [401, "E-mail, password or code isn't right."],
      [401, "E-mail, password or code isn't right."],
    ]);
  },
);

test('U5: password and code log in, and each code counts once', async () => {
  const person = await createProtected();
  const oneTimeCode = codeOf(person.secret);
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode })).status).toBe(200);
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode })).code).toBe('UNAUTHENTICATED');
});

test('U5: of log-ins at once with one code, one gets in', async () => {
  const person = await createProtected();
  const oneTimeCode = codeOf(person.secret);
  const from = (network: number) => server.anonymous.with({ 'x-forwarded-for': `198.18.${network}.1` });
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((at) => tryLogIn(from(at), person, { oneTimeCode })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('U5: the code of the step to come counts, the one after it does not', async () => {
  const person = await createProtected();
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: codeOf(person.secret, 2) })).status).toBe(401);
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: codeOf(person.secret, 1) })).status).toBe(200);
});

test('U5: a code of a step that is older than a used one counts no more', async () => {
  const person = await createProtected();
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: codeOf(person.secret, 1) })).status).toBe(200);
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: codeOf(person.secret) })).status).toBe(401);
});

test('U5: a recovery code works once, however it is typed', async () => {
  const person = await createProtected();
  const [code = ''] = person.recoveryCodes;
  const typed = code.toUpperCase().replace('-', ' ');
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: typed })).status).toBe(200);
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: code })).status).toBe(401);
});

test("U5: another person's recovery code opens nothing", async () => {
  const [person, other] = [await createProtected(), await createProtected()];
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: other.recoveryCodes[0] })).status).toBe(401);
});

test('U5: wrong codes are slowed down, and asking without one in between takes nothing back', async () => {
  const person = await createProtected();
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) {
    statuses.push((await tryLogIn(server.anonymous, person, { oneTimeCode: '000000' })).status);
    if (i < 4) await tryLogIn(server.anonymous, person);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401]);
  expect((await tryLogIn(server.anonymous, person, { oneTimeCode: codeOf(person.secret) })).status).toBe(429);
});

test('C10: with a second factor the confirmation asks for its code, too', async () => {
  const { client, secret } = await createProtected();
  expect((await confirm(client)).code).toBe('TWO_FACTOR_REQUIRED');
  const refused = await confirm(client, { password: PASSWORD, oneTimeCode: '000000' });
  expect(refused.errors?.[0]?.extensions).toMatchObject({
    code: 'UNAUTHENTICATED',
    fields: [{ path: ['oneTimeCode'] }],
  });
  expect((await confirm(client, { password: PASSWORD, oneTimeCode: codeOf(secret) })).status).toBe(200);
});

test('C10: switching the second factor on or off asks for the password, and a refused one is not lost', async () => {
  const person = await createPerson(server);
  const client = await server.logIn(person.email, { account: person.account, confirm: false });
  const { startTwoFactor } = await client.get<{ startTwoFactor: { secret: string } }>(START);
  const input = { oneTimeCode: codeOf(startTwoFactor.secret) };
  expect((await client.refused(ENABLE, { input })).extensions.code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
  await confirm(client);
  expect((await client.execute(ENABLE, { input })).status).toBe(200);
});

test('U5: switching off takes a code, and then the password alone logs in', async () => {
  const person = await createProtected();
  expect((await person.client.refused(DISABLE, { input: { oneTimeCode: '000000' } })).extensions.code).toBe(
    'BAD_USER_INPUT',
  );
  const { disableTwoFactor } = await person.client.get<{ disableTwoFactor: object }>(DISABLE, {
    input: { oneTimeCode: codeOf(person.secret) },
  });
  expect(disableTwoFactor).toEqual({ user: { twoFactorEnabled: false } });
  expect((await tryLogIn(server.anonymous, person)).status).toBe(200);
});

test('U5: switching off by a recovery code, for whoever lost the app', async () => {
  const person = await createProtected();
  const { status } = await person.client.execute(DISABLE, { input: { oneTimeCode: person.recoveryCodes[3] } });
  expect(status).toBe(200);
});

test('U5: while it is on, a new secret is refused: it would take the old one away', async () => {
  const { client } = await createProtected();
  expect((await client.refused(START)).extensions.code).toBe('CONFLICT');
});

test('A1: the audit tells that the second factor was switched on, never its secret', async () => {
  const person = await createProtected();
  const [entry] = await auditOf(server, person.account, 'user.updated');
  expect(JSON.parse(entry?.changes ?? '')).toEqual([{ field: 'twoFactorEnabled', before: 'false', after: 'true' }]);
});

test('S3: secret and recovery codes are nowhere in the database as they are', async () => {
  const { secret, recoveryCodes } = await createProtected();
  const { reader } = server.deps.database;
  const stored = JSON.stringify([
    await reader.query('SELECT * FROM user'),
    await reader.query('SELECT * FROM recovery_code'),
  ]);
  for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', ''))]) {
    expect(stored).not.toContain(text);
  }
});
