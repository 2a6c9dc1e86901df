import { parse } from 'graphql';
import { requiredScopes } from '../../src/gate/index';
import { gatedSchema } from './reference-schema';

const schema = gatedSchema();

describe('requiredScopes', () => {
  const required = (query: string, variables?: Record<string, unknown>) =>
    requiredScopes({ schema, document: parse(query), ...(variables && { variables }) });

  test('nothing needed is one empty alternative', () => {
    expect(required('{ ping }')).toEqual({ alternatives: [[]], complete: true, fields: [] });
    expect(required('{ me { __typename } }').fields[0]).toEqual({ coordinate: 'Query.me', path: ['me'], anyOf: [[]] });
  });

  test('all minimal alternatives, smallest first, with the fields that ask for them', () => {
    const { alternatives, complete, fields } = required('{ report node(id: 1) { ... on Token { id } } }');
    expect(alternatives).toEqual([
      ['admin', 'tokens:manage'],
      ['admin', 'tokens:read'],
      ['billing:read', 'tokens:manage', 'users:read'],
      ['billing:read', 'tokens:read', 'users:read'],
    ]);
    expect(complete).toBe(true);
    expect(fields.map((each) => `${each.coordinate} @ ${each.path.join(',')}`)).toEqual([
      'Query.report @ report',
      'Token @ node,id',
    ]);
  });

  test('an alternative that another makes needless is left out', () => {
    expect(required('{ report users { id } }').alternatives).toEqual([
      ['admin', 'users:read'],
      ['billing:read', 'users:read'],
    ]);
  });

  test('more alternatives than are listed are said to be more, and those listed are minimal', () => {
    const fields = Array.from(
      { length: 12 },
      (_each, index) => `f${index}: Int @requiresScopes(scopes: [["a${index}"], ["b${index}"]])`,
    );
    const wide = gatedSchema(`type Query { ${fields.join(' ')} }`);
    const document = parse(`{ ${fields.map((_each, index) => `f${index}`).join(' ')} }`);
    const { alternatives, complete } = requiredScopes({ schema: wide, document });
    expect(complete).toBe(false);
    expect(alternatives.every((set) => set.length === 12)).toBe(true);
  });

  test('what unknown variables would leave out counts as included', () => {
    expect(required('query ($s: Boolean!) { report @skip(if: $s) }').alternatives).toEqual([
      ['admin'],
      ['billing:read', 'users:read'],
    ]);
    expect(required('query ($s: Boolean!) { report @skip(if: $s) }', { s: true }).alternatives).toEqual([[]]);
  });

  test('no single operation is a RangeError', () => {
    expect(() => required('query A { ping } query B { ping }')).toThrow(RangeError);
  });
});
