import { randomBytes } from 'node:crypto';
import { bytesToBase62, toBase62 } from '../../lib/base62';
import { crc32 } from '../../lib/crc32';

/**
 * The text of a credential (S2): `sg_<kind>_<public id>_<256 random bits><checksum>`, base 62, 73 characters.
 * The checksum is CRC-32 (ISO 3309) over everything before it, so that a typo or another kind is refused
 * without asking the database. Published at /.well-known/scopegate-token-format for secret scanners.
 */
export type SecretKind = 'api' | 'acc' | 'ses' | 'lnk';

const PUBLIC_ID_LENGTH = 16;
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const HINT_LENGTH = 4;
const PATTERN = new RegExp(
  `^sg_(api|acc|ses|lnk)_([0-9A-Za-z]{${PUBLIC_ID_LENGTH}})_[0-9A-Za-z]{${RANDOM_LENGTH}}([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

/** For scanners: the credentials that people hold. Session secrets and links are short-lived, but leak just as well. */
export const PUBLISHED_PATTERN = `sg_(?:api|acc|ses)_[0-9A-Za-z]{${PUBLIC_ID_LENGTH}}_[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}`;

export interface Secret {
  /** The whole credential. Shown once, never stored. */
  readonly text: string;
  readonly kind: SecretKind;
  /** Finds the row; safe to log. */
  readonly publicId: string;
  /** The end of the checksum, for the hint. */
  readonly ending: string;
}

export type ParsedSecret =
  ({ readonly ok: true } & Secret) | { readonly ok: false; readonly reason: 'format' | 'checksum' };

/** A new secret; with `publicId` one for a row that exists already (regenerate). */
export function generateSecret(kind: SecretKind, publicId = generatePublicId()): Secret {
  const body = `sg_${kind}_${publicId}_${bytesToBase62(randomBytes(32), RANDOM_LENGTH)}`;
  const text = body + checksum(body);
  return { text, kind, publicId, ending: text.slice(-HINT_LENGTH) };
}

export function parseSecret(text: string): ParsedSecret {
  const match = PATTERN.exec(text);
  if (!match) return { ok: false, reason: 'format' };
  const [, kind, publicId, sum] = match;
  if (checksum(text.slice(0, -CHECKSUM_LENGTH)) !== sum) return { ok: false, reason: 'checksum' };
  return { ok: true, text, kind: kind as SecretKind, publicId: publicId as string, ending: text.slice(-HINT_LENGTH) };
}

/** What lists show of a secret (S5): nothing of its 256 bits. */
export function secretHint(kind: SecretKind, publicId: string, ending: string): string {
  return `sg_${kind}_${publicId}…${ending}`;
}

function generatePublicId(): string {
  // 12 bytes make at most 17 digits of base 62; the last 16 of them are 95 random bits.
  return bytesToBase62(randomBytes(12), PUBLIC_ID_LENGTH).slice(-PUBLIC_ID_LENGTH);
}

function checksum(body: string): string {
  return toBase62(BigInt(crc32(body)), CHECKSUM_LENGTH);
}
