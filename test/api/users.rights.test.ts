import type { Client } from '../support/client';
import { administratorRoleId, callByToken, createHolder, createRole, createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const CREATE = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const UPDATE = `mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) { user { id email username firstName roles { id } permissions updatedAt } }
}`;

type Input = Record<string, unknown>;

const person = (input: Input = {}) => {
  const number = next();
  return { email: `person-${number}@example.com`, username: `person-${number}`, roleIds: [], ...input };
};
const update = async (input: Input, client = server.admin) =>
  (await client.get<{ updateUser: { user: Record<string, unknown> & { updatedAt: string } } }>(UPDATE, { input }))
    .updateUser.user;
const ownId = async (client = server.admin) =>
  (await client.get<{ viewer: { id: string } }>('{ viewer { id } }')).viewer.id;

describe('R9: who may do what to whom', () => {
  test('nobody creates a user with roles that give more than they hold', async () => {
    const { client } = await createHolder(server, ['users:manage']);
    const role = await createRole(server, { permissions: ['audit:read'] });
    const { extensions } = await client.refused(CREATE, { input: person({ roleIds: [role.id] }) });
    expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['audit:read'] });
  });

  test('nobody makes an administrator without being one', async () => {
    const { client } = await createHolder(server, ['users:manage', 'roles:manage', 'api:execute']);
    const input = person({ roleIds: [await administratorRoleId(server)] });
    const { extensions } = await client.refused(CREATE, { input });
    expect(extensions.code).toBe('GRANT_EXCEEDED');
    expect(extensions.excess).toContain('account:manage');
  });

  test.each([
    ['roles', (id: string) => ({ query: UPDATE, variables: { input: { id, roleIds: [] } } })],
    ['e-mail', (id: string) => ({ query: UPDATE, variables: { input: { id, email: `x${next()}@example.com` } } })],
    ['names', (id: string) => ({ query: UPDATE, variables: { input: { id, firstName: 'Eve' } } })],
    ['password', (id: string) => only('resetUserPassword(input: { id: $id }) { invitationUrl }', id)],
    ['second factor', (id: string) => only('resetUserTwoFactor(input: { id: $id }) { user { id } }', id)],
    ['disabling', (id: string) => only('setUsersEnabled(input: { ids: [$id], enabled: false }) { users { id } }', id)],
    ['deleting', (id: string) => only('deleteUsers(input: { ids: [$id] }) { deletedIds }', id)],
  ])('changing the %s of somebody who holds more is GRANT_EXCEEDED', async (_, operation) => {
    const { client } = await createHolder(server, ['users:manage']);
    const { id } = await createHolder(server, ['audit:read']);
    const { query, variables } = operation(id);
    const { extensions } = await client.refused(query, variables);
    expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['audit:read'], ids: [id] });
  });

  test('a user manager changes those who hold no more', async () => {
    const { client } = await createHolder(server, ['users:manage']);
    const { id, roleId } = await createHolder(server, ['users:read']);
    expect(await update({ id, roleIds: [] }, client)).toMatchObject({ roles: [], permissions: [] });
    expect(await update({ id, roleIds: [roleId] }, client)).toMatchObject({ permissions: ['users:read'] });
  });

  test('nobody changes their own roles, in neither direction', async () => {
    const { client, id, roleId } = await createHolder(server, ['users:manage']);
    const other = await createRole(server);
    for (const roleIds of [[], [roleId, other.id]]) {
      expect((await client.refused(UPDATE, { input: { id, roleIds } })).extensions.code).toBe('GRANT_EXCEEDED');
    }
    expect(await update({ id, roleIds: [roleId], firstName: 'Me' }, client)).toMatchObject({ firstName: 'Me' });
  });

  test('a role of another account is NOT_FOUND', async () => {
    const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
    const { id } = await createRole(server);
    const { extensions } = await other.refused(CREATE, { input: person({ roleIds: [id] }) });
    expect(extensions).toMatchObject({ code: 'NOT_FOUND', ids: [id] });
  });
});

const only = (field: string, id: string) => ({ query: `mutation ($id: ID!) { ${field} }`, variables: { id } });

describe('P6: by token', () => {
  test.each([
    ['create', CREATE, () => person()],
    ['update', UPDATE, (id: string) => ({ id, firstName: 'Eve' })],
    [
      'disable',
      'mutation ($input: SetUsersEnabledInput!) { setUsersEnabled(input: $input) { users { id } } }',
      (id: string) => ({ ids: [id], enabled: false }),
    ],
    [
      'delete',
      'mutation ($input: UsersInput!) { deleteUsers(input: $input) { deletedIds } }',
      (id: string) => ({ ids: [id] }),
    ],
  ])('%s of a person is LOGIN_REQUIRED', async (_, query, inputFor) => {
    const client = await callByToken(server, ['users:manage']);
    const { id } = await createUser(server);
    expect(await client.refused(query, { input: inputFor(id) })).toMatchObject({
      status: 403,
      extensions: { code: 'LOGIN_REQUIRED' },
    });
  });

  test('a service account is created, changed, disabled and deleted', async () => {
    const client = await callByToken(server, ['users:manage']);
    const { id } = await createUser(server, { kind: 'SERVICE' }, client);
    expect(await update({ id, lastName: 'Bot' }, client)).toMatchObject({ id });
    const disable = only('setUsersEnabled(input: { ids: [$id], enabled: false }) { users { enabled } }', id);
    expect(await client.get(disable.query, disable.variables)).toEqual({
      setUsersEnabled: { users: [{ enabled: false }] },
    });
    const remove = only('deleteUsers(input: { ids: [$id] }) { deletedIds }', id);
    expect(await client.get(remove.query, remove.variables)).toEqual({ deleteUsers: { deletedIds: [id] } });
  });

  test("a service account gets no role beyond the token's scopes, whatever its owner holds", async () => {
    const client = await callByToken(server, ['users:manage']);
    const role = await createRole(server, { permissions: ['roles:read'] });
    const input = { kind: 'SERVICE', username: `bot-${next()}`, roleIds: [role.id] };
    expect((await client.refused(CREATE, { input })).extensions).toMatchObject({
      code: 'GRANT_EXCEEDED',
      excess: ['roles:read'],
    });
  });

  test.each(['resetUserPassword', 'resetUserTwoFactor', 'endUserSessions'])('%s needs a log-in', async (field) => {
    const client = await callByToken(server, ['users:manage']);
    const { id } = await createUser(server);
    const selection =
      { resetUserPassword: 'invitationUrl', resetUserTwoFactor: 'user { id }' }[field] ?? 'endedSessions';
    const { query, variables } = only(`${field}(input: { id: $id }) { ${selection} }`, id);
    expect(await client.refused(query, variables)).toMatchObject({
      status: 403,
      extensions: { code: 'LOGIN_REQUIRED' },
    });
  });
});

describe('R4: an administrator always remains', () => {
  test("the last one can't be disabled, deleted or lose the role", async () => {
    const id = await ownId();
    const refusals = [
      only('setUsersEnabled(input: { ids: [$id], enabled: false }) { users { id } }', id),
      only('deleteUsers(input: { ids: [$id] }) { deletedIds }', id),
      only('updateUser(input: { id: $id, roleIds: [] }) { user { id } }', id),
    ];
    for (const { query, variables } of refusals) {
      expect((await server.admin.refused(query, variables)).extensions).toMatchObject({ code: 'CONFLICT', ids: [id] });
    }
  });

  test('nobody disables or deletes themselves, also where others remain', async () => {
    const { client, id } = await createHolder(server, ['users:manage']);
    for (const change of [
      'setUsersEnabled(input: { ids: [$id], enabled: false })',
      'deleteUsers(input: { ids: [$id] })',
    ]) {
      const refused = await client.refused(`mutation ($id: ID!) { ${change} { __typename } }`, { id });
      expect(refused.extensions).toMatchObject({ code: 'CONFLICT', ids: [id] });
    }
  });

  test("of two who take each other's role at once one remains", async () => {
    const { client: first, account } = await openAccount();
    const { roles } = await first.get<{ roles: { nodes: { id: string }[] } }>('{ roles { nodes { id } } }');
    const other = await createUser(server, { roleIds: roles.nodes.map(({ id }) => id) }, first);
    const second = await server.logIn(other.email ?? '', { account });
    const id = await ownId(first);
    const strip = (client: Client, of: string) => client.execute(UPDATE, { input: { id: of, roleIds: [] } });
    const answers = await meanwhile(account, () => [strip(first, other.id), strip(second, id)]);
    expect(answers.map(({ code }) => code ?? 'done').sort()).toEqual(['CONFLICT', 'done']);
  });

  test("one who was invited and has no password doesn't count", async () => {
    const { client: own } = await openAccount();
    const { roles } = await own.get<{ roles: { nodes: { id: string }[] } }>('{ roles { nodes { id } } }');
    await createUser(server, { password: null, roleIds: roles.nodes.map(({ id }) => id) }, own);
    const { query, variables } = only('updateUser(input: { id: $id, roleIds: [] }) { user { id } }', await ownId(own));
    expect((await own.refused(query, variables)).extensions.code).toBe('CONFLICT');
  });
});

async function openAccount() {
  const account = `solo-${next()}`;
  return { account, client: await server.createAccount(account, `${account}@example.com`) };
}

/** Starts requests while nobody can change who administers, so that each was let in before any of them changes anything. */
async function meanwhile<T>(account: string, start: () => Promise<T>[]): Promise<T[]> {
  let started: Promise<T>[] = [];
  await server.deps.database.transaction(async (manager) => {
    await manager.query('UPDATE account SET administrators_version = administrators_version + 1 WHERE slug = ?', [
      account,
    ]);
    started = start();
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  return Promise.all(started);
}
