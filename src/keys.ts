import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { MasterKey } from './config';

/** What a derived key is for. One for each purpose, so that a value of one can never stand for another (S3). */
export type KeyPurpose = 'api-token' | 'session' | 'link' | 'recovery-code' | 'encryption' | 'audit-seal' | 'device';

/** A keyed hash and the id of the key that made it. */
export interface KeyedHash {
  readonly keyId: string;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** The keys of SCOPEGATE_KEYS, newest first, with those derived from them (HKDF-SHA-256, RFC 5869). */
export class KeyRing {
  private readonly derived = new Map<string, Buffer>();
  readonly newestId: string;
  /** Newest first. */
  readonly ids: readonly string[];

  constructor(private readonly keys: readonly MasterKey[]) {
    const newest = keys[0];
    if (!newest) throw new Error('A key ring needs a key.');
    this.newestId = newest.id;
    this.ids = keys.map(({ id }) => id);
  }

  /** HMAC-SHA-256 under the newest key. */
  hash(purpose: KeyPurpose, text: string): KeyedHash {
    return { keyId: this.newestId, hash: this.hmac(purpose, this.newestId, text) };
  }

  /** Whether `text` has that hash, in constant time. A key that is gone matches nothing. */
  matches(purpose: KeyPurpose, text: string, expected: KeyedHash): boolean {
    const keyId = this.ids.includes(expected.keyId) ? expected.keyId : this.newestId;
    const actual = Buffer.from(this.hmac(purpose, keyId, text));
    const wanted = Buffer.from(expected.hash);
    const equal = actual.length === wanted.length && timingSafeEqual(actual, wanted);
    return equal && keyId === expected.keyId;
  }

  /** AES-256-GCM; the answer is `keyId.base64(iv ‖ tag ‖ text)`. */
  encrypt(text: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key('encryption', this.newestId), iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${this.newestId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')}`;
  }

  /** Whether the key is there by which it was encrypted. */
  hasKeyOf(encrypted: string): boolean {
    return this.ids.includes(encrypted.split('.')[0] ?? '');
  }

  /** @throws when the key is gone or the text was changed. */
  decrypt(encrypted: string): string {
    const [keyId = '', encoded = ''] = encrypted.split('.');
    const bytes = Buffer.from(encoded, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.key('encryption', keyId), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  /** HMAC-SHA-256 under a named key, as 64 hexadecimal digits. @throws when the key is gone. */
  hmac(purpose: KeyPurpose, keyId: string, text: string): string {
    return createHmac('sha256', this.key(purpose, keyId)).update(text).digest('hex');
  }

  /** 48 bytes that a signing key is made of: the same on every node. @throws when the key is gone. */
  signingSeed(keyId: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.master(keyId), '', 'scopegate assertion', 48));
  }

  private key(purpose: KeyPurpose, keyId: string): Buffer {
    const name = `${purpose}/${keyId}`;
    const known = this.derived.get(name);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.master(keyId), '', `scopegate ${purpose}`, 32));
    this.derived.set(name, key);
    return key;
  }

  private master(keyId: string): Buffer {
    const master = this.keys.find(({ id }) => id === keyId);
    if (!master) throw new Error(`Key ${keyId} is not in SCOPEGATE_KEYS.`);
    return master.bytes;
  }
}
