import { isWider } from '../../src/features/api-token/api-token.grant';
import { canonicalAddress, isWithin, parseAddressRange } from '../../src/lib/address-range';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7/24', '203.0.113.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7/120', '203.0.113.0/24'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  ['::/0', '::/0'],
])('U7: %s is written %s', (text, canonical) => {
  expect(parseAddressRange(text)).toBe(canonical);
});

test.each([
  '',
  'example.com',
  '1.2',
  '0x7f.0.0.1',
  '010.0.0.1',
  '256.0.0.1',
  '1.2.3.4/33',
  '1.2.3.4/-1',
  '1.2.3.4/',
  '1.2.3.4/8/8',
  '1.2.3.4/255.0.0.0',
  '2001:db8::/129',
  '::ffff:1.2.3.4/64',
  'fe80::1%eth0',
  'fe80::1%eth0/64',
  '1.2.3.4 ',
  '\u0661.2.3.4',
])('U7: %j is no address', (text) => {
  expect(parseAddressRange(text)).toBeUndefined();
});

test.each([
  ['203.0.113.7', ['203.0.113.0/24'], true],
  ['203.0.114.7', ['203.0.113.0/24'], false],
  ['203.0.113.7', ['198.51.100.0/24', '203.0.113.7'], true],
  ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
  ['203.0.113.7', ['::/0'], false],
  ['2001:db8::1', ['0.0.0.0/0'], false],
  ['2001:db8::1', ['2001:db8::/32'], true],
  ['203.0.113.0/25', ['203.0.113.0/24'], true],
  ['203.0.113.0/23', ['203.0.113.0/24'], false],
  ['203.0.113.7', [], false],
])('U7: %s within %j: %s', (inner, outer, within) => {
  expect(isWithin(inner, outer)).toBe(within);
});

test.each([
  [null, null, false],
  [null, ['203.0.113.0/24'], true],
  [['203.0.113.0/24'], null, false],
  [['203.0.113.7'], ['203.0.113.0/24'], false],
  [['203.0.113.7', '198.51.100.1'], ['203.0.113.0/24'], true],
  [['203.0.113.0/24'], ['203.0.113.0/25', '203.0.113.128/25'], true],
])('P5: %j is wider than %j: %s', (next, current, wider) => {
  expect(isWider(next, current)).toBe(wider);
});

test('the address of a caller is told in one way only', () => {
  expect(canonicalAddress('::ffff:127.0.0.1')).toBe('127.0.0.1');
  expect(canonicalAddress('unknown')).toBeUndefined();
});
