import { setTimeout } from 'node:timers/promises';
import { startServer, type TestServer } from '../support/server';

/** Compiled at the third sight, known at the fourth: its answer counts. */
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

  interface Sent extends Asked {
    readonly headers?: Record<string, string>;
    readonly operationName?: string;
  }

  async function send(server: TestServer, { query, variables, operationName, accept, headers }: Sent): Promise<object> {
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        accept: accept ?? 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${server.admin.secret}`,
        ...headers,
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
    const headersOf = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
    const body = (await answer.text()).replaceAll(/[0-9a-f-]{36}|"20[^"]+Z"/g, '*');
    return { status: answer.status, headers: headersOf, body, logged: await lastLineOf(server, answer) };
  }

  async function ask(server: TestServer, asked: Asked): Promise<object> {
    for (let i = 1; i < SIGHTS; i++) await server.admin.execute(asked.query, asked.variables);
    return send(server, asked);
  }

  /** The line of a request is written after its answer. */
  async function lastLineOf({ logged }: TestServer, { headers }: Response): Promise<object> {
    const id = headers.get('x-request-id')!;
    const find = () => logged.find((line) => line.includes(id) && line.includes('"msg":"request"'));
    while (!find()) await setTimeout(1);
    const { method, route, status, operation, cost, userId } = JSON.parse(find()!);
    return { method, route, status, operation, cost, known: typeof userId };
  }

  const createRole = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { name } } }';

  test.each<[string, Asked]>([
    ['a name', { query: 'query Me { viewer { scopes } }' }],
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

  const PAGE = 'query Page($n: Int) { apiTokens(first: $n) { nodes { id auditEvents(first: $n) { nodes { id } } } } }';

  test.each<[string, Partial<Sent>]>([
    ['a page that costs too much', { variables: { n: 100 } }],
    ['a page that the list refuses', { variables: { n: 0 } }],
    ['a mistake in a variable', { variables: { n: 'x' } }],
    ['its own name', { operationName: 'Page' }],
    ['another name', { operationName: 'Other' }],
    ['a text that is no JSON by its type', { headers: { 'content-type': 'text/plain' } }],
    ['a cookie beside the credential', { headers: { cookie: '__Host-scopegate=x; scopegate=x' } }],
    ['a credential that is not valid', { headers: { authorization: 'Bearer sg_api_x' } }],
    ['the new media type', { accept: 'application/graphql-response+json' }],
  ])('a query that is known, with %s, is answered the same', async (_, more) => {
    const answers = [compiled, interpreted].map(async (server) => {
      for (let i = 0; i < SIGHTS; i++) await server.admin.get(PAGE, { n: 1 });
      return send(server, { query: PAGE, variables: { n: 1 }, ...more });
    });
    const [one, other] = await Promise.all(answers);
    expect(one).toEqual(other);
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
