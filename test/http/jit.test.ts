import { startServer, type TestServer } from '../support/server';

/** Compiled at the third sight: four times, and the fourth answer counts. */
const SIGHTS = 4;

describe('compiled execution', () => {
  let compiled: TestServer;
  let interpreted: TestServer;
  beforeAll(async () => {
    [compiled, interpreted] = await Promise.all([
      startServer(),
      startServer({ options: { compileAtSight: Infinity } }),
    ]);
  });
  afterAll(() => Promise.all([compiled.close(), interpreted.close()]));

  interface Asked {
    readonly query: string;
    readonly variables?: Record<string, unknown>;
    readonly accept?: string;
  }

  async function ask(server: TestServer, { query, variables, accept = 'application/json' }: Asked): Promise<object> {
    for (let i = 1; i < SIGHTS; i++) await server.admin.execute(query, variables);
    const headers = { accept, 'content-type': 'application/json', authorization: `Bearer ${server.admin.secret}` };
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { status } = answer;
    return {
      status,
      type: answer.headers.get('content-type'),
      body: (await answer.text()).replaceAll(/[0-9a-f-]{36}|"20[^"]+Z"/g, '*'),
    };
  }

  const createRole = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { name } } }';

  test.each<[string, Asked]>([
    ['data', { query: '{ viewer { user { username email enabled kind } account { slug } scopes } }' }],
    [
      'aliases and fragments',
      { query: '{ v: viewer { ...V ...V } } fragment V on Viewer { u: user { n: username __typename } }' },
    ],
    [
      'an enum and a page',
      {
        query: '{ apiTokens(first: 3, orderBy: { field: NAME }) { totalCount nodes { id } pageInfo { hasNextPage } } }',
      },
    ],
    [
      'variables',
      {
        query: 'query ($n: Int!, $f: ApiTokenFilter) { apiTokens(first: $n, filter: $f) { totalCount } }',
        variables: { n: 2, f: { statuses: ['ACTIVE'], createdAfter: '2026-01-01T00:00:00Z' } },
      },
    ],
    [
      'a default',
      {
        query:
          'query ($n: Int = 2, $d: OrderDirection = DESC) { apiTokens(first: $n, orderBy: { field: NAME, direction: $d }) { totalCount } }',
      },
    ],
    [
      'a condition',
      { query: 'query ($no: Boolean!) { viewer { id @skip(if: $no) user { id } } }', variables: { no: true } },
    ],
    ['null that is allowed', { query: 'query ($id: ID!) { apiToken(id: $id) { id } }', variables: { id: 'x' } }],
    [
      'an interface',
      { query: 'query ($id: ID!) { node(id: $id) { id ... on User { username } } }', variables: { id: 'x' } },
    ],
    ['introspection', { query: '{ __type(name: "User") { name fields { name } } }' }],
    ['a mistake in a variable', { query: createRole, variables: { input: { name: 4711, permissions: [] } } }],
    [
      'the same for the new media type',
      { query: createRole, variables: { input: { name: 4711 } }, accept: 'application/graphql-response+json' },
    ],
    [
      'a mistake that class-validator finds',
      { query: createRole, variables: { input: { name: '', permissions: [] } } },
    ],
    [
      'an error of a resolver',
      { query: 'query ($n: Int) { apiTokens(first: $n) { totalCount } }', variables: { n: 0 } },
    ],
    [
      'an error under a nullable field',
      { query: 'query ($n: Int) { viewer { id apiTokens(first: $n) { totalCount } } }', variables: { n: 0 } },
    ],
    ['a name that is taken', { query: createRole, variables: { input: { name: 'Taken', permissions: [] } } }],
    [
      'nothing found',
      {
        query: 'mutation ($id: ID!) { deleteApiTokens(input: { ids: [$id] }) { affectedCount } }',
        variables: { id: 'x' },
      },
    ],
  ])('%s is the same to the byte', async (_, asked) => {
    expect(await ask(compiled, asked)).toEqual(await ask(interpreted, asked));
  });

  test('a document that was compiled for one caller is refused to another', async () => {
    const query = '{ apiTokens { totalCount } }';
    for (let i = 0; i < SIGHTS; i++) await compiled.admin.get(query);
    expect((await compiled.anonymous.execute(query)).status).toBe(401);
  });

  test('a text in a document is never run as code', async () => {
    const marker = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
    const query = `mutation { logIn(input: { email: "a@example.com", password: "${marker}globalThis.ran = true" }) { expiresAt } }`;
    for (let i = 0; i < SIGHTS; i++) await compiled.anonymous.execute(query);
    const asVariable = 'mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }';
    for (let i = 0; i < SIGHTS; i++) {
      await compiled.anonymous.execute(asVariable, {
        input: { email: 'a@example.com', password: `${marker}globalThis.ran = true` },
      });
    }
    expect(globalThis).not.toHaveProperty('ran');
  });

  test('an unexpected error keeps its id and hides its text', async () => {
    const server = await startServer();
    const query = '{ auditEvents { totalCount } }';
    for (let i = 0; i < SIGHTS; i++) await server.admin.get(query);
    await server.deps.database.transaction((manager) => manager.query('ALTER TABLE audit_event RENAME TO gone'));
    const { status, code, errors, headers } = await server.admin.execute(query);
    expect([status, code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(errors![0]!.message).toContain(headers.get('x-request-id'));
    await server.close();
  });
});
