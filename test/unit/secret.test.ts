import { crc32 } from '../../src/lib/crc32';
import { bytesToBase62, toBase62 } from '../../src/lib/base62';
import {
  generateSecret,
  parseSecret,
  PUBLISHED_PATTERN,
  secretHint,
  type SecretKind,
} from '../../src/features/api-token/secret';

const KINDS: SecretKind[] = ['api', 'acc', 'ses', 'lnk'];
const secret = generateSecret('api');

test.each(KINDS)('S2: what is generated parses as its kind: %s', (kind) => {
  const { text, publicId, ending } = generateSecret(kind);
  expect(parseSecret(text)).toEqual({ ok: true, kind, text, publicId, ending });
});

test('S2: a double click selects it all: letters, digits and _ only, at most 100', () => {
  expect(secret.text).toMatch(/^\w{1,100}$/);
});

test('S2: every single changed character is noticed', () => {
  const other = (letter: string) => (letter === 'A' ? 'B' : 'A');
  const changed = [...secret.text].map(
    (letter, at) => secret.text.slice(0, at) + other(letter) + secret.text.slice(at + 1),
  );
  expect(changed.filter((text) => parseSecret(text).ok)).toEqual([]);
});

test('S2: two neighbours that changed places are noticed', () => {
  const { text } = secret;
  const swapped = [...text].flatMap((_, at) => {
    const [one = '', other = ''] = text.slice(at, at + 2);
    return one === other || at + 1 >= text.length ? [] : [text.slice(0, at) + other + one + text.slice(at + 2)];
  });
  expect(swapped.length).toBeGreaterThan(50);
  expect(swapped.filter((text) => parseSecret(text).ok)).toEqual([]);
});

test.each([
  ['nothing', '', 'format'],
  ['a line break behind it', `${secret.text}\n`, 'format'],
  ['a blank before it', ` ${secret.text}`, 'format'],
  ['another kind', secret.text.replace('sg_api', 'sg_acc'), 'checksum'],
  ['a kind that there is not', secret.text.replace('sg_api', 'sg_xyz'), 'format'],
  ['a sign of another script', secret.text.replace(/.$/, '\u0661'), 'format'],
])('S2: refused with a tagged failure: %s', (_, text, reason) => {
  expect(parseSecret(text)).toEqual({ ok: false, reason });
});

test('S2: a new secret for the same row keeps the public id and nothing else', () => {
  const renewed = generateSecret('api', secret.publicId);
  expect(renewed.text.slice(0, 24)).toBe(secret.text.slice(0, 24));
  expect(renewed.text.slice(24)).not.toBe(secret.text.slice(24));
});

test('S2: of a thousand no two have a public id or a random part in common', () => {
  const made = Array.from({ length: 1_000 }, () => generateSecret('api'));
  expect(new Set(made.map(({ publicId }) => publicId)).size).toBe(1_000);
  expect(new Set(made.map(({ text }) => text.slice(24, 67))).size).toBe(1_000);
});

test('S2: scanners find what people hold, not links', () => {
  const pattern = new RegExp(PUBLISHED_PATTERN);
  expect(KINDS.filter((kind) => pattern.test(generateSecret(kind).text))).toEqual(['api', 'acc', 'ses']);
});

test('S5: the hint holds nothing of the random part', () => {
  const { text, publicId, ending } = secret;
  const hint = secretHint('api', publicId, ending);
  expect(hint).toBe(`sg_api_${publicId}…${text.slice(-4)}`);
  expect(text.slice(24, 67)).not.toContain(hint.slice(24));
});

test('base 62: as many digits as asked for, the largest value too', () => {
  expect(toBase62(0n, 6)).toBe('000000');
  expect(toBase62(61n, 1)).toBe('z');
  expect(bytesToBase62(new Uint8Array(32).fill(255), 43)).toHaveLength(43);
  expect(bytesToBase62(new Uint8Array(32), 43)).toBe('0'.repeat(43));
});

test('CRC-32: the check value of the standard', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
});
