import { buildSchema, execute, parse } from 'graphql';
import {
  type Actor,
  ANONYMOUS,
  checkOperation,
  type GateOptions,
  gateSchema,
  gateTypeDefs,
  requiredScopes,
} from '../../src/gate/index';
import { holding, missingOf, record, type TestContext } from './reference-schema';

const sdl = `
  scalar _Any
  union _Entity = User | Post
  type _Service { sdl: String }
  type Query { _entities(representations: [_Any!]!): [_Entity]! _service: _Service! }
  type User @requiresScopes(scopes: [["users:read"]]) { id: ID! name: String salary: Int @requiresScopes(scopes: [["hr:read"]]) }
  type Post { id: ID! title: String }
  type Other { id: ID! }
`;

/** A subgraph whose entities are made from their representations, with a record of what its own resolver was given. */
function subgraph(options: Partial<GateOptions<TestContext>> = {}) {
  const given: unknown[] = [];
  const schema = buildSchema(gateTypeDefs + sdl);
  record(schema, [], () => (source, args, _context, info): unknown => {
    if (info.fieldName === '_service') return { sdl: 'type Query' };
    if (info.fieldName === 'id') return Reflect.get(Object(source) as object, 'id');
    if (info.fieldName !== '_entities') return info.fieldName;
    const { representations } = args;
    if (Array.isArray(representations)) given.push(...(representations as unknown[]));
    return representations;
  });
  const caller = (context: TestContext) => context.caller();
  const gated = gateSchema<TestContext>(schema, {
    unmarkedRootFields: 'error',
    actor: caller,
    federation: { gateway: [['gateway']] },
    ...options,
  });
  const ask = (selection: string, representations: unknown, actor: Actor) => {
    const document = parse(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`);
    return execute({
      schema: gated,
      document,
      variableValues: { r: representations },
      contextValue: { caller: () => actor },
    });
  };
  return { schema: gated, given, ask };
}

const user = { __typename: 'User', id: '1' };
const post = { __typename: 'Post', id: '2' };

describe('rule 15: federation subgraphs', () => {
  test('the inner resolver gets the allowed representations only, and errors stand at the others', async () => {
    const { ask, given } = subgraph();
    const result = await ask('__typename ... on Post { id }', [user, post, user], holding());
    expect(result.data).toEqual({ _entities: [null, { __typename: 'Post', id: '2' }, null] });
    expect(result.errors?.map((error) => error.path)).toEqual([
      ['_entities', 0],
      ['_entities', 2],
    ]);
    expect(result.errors?.[1]?.extensions).toMatchObject({
      code: 'INSUFFICIENT_SCOPE',
      missing: [{ coordinate: 'User', path: ['_entities', '2'] }],
    });
    expect(given).toEqual([post]);
  });

  test('with the scope all are answered in their order', async () => {
    const { data } = await subgraph().ask(
      '... on User { name } ... on Post { title }',
      [post, user],
      holding('users:read'),
    );
    expect(data).toEqual({ _entities: [{ title: 'title' }, { name: 'name' }] });
  });

  test.each([{ __typename: 'Other', id: '1' }, { __typename: 'Nope' }, { id: '1' }, null, 'User'])(
    'the representation %j is denied, whoever asks',
    async (representation) => {
      const { ask, given } = subgraph();
      const result = await ask('__typename', [post, representation ?? {}], holding('users:read', 'hr:read', 'gateway'));
      expect(result.data).toEqual({ _entities: [{ __typename: 'Post' }, null] });
      expect(given).toEqual([post]);
    },
  );

  test('the static layer reads the representations: a guarded field refuses only where its type is asked for', () => {
    const { schema } = subgraph();
    const document = parse(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { salary } ... on Post { id } } }',
    );
    const check = (r: unknown, actor: Actor) => checkOperation({ schema, document, variables: { r }, actor });
    expect(check([post], holding())).toEqual({ outcome: 'allowed' });
    expect(check([post, user], holding('users:read'))).toMatchObject({
      outcome: 'denied',
      missing: [{ coordinate: 'User.salary', path: ['_entities', 'salary'] }],
    });
    expect(check([post, user], holding('users:read', 'hr:read'))).toEqual({ outcome: 'allowed' });
  });

  test('representations nested deeper than any stack are refused like others without a type', async () => {
    let nested: unknown = user;
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    const { errors, data } = await subgraph().ask('__typename', [nested], holding());
    expect(data).toEqual({ _entities: [null] });
    expect(errors?.map(({ path }) => path)).toEqual([['_entities', 0]]);
  });

  test('representations in the document are read as well', () => {
    const query = '{ _entities(representations: [{ __typename: "User", id: 1 }]) { ... on User { salary } } }';
    expect(missingOf(subgraph().schema, query, 'users:read')).toEqual(['User.salary']);
  });

  test('required scopes name the types of the representations', () => {
    const document = parse(
      '{ _entities(representations: [{ __typename: "User", id: 1 }]) { ... on User { salary } } }',
    );
    expect(requiredScopes({ schema: subgraph().schema, document }).alternatives).toEqual([['hr:read', 'users:read']]);
  });

  test('nobody known gets the open entities, and 401 for the others', async () => {
    const result = await subgraph().ask('__typename', [post, user], ANONYMOUS);
    expect(result.data).toEqual({ _entities: [{ __typename: 'Post' }, null] });
    expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('an asynchronous resolver is waited for', async () => {
    const schema = buildSchema(gateTypeDefs + sdl);
    record(schema, [], () => (_source, args) => Promise.resolve(args['representations']));
    const gated = gateSchema<TestContext>(schema, {
      unmarkedRootFields: 'open',
      federation: { gateway: [['gateway']] },
      actor: (context) => context.caller(),
    });
    const document = parse('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }');
    const result = await execute({
      schema: gated,
      document,
      variableValues: { r: [user, post] },
      contextValue: { caller: () => holding() },
    });
    expect(result.data).toEqual({ _entities: [null, { __typename: 'Post' }] });
  });

  test('_service is for the gateway', () => {
    const { schema } = subgraph();
    expect(missingOf(schema, '{ _service { sdl } }')).toEqual(['Query._service']);
    expect(missingOf(schema, '{ _service { sdl } }', 'gateway')).toEqual([]);
    expect(() => subgraph({ federation: { gateway: [[]] } })).toThrow('federation.gateway');
  });

  const linked = (link: string, directive: string) => {
    const text = `
      directive @link(url: String, as: String, import: [Import]) repeatable on SCHEMA
      scalar Import
      schema @link(url: "https://specs.apollo.dev/federation/v2.5", ${link}) { query: Query }
      directive @${directive}(scopes: [[String!]!]!) on FIELD_DEFINITION
      type Query { f: Int @${directive}(scopes: [["a"]]) }`;
    return gateSchema(buildSchema(text), { unmarkedRootFields: 'open' });
  };

  test.each([
    ['import: [{ name: "@requiresScopes", as: "@needs" }]', 'needs'],
    ['as: "fed"', 'fed__requiresScopes'],
    ['import: ["@key"]', 'federation__requiresScopes'],
  ])('a directive renamed by @link(%s) is still enforced', (link, directive) => {
    expect(missingOf(linked(link, directive), '{ f }')).toEqual(['Query.f']);
  });
});
