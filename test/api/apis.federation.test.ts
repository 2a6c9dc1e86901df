import { freshScopes, refusedApi, registerApi } from '../support/apis';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterAll(() => server.close());

const LINK = (more: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", ${more})`;

/** What each scope opens, of an SDL that is registered. */
async function opens(sdl: string): Promise<Record<string, string[]>> {
  const { scopes } = await registerApi(server, { sdl });
  return Object.fromEntries(
    scopes.map(({ scope, operations }) => [scope, operations.map(({ coordinate }) => coordinate)]),
  );
}

test('P8: a subgraph is registered as it prints itself, without the definitions of Federation', async () => {
  const [read = '', owner = ''] = freshScopes('read', 'owner');
  const sdl = `
    ${LINK('import: ["@key", "@shareable", "@requiresScopes", "@external", "@requires", "@tag"]')}
    extend type Query { orders: [Order!]! @requiresScopes(scopes: [["${read}"]]) @tag(name: "public") }
    type Order @key(fields: "id") @key(fields: "number", resolvable: false) {
      id: ID! number: Int @shareable
      owner: User @federation__provides(fields: "name")
    }
    extend type User @key(fields: "id") { id: ID! @external name: String @external
      greeting: String @requires(fields: "name") @requiresScopes(scopes: [["${owner}"]]) }`;
  expect(await opens(sdl)).toEqual({ [owner]: ['User.greeting'], [read]: ['Query.orders'] });
});

test('P8: a subgraph that brings the definitions is registered, too', async () => {
  const [read = ''] = freshScopes('read');
  const sdl = `
    schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requiresScopes", "Scope"]) { query: Query }
    directive @link(url: String!, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
    directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
    directive @requiresScopes(scopes: [[Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
    scalar link__Import enum link__Purpose { SECURITY EXECUTION } scalar federation__FieldSet scalar Scope
    type Query { thing: Thing @requiresScopes(scopes: [["${read}"]]) }
    type Thing @key(fields: "id") { id: ID! }`;
  expect(await opens(sdl)).toEqual({ [read]: ['Query.thing'] });
});

test.each([
  ['renamed on import', LINK('import: [{ name: "@requiresScopes", as: "@needs" }]'), 'needs'],
  ['under the prefix of the specification', LINK('import: []'), 'federation__requiresScopes'],
  ['under a prefix of its own', LINK('as: "fed"'), 'fed__requiresScopes'],
])('P8: marks %s count', async (_, link, name) => {
  const [read = ''] = freshScopes('read');
  expect(await opens(`${link} type Query { thing: String @${name}(scopes: [["${read}"]]) }`)).toEqual({
    [read]: ['Query.thing'],
  });
});

test('P8: a directive of Federation that is imported under the name of a mark is no way to lose it', async () => {
  const [read = ''] = freshScopes('read');
  const link = LINK('import: [{ name: "@tag", as: "@requiresScopes" }]');
  expect(await opens(`${link} type Query { thing: String @requiresScopes(scopes: [["${read}"]]) }`)).toEqual({
    [read]: ['Query.thing'],
  });
});

test.each(['requireScopes(scopes: [["a:b"]])', 'needs(scopes: [["a:b"]])', 'fed__requiresScopes(scopes: [["a:b"]])'])(
  'P8: @%s, which nothing defines or links, is a mistake and not left out',
  async (mark) => {
    const { extensions, message } = await refusedApi(server, {
      sdl: `${LINK('import: ["@key"]')} type Query { a: Int @${mark} }`,
    });
    expect([extensions.code, message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('Unknown directive')]);
  },
);
