import 'reflect-metadata';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { type OperationSize, sizeOfOperation } from '../../../src/http/limits/operation-size';

const schema = buildSchema(`
  type Query { viewer: Viewer users(first: Int, last: Int): UserConnection! candidates(search: String, first: Int = 30): [User!]! }
  type Viewer { id: ID! user: User! }
  type UserConnection { edges: [UserEdge!]! nodes: [User!]! totalCount: Int! }
  type UserEdge { cursor: ID! node: User! }
  type User { id: ID! name: String friend: User roles: [Role!]! tokens(first: Int, last: Int): TokenConnection! }
  type Role { id: ID! }
  type TokenConnection { nodes: [Token!]! }
  type Token { id: ID! }
`);

function sizeOf(text: string, variables: Record<string, unknown> = {}): OperationSize {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document)!;
  return sizeOfOperation({ schema, document, operation }, variables);
}

const costOf = (text: string, variables?: Record<string, unknown>): number => sizeOf(text, variables).cost;

describe('size of an operation', () => {
  test('an object and a leaf cost one each', () => {
    expect(sizeOf('{ viewer { id } }')).toEqual({ depth: 2, aliases: 0, cost: 2 });
  });

  test('objects cost once per page size of the connection above them, leaves once', () => {
    expect(costOf('{ users(first: 50) { totalCount nodes { id name friend { id } } } }')).toBe(1 + 1 + 50 + 2 + 50 + 1);
  });

  test('pages inside pages multiply', () => {
    expect(costOf('{ users(first: 10) { nodes { tokens(first: 7) { nodes { id } } } } }')).toBe(1 + 10 + 10 + 70 + 1);
  });

  test('the page has 20 entries when nothing says otherwise, or null', () => {
    expect(costOf('{ users { nodes { id } } }')).toBe(1 + 20 + 1);
    expect(costOf('query ($n: Int) { users(first: $n) { nodes { id } } }', { n: null })).toBe(1 + 20 + 1);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['query ($n: Int) { users(first: $n) { nodes { id } } }', { n: 5 }, 5],
    ['query ($n: Int = 40) { users(last: $n) { nodes { id } } }', {}, 40],
    ['query ($n: Int = 40) { users(last: $n) { nodes { id } } }', { n: 3 }, 3],
    ['query ($n: Int) { users(first: $n) { nodes { id } } }', { n: 'x' }, 20],
    ['{ users(first: 100000) { nodes { id } } }', {}, 100],
    ['{ users(first: -5) { nodes { id } } }', {}, 1],
  ])('%s with %j is a page of %i', (text, variables, page) => {
    expect(costOf(text, variables)).toBe(1 + page + 1);
  });

  test('the same document with another page size costs another amount', () => {
    const document = parse('query ($n: Int) { users(first: $n) { nodes { id } } }');
    const operation = getOperationAST(document)!;
    const cost = (n: number) => sizeOfOperation({ schema, document, operation }, { n }).cost;
    expect([cost(2), cost(90), cost(2)]).toEqual([4, 92, 4]);
  });

  test('a list with a first is a page, one without counts like one object', () => {
    expect(costOf('{ candidates { id } }')).toBe(30 + 1);
    expect(costOf('{ viewer { user { roles { id } } } }')).toBe(1 + 1 + 1 + 1);
  });

  test('what is skipped counts all the same', () => {
    expect(costOf('query ($no: Boolean!) { users(first: 50) @skip(if: $no) { nodes { id } } }', { no: true })).toBe(52);
  });

  test('introspection is left out of depth and cost, its aliases are not', () => {
    const text = '{ __schema { types { a: name b: fields { name type { ofType { ofType { ofType { name } } } } } } } }';
    expect(sizeOf(text)).toEqual({ depth: 0, aliases: 2, cost: 0 });
  });

  test('fragments count wherever they are spread', () => {
    const text = '{ viewer { user { ...F friend { ...F } } } } fragment F on User { a: id tokens { nodes { id } } }';
    expect(sizeOf(text)).toEqual({ depth: 6, aliases: 2, cost: 1 + 1 + 1 + 2 * (1 + 20 + 2) });
  });

  test('fragments nested 60 deep, each spread twice, are told in numbers', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on User { friend { ...F${i + 1} } a: friend { ...F${i + 1} } }`,
    );
    const document = parse(`{ viewer { user { ...F0 } } } ${fragments.join(' ')} fragment F60 on User { id }`);
    const size = sizeOfOperation({ schema, document, operation: getOperationAST(document)! }, {});
    expect(size).toMatchObject({ depth: 63 });
    expect(size.cost).toBeGreaterThan(2 ** 60);
  });
});
