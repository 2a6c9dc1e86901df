import { cleanText, foldText, nameKey } from '../../src/lib/name-key';

test.each([
  ['\u2003 a \u00a0', 'a'],
  ['\ufeffa\u3000', 'a'],
  ['e\u0301', '\u00e9'],
  ['a\u2003b', 'a\u2003b'],
])('T6: %j is kept as %j', (text, kept) => {
  expect(cleanText(text)).toBe(kept);
});

test.each([
  ['Deploy', 'dEPLOY'],
  ['a  b', 'a\u2003b'],
  ['\uff21\uff22', 'ab'],
  ['\ufb01le', 'FILE'],
  ['\u212b', '\u00e5'],
  ['x\u00b2', 'x2'],
  ['\u1e9e', '\u00df'],
])('T6: %j and %j are one name', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test.each([
  ['ss', '\u00df'],
  ['a', '\u00e1'],
  ['ab', 'a b'],
  ['a', '\u0430'],
])('T6: %j and %j are two names', (one, other) => {
  expect(nameKey(one)).not.toBe(nameKey(other));
});

test('T6: a key fits its column, also of names that grow when folded', () => {
  const longest = '\ufdfa'.repeat(100);
  expect([...nameKey(longest)].length).toBeLessThanOrEqual(191);
  expect(nameKey(`${longest.slice(1)}a`)).not.toBe(nameKey(`${longest.slice(1)}b`));
  expect([...nameKey('\u{1f511}'.repeat(100))]).toHaveLength(100);
});

test('T6: folding is done once: what is folded stays as it is', () => {
  for (const text of ['\u0130stanbul', '\ufdfa', ' A\u00a0 B ', '\u1e9e\u00df', '\u03a3\u03b1\u03a3']) {
    expect(foldText(foldText(text))).toBe(foldText(text));
  }
});
