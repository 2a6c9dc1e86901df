import type { Client } from '../support/client';
import { administratorRoleId, createHolder, createRole, createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, run } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Preview {
  readonly added: string[];
  readonly removed: string[];
  readonly userCount: number;
  readonly users: { nodes: { id: string; username: string }[]; pageInfo: { endCursor: string }; totalCount: number };
  readonly apiTokenCount: number;
  readonly apiTokens: { nodes: { id: string }[]; pageInfo: { endCursor: string } };
  readonly usedTodayCount: number;
}
type Input = Record<string, unknown>;

const PREVIEW = `query ($input: UpdateRoleInput!, $first: Int, $after: String, $tokensAfter: String) {
  previewRoleChange(input: $input) {
    added removed userCount usedTodayCount apiTokenCount
    users(first: $first, after: $after) { nodes { id username } pageInfo { endCursor } totalCount }
    apiTokens(first: $first, after: $tokensAfter) { nodes { id } pageInfo { endCursor } }
  }
}`;

async function preview(input: Input, page: Input = {}, client: Client = server.admin): Promise<Preview> {
  return (await client.get<{ previewRoleChange: Preview }>(PREVIEW, { input, ...page })).previewRoleChange;
}

/** A service account with these roles. */
const robot = async (...roleIds: string[]) => (await createUser(server, { kind: 'SERVICE', roleIds })).id;
const roleOf = async (...permissions: string[]) => (await createRole(server, { permissions })).id;
const idsOf = (connection: { nodes: { id: string }[] }) => connection.nodes.map(({ id }) => id);

test('R8: added and removed permissions, and the users who have the role', async () => {
  const id = await roleOf('users:read', 'audit:read');
  const users = [await robot(id), await robot(id)];
  const changes = await preview({ id, permissions: ['users:read', 'roles:read'] });
  expect(changes).toMatchObject({ added: ['roles:read'], removed: ['audit:read'], userCount: 2, apiTokenCount: 0 });
  expect(idsOf(changes.users).sort()).toEqual(users.sort());
});

test('R8: nothing is written', async () => {
  const id = await roleOf('users:read');
  await preview({ id, name: `role ${next()}`, permissions: [] });
  const { role } = await server.admin.get<{ role: { permissions: string[] } }>(
    'query ($id: ID!) { role(id: $id) { permissions } }',
    { id },
  );
  expect(role.permissions).toEqual(['users:read']);
});

test('R8: who holds the same by another role, or by what it implies, does not notice', async () => {
  const id = await roleOf('users:read', 'audit:read');
  const implying = await roleOf('users:manage');
  const both = await roleOf('users:read', 'audit:read');
  const notices = await robot(id, implying);
  await robot(id, both);
  await robot(id, await administratorRoleId(server));
  const changes = await preview({ id, permissions: [] });
  expect([changes.userCount, idsOf(changes.users)]).toEqual([1, [notices]]);
  expect((await preview({ id, permissions: ['audit:read'] })).userCount).toBe(0);
});

test('R8: tokens lose by their list and by their level, and only through what their owner loses', async () => {
  const id = await roleOf('users:read', 'roles:manage', 'api:execute');
  const ownerId = await robot(id);
  const custom = await createToken(server, { ownerId, scopes: ['users:read'] });
  const implying = await createToken(server, { ownerId, scopes: ['roles:manage'] });
  const reads = await createToken(server, { ownerId, access: 'READ_ONLY' });
  const all = await createToken(server, { ownerId, access: 'FULL_ACCESS' });
  await createToken(server, { scopes: ['users:read'] });
  const affected = async (...permissions: string[]) =>
    idsOf((await preview({ id, permissions: ['api:execute', ...permissions] })).apiTokens);
  expect(await affected('roles:manage')).toEqual([all.id, reads.id, custom.id]);
  expect(await affected('users:read', 'roles:read')).toEqual([all.id, implying.id]);
  expect(await affected('users:read')).toEqual([all.id, reads.id, implying.id]);
});

test('R8: tokens gain what they list and their owner did not hold', async () => {
  const id = await roleOf('users:read', 'api:execute');
  const ownerId = await robot(id);
  const waiting = await createToken(server, { ownerId, scopes: ['users:read'] });
  await run(server.admin, 'updateRole', { id, permissions: ['api:execute'] });
  const all = await createToken(server, { ownerId, access: 'FULL_ACCESS' });
  const changes = await preview({ id, permissions: ['api:execute', 'users:read'] });
  expect([changes.added, idsOf(changes.apiTokens)]).toEqual([['users:read'], [all.id, waiting.id]]);
});

test('R8, P3: without api:execute every token of the users is concerned', async () => {
  const id = await roleOf('users:read', 'api:execute');
  const ownerId = await robot(id);
  const empty = await createToken(server, { ownerId, scopes: [] });
  expect(idsOf((await preview({ id, permissions: ['users:read'] })).apiTokens)).toEqual([empty.id]);
});

test('R8: users and tokens come page by page', async () => {
  const id = await roleOf('users:read', 'api:execute');
  const owners = [await robot(id), await robot(id), await robot(id)];
  for (const ownerId of owners) await createToken(server, { ownerId, scopes: ['users:read'] });
  const input = { id, permissions: ['api:execute'] };
  const first = await preview(input, { first: 2 });
  const after = { after: first.users.pageInfo.endCursor, tokensAfter: first.apiTokens.pageInfo.endCursor };
  const second = await preview(input, { first: 2, ...after });
  expect([...idsOf(first.users), ...idsOf(second.users)].sort()).toEqual(owners.sort());
  expect(new Set([...idsOf(first.apiTokens), ...idsOf(second.apiTokens)]).size).toBe(3);
});

test('R8: how many of the tokens were used today', async () => {
  const id = await roleOf('users:read', 'api:execute');
  const ownerId = await robot(id);
  const used = await createToken(server, { ownerId, scopes: ['users:read'] });
  await createToken(server, { ownerId, scopes: ['users:read'] });
  await server.as(used.secret).get('{ users { totalCount } }');
  await server.deps.usage.flush();
  expect(await preview({ id, permissions: [] })).toMatchObject({ apiTokenCount: 2, usedTodayCount: 1 });
});

test('R8: a change of the name alone concerns nobody', async () => {
  const id = await roleOf('users:read', 'api:execute');
  await createToken(server, { ownerId: await robot(id), scopes: ['users:read'] });
  expect(await preview({ id, name: `role ${next()}` })).toMatchObject({
    added: [],
    removed: [],
    userCount: 0,
    apiTokenCount: 0,
    usedTodayCount: 0,
  });
});

test('R1, R2: whoever may not see users or tokens learns how many, and sees none', async () => {
  const id = await roleOf('users:read', 'api:execute');
  await createToken(server, { ownerId: await robot(id), scopes: ['users:read'] });
  const { client } = await createHolder(server, ['roles:manage']);
  expect(await preview({ id, permissions: [] }, {}, client)).toMatchObject({
    userCount: 1,
    users: { nodes: [], totalCount: 0 },
    apiTokenCount: 1,
    apiTokens: { nodes: [] },
  });
});

test('R8: what could not be saved is refused in the preview, too', async () => {
  const id = await roleOf('users:read');
  const refusal = async (input: Input) => (await server.admin.refused(PREVIEW, { input })).extensions.code;
  expect(await refusal({ id, permissions: ['nope:read'] })).toBe('BAD_USER_INPUT');
  expect(await refusal({ id, expectedUpdatedAt: '2020-01-01T00:00:00Z' })).toBe('CONFLICT');
  expect(await refusal({ id: await administratorRoleId(server), permissions: [] })).toBe('CONFLICT');
});

test("R7: another account's role looks like a missing one", async () => {
  const id = await roleOf('users:read');
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  expect((await other.refused(PREVIEW, { input: { id } })).extensions).toMatchObject({ code: 'NOT_FOUND', ids: [id] });
});
