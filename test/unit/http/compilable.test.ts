import { buildSchema, parse, validate } from 'graphql';
import { isCompilable } from '../../../src/http/execution/compilable';

const schema = buildSchema(`
  scalar DateTime
  enum Kind { API ACCESS }
  interface Node { id: ID! }
  input Filter { text: String }
  type Query { find(filter: Filter): Int count(first: Int, kind: Kind, text: String, at: DateTime, ids: [ID!]): Int node(id: ID!): Node user: User }
  type User implements Node { id: ID! name: String }
`);

describe('what may be compiled', () => {
  test.each([
    '{ count(first: 3, kind: API) user { id __typename } }',
    'query ($n: Int = 3, $k: Kind = API, $text: String) { count(first: $n, kind: $k, text: $text) }',
    '{ user { ...F } } fragment F on User { id name }',
  ])('%s', (text) => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    expect(isCompilable(schema, document)).toBe(true);
  });

  test.each([
    ['a text, which could be run as code', '{ count(text: "x") }'],
    ['a text in a list', '{ count(ids: [1, "x"]) }'],
    ['a text as the default of a variable', 'query ($t: String = "x") { count(text: $t) }'],
    ['a default that the schema converts', 'query ($t: DateTime = 3) { count(at: $t) }'],
    ['a condition', 'query ($no: Boolean!) { user { id @skip(if: $no) } }'],
    [
      'a condition on a fragment',
      'query ($no: Boolean!) { user { ...F @include(if: $no) } } fragment F on User { id }',
    ],
    ['an interface', 'query ($id: ID!) { node(id: $id) { id } }'],
    ['a variable in an input object, left out or not', 'query ($t: String) { find(filter: { text: $t }) }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['the name of a prototype', '{ __proto__: count }'],
  ])('not %s', (_, text) => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    expect(isCompilable(schema, document)).toBe(false);
  });
});
