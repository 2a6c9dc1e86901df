import { startServer, type TestServer } from '../support/server';

const SECRET = 'hunter2-hunter2';

describe('bad input', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const logIn = 'mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }';
  const list =
    'query ($filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!], $first: Int) { apiTokens(filter: $filter, orderBy: $orderBy, first: $first) { totalCount } }';

  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['a number for a text', logIn, { input: { email: 'a@example.com', password: 4711 } }, ['password']],
    ['a text for an object', logIn, { input: SECRET }, ['input']],
    ['an unknown field', logIn, { input: { email: 'a@example.com', password: SECRET, admin: true } }, ['admin']],
    ['a field left out', logIn, { input: { email: 'a@example.com' } }, ['password']],
    ['a variable left out', logIn, {}, ['input']],
    ['null for what is needed', logIn, { input: { email: 'a@example.com', password: null } }, ['password']],
    ['no e-mail address', logIn, { input: { email: SECRET, password: SECRET } }, ['email']],
    ['a bad enum', list, { filter: { statuses: ['ACTIVE', SECRET] } }, ['filter', 'statuses', '1']],
    ['a bad date', list, { filter: { createdAfter: SECRET } }, ['filter', 'createdAfter']],
    [
      'a day that does not exist',
      list,
      { filter: { createdAfter: '2027-02-30T00:00:00Z' } },
      ['filter', 'createdAfter'],
    ],
    ['a scope with a blank', list, { filter: { scope: `${SECRET} x` } }, ['filter', 'scope']],
    [
      'a bad date in a variable of another name',
      'query ($f: ApiTokenFilter) { apiTokens(filter: $f) { totalCount } }',
      { f: { createdAfter: SECRET } },
      ['filter', 'createdAfter'],
    ],
    ['a text for a number', list, { first: SECRET }, ['first']],
    ['a number beyond 32 bits', list, { first: 3_000_000_000 }, ['first']],
    ['a field of an order that is none', list, { orderBy: [{ field: SECRET }] }, ['orderBy', '0', 'field']],
    ['an object for an id', list, { filter: { ids: [{ id: SECRET }] } }, ['filter', 'ids', '0']],
    ['an object for a text', logIn, { input: { email: { like: SECRET }, password: SECRET } }, ['email']],
    ['a list for one value', list, { filter: { search: [SECRET] } }, ['filter', 'search']],
  ])('%s is BAD_USER_INPUT with its path and without the value', async (_, query, variables, path) => {
    const { code, errors, data, status } = await server.admin.execute(query, variables);
    expect({ code, data, status }).toEqual({ code: 'BAD_USER_INPUT', data: undefined, status: 200 });
    expect(errors![0]!.extensions.fields).toEqual([{ path, message: errors![0]!.message }]);
    expect(JSON.stringify(errors)).not.toMatch(/hunter2|4711/);
  });

  test('every mistake has its own error', async () => {
    const { errors } = await server.admin.execute(logIn, { input: { email: 1, password: 2, x: 3 } });
    const paths = errors!.map(({ extensions }) => extensions.fields![0]!.path.join('.'));
    expect(paths.sort()).toEqual(['email', 'password', 'x']);
  });

  test.each([
    [
      'a number for a text',
      'mutation { logIn(input: { email: "a@example.com", password: 4711 }) { expiresAt } }',
      ['password'],
    ],
    [
      'no e-mail address',
      `mutation { logIn(input: { email: "${SECRET}", password: "${SECRET}" }) { expiresAt } }`,
      ['email'],
    ],
    [
      'a bad enum',
      `{ apiTokens(filter: { statuses: [ACTIVE, ${SECRET.replace('-', '_')}] }) { totalCount } }`,
      ['filter', 'statuses', '1'],
    ],
    ['a bad date', `{ apiTokens(filter: { createdAfter: "${SECRET}" }) { totalCount } }`, ['filter', 'createdAfter']],
    ['a scope with a blank', `{ apiTokens(filter: { scope: "${SECRET} x" }) { totalCount } }`, ['filter', 'scope']],
    [
      'a field of an order that is none',
      `{ apiTokens(orderBy: [{ field: ${SECRET.replace('-', '_')} }]) { totalCount } }`,
      ['orderBy', '0', 'field'],
    ],
    ['a text for a number', `{ apiTokens(first: "${SECRET}") { totalCount } }`, ['first']],
  ])('%s in the document is told with its path and without the value', async (_, query, path) => {
    const { code, errors } = await server.admin.execute(query);
    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(errors![0]!.extensions.fields?.[0]?.path).toEqual(path);
    expect(JSON.stringify(errors)).not.toMatch(/hunter2|4711/);
  });

  test('a document that can not be parsed is told without its texts', async () => {
    const { code, errors } = await server.anonymous.execute(
      `mutation { logIn(input: { password: "${SECRET}" "${SECRET}" }) }`,
    );
    expect(code).toBe('GRAPHQL_PARSE_FAILED');
    expect(JSON.stringify(errors)).not.toContain('hunter2');
    expect(errors![0]).toHaveProperty('locations');
  });

  test('an unknown field is named', async () => {
    const { code, errors } = await server.admin.execute('{ viewer { nam } }');
    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(errors![0]!.message).toContain('Cannot query field "nam" on type "Viewer"');
  });

  test('suggestions are for those who may read the schema', async () => {
    const query = '{ viewer { scope } }';
    expect((await server.admin.execute(query)).errors![0]!.message).toContain('Did you mean');
    expect((await server.anonymous.execute(query)).errors![0]!.message).not.toContain('Did you mean');
  });

  test.each([
    ['a null byte', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800b'],
    ['four-byte characters', '🏃'.repeat(40)],
    ['a megabyte', 'x'.repeat(900_000)],
    ['SQL', "' OR 1=1 --"],
    ['an object key', '__proto__'],
  ])('%s as an id is not found, and nothing breaks', async (_, id) => {
    const query = 'query ($id: ID!) { apiToken(id: $id) { id } }';
    expect(await server.admin.execute(query, { id })).toMatchObject({ status: 200, data: { apiToken: null } });
  });

  test.each([
    ['a null byte', 'a\u0000@example.com'],
    ['a lone surrogate', 'a\ud800@example.com'],
  ])('%s in an address of a log-in is refused without a stack', async (_, email) => {
    const { code } = await server.anonymous.execute(logIn, { input: { email, password: SECRET } });
    expect(['BAD_USER_INPUT', 'UNAUTHENTICATED']).toContain(code);
  });

  test('an operation name that the document does not have is not repeated', async () => {
    const body = JSON.stringify({ query: 'query A { viewer { id } }', operationName: SECRET });
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const text = await answer.text();
    expect(text).toContain('OPERATION_RESOLUTION_FAILURE');
    expect(text).not.toContain('hunter2');
  });

  test('null through a nullable variable is the mistake of whoever sent it', async () => {
    const answer = await server.admin.execute('query ($id: ID = 1) { node(id: $id) { id } }', { id: null });
    expect(answer).toMatchObject({ code: 'BAD_USER_INPUT', status: 200, data: { node: null } });
  });
});
