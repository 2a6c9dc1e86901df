import type { Answer } from '../support/client';
import { auditOf, createAccessToken, createPerson, type Person, rewind } from '../support/people';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const QUERY = `mutation ($input: LogInWithAccessTokenInput!) {
  logInWithAccessToken(input: $input) { sessionToken expiresAt viewer { scopes apiToken { id } user { username } } }
}`;
interface Exchanged {
  logInWithAccessToken: {
    sessionToken: string;
    expiresAt: string;
    viewer: { scopes: string[]; apiToken: { id: string }; user: { username: string } };
  };
}

const exchange = ({ account, email }: Person, token: string, client = server.anonymous): Promise<Answer<Exchanged>> =>
  client.execute<Exchanged>(QUERY, { input: { account, email, token } });

async function sessionOf(person: Person, input: Record<string, unknown> = {}) {
  const token = await createAccessToken(person.client, input);
  const { data } = await exchange(person, token.secret);
  return { token, ...data?.logInWithAccessToken, client: server.as(data?.logInWithAccessToken.sessionToken ?? '') };
}

const VIEWER = '{ viewer { id } }';

test("U3: the session has exactly the token's scopes, and says which token it stands for", async () => {
  const { token, viewer, client } = await sessionOf(await createPerson(server), {
    scopes: ['users:read', 'roles:read'],
  });
  expect(viewer).toMatchObject({
    scopes: ['roles:read', 'users:read'],
    apiToken: { id: token.id },
    user: { username: 'admin' },
  });
  expect((await client.execute('{ apiTokens { nodes { id } } }')).code).toBe('INSUFFICIENT_SCOPE');
});

test('T1: an access token is refused everywhere but at the exchange', async () => {
  const { client } = await createPerson(server);
  const { secret } = await createAccessToken(client);
  const answer = await server.as(secret).execute(VIEWER);
  expect([answer.status, answer.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test("T1: an API token, another's e-mail, another account and no token at all are refused alike", async () => {
  const [person, other] = [await createPerson(server), await createPerson(server)];
  const { secret } = await createAccessToken(person.client);
  const api = await createAccessToken(person.client, { kind: 'API' });
  const answers = [
    await exchange(person, api.secret),
    await exchange({ ...person, email: other.email }, secret),
    await exchange(other, secret),
    await exchange({ ...person, account: 'nowhere' }, secret),
    await exchange(person, 'nonsense'),
  ];
  const first = answers[0]?.errors?.[0];
  for (const { status, errors } of answers) expect([status, errors?.[0]]).toEqual([401, first]);
});

test('U3: the session never outlives its token', async () => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const session = await sessionOf(await createPerson(server), { lifetime: undefined, expiresAt });
  expect(session.expiresAt).toBe(expiresAt);
});

test('U3: the session ends when the token is revoked', async () => {
  const person = await createPerson(server);
  const { token, client } = await sessionOf(person);
  await person.client.get(
    'mutation ($input: RevokeApiTokensInput!) { revokeApiTokens(input: $input) { affectedCount } }',
    {
      input: { ids: [token.id] },
    },
  );
  expect((await client.execute(VIEWER)).status).toBe(401);
});

test('U3: a session that ended with its token does not come back when the token is restored', async () => {
  const person = await createPerson(server);
  const { token, client } = await sessionOf(person);
  const input = { ids: [token.id] };
  await person.client.get(
    'mutation ($input: RevokeApiTokensInput!) { revokeApiTokens(input: $input) { affectedCount } }',
    { input },
  );
  await person.client.get('mutation ($input: ApiTokensInput!) { restoreApiTokens(input: $input) { affectedCount } }', {
    input,
  });
  expect((await client.execute(VIEWER)).status).toBe(401);
  expect((await exchange(person, token.secret)).status).toBe(200);
  expect(await auditOf(server, person.account, 'session.ended')).toHaveLength(1);
});

test('U3: the session ends when the token is regenerated, during its overlap too', async () => {
  const person = await createPerson(server);
  const { token, client } = await sessionOf(person);
  await person.client.get(
    'mutation ($input: RegenerateApiTokenInput!) { regenerateApiToken(input: $input) { secret } }',
    {
      input: { id: token.id, overlap: 'P1D' },
    },
  );
  expect((await client.execute(VIEWER)).status).toBe(401);
});

test.each([
  ['disabled', 'setApiTokensEnabled(input: { ids: [$id], enabled: false }) { affectedCount }'],
  ['revoked', 'revokeApiTokens(input: { ids: [$id] }) { affectedCount }'],
  ['regenerated', 'regenerateApiToken(input: { id: $id, overlap: "PT1H" }) { apiToken { id } }'],
])('U3, C2: a token that is %s between its check and the session gives none', async (_, change) => {
  const person = await createPerson(server);
  const { id, secret } = await createAccessToken(person.client);
  const { tokens } = server.deps.authenticator;
  const check = tokens.verify.bind(tokens);
  const checking = jest.spyOn(tokens, 'verify').mockImplementationOnce(async (...asked) => {
    const right = await check(...asked);
    await person.client.get(`mutation ($id: ID!) { ${change} }`, { id });
    return right;
  });
  expect((await exchange(person, secret)).status).toBe(401);
  checking.mockRestore();
  const sql = 'SELECT id FROM session WHERE api_token_id = ?';
  expect(await server.deps.database.reader.query<unknown[]>(sql, [id])).toEqual([]);
});

test("C2: a regenerated token's old secret can't be exchanged, though it is within its overlap", async () => {
  const person = await createPerson(server);
  const { id, secret } = await createAccessToken(person.client);
  const { regenerateApiToken } = await person.client.get<{ regenerateApiToken: { secret: string } }>(
    'mutation ($input: RegenerateApiTokenInput!) { regenerateApiToken(input: $input) { secret } }',
    { input: { id, overlap: 'P1D' } },
  );
  expect((await exchange(person, secret)).code).toBe('UNAUTHENTICATED');
  expect((await exchange(person, regenerateApiToken.secret)).status).toBe(200);
});

test('C8: an expired token says so to its owner, and nothing to whoever sends another e-mail', async () => {
  const person = await createPerson(server);
  const { id, secret } = await createAccessToken(person.client);
  await rewind(server, 'UPDATE api_token SET expires_at = ? WHERE id = ?', ['2020-01-01 00:00:00.000', id]);
  expect((await exchange(person, secret)).code).toBe('TOKEN_EXPIRED');
  expect((await exchange({ ...person, email: 'other@example.com' }, secret)).code).toBe('UNAUTHENTICATED');
});

test('P3: without api:execute the owner can exchange nothing', async () => {
  const person = await createPerson(server);
  const { secret } = await createAccessToken(person.client);
  await rewind(server, 'DELETE FROM user_role WHERE account_id = (SELECT id FROM account WHERE slug = ?)', [
    person.account,
  ]);
  const answer = await exchange(person, secret);
  expect([answer.status, answer.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
  expect(answer.errors?.[0]?.extensions.missing?.[0]?.anyOf).toEqual([['api:execute']]);
  expect(await auditOf(server, person.account, 'session.created')).toHaveLength(1);
});

test("U3: the session keeps its token's addresses", async () => {
  const elsewhere = await startServer({ config: { trustedProxies: ['127.0.0.1'] } });
  const person = await createPerson(elsewhere);
  const { secret } = await createAccessToken(person.client, { allowedAddresses: ['203.0.113.0/24'] });
  const inside = elsewhere.anonymous.with({ 'x-forwarded-for': '203.0.113.9' });
  const { data } = await exchange(person, secret, inside);
  const session = elsewhere.as(data?.logInWithAccessToken.sessionToken ?? '');
  const [good, bad] = [
    await session.with({ 'x-forwarded-for': '203.0.113.10' }).execute(VIEWER),
    await session.with({ 'x-forwarded-for': '198.51.100.1' }).execute(VIEWER),
  ];
  await elsewhere.close();
  expect([good.status, bad.status]).toEqual([200, 401]);
});

test('P6: what needs a log-in is refused to an exchanged session', async () => {
  const { client } = await sessionOf(await createPerson(server), { access: 'FULL_ACCESS', scopes: undefined });
  const operations = [
    '{ viewer { sessions { id } } }',
    'mutation { startTwoFactor { secret } }',
    'mutation { endSessions(input: {}) { endedSessions } }',
    'mutation { confirmPassword(input: { password: "x" }) { confirmedUntil } }',
    'mutation { changePassword(input: { currentPassword: "x", newPassword: "y" }) { endedSessions } }',
    'mutation { updateProfile(input: { firstName: "x" }) { user { id } } }',
    'mutation { changeEmail(input: { email: "x@example.com" }) { sent } }',
  ];
  for (const operation of operations)
    expect([operation, (await client.refused(operation)).extensions.code]).toEqual([operation, 'LOGIN_REQUIRED']);
});

test('C10: an exchanged session is never asked for a password', async () => {
  const { client } = await sessionOf(await createPerson(server), { scopes: ['own-api-tokens:manage'] });
  const { status } = await client.execute('mutation { createApiToken(input: { name: "child" }) { secret } }');
  expect(status).toBe(200);
});

test('U6: the exchange counts as a use of the token', async () => {
  const person = await createPerson(server);
  const { token } = await sessionOf(person);
  await server.deps.usage.flush();
  const { apiToken } = await person.client.get<{ apiToken: { lastUsedAt: string; lastUsedAddress: string } }>(
    'query ($id: ID!) { apiToken(id: $id) { lastUsedAt lastUsedAddress } }',
    { id: token.id },
  );
  expect(apiToken).toMatchObject({ lastUsedAt: expect.any(String) as string, lastUsedAddress: '127.0.0.1' });
});

test('A1: the audit names user and token of an exchange', async () => {
  const person = await createPerson(server);
  await sessionOf(person);
  const [, , exchanged] = [null, ...(await auditOf(server, person.account, 'session.created'))];
  expect(exchanged).toMatchObject({ actor_kind: 'TOKEN', actor_name: 'admin', credential: 'exchange' });
});

test('logOut ends an exchanged session; the token can be exchanged again', async () => {
  const person = await createPerson(server);
  const { token, client } = await sessionOf(person);
  expect(await client.get('mutation { logOut { loggedOut } }')).toEqual({ logOut: { loggedOut: true } });
  expect((await client.execute(VIEWER)).status).toBe(401);
  expect((await exchange(person, token.secret)).status).toBe(200);
});

test('logOut of an API token, which has no session, ends nothing', async () => {
  const { client } = await createPerson(server);
  const { secret } = await createAccessToken(client, { kind: 'API' });
  expect(await server.as(secret).get('mutation { logOut { loggedOut } }')).toEqual({ logOut: { loggedOut: false } });
});
