import {
  buildSchema,
  GraphQLEnumType,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
  printSchema,
} from 'graphql';
import {
  checkOperation,
  GateError,
  type GateOptions,
  gateSchema,
  gateTypeDefs,
  unwrappedSchema,
} from '../../src/gate/index';
import { gatedSchema, holding, missingOf } from './reference-schema';

/** Coordinates and messages of everything that is wrong with a schema. */
function mistakes(sdl: string, options: Partial<GateOptions> = {}): string[] {
  try {
    gatedSchema(sdl, options);
    return [];
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    return error.mistakes.map((each) => `${each.coordinate}: ${each.message}`);
  }
}

describe('rule 1: where marks stand', () => {
  test('every place that the directive allows is enforced', () => {
    const marked = 'type Query { f(a: I, e: E): E i: S } enum E { A } scalar S input I { x: Int }';
    const places = {
      'Query.f(a:)': '{ f(a: {}) }',
      'I.x': '{ f(a: { x: 1 }) }',
      'E.A': '{ f(e: A) }',
      E: '{ f }',
      S: '{ i }',
      'Query.f': '{ f }',
      Query: '{ i }',
    };
    for (const [coordinate, query] of Object.entries(places)) {
      expect(missingOf(gatedSchema(marked, { guards: { [coordinate]: [['s']] } }), query)).toEqual([coordinate]);
    }
  });

  test('a definition that is not repeatable and takes strings, as Federation brings it, is accepted', () => {
    const sdl =
      'directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION type Query { f: Int @requiresScopes(scopes: [["s"]]) }';
    const schema = gateSchema(buildSchema(sdl), { unmarkedRootFields: 'open' });
    expect(missingOf(schema, '{ f }')).toEqual(['Query.f']);
  });

  test('repeated marks combine with AND', () => {
    const schema = gatedSchema(
      'type Query { f: Int @requiresScopes(scopes: [["a"]]) @requiresScopes(scopes: [["b"]]) @authenticated }',
    );
    expect(missingOf(schema, '{ f }', 'a')).toEqual(['Query.f']);
    expect(missingOf(schema, '{ f }', 'a', 'b')).toEqual([]);
  });

  test('@requiresScopes implies a credential', () => {
    const schema = gatedSchema('type Query { f: Int @requiresScopes(scopes: [["a"]]) }');
    expect(checkOperation({ schema, document: parse('{ f }'), actor: { authenticated: false } })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('@public together with another mark is an error', () => {
    expect(mistakes('type Query { f: Int @public @authenticated }')).toEqual([
      'Query.f: @public together with another mark',
    ]);
    expect(mistakes('type Query @authenticated { f: Int @public }')[0]).toContain('Query itself is marked');
    expect(mistakes('type Query { f: Int @public }', { guards: { 'Query.f': [['a']] } })).toHaveLength(1);
  });

  test('@public below the root is an error', () => {
    expect(mistakes('type Query { t: T } type T { f: Int @public }')).toEqual([
      'T.f: @public stands on root fields only',
    ]);
  });

  test('a mark where it would guard nothing is an error', () => {
    const found = mistakes('type Query { u: U i(x: I): Int } type T { f: Int } union U = T input I { x: Int }', {
      guards: { U: [['a']], I: [['a']] },
    });
    expect(found).toEqual(['U: a mark on a union guards nothing', 'I: a mark on an input type guards nothing']);
  });
});

describe('rule 3: mistakes are errors when the schema is built', () => {
  test.each([
    ['scopes: []', 'an empty list of alternatives'],
    ['scopes: [[]]', 'an empty alternative'],
    ['scopes: [[""]]', 'must not be blank'],
    ['scopes: [[" "]]', 'must not be blank'],
    ['scopes: [["a b"]]', 'RFC 6749'],
    ['scopes: [["a\\\\b"]]', 'RFC 6749'],
    ['scopes: [["ä"]]', 'RFC 6749'],
    ['scopes: "a"', 'a list of lists'],
    ['scopes: ["a", "b"]', 'would silently mean OR'],
    ['scopes: [["a"], "b"]', 'would silently mean OR'],
    ['scopes: [[a]]', 'must be a string'],
    ['scopes: [["a"], []]', 'an empty alternative'],
  ])('%s', (argument, message) => {
    expect(mistakes(`type Query { f: Int @requiresScopes(${argument}) }`)[0]).toContain(message);
  });

  test('a scope outside the catalogue is an error, a reserved one is not', () => {
    const sdl = 'type Query { f: Int @requiresScopes(scopes: [["a", "tpyo"], ["held"]]) }';
    expect(mistakes(sdl, { catalogue: ['a'], reserved: ['held'] })).toEqual([
      'Query.f: "tpyo" is not in the catalogue',
    ]);
  });

  test('all mistakes are listed at once with their coordinates', () => {
    const found = mistakes(
      'type Query { f(a: Int @requiresScopes(scopes: [[]])): Int @requiresScopes(scopes: []) g: Int @requiresScopes(scopes: [["x x"]]) }',
    );
    expect(found.map((each) => each.split(': ')[0])).toEqual(['Query.f', 'Query.f(a:)', 'Query.g']);
  });

  test.each([[[]], [[[]]], ['a'], [['a']]])('the option guards is read as strictly: %j', (guard) => {
    expect(mistakes('type Query { f: Int }', { guards: { 'Query.f': guard as never } })).toHaveLength(1);
  });

  test('a coordinate that the schema does not have is an error', () => {
    expect(mistakes('type Query { f: Int }', { guards: { 'Query.g': [['a']] } })).toEqual([
      'Query.g: marked, but the schema has no such element',
    ]);
    expect(mistakes('type Query { f: Int }', { typeDefs: 'extend type Query { h: Int @authenticated }' })).toHaveLength(
      1,
    );
  });

  test('a misspelled directive that nothing declares is an error', () => {
    const schema = buildSchema('type Query { f: Int @requireScopes(scopes: [["a"]]) }', { assumeValidSDL: true });
    expect(() => gateSchema(schema, { unmarkedRootFields: 'open' })).toThrow('@requireScopes is not declared');
  });

  test('more alternatives than memory should hold are an error, not a crash', () => {
    const wide = JSON.stringify(Array.from({ length: 40 }, (_each, index) => [`a${index}`]));
    const other = wide.replaceAll('a', 'b');
    expect(
      mistakes(`type Query { f: Int @requiresScopes(scopes: ${wide}) @requiresScopes(scopes: ${other}) }`)[0],
    ).toContain('alternatives');
  });
});

describe('rule 4: sources of marks', () => {
  const field = (extensions: object) =>
    new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: { f: { type: GraphQLString, extensions: { directives: extensions } } },
      }),
    });

  test.each([
    [{ requiresScopes: { scopes: [['a']] } }],
    [{ requiresScopes: [{ scopes: [['a']] }, { scopes: [['a']] }] }],
    [[{ name: 'requiresScopes', args: { scopes: [['a']] } }]],
  ])('extensions.directives: %j', (extensions) => {
    expect(missingOf(gateSchema(field(extensions), { unmarkedRootFields: 'open' }), '{ f }')).toEqual(['Query.f']);
  });

  test('extensions.directives with a flat list is an error', () => {
    expect(() => gateSchema(field({ requiresScopes: { scopes: ['a', 'b'] } }), { unmarkedRootFields: 'open' })).toThrow(
      'silently mean OR',
    );
  });

  test('a mark on an extension of a type counts for all its fields', () => {
    const schema = gatedSchema(
      'type Query { t: T } type T { f: Int } extend type T @requiresScopes(scopes: [["a"]]) { g: Int }',
    );
    expect(missingOf(schema, '{ t { f } }')).toEqual(['T']);
  });

  test('sources merge with AND', () => {
    const sdl = 'type Query { f: Int @requiresScopes(scopes: [["a"]]) }';
    const typeDefs = 'type Query { f: Int @requiresScopes(scopes: [["b"]]) }';
    const schema = gatedSchema(sdl, { typeDefs, guards: { 'Query.f': [['c']] } });
    expect(missingOf(schema, '{ f }', 'a', 'b')).toEqual(['Query.f']);
    expect(missingOf(schema, '{ f }', 'a', 'b', 'c')).toEqual([]);
  });

  test('a guard is sorted, without duplicates and without supersets', () => {
    const schema = gatedSchema(
      'type Query { f: Int @requiresScopes(scopes: [["b", "a", "a"], ["c", "a", "b"], ["b", "a"]]) }',
    );
    const check = checkOperation({ schema, document: parse('{ f }'), actor: holding() });
    expect(check).toMatchObject({ missing: [{ anyOf: [['a', 'b']] }] });
  });
});

describe('rule 5: marks on interfaces', () => {
  const sdl =
    'type Query { n: N } interface N { f(a: Int): Int g: Int } type A implements N { f(a: Int): Int g: Int } type B implements N { f(a: Int): Int g: Int }';

  test.each(['N', 'N.f', 'N.f(a:)'])('a mark on %s is an error that names the implementing types', (coordinate) => {
    const [found] = mistakes(sdl, { guards: { [coordinate]: [['s']] } });
    expect(found).toContain(`mark ${coordinate.replace('N', 'A')}, ${coordinate.replace('N', 'B')}`);
  });

  test.each([
    ['N', '{ n { ... on A { g } } }'],
    ['N.f', '{ n { ... on B { f } } }'],
    ['N.f(a:)', '{ n { ... on B { f(a: 1) } } }'],
  ])('propagated, a mark on %s holds for the implementers themselves', (coordinate, query) => {
    const schema = gatedSchema(sdl, { interfaces: 'propagate', guards: { [coordinate]: [['s']] } });
    expect(missingOf(schema, query)).toHaveLength(1);
    expect(missingOf(schema, '{ n { __typename } }')).toEqual([]);
  });
});

describe('rule 16: at start', () => {
  test('unmarkedRootFields has no default', () => {
    const options = {} as GateOptions;
    expect(() => gateSchema(buildSchema('type Query { f: Int }'), options)).toThrow("must be 'open' or 'error'");
  });

  test('with error, every unmarked root field is named', () => {
    const sdl = 'type Query { a: Int b: Int @public c: Int @authenticated } type Mutation { d: Int }';
    const found = mistakes(sdl, { unmarkedRootFields: 'error' });
    expect(found.map((each) => each.split(':')[0])).toEqual(['Query.a', 'Mutation.d']);
  });

  test('a marked root type marks its fields', () => {
    expect(mistakes('type Query @authenticated { a: Int }', { unmarkedRootFields: 'error' })).toEqual([]);
  });

  test('subscriptions need currentActor', () => {
    const schema = buildSchema('type Query { a: Int } type Subscription { s: Int }');
    expect(() => gateSchema(schema, { unmarkedRootFields: 'open' })).toThrow('currentActor');
  });

  test('the given schema stays as it was, and is what unwrappedSchema gives back', () => {
    const schema = buildSchema('type Query { a: Int }');
    const gated = gateSchema(schema, { unmarkedRootFields: 'open' });
    expect(schema.getQueryType()?.getFields()['a']?.resolve).toBeUndefined();
    expect(gated.getQueryType()?.getFields()['a']?.resolve).toBeInstanceOf(Function);
    expect(unwrappedSchema(gated)).toBe(schema);
    expect(printSchema(gated)).toBe(printSchema(schema));
  });

  test('enum values, descriptions and deprecations survive the copy', () => {
    const E = new GraphQLEnumType({ name: 'E', values: { A: { value: 7 } } });
    const query = new GraphQLObjectType({ name: 'Query', fields: { e: { type: E, deprecationReason: 'old' } } });
    const gated = gateSchema(new GraphQLSchema({ query }), { unmarkedRootFields: 'open' });
    expect(gated.getType('E')).toBe(E);
    expect(gated.getQueryType()?.getFields()['e']?.deprecationReason).toBe('old');
  });

  test('gateTypeDefs is SDL on its own', () => {
    expect(() => parse(gateTypeDefs)).not.toThrow();
  });
});
