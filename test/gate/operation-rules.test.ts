import { parse } from 'graphql';
import { ANONYMOUS, checkOperation } from '../../src/gate/index';
import { gatedSchema, holding, missingOf } from './reference-schema';

const schema = gatedSchema();

/** `coordinate @ path` of what a query misses, with variables. */
function located(query: string, variables?: Record<string, unknown>, ...scopes: string[]): string[] {
  const check = checkOperation({
    schema,
    document: parse(query),
    actor: holding(...scopes),
    ...(variables && { variables }),
  });
  if (check.outcome === 'undecided') return [check.reason];
  return check.outcome === 'denied' ? check.missing.map((each) => `${each.coordinate} @ ${each.path.join(',')}`) : [];
}

describe('rule 2: different elements combine with AND', () => {
  test('type, field and returned type are all needed', () => {
    const inner = gatedSchema(
      'type Query { t: T } type T @requiresScopes(scopes: [["t"]]) { f: S @requiresScopes(scopes: [["f"]]) } scalar S @requiresScopes(scopes: [["s"]])',
    );
    expect(missingOf(inner, '{ t { f } }')).toEqual(['T', 'T.f', 'S']);
    expect(missingOf(inner, '{ t { f } }', 't', 'f')).toEqual(['S']);
    expect(missingOf(inner, '{ t { f } }', 't', 'f', 's')).toEqual([]);
  });

  test('lists and non-null are seen through', () => {
    const inner = gatedSchema('type Query { f: [[E!]!]! } enum E @requiresScopes(scopes: [["e"]]) { A }');
    expect(missingOf(inner, '{ f }')).toEqual(['E']);
  });
});

describe('rule 6: the types that a selection can apply to', () => {
  test.each([
    ['{ node(id: 1) { ... on Named { name } } }', ['User']],
    ['{ node(id: 1) { ... on Named { ... on Node { id } } } }', ['User']],
    ['{ node(id: 1) { ... on Post { ... on Node { id } } } }', []],
    ['{ search { ... on Node { id } } }', ['Secret']],
    ['{ search { ... on User { name } } }', []],
    ['{ node(id: 1) { ... on Post { author { id } } } }', ['User']],
    ['{ nodes(ids: []) { id } }', ['User', 'Secret', 'Token']],
    ['{ node(id: 1) { ...F } } fragment F on Node { ... on Secret { id } ... on Post { id } }', ['Secret']],
  ])('%s needs %j', (query, expected) => {
    expect(missingOf(schema, query)).toEqual(expected);
  });

  test('a fragment that was spread under one type is walked again under another', () => {
    const query =
      '{ a: node(id: 1) { ... on Post { ...F } } b: node(id: 1) { ... on Secret { ...F } } } fragment F on Node { id }';
    expect(located(query)).toEqual(['Secret @ b,id']);
  });
});

describe('rule 7: __typename and root types', () => {
  test('it inherits the guard of the field that led there', () => {
    expect(missingOf(schema, '{ user(id: 1) { __typename } }')).toEqual(['User']);
    expect(missingOf(schema, '{ node(id: 1) { __typename } }')).toEqual([]);
    expect(missingOf(schema, '{ search { ... on Secret { __typename } } }')).toEqual([]);
  });

  test('a guard on a root type holds for a lone __typename, also in a fragment', () => {
    expect(missingOf(schema, 'mutation { __typename }')).toEqual(['Mutation']);
    expect(missingOf(schema, 'mutation { ... on Mutation { x: __typename } }')).toEqual(['Mutation']);
    expect(missingOf(schema, 'mutation { __typename @skip(if: true) }')).toEqual([]);
  });
});

describe('rule 8: guarded inputs of the request', () => {
  test.each([
    ['a field of a literal', '{ users(filter: { deletedBy: null }) { id } }', undefined],
    [
      'a field inside lists',
      '{ users(filter: { and: [{ name: "a" }, { and: { deletedBy: 1 } }] }) { id } }',
      undefined,
    ],
    [
      'a variable',
      'query ($f: UserFilter) { users(filter: $f) { id } }',
      { f: { and: [{ and: [{ deletedBy: '1' }] }] } },
    ],
    [
      'a variable, a single item for a list',
      'query ($f: UserFilter) { users(filter: $f) { id } }',
      { f: { and: { deletedBy: null } } },
    ],
    [
      'a variable inside a literal',
      'query ($d: ID) { users(filter: { and: [{ deletedBy: $d }] }) { id } }',
      { d: '1' },
    ],
    [
      'a variable for a list inside a literal',
      'query ($a: [UserFilter!]) { users(filter: { and: $a }) { id } }',
      { a: [{ deletedBy: '1' }] },
    ],
    ['a default of the operation', 'query ($f: UserFilter = { deletedBy: 1 }) { users(filter: $f) { id } }', {}],
  ])('%s counts', (_name, query, variables) => {
    expect(located(query, variables, 'users:read')).toEqual(['UserFilter.deletedBy @ users']);
  });

  test.each([
    ['a variable that was not sent', 'query ($d: ID) { users(filter: { deletedBy: $d }) { id } }', {}],
    [
      'a default of the operation that something else was sent for',
      'query ($f: UserFilter = { deletedBy: 1 }) { users(filter: $f) { id } }',
      { f: { name: 'a' } },
    ],
    [
      'a variable that is used nowhere guarded',
      'query ($f: UserFilter, $s: Boolean!) { users(filter: $f) @skip(if: $s) { id } ping }',
      { f: { deletedBy: '1' }, s: true },
    ],
  ])('%s does not count', (_name, query, variables) => {
    expect(located(query, variables, 'users:read')).toEqual([]);
  });

  const inputs = gatedSchema(
    'type Query { f(e: E = B, i: I = { x: 1 }, j: J): Int } enum E { A B } input I { x: Int = 1 y: Int } input J { e: [E] i: I } scalar Opaque',
    { guards: { 'E.B': [['b']], 'I.x': [['x']], 'Query.f(i:)': [['i']] } },
  );
  const check = (query: string, variables: Record<string, unknown> = {}) => {
    const result = checkOperation({ schema: inputs, document: parse(query), variables, actor: holding() });
    return result.outcome === 'denied' ? result.missing.map((each) => each.coordinate) : [];
  };

  test('a default of the schema does not count', () => {
    expect(check('{ f }')).toEqual([]);
    expect(check('{ f(j: { i: {} }) }')).toEqual([]);
    expect(check('query ($j: J) { f(j: $j) }', { j: { i: {} } })).toEqual([]);
  });

  test('the same value sent by the client counts', () => {
    expect(check('query ($j: J) { f(j: $j) }', { j: { i: { x: 1 } } })).toEqual(['I.x']);
    expect(check('{ f(e: B) }')).toEqual(['E.B']);
    expect(check('{ f(i: {}) }')).toEqual(['Query.f(i:)']);
  });

  test('enum values count in literals, variables, lists and defaults of the operation', () => {
    expect(check('{ f(j: { e: [A, B] }) }')).toEqual(['E.B']);
    expect(check('query ($j: J) { f(j: $j) }', { j: { e: ['A', 'B'] } })).toEqual(['E.B']);
    expect(check('query ($e: E = B) { f(e: $e) }')).toEqual(['E.B']);
    expect(check('query ($e: E = B) { f(e: $e) }', { e: 'A' })).toEqual([]);
  });

  test('opaque JSON is not looked into', () => {
    const opaque = gatedSchema('type Query { f(j: JSON): Int } scalar JSON input I { x: Int }', {
      guards: { 'I.x': [['x']] },
    });
    expect(missingOf(opaque, '{ f(j: { x: 1 }) }')).toEqual([]);
  });

  test.each([
    [300, ['UserFilter.deletedBy @ users']],
    [100_000, ['variables']],
  ])(
    'a value %d deep is looked through, or left to the executor that refuses it, but never a crash',
    (depth, expected) => {
      let filter: object = { deletedBy: '1' };
      for (let level = 0; level < depth; level++) filter = { and: [filter] };
      expect(located('query ($f: UserFilter) { users(filter: $f) { id } }', { f: filter }, 'users:read')).toEqual(
        expected,
      );
    },
  );
});

describe('rule 9: the static layer', () => {
  test('all missing guards are listed, in the order of the document', () => {
    const query = '{ b: report users(includeDeleted: true) { email salary } }';
    expect(located(query)).toEqual([
      'Query.report @ b',
      'Query.users @ users',
      'User @ users',
      'Query.users(includeDeleted:) @ users',
      'Email @ users,email',
      'User.salary @ users,salary',
    ]);
  });

  test('a type refused where it is reached is not listed again below', () => {
    expect(located('{ user(id: 1) { id name friends { id } } }')).toEqual(['User @ user']);
  });

  test('only the chosen operation is looked at', () => {
    const document = parse('query A { ping } query B { report }');
    expect(checkOperation({ schema, document, operationName: 'A', actor: holding() })).toEqual({ outcome: 'allowed' });
  });

  test.each([
    ['no single operation', { query: 'query A { ping } query B { ping }' }],
    ['an operation that is not there', { query: '{ ping }', operationName: 'X' }],
    ['no operation at all', { query: 'fragment F on Query { ping }' }],
    ['two of one name', { query: 'query A { ping } query A { report }', operationName: 'A' }],
  ])('%s is undecided', (_name, { query, ...request }: { query: string; operationName?: string }) => {
    expect(checkOperation({ schema, document: parse(query), ...request, actor: holding() })).toEqual({
      outcome: 'undecided',
      reason: 'operation',
    });
  });

  test.each([
    ['a required variable that is missing', 'query ($s: Boolean!) { report @skip(if: $s) }', {}],
    ['null for a required variable', 'query ($s: Boolean!) { report @skip(if: $s) }', { s: null }],
    ['a value of another type', 'query ($s: Boolean!) { report @skip(if: $s) }', { s: 'yes' }],
    ['an unknown input field', 'query ($f: UserFilter) { report users(filter: $f) { id } }', { f: { owner: 1 } }],
  ])('%s is undecided, and nothing is said of scopes', (_name, query, variables) => {
    expect(checkOperation({ schema, document: parse(query), variables, actor: holding() })).toEqual({
      outcome: 'undecided',
      reason: 'variables',
    });
  });

  test('@skip and @include are evaluated as the executor does', () => {
    expect(missingOf(schema, '{ report @skip(if: true) ping }')).toEqual([]);
    expect(missingOf(schema, '{ report @include(if: false) ping }')).toEqual([]);
    expect(missingOf(schema, '{ report @skip(if: false) @include(if: true) }')).toEqual(['Query.report']);
    expect(located('query ($s: Boolean = true) { report @skip(if: $s) ping }')).toEqual([]);
  });

  test('a fragment skipped in one place still counts in another', () => {
    const query =
      'query ($s: Boolean!) { users { ...S @skip(if: $s) } b: users { ...S } } fragment S on User { salary }';
    expect(located(query, { s: true }, 'users:read')).toEqual(['User.salary @ b,salary']);
    expect(located(query, { s: false }, 'users:read')).toEqual([
      'User.salary @ users,salary',
      'User.salary @ b,salary',
    ]);
  });

  test('a malformed actor is refused like a missing one', () => {
    for (const actor of [
      undefined,
      null,
      {},
      { authenticated: 'yes' },
      { authenticated: true },
      { authenticated: true, scopes: ['admin'] },
      'admin',
    ]) {
      const check = checkOperation({ schema, document: parse('{ ping }'), actor: actor as never });
      expect(check).toEqual({ outcome: 'denied', code: 'UNAUTHENTICATED', missing: [] });
    }
    expect(checkOperation({ schema, document: parse('{ ping }'), actor: ANONYMOUS })).toEqual({ outcome: 'allowed' });
  });

  test('a schema that gateSchema did not make is refused', () => {
    const foreign = { ...schema } as typeof schema;
    expect(() => checkOperation({ schema: foreign, document: parse('{ ping }'), actor: holding() })).toThrow(
      'gateSchema',
    );
  });
});
