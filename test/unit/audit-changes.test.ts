import { changesBetween, cut, presentable } from '../../src/features/audit/audit.changes';

const of = (before: object, after: object) =>
  changesBetween(before as Record<string, unknown>, after as Record<string, unknown>);

test.each([
  ['what is equal', { a: 1 }, { a: 1 }, []],
  ['what was left out', { a: 1 }, { a: undefined }, []],
  ['equal dates', { a: new Date(5) }, { a: new Date(5) }, []],
  ['the same list in another order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, []],
  ['null and missing', {}, { a: null }, []],
])('A1: no change: %s', (_, before, after, expected) => {
  expect(of(before, after)).toEqual(expected);
});

test.each([
  ['a text', { a: 'x' }, { a: 'y' }, 'x', 'y'],
  ['an empty text', { a: 'x' }, { a: '' }, 'x', ''],
  ['a flag', { a: true }, { a: false }, 'true', 'false'],
  ['a number to nothing', { a: 1 }, { a: null }, '1', null],
  ['a date', {}, { a: new Date(0) }, null, '1970-01-01T00:00:00.000Z'],
  ['a list', { a: ['y', 'x'] }, { a: ['z'] }, 'x y', 'z'],
])('A1: %s that changed is told before and after', (_, before, after, from, to) => {
  expect(of(before, after)).toEqual([{ field: 'a', before: from, after: to }]);
});

test('A1: a long list is told by what went and what came', () => {
  const list = Array.from({ length: 100 }, (_, index) => `scope:${index}`);
  const changed = [...list.slice(1), 'scope:new'];
  expect(of({ scopes: list }, { scopes: changed })).toEqual([
    { field: 'scopes', before: '… scope:0', after: '… scope:new' },
  ]);
});

test.each(['secretHash', 'passwordHash', 'nameKey', 'secretKeyId', 'secretEnding', 'HASH'])(
  'A1: the field %s is left out',
  (field) => {
    expect(presentable([{ field, before: 'a', after: 'b' }])).toEqual([]);
  },
);

test.each(['password', 'webhookSecret', 'oneTimeCode', 'recoveryCodes', 'accessToken'])(
  'A1: of the field %s it is told that it changed, without values',
  (field) => {
    expect(presentable([{ field, before: 'a', after: 'b' }])).toEqual([{ field, before: null, after: null }]);
  },
);

test.each([`sg_ses_0123456789abcdef_${'A'.repeat(49)}`, '0123456789abcdef'.repeat(4), `$2b$12$${'a'.repeat(53)}`])(
  'A1: %s is withheld in whatever field it stands',
  (text) => {
    expect(presentable([{ field: 'note', before: null, after: `see ${text}.` }])).toEqual([
      { field: 'note', before: null, after: 'see [withheld].' },
    ]);
  },
);

test('A1: changes fit the column, whatever their number and script', () => {
  const long = '𝕏\u0001"'.repeat(10_000);
  const many = Array.from({ length: 40 }, (_, index) => ({ field: `f${index}`, before: long, after: long }));
  const kept = presentable(many);
  expect(kept).toHaveLength(40);
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(65_535);
});

test('cut never halves a character', () => {
  expect(cut('a𝕏b', 2)).toBe('a𝕏');
});
