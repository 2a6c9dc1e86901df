import { usedScopes } from '../../src/access/used-scopes';

/** guards, held → used */
test.each<[string[][][], string[], string[]]>([
  [[], ['a'], []],
  [[[['a']]], ['a', 'b'], ['a']],
  [[[['a'], ['b']]], ['b'], ['b']],
  [[[['a'], ['b']]], ['a', 'b'], ['a', 'b']],
  [[[['a', 'b'], ['c']]], ['a', 'c'], ['c']],
  [
    [[['a', 'b'], ['c']], [['a']]],
    ['a', 'b'],
    ['a', 'b'],
  ],
])('P12: of %j with %j used are %j', (guards, held, used) => {
  expect([...usedScopes(guards, new Set(held))].sort()).toEqual(used);
});

test('P12: the same lists and sets give the same answer, which is made once', () => {
  const guards = [[['a'], ['b']]];
  const held = new Set(['a']);
  expect(usedScopes(guards, held)).toBe(usedScopes(guards, held));
  expect(usedScopes(guards, new Set(['b']))).toEqual(['b']);
});
