/** What Qualytics' users do with personal tokens and service users, step by step: each test goes on from the one before. */
import { createHolder, createUser, type Holder } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import {
  createToken,
  findToken,
  getToken,
  refusal,
  refusedToken,
  run,
  scopesOf,
  setPolicy,
  type Token,
} from '../support/tokens';

let server: TestServer;
let user: Holder;
let token: Token;

beforeAll(async () => {
  server = await startServer();
  user = await createHolder(server, ['own-api-tokens:manage', 'api:execute', 'users:read']);
});
afterAll(() => server.close());

test.each([
  ['DAYS_30', 30],
  ['DAYS_60', 60],
  ['DAYS_90', 90],
  ['YEAR_1', 365],
])('T8: a personal token for %s', async (lifetime, days) => {
  token = await createToken(server, { lifetime, scopes: ['users:read'] }, user.client);
  expect(Date.parse(token.expiresAt ?? '') - Date.parse(token.createdAt)).toBe(days * 86_400_000);
});

test('T14: the token is used as soon as it was shown', async () => {
  expect(await scopesOf(server, token.secret)).toEqual(['users:read']);
});

test('C4: revoking ends it', async () => {
  await run(user.client, 'revokeApiTokens', { ids: [token.id], note: 'not needed' });
  expect(await scopesOf(server, token.secret)).toBe('UNAUTHENTICATED');
  expect(await getToken(server, token.id)).toMatchObject({ status: 'REVOKED', revocationReason: 'REQUESTED' });
});

test('C4: a revoked token is restored with the same secret', async () => {
  await run(user.client, 'restoreApiTokens', { ids: [token.id] });
  expect(await scopesOf(server, token.secret)).toEqual(['users:read']);
});

test('C4: what is not revoked cannot be restored', async () => {
  const { extensions } = await refusal(user.client, 'restoreApiTokens', { ids: [token.id] });
  expect(extensions).toMatchObject({ code: 'CONFLICT', ids: [token.id] });
});

test('C5: deleting is for good', async () => {
  await run(user.client, 'deleteApiTokens', { ids: [token.id] });
  expect(await findToken(server, token.id)).toBeNull();
  expect(await scopesOf(server, token.secret)).toBe('UNAUTHENTICATED');
});

test('R6: a service user owns a token and cannot log in', async () => {
  const robot = await createUser(server, { kind: 'SERVICE', username: 'pipeline' });
  const { owner } = await createToken(server, { ownerId: robot.id, scopes: [] });
  expect(owner.username).toBe('pipeline');
  expect(robot.email).toBeNull();
});

test('T2: a service user owns no access token', async () => {
  const robot = await createUser(server, { kind: 'SERVICE' });
  const refused = await refusedToken(server, { kind: 'ACCESS', lifetime: 'DAYS_30', ownerId: robot.id, scopes: [] });
  expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['kind'] }] });
});

test('T16: the account limits tokens for each user', async () => {
  await setPolicy(server, { maxTokensPerUser: 3 });
  const { extensions } = await refusedToken(server, { scopes: [] }, user.client);
  expect(extensions).toMatchObject({
    code: 'POLICY_VIOLATION',
    fields: [{ message: expect.stringContaining('maxTokensPerUser') }],
  });
});

test('O1: a deactivated user is refused, and let in again with the same tokens', async () => {
  await setPolicy(server, { maxTokensPerUser: null });
  const { secret } = await createToken(server, { scopes: ['users:read'] }, user.client);
  await run(server.admin, 'setUsersEnabled', { ids: [user.id], enabled: false });
  expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  await run(server.admin, 'setUsersEnabled', { ids: [user.id], enabled: true });
  expect(await scopesOf(server, secret)).toEqual(['users:read']);
});
