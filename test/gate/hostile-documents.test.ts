import { parse, validate } from 'graphql';
import { checkOperation } from '../../src/gate/index';
import { gatedSchema, holding } from './reference-schema';

const schema = gatedSchema();

describe('rule 9: hostile documents', () => {
  const chain = (length: number, inner: string, last: string) =>
    Array.from(
      { length },
      (_each, index) => `fragment F${index} on User { ${inner.replaceAll('NEXT', `...F${index + 1}`)} }`,
    ).join(' ') + ` fragment F${length} on User { ${last} }`;
  /** What takes 2^40 steps never ends: that it is answered at all shows that it takes fewer. */
  const check = (query: string, ...scopes: string[]) =>
    checkOperation({ schema, document: parse(query), actor: holding(...scopes) });

  test('case: fragments nested 40 deep, each spread twice, are decided', () => {
    for (const scopes of [[], ['users:read'], ['users:read', 'hr:read']]) {
      const { outcome } = check(`{ users { ...F0 } } ${chain(40, 'NEXT NEXT', 'salary')}`, ...scopes);
      expect(outcome).toBe(scopes.length === 2 ? 'allowed' : 'denied');
    }
  });

  test('2^40 paths are decided and refused, with an answer of bounded size', () => {
    const checked = check(
      `{ users { ...F0 } } ${chain(40, 'a: friends { NEXT } b: friends { NEXT }', 'salary')}`,
      'users:read',
    );
    expect(checked).toMatchObject({
      outcome: 'denied',
      missing: expect.arrayContaining([expect.objectContaining({ coordinate: 'User.salary' })]) as unknown,
    });
    expect(checked.outcome === 'denied' && checked.missing.length).toBeLessThanOrEqual(250);
  });

  test('a chain of 20,000 fragments does not overflow the stack', () => {
    const checked = check(`{ users { ...F0 } } ${chain(20_000, 'NEXT', 'salary')}`, 'users:read');
    expect(checked).toMatchObject({ missing: [{ coordinate: 'User.salary', path: ['users', 'salary'] }] });
  });

  test('fragments in a circle, which validation would refuse, end', () => {
    const query =
      '{ users { ...A } } fragment A on User { friends { ...B } } fragment B on User { friends { ...A salary } }';
    expect(validate(schema, parse(query))).not.toEqual([]);
    expect(check(query, 'users:read').outcome).toBe('denied');
  });
});
