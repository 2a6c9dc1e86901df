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
  const timed = (query: string, ...scopes: string[]) => {
    const document = parse(query);
    const start = performance.now();
    const check = checkOperation({ schema, document, actor: holding(...scopes) });
    return { check, took: performance.now() - start };
  };

  test('case: fragments nested 40 deep, each spread twice, take linear time', () => {
    for (const scopes of [[], ['users:read'], ['users:read', 'hr:read']]) {
      const { check, took } = timed(`{ users { ...F0 } } ${chain(40, 'NEXT NEXT', 'salary')}`, ...scopes);
      expect(check.outcome).toBe(scopes.length === 2 ? 'allowed' : 'denied');
      expect(took).toBeLessThan(200);
    }
  });

  test('2^40 paths are decided and refused in linear time, with an answer of bounded size', () => {
    const { check, took } = timed(
      `{ users { ...F0 } } ${chain(40, 'a: friends { NEXT } b: friends { NEXT }', 'salary')}`,
      'users:read',
    );
    expect(check).toMatchObject({
      outcome: 'denied',
      missing: expect.arrayContaining([expect.objectContaining({ coordinate: 'User.salary' })]) as unknown,
    });
    expect(check.outcome === 'denied' && check.missing.length).toBeLessThanOrEqual(250);
    expect(took).toBeLessThan(1000);
  });

  test('a chain of 20,000 fragments does not overflow the stack', () => {
    const { check } = timed(`{ users { ...F0 } } ${chain(20_000, 'NEXT', 'salary')}`, 'users:read');
    expect(check).toMatchObject({ missing: [{ coordinate: 'User.salary', path: ['users', 'salary'] }] });
  });

  test('fragments in a circle, which validation would refuse, end', () => {
    const query =
      '{ users { ...A } } fragment A on User { friends { ...B } } fragment B on User { friends { ...A salary } }';
    expect(validate(schema, parse(query))).not.toEqual([]);
    expect(timed(query, 'users:read').check.outcome).toBe('denied');
  });
});
