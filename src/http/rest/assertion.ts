import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK, SignJWT } from 'jose';
import { uuidv7 } from 'uuidv7';
import type { KeyRing } from '../../keys';

/** Seconds. */
const LIFE = 60;
/** The order of P-256 (SEC 2, 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface SigningKey {
  readonly id: string;
  readonly private: KeyObject;
  readonly public: JWK;
}

/** What an assertion says besides who issued it and when. */
export interface Claims {
  readonly subject: string;
  /** The host that was asked. */
  readonly audience: string;
  readonly method: string;
  readonly uri: string;
  readonly account: string;
  readonly token: string;
  readonly scope: string;
}

/**
 * Signed proof for a service behind a gateway that this request was let through: a JWT (ES256) of a minute. The key follows
 * from SCOPEGATE_KEYS, so that every node signs alike and nothing is stored; older keys stay published while they are listed.
 */
export class Assertions {
  private readonly keys: Promise<readonly SigningKey[]>;

  constructor(
    ring: KeyRing,
    private readonly issuer: string,
  ) {
    this.keys = Promise.all(ring.ids.map((id) => signingKey(ring.signingSeed(id))));
  }

  /** RFC 7517. */
  async publicKeys(): Promise<{ keys: JWK[] }> {
    return { keys: (await this.keys).map((key) => key.public) };
  }

  async sign({ subject, audience, ...claims }: Claims): Promise<string> {
    const [newest] = await this.keys;
    if (!newest) throw new Error('A key ring needs a key.');
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: newest.id })
      .setIssuer(this.issuer)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${LIFE}s`)
      .setJti(uuidv7())
      .sign(newest.private);
  }
}

/** A private key from uniform bytes: 64 bits more than the order has, so that no key is likelier (FIPS 186-5, A.2.1). */
async function signingKey(seed: Buffer): Promise<SigningKey> {
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const secret = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  const point = curve.getPublicKey();
  const coordinates = { x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const jwk = { kty: 'EC', crv: 'P-256', ...coordinates };
  const id = await calculateJwkThumbprint(jwk);
  const privateKey = createPrivateKey({ key: { ...jwk, d: secret.toString('base64url') }, format: 'jwk' });
  return { id, private: privateKey, public: { ...jwk, kid: id, use: 'sig', alg: 'ES256' } };
}
