import {
  administratorRoleId,
  auditOfTarget,
  callByToken,
  createHolder,
  createRole,
  createUser,
  next,
} from '../support/factories';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const CREATE =
  'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id name description permissions } } }';
const UPDATE = `mutation ($input: UpdateRoleInput!) {
  updateRole(input: $input) { role { id name description permissions updatedAt } }
}`;
const DELETE = 'mutation ($input: RolesInput!) { deleteRoles(input: $input) { deletedIds } }';
const LIST = `query ($filter: RoleFilter, $orderBy: [RoleOrder!], $first: Int, $after: String, $last: Int, $before: String) {
  roles(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    nodes { id name userCount } totalCount totalCountIsExact pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
  }
}`;

interface List {
  roles: {
    nodes: { id: string; name: string; userCount: number }[];
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string; startCursor: string };
  };
}

const list = async (variables: Record<string, unknown>) => (await server.admin.get<List>(LIST, variables)).roles;
const namesOf = async (variables: Record<string, unknown>) => (await list(variables)).nodes.map(({ name }) => name);
const update = async (input: Record<string, unknown>, client = server.admin) =>
  (await client.get<{ updateRole: { role: Record<string, unknown> } }>(UPDATE, { input })).updateRole.role;

test('R4: a role is a named set of permissions, each listed once', async () => {
  const input = { name: '  Support ', description: ' helps ', permissions: ['users:read', 'audit:read', 'users:read'] };
  const { createRole: created } = await server.admin.get<{ createRole: { role: object } }>(CREATE, { input });
  expect(created.role).toMatchObject({
    name: 'Support',
    description: 'helps',
    permissions: ['audit:read', 'users:read'],
  });
});

test('P2: the built-in Administrator role holds the whole catalogue', async () => {
  const { role } = await server.admin.get<{ role: { builtIn: boolean; permissions: string[] } }>(
    'query ($id: ID!) { role(id: $id) { builtIn permissions } }',
    { id: await administratorRoleId(server) },
  );
  expect(role.builtIn).toBe(true);
  expect(role.permissions).toEqual([...server.deps.authenticator.catalogue.scopes].sort());
});

test('T6: a role name that differs in case, width and blanks only is NAME_TAKEN', async () => {
  await createRole(server, { name: 'Night shift' });
  const input = { name: 'ＮＩＧＨＴ   shift', permissions: [] };
  expect(await server.admin.refused(CREATE, { input })).toMatchObject({
    status: 409,
    extensions: { code: 'NAME_TAKEN', fields: [{ path: ['name'] }] },
  });
});

test("T6: a new name that is in use is NAME_TAKEN, one's own in another spelling is not", async () => {
  const { name } = await createRole(server);
  const role = await createRole(server, { name: 'spelling' });
  expect((await server.admin.refused(UPDATE, { input: { id: role.id, name } })).extensions.code).toBe('NAME_TAKEN');
  expect(await update({ id: role.id, name: 'Spelling' })).toMatchObject({ name: 'Spelling' });
});

test.each([
  ['an empty name', { name: ' \u2003 ' }, 'name'],
  ['101 code points', { name: '😀'.repeat(101) }, 'name'],
  ['a control character', { name: 'a\u0007b' }, 'name'],
  ['a description of 1,001', { description: 'x'.repeat(1_001) }, 'description'],
  ['null', { description: null }, 'description'],
])('T6, T7: %s is BAD_USER_INPUT', async (_, wrong, field) => {
  const input = { name: `role ${next()}`, permissions: [], ...wrong };
  const { extensions } = await server.admin.refused(CREATE, { input });
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: [field] }] });
});

test('T6: 100 code points beyond the BMP are a name', async () => {
  const name = '😀'.repeat(100);
  expect(await createRole(server, { name })).toMatchObject({ name });
});

test('P7: an unknown permission is refused and named', async () => {
  const input = { name: `role ${next()}`, permissions: ['users:read', 'users:destroy'] };
  const { message, extensions } = await server.admin.refused(CREATE, { input });
  expect(message).toContain('users:destroy');
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['permissions'] }] });
});

test('R9: nobody makes a role that gives more than they hold', async () => {
  const { client } = await createHolder(server, ['roles:manage']);
  const input = { name: `role ${next()}`, permissions: ['roles:read', 'users:manage'] };
  expect(await client.refused(CREATE, { input })).toMatchObject({
    status: 403,
    extensions: { code: 'GRANT_EXCEEDED', excess: ['users:manage'] },
  });
});

test('R9: what is implied by what one holds may be given', async () => {
  const { client } = await createHolder(server, ['roles:manage', 'users:manage']);
  expect(await createRole(server, { permissions: ['users:read'] }, client)).toHaveProperty('updatedAt');
});

test('R9: editing a role needs what it has before, even to take it away', async () => {
  const { client } = await createHolder(server, ['roles:manage']);
  const role = await createRole(server, { permissions: ['account:manage'] });
  const { extensions } = await client.refused(UPDATE, { input: { id: role.id, permissions: [] } });
  expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['account:manage'] });
});

test('R9: editing a role needs what it has after', async () => {
  const { client } = await createHolder(server, ['roles:manage']);
  const role = await createRole(server, { permissions: ['roles:read'] });
  const { extensions } = await client.refused(UPDATE, { input: { id: role.id, permissions: ['audit:read'] } });
  expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['audit:read'] });
});

test("R9: a role of one's own may not gain what another role of one's own gives", async () => {
  const other = await createRole(server, { permissions: ['audit:read'] });
  const own = await createRole(server, { permissions: ['roles:manage'] });
  const user = await createUser(server, { roleIds: [own.id, other.id] });
  const client = await server.logIn(user.email ?? '');
  const input = { id: own.id, permissions: ['roles:manage', 'audit:read'] };
  expect((await client.refused(UPDATE, { input })).extensions).toMatchObject({
    code: 'GRANT_EXCEEDED',
    excess: ['audit:read'],
  });
});

test("R9: a role of one's own may lose, and P4: the right is gone at once", async () => {
  const { client, roleId } = await createHolder(server, ['roles:manage', 'users:read']);
  await update({ id: roleId, permissions: ['roles:manage'] }, client);
  const { status, code } = await client.execute('{ users { nodes { id } } }');
  expect([status, code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
});

test('P4: a right added to a role counts at the next request', async () => {
  const { client, roleId } = await createHolder(server, []);
  await update({ id: roleId, permissions: ['users:read'] });
  expect((await client.execute('{ users { nodes { id } } }')).status).toBe(200);
  await update({ id: roleId, permissions: [], name: `Renamed ${next()}` });
  expect((await client.execute('{ users { nodes { id } } }')).status).toBe(403);
});

test('R9: a role that gives more than one holds is not deleted', async () => {
  const { client } = await createHolder(server, ['roles:manage']);
  const [weak, strong] = [await createRole(server, {}), await createRole(server, { permissions: ['users:read'] })];
  const refused = await client.refused(DELETE, { input: { ids: [weak.id, strong.id] } });
  expect(refused.extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['users:read'] });
  expect(await namesOf({ filter: { ids: [weak.id, strong.id] } })).toHaveLength(2);
});

test('P4: what a node that lags behind says of a role counts for that request, and is not kept', async () => {
  const role = await createRole(server, { permissions: ['users:read'] });
  const steady = await createRole(server, { permissions: ['audit:read'] });
  const { rights, catalogue } = server.deps.authenticator;
  // The credential was looked up where the role has its next version already.
  const late = { id: role.id, version: 2, builtIn: false };
  const both = [late, { id: steady.id, version: 1, builtIn: false }];
  expect([...(await rights.held(catalogue, [late]))]).toEqual(['users:read']);
  expect([...(await rights.held(catalogue, both))]).toEqual(['users:read', 'audit:read']);
  await update({ id: role.id, permissions: [] });
  expect([...(await rights.held(catalogue, [late]))]).toEqual([]);
  expect([...(await rights.held(catalogue, both))]).toEqual(['audit:read']);
});

test("P3: a token can't give api:execute, which no token holds", async () => {
  const client = await callByToken(server, ['roles:manage']);
  const input = { name: `role ${next()}`, permissions: ['api:execute'] };
  expect((await client.refused(CREATE, { input })).extensions).toMatchObject({
    code: 'GRANT_EXCEEDED',
    excess: ['api:execute'],
  });
});

test("R4: a built-in role can't be changed or deleted", async () => {
  const id = await administratorRoleId(server);
  expect((await server.admin.refused(UPDATE, { input: { id, name: 'Boss' } })).extensions).toMatchObject({
    code: 'CONFLICT',
    ids: [id],
  });
  expect((await server.admin.refused(DELETE, { input: { ids: [id] } })).extensions).toMatchObject({
    code: 'CONFLICT',
    ids: [id],
  });
});

test('R4: a role in use is not deleted, and with it nothing else', async () => {
  const used = await createRole(server);
  const free = await createRole(server);
  await createUser(server, { roleIds: [used.id] });
  const refused = await server.admin.refused(DELETE, { input: { ids: [free.id, used.id] } });
  expect(refused.extensions).toMatchObject({ code: 'CONFLICT', ids: [used.id] });
  expect((await list({ filter: { ids: [free.id, used.id] } })).totalCount).toBe(2);
});

test('R4: unused roles are deleted, ids named twice once', async () => {
  const { id } = await createRole(server);
  const { deleteRoles } = await server.admin.get<{ deleteRoles: object }>(DELETE, { input: { ids: [id, id] } });
  expect(deleteRoles).toEqual({ deletedIds: [id] });
  expect(await server.admin.get('query ($id: ID!) { role(id: $id) { id } }', { id })).toEqual({ role: null });
});

test('R2, R7: a role of another account looks like a missing one', async () => {
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  const { id } = await createRole(server);
  const missing = '01890000-0000-7000-8000-000000000000';
  const answers = await Promise.all(
    [id, missing, 'é'].map((one) => other.refused(UPDATE, { input: { id: one, name: 'x' } })),
  );
  expect(answers.map(({ message, extensions }) => [message, extensions.code])).toEqual(
    Array(3).fill(['There is no such thing.', 'NOT_FOUND']),
  );
});

test.each([[[]], [Array.from({ length: 1_001 }, (_, index) => `${index}`)]])(
  'C6: a bulk change names 1 to 1,000 ids',
  async (ids) => {
    expect((await server.admin.refused(DELETE, { input: { ids } })).extensions.code).toBe('BAD_USER_INPUT');
  },
);

test("C1: two editors don't overwrite each other unnoticed", async () => {
  const { id, updatedAt } = await createRole(server);
  const { updatedAt: later } = await update({ id, expectedUpdatedAt: updatedAt, description: 'first' });
  expect(new Date(later as string) > new Date(updatedAt)).toBe(true);
  const input = { id, expectedUpdatedAt: updatedAt, description: 'second' };
  expect((await server.admin.refused(UPDATE, { input })).extensions).toMatchObject({ code: 'CONFLICT', ids: [id] });
});

test('C1: saving without a change writes and logs nothing', async () => {
  const { id, name, updatedAt } = await createRole(server, { permissions: ['users:read'] });
  expect(await update({ id, name, permissions: ['users:read'] })).toMatchObject({ updatedAt });
  expect((await auditOfTarget(server, id)).map(({ action }) => action)).toEqual(['role.created']);
});

test('A1: each change of a role leaves one entry with what changed', async () => {
  const { id, name } = await createRole(server, { permissions: ['users:read'] });
  await update({ id, permissions: ['audit:read', 'users:read'] });
  await server.admin.get(DELETE, { input: { ids: [id] } });
  const [, updated, deleted] = await auditOfTarget(server, id);
  const changes = [{ field: 'permissions', before: 'users:read', after: 'audit:read users:read' }];
  expect(updated).toMatchObject({ action: 'role.updated', target_name: name, changes });
  expect(deleted).toMatchObject({ action: 'role.deleted', target_name: name });
});

test('C10: a change of a role asks for the password', async () => {
  const client = await server.logIn('admin@example.com', { account: 'main', confirm: false });
  const input = { name: `role ${next()}`, permissions: [] };
  expect((await client.refused(CREATE, { input })).extensions.code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
});

test('L4: roles are paged both ways, by name', async () => {
  const mark = `page${next()}`;
  for (const letter of ['c', 'a', 'b']) await createRole(server, { name: `${mark} ${letter}` });
  const filter = { search: mark };
  const first = await list({ filter, first: 2 });
  expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true]);
  expect(await namesOf({ filter, first: 2, after: first.pageInfo.endCursor })).toEqual([`${mark} c`]);
  expect(await namesOf({ filter, last: 2 })).toEqual([`${mark} b`, `${mark} c`]);
  expect(await namesOf({ filter, orderBy: [{ field: 'NAME', direction: 'DESC' }], first: 1 })).toEqual([`${mark} c`]);
});

test('L4: roles are ordered by their number of users, stable and paged', async () => {
  const mark = `count${next()}`;
  const roles = [await createRole(server, { name: `${mark} a` }), await createRole(server, { name: `${mark} b` })];
  const busy = await createRole(server, { name: `${mark} busy` });
  await createUser(server, { roleIds: [busy.id] });
  const order = { filter: { search: mark }, orderBy: [{ field: 'USER_COUNT', direction: 'DESC' }, { field: 'NAME' }] };
  const first = await list({ ...order, first: 2 });
  expect(first.nodes.map(({ name, userCount }) => [name, userCount])).toEqual([
    [busy.name, 1],
    [roles[0]?.name, 0],
  ]);
  expect(await namesOf({ ...order, first: 2, after: first.pageInfo.endCursor })).toEqual([roles[1]?.name]);
  expect(await namesOf({ ...order, last: 2, before: first.pageInfo.endCursor })).toEqual([busy.name]);
});

test('L4: a cursor of another order is refused', async () => {
  const { pageInfo } = await list({ first: 1 });
  const orderBy = [{ field: 'USER_COUNT' }];
  const refused = await server.admin.refused(LIST, { orderBy, after: pageInfo.endCursor });
  expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['after'] }] });
});

test('R5: search takes wildcards and letters of other cases literally, in every script', async () => {
  const mark = next();
  await createRole(server, { name: `100% É_${mark}` });
  expect(await namesOf({ filter: { search: `% é_${mark}` } })).toEqual([`100% É_${mark}`]);
  expect(await namesOf({ filter: { search: `1%É_${mark}` } })).toEqual([]);
});

test('R5: search looks at names and descriptions, each typed word at either', async () => {
  const name = `Keepers ${next()}`;
  await createRole(server, { name, description: 'For people who feed the ÖTTERS' });
  expect(await namesOf({ filter: { search: 'ötters' } })).toEqual([name]);
  expect(await namesOf({ filter: { search: 'ötters keepers' }, orderBy: [{ field: 'USER_COUNT' }] })).toEqual([name]);
  expect(await namesOf({ filter: { search: 'ötters wolves' } })).toEqual([]);
});

test('R4: built-in roles and others are listed apart', async () => {
  const own = await createRole(server);
  expect(await namesOf({ filter: { builtIn: true } })).toEqual(['Administrator']);
  const others = await namesOf({ filter: { builtIn: false, ids: [own.id, await administratorRoleId(server)] } });
  expect(others).toEqual([own.name]);
});

test('C6: an empty list in a filter matches nothing', async () => {
  expect(await namesOf({ filter: { ids: [] } })).toEqual([]);
});
