import { freshScopes, registerApi, sdlOf } from '../support/apis';
import { callByToken, createHolder, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Required {
  readonly alternatives: string[][];
  readonly complete: boolean;
  readonly fields: { coordinate: string; path: string[]; anyOf: string[][] }[];
}
type Input = Record<string, unknown>;

const QUERY =
  'query ($input: RequiredScopesInput!) { requiredScopes(input: $input) { alternatives complete fields { coordinate path anyOf } } }';
const ask = async (document: string, more: Input = {}, client = server.admin) =>
  (await client.get<{ requiredScopes: Required }>(QUERY, { input: { document, ...more } })).requiredScopes;
const refusal = async (input: Input, client = server.admin) => {
  const { message, extensions } = await client.refused(QUERY, { input });
  return { message, ...extensions };
};

test("P11: what a document needs of Scopegate's own API, field by field", async () => {
  const document = '{ people: users { nodes { id roles { description } } } audit: auditEvents { totalCount } }';
  expect(await ask(document)).toEqual({
    alternatives: [['audit:read', 'roles:read', 'users:read']],
    complete: true,
    fields: [
      { coordinate: 'Query.users', path: ['people'], anyOf: [['users:read']] },
      { coordinate: 'Role.description', path: ['people', 'nodes', 'roles', 'description'], anyOf: [['roles:read']] },
      { coordinate: 'Query.auditEvents', path: ['audit'], anyOf: [['audit:read']] },
    ],
  });
});

test('P11: all minimal alternatives, smallest first', async () => {
  const { alternatives } = await ask('{ apiTokens { totalCount } ownerCandidates(search: "x") { id } }');
  expect(alternatives).toEqual([['api-tokens:read']]);
  expect((await ask('{ apiTokens { totalCount } roles { totalCount } }')).alternatives).toEqual([
    ['api-tokens:read', 'roles:read'],
    ['own-api-tokens:manage', 'roles:read'],
  ]);
});

test('P11: nothing needed is one empty set', async () => {
  expect(await ask('{ errorCodes { code } }')).toEqual({ alternatives: [[]], complete: true, fields: [] });
});

test('P11: the reserved scope of a log-in is never shown', async () => {
  const required = await ask('mutation { resetUserPassword(input: { id: "x" }) { user { id } } }');
  expect(required.alternatives).toEqual([['users:manage']]);
  expect(
    JSON.stringify(await ask('mutation { confirmPassword(input: { password: "x" }) { confirmedUntil } }')),
  ).not.toContain('scopegate:');
});

test('P11: a token made with exactly those scopes may run the document', async () => {
  const document = '{ users { totalCount } roles { nodes { description } } apiTokens { totalCount } }';
  for (const scopes of (await ask(document)).alternatives) {
    const { secret } = await createToken(server, { scopes });
    expect((await server.as(secret).execute(document)).status).toBe(200);
    const { secret: less } = await createToken(server, { scopes: scopes.slice(1) });
    expect((await server.as(less).execute(document)).code).toBe('INSUFFICIENT_SCOPE');
  }
});

test('P11: variables and the operation that is named decide', async () => {
  const document =
    'query A($with: Boolean!) { viewer { id } users @include(if: $with) { totalCount } } query B { roles { totalCount } }';
  const of = async (more: Input) => (await ask(document, more)).alternatives;
  expect(await of({ operationName: 'A', variables: { with: false } })).toEqual([[]]);
  expect(await of({ operationName: 'A' })).toEqual([['users:read']]);
  expect(await of({ operationName: 'B' })).toEqual([['roles:read']]);
  expect(await refusal({ document })).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['operationName'] }] });
});

test('P11: what a document needs of a registered API', async () => {
  const [read = '', refund = '', admin = ''] = freshScopes('read', 'refund', 'admin');
  const sdl = `type Query { orders: [Order] } type Order @requiresScopes(scopes: [["${read}"]]) { id: ID }
    type Mutation { refund(id: ID!): Order @requiresScopes(scopes: [["${refund}"], ["${admin}"]]) }`;
  const { id } = await registerApi(server, { sdl });
  const required = await ask('mutation { x: refund(id: 1) { id } }', { apiId: id });
  expect(required).toMatchObject({
    alternatives: [
      [admin, read],
      [read, refund],
    ],
    fields: [
      { coordinate: 'Mutation.refund', path: ['x'], anyOf: [[admin], [refund]] },
      { coordinate: 'Order', path: ['x'], anyOf: [[read]] },
    ],
  });
});

test('P11: the SDL that was registered last counts', async () => {
  const [one = '', two = ''] = freshScopes('one', 'two');
  const sdlFor = (scope: string) => `type Query { a: String @requiresScopes(scopes: [["${scope}"]]) }`;
  const { id, name } = await registerApi(server, { sdl: sdlFor(one) });
  expect((await ask('{ a }', { apiId: id })).alternatives).toEqual([[one]]);
  await registerApi(server, { name, sdl: sdlFor(two) });
  expect((await ask('{ a }', { apiId: id })).alternatives).toEqual([[two]]);
});

test('R2, R7: an API of another account looks like a missing one', async () => {
  const { id } = await registerApi(server, { sdl: sdlOf() });
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  const input = { document: '{ open }', apiId: id };
  expect(await refusal(input, other)).toMatchObject({ code: 'NOT_FOUND', ids: [id] });
});

test('P11: asking about a registered API takes the same scopes as the catalogue, whatever the id', async () => {
  const { id } = await registerApi(server, { sdl: sdlOf() });
  const { client } = await createHolder(server, ['users:read']);
  for (const apiId of [id, 'nothing']) {
    const refused = await refusal({ document: '{ open }', apiId }, client);
    expect(refused.code).toBe('INSUFFICIENT_SCOPE');
    expect(refused.missing?.[0]?.anyOf).toContainEqual(['apis:read']);
    const { headers } = await client.execute(QUERY, { input: { document: '{ open }', apiId } });
    expect(headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="api-tokens:read"');
  }
  expect(await ask('{ open }', { apiId: id }, await callByToken(server, ['roles:read']))).toMatchObject({
    complete: true,
  });
  expect(await ask('{ viewer { id } }', {}, client)).toMatchObject({ alternatives: [[]] });
});

test.each([
  ['syntax', '{\n  viewer {', '2:11'],
  ['an unknown field', '{\n  viewer { nope }\n}', '2:12: Cannot query field "nope"'],
  ['a missing argument', '{ user { id } }', '1:3'],
])('P11: %s is told with its place', async (_, document, place) => {
  const { code, message, fields } = await refusal({ document });
  expect([code, fields?.[0]?.path]).toEqual(['BAD_USER_INPUT', ['document']]);
  expect(message).toContain(place);
});

test('S1: a mistake never repeats a value of the document', async () => {
  for (const document of ['{ users(first: "hunter2hunter2") { totalCount } }', '{ viewer "hunter2hunter2" }'])
    expect(JSON.stringify(await refusal({ document }))).not.toContain('hunter2');
});

test('P11: hostile documents are refused or answered', async () => {
  const nested = Array.from({ length: 40 }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`);
  const doubling = `{ ...F0 } ${nested.join(' ')} fragment F40 on Query { users { totalCount } }`;
  expect((await ask(doubling)).alternatives).toEqual([['users:read']]);
  expect((await refusal({ document: `{ ${'a '.repeat(49_000)} }` })).code).toBe('BAD_USER_INPUT');
  expect((await refusal({ document: ' '.repeat(100_001) })).code).toBe('BAD_USER_INPUT');
});
