import { formatDuration, parseDuration } from '../../src/lib/duration';

test.each([
  ['P30D', 2_592_000],
  ['PT10M', 600],
  ['P1DT1H', 90_000],
  ['P1DT1H1M1S', 90_061],
  ['PT90000S', 90_000],
  ['PT1S', 1],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  'P0D',
  'PT0S',
  'P1M',
  'P1Y',
  'P1W',
  '-P1D',
  'P-1D',
  'PT1.5S',
  'P1D ',
  'p1d',
  'P1H',
  'P9999999D',
  '30',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [90_000, 'P1DT1H'],
  [86_400, 'P1D'],
  [59, 'PT59S'],
  [3_661, 'PT1H1M1S'],
])('%d seconds are written %s, and read back', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
  expect(parseDuration(text)).toBe(seconds);
});
