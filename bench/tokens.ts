import { createHash } from 'node:crypto';
import { type ApiToken, ApiTokenKind, UNLIMITED_SECONDS } from '../src/features/api-token/api-token.entity';
import { scopeTerm, wordsOf, wordTerm } from '../src/features/api-token/api-token.terms';
import type { KeyedHash } from '../src/keys';
import { bytesToBase62, toBase62 } from '../src/lib/base62';
import { crc32 } from '../src/lib/crc32';
import { nameKey } from '../src/lib/name-key';

/** Tokens as an account of that size might hold them: the same ones at every run. */

export interface BenchUser {
  readonly id: string;
  readonly usernameKey: string;
}

export interface TokenRow extends Omit<ApiToken, 'hint' | 'status'> {
  readonly terms: readonly string[];
}

const DAY = 86_400_000;
const YEARS = 3;

const SYSTEMS = [
  'grafana',
  'jenkins',
  'terraform',
  'github',
  'gitlab',
  'argo',
  'vault',
  'prometheus',
  'billing',
  'shop',
];
const PURPOSES = ['export', 'import', 'deploy', 'backup', 'sync', 'report', 'metrics', 'webhook', 'mirror', 'cleanup'];
const PLACES = ['production', 'staging', 'berlin', 'tokyo', 'são-paulo', 'nightly', 'canary', 'laptop'];
const SCOPES = ['users:read', 'users:manage', 'roles:read', 'apis:read', 'audit:read', 'api-tokens:read'];
const CLIENTS = ['curl/8.5.0', 'terraform/1.9', 'python-requests/2.32', null];

/** Mulberry32: small, quick, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The secret of a public id: whoever reads a public id from the table can send it. */
export function secretOf(kind: 'API' | 'ACCESS', publicId: string): { text: string; publicId: string; ending: string } {
  const random = bytesToBase62(createHash('sha256').update(`bench ${publicId}`).digest(), 43);
  const body = `sg_${kind === 'API' ? 'api' : 'acc'}_${publicId}_${random}`;
  const text = body + toBase62(BigInt(crc32(body)), 6);
  return { text, publicId, ending: text.slice(-4) };
}

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** A UUIDv7 of that moment. */
function idAt(random: Random, at: number): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

export interface Plan {
  readonly accountId: string;
  readonly count: number;
  readonly users: readonly BenchUser[];
  /** The keyed hash of a secret, as it is stored. */
  readonly hash: (secret: string) => KeyedHash;
  readonly now: number;
}

/**
 * In the order of their making, over three years. Two of three belong to a tenth of the users; 3 % are revoked, 3 %
 * disabled, 3 % expired (old ones, as it goes); half never expire, 40 % were never used; five hold the word "unicorn".
 */
export function* tokens({ accountId, count, users, hash, now }: Plan): Generator<TokenRow> {
  const random = randomFrom(count);
  const few = users.slice(0, Math.max(1, Math.floor(users.length / 10)));
  for (let index = 0; index < count; index += 1) {
    const created = Math.floor(now - YEARS * 365 * DAY * (1 - index / count));
    const owner = random() < 2 / 3 ? pick(random, few) : pick(random, users);
    const creator = random() < 0.8 ? owner : pick(random, users);
    const rare = index % Math.ceil(count / 5) === 0 ? ' unicorn' : '';
    const name = `${pick(random, SYSTEMS)} ${pick(random, PURPOSES)} ${pick(random, PLACES)}${rare} ${index}`;
    const description = random() < 0.2 ? 'Made by the pipeline of the platform team' : '';
    const access = random() < 0.15 ? 'READ_ONLY' : random() < 0.1 ? 'FULL_ACCESS' : 'CUSTOM';
    const scopes = access === 'CUSTOM' ? SCOPES.filter(() => random() < 0.3) : [];
    const kind = random() < 0.05 ? ApiTokenKind.ACCESS : ApiTokenKind.API;
    const secret = secretOf(kind, createHash('sha256').update(`${count} ${index}`).digest('hex').slice(0, 16));
    const stored = hash(secret.text);
    yield {
      ...base(random, created, now),
      id: idAt(random, created),
      accountId,
      ownerId: owner.id,
      ownerKey: owner.usernameKey,
      createdById: creator.id,
      creatorKey: creator.usernameKey,
      name,
      nameKey: nameKey(name),
      description,
      access,
      scopes,
      kind,
      publicId: secret.publicId,
      secretHash: stored.hash,
      secretKeyId: stored.keyId,
      secretEnding: secret.ending,
      terms: [...wordsOf(`${name} ${description}`).map(wordTerm), ...scopes.map(scopeTerm)],
    };
  }
}

type Base = Omit<
  TokenRow,
  | 'id'
  | 'accountId'
  | 'ownerId'
  | 'ownerKey'
  | 'createdById'
  | 'creatorKey'
  | 'name'
  | 'nameKey'
  | 'description'
  | 'kind'
  | 'access'
  | 'scopes'
  | 'publicId'
  | 'secretHash'
  | 'secretKeyId'
  | 'secretEnding'
  | 'terms'
>;

function base(random: Random, created: number, now: number): Base {
  const age = now - created;
  const old = age > 100 * DAY;
  const ends = random() < 0.5;
  // A thirtieth of all has expired: some of those that are older than a quarter of a year.
  const expired = ends && old && random() < 0.067;
  const end = !ends ? null : expired ? new Date(created + 90 * DAY) : new Date(now + Math.floor(random() * 365 * DAY));
  const used = random() < 0.6 ? new Date(now - Math.floor(random() ** 3 * Math.min(age, 365 * DAY))) : null;
  const revoked = random() < 0.03;
  return {
    presetId: null,
    secretSeenByOther: false,
    previousHash: null,
    previousKeyId: null,
    previousSeenByOther: false,
    overlapEndsAt: null,
    overlapLastUsedAt: null,
    overlapLastUsedAddress: null,
    overlapLastUsedClient: null,
    allowedAddresses: random() < 0.1 ? ['203.0.113.0/24'] : null,
    enabled: random() >= 0.03,
    revoked,
    revokedAt: revoked ? new Date(now - Math.floor(random() * age)) : null,
    revocationReason: revoked ? 'REQUESTED' : null,
    revocationNote: null,
    createdAt: new Date(created),
    updatedAt: new Date(created),
    expiresAt: end,
    lifetimeSeconds: end ? Math.round((end.getTime() - created) / 1_000) : UNLIMITED_SECONDS,
    regeneratedAt: null,
    lastUsedAt: used,
    lastUsedAddress: used && '198.51.100.7',
    lastUsedClient: used && pick(random, CLIENTS),
    createdWithId: null,
  } as Base;
}
