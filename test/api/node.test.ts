import type { Client } from '../support/client';
import { createHolder, createRole, createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const MISSING = '01890000-0000-7000-8000-000000000000';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
const typesOf = async (client: Client, ids: readonly string[]) =>
  (await client.get<{ nodes: ({ __typename: string } | null)[] }>(NODES, { ids })).nodes.map(
    (node) => node?.__typename ?? null,
  );

/** One of each type, in this order: user, role, preset, token. */
async function createThings(): Promise<string[]> {
  const { scopePresets } = await server.admin.get<{ scopePresets: { id: string }[] }>('{ scopePresets { id } }');
  const { createApiToken } = await server.admin.get<{ createApiToken: { apiToken: { id: string } } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }',
    { input: { name: `token ${next()}`, scopes: [] } },
  );
  return [
    (await createUser(server)).id,
    (await createRole(server)).id,
    scopePresets[0]?.id ?? '',
    createApiToken.apiToken.id,
  ];
}

test('every type is found by its id, in the order of asking, null for what is missing', async () => {
  const ids = await createThings();
  expect(await typesOf(server.admin, [MISSING, ...ids.reverse(), 'é', ids[0] ?? ''])).toEqual([
    null,
    'ApiToken',
    'ScopePreset',
    'Role',
    'User',
    null,
    'ApiToken',
  ]);
});

test('one thing with the fields of its type', async () => {
  const { id, username } = await createUser(server);
  const query = 'query ($id: ID!) { node(id: $id) { id ... on User { username } ... on Role { name } } }';
  expect(await server.admin.get(query, { id })).toEqual({ node: { id, username } });
});

test.each([
  [[], [null, null, null, null]],
  [['users:read'], ['User', null, null, null]],
  [['roles:read'], [null, 'Role', 'ScopePreset', null]],
  [['apis:read'], [null, null, 'ScopePreset', null]],
  [['own-api-tokens:manage'], [null, null, 'ScopePreset', null]],
  [['api-tokens:read'], [null, null, 'ScopePreset', 'ApiToken']],
])('R2: with %j only what may be seen is found', async (permissions, expected) => {
  const { client } = await createHolder(server, permissions);
  expect(await typesOf(client, await createThings())).toEqual(expected);
});

test('R2: oneself is found without users:read', async () => {
  const { client, id } = await createHolder(server, []);
  expect(await typesOf(client, [id])).toEqual(['User']);
});

test('R7: nothing of another account is found', async () => {
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  expect(await typesOf(other, await createThings())).toEqual([null, null, null, null]);
});

test('L4: at most 100 at once', async () => {
  const { extensions } = await server.admin.refused(NODES, { ids: Array(101).fill(MISSING) });
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['ids'] }] });
});

test('a credential is needed', async () => {
  expect(await server.anonymous.refused(NODES, { ids: [MISSING] })).toMatchObject({ status: 401 });
});
