/** What Strapi's administrators do with API tokens, step by step: each test goes on from the one before. */
import { createHolder } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, refusedToken, regenerateToken, run, scopesOf, type Token, updateToken } from '../support/tokens';

let server: TestServer;
let readOnly: Token;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('T4: a read-only token reads whatever its owner may read', async () => {
  readOnly = await createToken(server, { name: 'Read only', access: 'READ_ONLY', lifetime: 'DAYS_7' });
  expect(await scopesOf(server, readOnly.secret)).toEqual([
    'api-tokens:read',
    'apis:read',
    'audit:read',
    'roles:read',
    'users:read',
  ]);
});

test('T4: a full-access token may do all that its owner may', async () => {
  const full = await createToken(server, { name: 'Full', access: 'FULL_ACCESS', lifetime: 'DAYS_30' });
  expect(await scopesOf(server, full.secret)).toEqual(expect.arrayContaining(['roles:manage', 'users:manage']));
});

test('T4: a custom token may do what is ticked, and nothing else', async () => {
  const custom = await createToken(server, { name: 'Custom', scopes: ['roles:read'], lifetime: 'DAYS_90' });
  expect(await scopesOf(server, custom.secret)).toEqual(['roles:read']);
  expect((await server.as(custom.secret).refused('{ users { totalCount } }')).extensions.code).toBe(
    'INSUFFICIENT_SCOPE',
  );
});

test.each([
  ['DAYS_7', 7],
  ['DAYS_30', 30],
  ['DAYS_90', 90],
])('T8: %s from now', async (lifetime, days) => {
  const { expiresAt, createdAt } = await createToken(server, { lifetime });
  expect(Date.parse(expiresAt ?? '') - Date.parse(createdAt)).toBe(days * 86_400_000);
});

test('T8: unlimited never ends', async () => {
  expect((await createToken(server, { lifetime: 'UNLIMITED' })).expiresAt).toBeNull();
});

test('T6: a name that is taken is refused with NAME_TAKEN', async () => {
  const { extensions } = await refusedToken(server, { name: 'READ  only' });
  expect(extensions).toMatchObject({ code: 'NAME_TAKEN', fields: [{ path: ['name'] }] });
});

test('L1: the list has its columns', async () => {
  const { apiTokens } = await server.admin.get<{ apiTokens: { nodes: object[] } }>(
    '{ apiTokens(orderBy: [{ field: CREATED_AT }], first: 1) { nodes { name description createdAt lastUsedAt access expiresAt } } }',
  );
  expect(apiTokens.nodes[0]).toMatchObject({ name: 'Read only', description: '', access: 'READ_ONLY' });
});

test('L5, U6: last used is null until the first call', async () => {
  const { id, secret } = await createToken(server, { scopes: [] });
  const query = 'query ($id: ID!) { apiToken(id: $id) { lastUsedAt } }';
  expect(await server.admin.get(query, { id })).toEqual({ apiToken: { lastUsedAt: null } });
  await server.as(secret).get('{ viewer { id } }');
  await server.deps.usage.flush();
  expect(await server.admin.get(query, { id })).toEqual({ apiToken: { lastUsedAt: expect.any(String) } });
});

test('C1: name, description and level are edited', async () => {
  const edited = await updateToken(server, {
    id: readOnly.id,
    name: 'Now custom',
    description: 'x',
    access: 'CUSTOM',
    scopes: [],
  });
  expect(edited).toMatchObject({ name: 'Now custom', access: 'CUSTOM', scopes: [] });
});

test('C2: regenerating replaces the secret', async () => {
  const { secret } = await regenerateToken(server, { id: readOnly.id });
  expect(await scopesOf(server, readOnly.secret)).toBe('UNAUTHENTICATED');
  expect(await scopesOf(server, secret)).toEqual([]);
});

test('R1: an administrator without the permission on tokens is refused', async () => {
  const editor = await createHolder(server, ['users:read', 'api:execute']);
  expect(await editor.client.refused('{ apiTokens { totalCount } }')).toMatchObject({ status: 403 });
});

test('R1: an administrator who may only read sees tokens and makes none', async () => {
  const reader = await createHolder(server, ['api-tokens:read']);
  await reader.client.get('{ apiTokens { nodes { name } } }');
  expect((await refusedToken(server, {}, reader.client)).extensions.code).toBe('INSUFFICIENT_SCOPE');
});

test("P4: what is taken from the owner's role is gone from the token at once", async () => {
  const owner = await createHolder(server, ['own-api-tokens:manage', 'api:execute', 'roles:read', 'users:read']);
  const { secret } = await createToken(server, { access: 'READ_ONLY' }, owner.client);
  await run(server.admin, 'updateRole', {
    id: owner.roleId,
    permissions: ['own-api-tokens:manage', 'api:execute', 'users:read'],
  });
  expect(await scopesOf(server, secret)).toEqual(['users:read']);
});
