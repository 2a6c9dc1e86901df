import { callByToken, createHolder } from '../support/factories';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Permission {
  readonly scope: string;
  readonly label: string;
  readonly readOnly: boolean;
  readonly implies: string[];
  readonly grantableToTokens: boolean;
  readonly operations: { coordinate: string; description: string | null }[];
}
interface Group {
  readonly path: string[];
  readonly label: string;
  readonly permissions: Permission[];
}

const QUERY = `query ($search: String) {
  permissionCatalogue(search: $search) {
    path label
    permissions { scope label description readOnly implies grantableToTokens docsUrl operations { coordinate description docsUrl } }
  }
}`;
const list = async (search?: string) =>
  (await server.admin.get<{ permissionCatalogue: Group[] }>(QUERY, { search })).permissionCatalogue;
const scopesOf = (groups: Group[]) => groups.flatMap(({ permissions }) => permissions.map(({ scope }) => scope));

test('P2: the whole list of built-in permissions', async () => {
  expect(scopesOf(await list())).toEqual([
    'api-tokens:read',
    'api-tokens:manage',
    'own-api-tokens:manage',
    'api-tokens:rotate-self',
    'api:execute',
    'api:introspect',
    'users:read',
    'users:manage',
    'roles:read',
    'roles:manage',
    'apis:read',
    'apis:manage',
    'audit:read',
    'account:manage',
  ]);
});

test('P1: a permission has group, label, description, what it implies and whether it only reads', async () => {
  const group = (await list()).find(({ label }) => label === 'Users');
  expect(group?.path).toEqual(['Users']);
  expect(group?.permissions).toMatchObject([
    { scope: 'users:read', label: 'Read', readOnly: true, implies: [], grantableToTokens: true },
    { scope: 'users:manage', label: 'Manage', readOnly: false, implies: ['users:read'], grantableToTokens: true },
  ]);
});

test('P3: only api:execute never stands on a token', async () => {
  const rights = (await list()).flatMap(({ permissions }) => permissions.filter((one) => !one.grantableToTokens));
  expect(rights.map(({ scope }) => scope)).toEqual(['api:execute']);
});

test('P9: a permission shows the operations that it opens', async () => {
  const [group] = await list('users:manage');
  const coordinates = group?.permissions[0]?.operations.map(({ coordinate }) => coordinate);
  expect(coordinates).toEqual(
    expect.arrayContaining([
      'Mutation.createUser',
      'Mutation.deleteUsers',
      'Mutation.resetUserPassword',
      'Mutation.updateUser',
    ]),
  );
  expect(coordinates).not.toContain('Query.users');
});

test.each([
  ['a scope', 'audit:read', ['audit:read']],
  ['words in any order and case', 'MANAGE users', ['users:manage']],
  ['an operation', 'mutation.updaterole', ['roles:manage']],
  ['nothing of it', 'no such thing', []],
])('P9: the catalogue is searched by %s', async (_, search, scopes) => {
  expect(scopesOf(await list(search))).toEqual(scopes);
});

test('R1: the catalogue is for those who fill or see lists of scopes', async () => {
  const { client } = await createHolder(server, ['users:manage']);
  expect((await client.refused(QUERY)).extensions.code).toBe('INSUFFICIENT_SCOPE');
  expect((await (await callByToken(server, ['roles:read'])).execute(QUERY)).status).toBe(200);
});
