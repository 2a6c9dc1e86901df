import { KeyRing, type KeyPurpose } from '../../src/keys';

const older = { id: 'older', bytes: Buffer.alloc(32, 1) };
const newest = { id: 'newest', bytes: Buffer.alloc(32, 2) };
const ring = new KeyRing([newest, older]);
const PURPOSES: KeyPurpose[] = ['api-token', 'session', 'link', 'recovery-code', 'encryption', 'audit-seal', 'device'];

test('S3: each purpose has a key of its own', () => {
  expect(new Set(PURPOSES.map((purpose) => ring.hash(purpose, 'text').hash)).size).toBe(PURPOSES.length);
});

test('S3: what is hashed for one purpose matches for no other', () => {
  const hashed = ring.hash('session', 'text');
  expect(PURPOSES.filter((purpose) => ring.matches(purpose, 'text', hashed))).toEqual(['session']);
});

test('S3: new hashes are under the newest key, older ones still match', () => {
  expect(ring.hash('api-token', 'text').keyId).toBe('newest');
  expect(ring.matches('api-token', 'text', new KeyRing([older]).hash('api-token', 'text'))).toBe(true);
});

test.each([
  ['another text', { keyId: 'newest', hash: ring.hash('api-token', 'other').hash }],
  ['a key that is gone', { keyId: 'gone', hash: ring.hash('api-token', 'text').hash }],
  ['no key', { keyId: '', hash: ring.hash('api-token', 'text').hash }],
  ['the other key', { keyId: 'older', hash: ring.hash('api-token', 'text').hash }],
  ['a part of the hash', { keyId: 'newest', hash: ring.hash('api-token', 'text').hash.slice(0, 32) }],
  ['an empty hash', { keyId: 'newest', hash: '' }],
])('S3: no match with %s', (_, expected) => {
  expect(ring.matches('api-token', 'text', expected)).toBe(false);
});

test('S3: what is encrypted is read again, with the older key too, and not when it was changed', () => {
  const encrypted = new KeyRing([older]).encrypt('text');
  expect(encrypted).not.toContain('text');
  expect(ring.decrypt(encrypted)).toBe('text');
  expect(() => ring.decrypt(`${encrypted.slice(0, -3)}AAA`)).toThrow();
  expect(() => new KeyRing([newest]).decrypt(encrypted)).toThrow();
});

test('S3: a ring without a key is refused', () => {
  expect(() => new KeyRing([])).toThrow();
});
