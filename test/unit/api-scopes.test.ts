import { Catalogue } from '../../src/access/catalogue';
import { comingIn, describeScopes, type NewScope } from '../../src/features/api/api.scopes';

const scope = (name: string, implies: string[] = [], readOnly = false): NewScope => ({
  scope: name,
  label: name,
  description: '',
  readOnly,
  implies,
  docsUrl: null,
});
const catalogueOf = (scopes: readonly NewScope[]) =>
  new Catalogue(scopes.map(({ docsUrl: _, ...one }) => ({ ...one, path: [], grantableToTokens: true })));

/** before, known beyond that (gone), after → what comes in */
test.each<[string, NewScope[], NewScope[], NewScope[], { implied: string[]; reading: string[]; returning?: string[] }]>(
  [
    ['nothing new', [scope('a', ['b']), scope('b')], [], [scope('a', ['b']), scope('b')], { implied: [], reading: [] }],
    ['an implication', [scope('a'), scope('b')], [], [scope('a', ['b']), scope('b')], { implied: ['b'], reading: [] }],
    [
      'an implication through another',
      [scope('a', ['b']), scope('b'), scope('c')],
      [],
      [scope('a', ['b']), scope('b', ['c']), scope('c')],
      { implied: ['c'], reading: [] },
    ],
    ['of a known by a new one', [scope('a')], [], [scope('a', ['n']), scope('n')], { implied: ['n'], reading: [] }],
    ['of a new by a known one', [scope('a')], [], [scope('a'), scope('n', ['a'])], { implied: ['a'], reading: [] }],
    ['between new ones', [], [], [scope('m', ['n'], true), scope('n')], { implied: [], reading: [] }],
    [
      'of one that is gone',
      [],
      [scope('g')],
      [scope('g', ['n']), scope('n')],
      { implied: ['n'], reading: [], returning: ['g'] },
    ],
    ['reading', [scope('a')], [], [scope('a', [], true)], { implied: [], reading: ['a'] }],
    [
      'reading when it is gone',
      [],
      [scope('g')],
      [scope('g', [], true)],
      { implied: [], reading: ['g'], returning: ['g'] },
    ],
    ['no longer reading', [scope('a', [], true)], [], [scope('a')], { implied: [], reading: [] }],
  ],
)('P5, P8: what comes in with %s', (_, before, gone, after, expected) => {
  const known = new Map([...before, ...gone].map((one) => [one.scope, { ...one, gone: gone.includes(one) }]));
  const found = comingIn(catalogueOf(before), catalogueOf(after), after, known);
  expect(found).toEqual({ returning: [], ...expected });
});

test.each([
  ['orders:read', 'Read'],
  ['read:write-all', 'Write all'],
  ['refund', 'Refund'],
  ['https://example.com/auth/mail.readonly', 'Readonly'],
  [':', ':'],
])('P1: %s is labelled %s', (name, label) => {
  expect(describeScopes([name], undefined, new Map())[0]?.label).toBe(label);
});
