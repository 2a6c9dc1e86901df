import { auditOfTarget, createHolder, createRole, createUser, next } from '../support/factories';
import { ADMIN_EMAIL, PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const CREATE = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) {
    invitationUrl
    user { id kind email username displayName firstName lastName enabled roles { name } permissions twoFactorEnabled lastLoginAt apiTokenCount }
  }
}`;
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
test('R5: a person is created with names, e-mail and roles', async () => {
  const role = await createRole(server, { permissions: ['users:manage'] });
  const input = person({ firstName: ' Ana ', lastName: 'Ruiz', roleIds: [role.id, role.id] });
  const { createUser: created } = await server.admin.get<{ createUser: { user: object } }>(CREATE, { input });
  expect(created.user).toMatchObject({
    kind: 'PERSON',
    email: input.email,
    displayName: 'Ana Ruiz',
    firstName: 'Ana',
    enabled: true,
    roles: [{ name: role.name }],
    permissions: ['users:manage', 'users:read'],
    twoFactorEnabled: false,
    lastLoginAt: null,
    apiTokenCount: 0,
  });
});

test('R5: a person without a password is invited by a link that sets one', async () => {
  const input = person();
  const { createUser: created } = await server.admin.get<{ createUser: { invitationUrl: string } }>(CREATE, { input });
  const token = new URL(created.invitationUrl).hash.slice(1);
  const accept =
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { viewer { user { email } } } }';
  expect(await server.anonymous.get(accept, { input: { token, password: PASSWORD } })).toEqual({
    acceptInvitation: { viewer: { user: { email: input.email } } },
  });
});

test('R5: a person with a password logs in and gets no link', async () => {
  const input = person({ password: PASSWORD });
  const { createUser: created } = await server.admin.get<{ createUser: object }>(CREATE, { input });
  expect(created).toMatchObject({ invitationUrl: null });
  expect(await (await server.logIn(input.email)).get('{ viewer { user { username } } }')).toEqual({
    viewer: { user: { username: input.username } },
  });
});

test.each([
  ['a person without e-mail', { email: undefined }, 'email'],
  ['a weak password', { password: 'password' }, 'password'],
  ['a service account with e-mail', { kind: 'SERVICE' }, 'email'],
  ['a service account with password', { kind: 'SERVICE', email: undefined, password: PASSWORD }, 'password'],
  ['an empty user name', { username: ' ' }, 'username'],
  ['null', { firstName: null }, 'firstName'],
])('R5, R6: %s is BAD_USER_INPUT', async (_, wrong, field) => {
  const { extensions } = await server.admin.refused(CREATE, { input: person(wrong) });
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: [field] }] });
});

test('R5: e-mail and user name are unique in the account, in every spelling', async () => {
  const { email, username } = await createUser(server);
  const input = person({ email: email?.toUpperCase(), username: ` ${username.toUpperCase()} ` });
  const { extensions } = await server.admin.refused(CREATE, { input });
  expect(extensions).toMatchObject({ code: 'NAME_TAKEN', fields: [{ path: ['username'] }, { path: ['email'] }] });
});

test('R7: another account may use the same e-mail and user name', async () => {
  const { email, username } = await createUser(server);
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  expect(await createUser(server, { email: email ?? '', username }, other)).toMatchObject({ email, username });
});

test('R6: a service account has neither e-mail nor link, and its names can be changed', async () => {
  const input = { kind: 'SERVICE', username: `bot-${next()}`, roleIds: [] };
  const { createUser: created } = await server.admin.get<{ createUser: { user: { id: string } } }>(CREATE, { input });
  expect(created).toMatchObject({ invitationUrl: null, user: { email: null, kind: 'SERVICE' } });
  expect(await update({ id: created.user.id, firstName: 'Bot' })).toMatchObject({ firstName: 'Bot' });
});

test('R6: a service account gets no e-mail and no link later', async () => {
  const { id } = await createUser(server, { kind: 'SERVICE' });
  const email = `bot-${next()}@example.com`;
  expect((await server.admin.refused(UPDATE, { input: { id, email } })).extensions.code).toBe('BAD_USER_INPUT');
  const reset = 'mutation ($id: ID!) { resetUserPassword(input: { id: $id }) { invitationUrl } }';
  expect((await server.admin.refused(reset, { id })).extensions).toMatchObject({ code: 'CONFLICT', ids: [id] });
});

describe('lists', () => {
  const LIST = `query ($filter: UserFilter, $orderBy: [UserOrder!], $first: Int, $after: String, $last: Int, $before: String) {
    users(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes { username } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  interface List {
    users: { nodes: { username: string }[]; totalCount: number; pageInfo: { startCursor: string; endCursor: string } };
  }
  const list = async (variables: Input) => (await server.admin.get<List>(LIST, variables)).users;
  const namesOf = async (variables: Input) => (await list(variables)).nodes.map(({ username }) => username);

  test.each(['ÉMILE', 'émile zola', 'zola', '@x-émile', 'mil'])(
    'R5: %s finds by e-mail, user, first and last name',
    async (search) => {
      const mark = `mark${next()}`;
      await createUser(server, { username: mark, firstName: 'Émile', lastName: 'Zola' });
      const { username } = await createUser(server, { username: `${mark}@X-Émile zola` });
      expect(await namesOf({ filter: { search: `${mark} ${search}` } })).toContain(
        search.startsWith('@') ? username : mark,
      );
    },
  );

  test('R5: an e-mail address is found by any part of it, wildcards taken literally', async () => {
    const mark = `mail${next()}`;
    const { username } = await createUser(server, { email: `${mark}_a@example.com` });
    await createUser(server, { email: `${mark}xa@example.com` });
    expect(await namesOf({ filter: { search: `${mark}_A@exam` } })).toEqual([username]);
  });

  test('R5: filters combine with AND', async () => {
    const role = await createRole(server);
    const { id, username } = await createUser(server, { roleIds: [role.id] });
    await createUser(server, { kind: 'SERVICE', roleIds: [role.id] });
    const filter = { roleIds: [role.id], kinds: ['PERSON'], enabled: true, ids: [id] };
    expect(await namesOf({ filter })).toEqual([username]);
    expect(await namesOf({ filter: { ...filter, enabled: false } })).toEqual([]);
  });

  test.each([{ ids: [] }, { roleIds: [] }, { kinds: [] }, { ids: ['é'] }])('C6: %j matches nothing', async (filter) => {
    expect(await list({ filter })).toMatchObject({ nodes: [], totalCount: 0 });
  });

  test.each(['NAME', 'EMAIL', 'CREATED_AT', 'LAST_LOGIN_AT'])(
    'L4: pages by %s fit together both ways',
    async (field) => {
      const mark = `page${next()}`;
      for (const letter of ['b', 'a']) await createUser(server, { username: `${mark} ${letter}` });
      await createUser(server, { username: `${mark} c`, kind: 'SERVICE' });
      const query = { filter: { search: mark }, orderBy: [{ field, direction: 'DESC' }] };
      const all = await namesOf(query);
      const first = await list({ ...query, first: 2 });
      expect([
        ...first.nodes.map(({ username }) => username),
        ...(await namesOf({ ...query, first: 2, after: first.pageInfo.endCursor })),
      ]).toEqual(all);
      const last = await list({ ...query, last: 2 });
      expect([
        ...(await namesOf({ ...query, last: 2, before: last.pageInfo.startCursor })),
        ...last.nodes.map(({ username }) => username),
      ]).toEqual(all);
      expect(new Set(all).size).toBe(3);
    },
  );

  test('R5: by EMAIL a service account comes first, by LAST_LOGIN_AT who never logged in', async () => {
    const mark = `order${next()}`;
    const { email } = await createUser(server, { username: `${mark} person` });
    await createUser(server, { username: `${mark} bot`, kind: 'SERVICE' });
    await server.logIn(email ?? '', { confirm: false, account: 'main' });
    for (const field of ['EMAIL', 'LAST_LOGIN_AT']) {
      expect(await namesOf({ filter: { search: mark }, orderBy: [{ field }] })).toEqual([
        `${mark} bot`,
        `${mark} person`,
      ]);
    }
  });

  test('R1: without users:read the list is refused, not empty', async () => {
    const { client } = await createHolder(server, ['roles:read']);
    expect(await client.refused(LIST, {})).toMatchObject({ status: 403, extensions: { code: 'INSUFFICIENT_SCOPE' } });
  });

  test('R7: users of another account are neither listed nor found', async () => {
    const { id, username } = await createUser(server);
    const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
    const answer = await other.get(
      'query ($id: ID!, $name: String) { user(id: $id) { id } users(filter: { search: $name }) { totalCount } }',
      { id, name: username },
    );
    expect(answer).toEqual({ user: null, users: { totalCount: 0 } });
  });

  test('T10: owner candidates are found by names only, never by e-mail', async () => {
    const mark = `candidate${next()}`;
    await createUser(server, { username: mark, email: `secret-${mark}@example.com` });
    const search = async (text: string) =>
      server.admin.get('query ($text: String!) { ownerCandidates(search: $text) { username displayName kind } }', {
        text,
      });
    expect(await search(mark)).toEqual({ ownerCandidates: [{ username: mark, displayName: mark, kind: 'PERSON' }] });
    expect(await search(`secret-${mark}`)).toEqual({ ownerCandidates: [] });
  });
});

describe('changes', () => {
  test('C1: what is left out keeps its value', async () => {
    const { id, email, username } = await createUser(server, { firstName: 'Ana' });
    expect(await update({ id, lastName: 'Ruiz' })).toMatchObject({ email, username, firstName: 'Ana' });
  });

  test('C1: saving without a change writes and logs nothing', async () => {
    const { id, username, email, updatedAt } = await createUser(server);
    expect(await update({ id, username, email, firstName: '', roleIds: [] })).toMatchObject({ updatedAt });
    expect((await auditOfTarget(server, id)).map(({ action }) => action)).toEqual(['user.created']);
  });

  test('C1: another updatedAt than the expected one is CONFLICT', async () => {
    const { id, updatedAt } = await createUser(server);
    await update({ id, expectedUpdatedAt: updatedAt, firstName: 'Ana' });
    const input = { id, expectedUpdatedAt: updatedAt, firstName: 'Eve' };
    expect((await server.admin.refused(UPDATE, { input })).extensions).toMatchObject({ code: 'CONFLICT', ids: [id] });
  });

  test('A1: names and roles changed at once leave one entry with both', async () => {
    const role = await createRole(server);
    const { id } = await createUser(server);
    await update({ id, firstName: 'Ana', roleIds: [role.id] });
    const [created, updated] = await auditOfTarget(server, id);
    expect(created?.action).toBe('user.created');
    expect(updated?.action).toBe('user.updated');
    expect(updated?.changes).toEqual([
      { field: 'firstName', before: '', after: 'Ana' },
      { field: 'roles', before: null, after: role.name },
    ]);
  });

  test('A1: no password and no hash ever stand in the audit', async () => {
    const { id } = await createUser(server);
    const text = JSON.stringify(await auditOfTarget(server, id));
    expect(text).toContain('user.created');
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toMatch(/hash|\$2[aby]\$/i);
  });

  test('C10: creating a user asks for the password', async () => {
    const client = await server.logIn(ADMIN_EMAIL, { account: 'main', confirm: false });
    expect((await client.refused(CREATE, { input: person() })).extensions.code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
  });
});
