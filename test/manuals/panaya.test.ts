/** What Panaya's users do with API tokens and access tokens, in the order of its manual: each test goes on from the one before. */
import { createUser, createRole, type User } from '../support/factories';
import type { Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';
import { createToken, findToken, run, scopesOf, type Token } from '../support/tokens';

let server: TestServer;
let ana: User;
let asAna: Client;
let apiToken: Token;
let accessToken: Token;
let session: Client;

beforeAll(async () => {
  server = await startServer();
  const role = await createRole(server, { permissions: ['own-api-tokens:manage', 'api:execute', 'users:read'] });
  ana = await createUser(server, { username: 'ana', email: 'ana@example.com', roleIds: [role.id] });
  asAna = await server.logIn('ana@example.com', { account: 'main' });
});
afterAll(() => server.close());

const exchange = (email: string, token: string) =>
  server.anonymous.execute<{ logInWithAccessToken: { sessionToken: string } }>(
    'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }',
    { input: { account: 'main', email, token } },
  );

test('P3: a user without the right to execute gets no answer by token', async () => {
  const role = await createRole(server, { permissions: ['own-api-tokens:manage'] });
  const ben = await createUser(server, { email: 'ben@example.com', roleIds: [role.id] });
  const asBen = await server.logIn(ben.email ?? '', { account: 'main' });
  const { secret } = await createToken(server, { scopes: [] }, asBen);
  expect(await scopesOf(server, secret)).toBe('INSUFFICIENT_SCOPE');
});

test('T1: ana generates an API token and calls with it', async () => {
  apiToken = await createToken(server, { name: 'reports', scopes: ['users:read'] }, asAna);
  expect(await scopesOf(server, apiToken.secret)).toEqual(['users:read']);
});

test('T2: an access token needs an expiry', async () => {
  await expect(createToken(server, { kind: 'ACCESS', scopes: [] }, asAna)).rejects.toThrow('must have an expiry');
});

test('T1: ana generates an access token, which is refused as an API token', async () => {
  accessToken = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_30', scopes: ['users:read'] }, asAna);
  expect(await scopesOf(server, accessToken.secret)).toBe('UNAUTHENTICATED');
});

test('U3: the access token with the e-mail of its user logs in', async () => {
  const { data } = await exchange('ana@example.com', accessToken.secret);
  session = server.as(data?.logInWithAccessToken.sessionToken ?? '');
  expect(await session.get('{ viewer { scopes user { username } } }')).toEqual({
    viewer: { scopes: ['users:read'], user: { username: 'ana' } },
  });
});

test('U3: with the e-mail of somebody else it is refused', async () => {
  expect((await exchange('ben@example.com', accessToken.secret)).status).toBe(401);
});

test('T1: an API token is refused at the exchange', async () => {
  expect((await exchange('ana@example.com', apiToken.secret)).status).toBe(401);
});

test("R3: the administrator watches everybody's tokens", async () => {
  const { apiTokens } = await server.admin.get<{
    apiTokens: { nodes: { name: string; owner: { username: string } }[] };
  }>('{ apiTokens(filter: { search: "reports" }) { nodes { name owner { username } lastUsedAt status } } }');
  expect(apiTokens.nodes).toMatchObject([{ name: 'reports', owner: { username: 'ana' } }]);
});

test("R3, U3: the administrator ends a user's access token, and the session with it", async () => {
  await run(server.admin, 'revokeApiTokens', { ids: [accessToken.id] });
  expect((await session.execute('{ viewer { id } }')).status).toBe(401);
});

test('T6: one account for each user of tokens: two users may give the same name', async () => {
  const robot = await createUser(server, { kind: 'SERVICE', username: 'reports-robot' });
  expect((await createToken(server, { name: 'reports', ownerId: robot.id, scopes: [] })).owner.username).toBe(
    'reports-robot',
  );
});

test("O3: a change of the user's e-mail ends the tokens, which have to be made again", async () => {
  await run(server.admin, 'updateUser', { id: ana.id, email: 'ana.ruiz@example.com' });
  expect(await scopesOf(server, apiToken.secret)).toBe('UNAUTHENTICATED');
  expect(await findToken(server, apiToken.id)).toMatchObject({
    status: 'REVOKED',
    revocationReason: 'OWNER_EMAIL_CHANGED',
  });
});
