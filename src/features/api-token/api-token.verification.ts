import DataLoader from 'dataloader';
import type { Catalogue } from '../../access/catalogue';
import type { AccessLevel } from '../../access/effective-scopes';
import type { Deps } from '../../context';
import { credentialRefused, tokenExpired } from '../../graphql/credential-errors';
import { isWithin } from '../../lib/address-range';
import { groupBy } from '../../lib/group-by';
import { toDate, toDateOrNull } from '../../lib/to-date';
import { TOKEN_MANAGING, ROTATE_SELF } from '../../access/catalogue';
import type { KeyPurpose, KeyedHash } from '../../keys';
import type { Catalogues } from '../api/api.catalogue';
import type { Rights, RoleReference } from '../role/role.rights';
import { NEVER } from '../../columns';
import { KnownTokens } from './known-tokens';
import { parseSecret, type Secret } from './secret';

/** What the look-up of a token brings: everything that decides on it, as it is now. */
export interface TokenRecord {
  readonly id: string;
  readonly accountId: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly name: string;
  readonly kind: 'API' | 'ACCESS';
  readonly access: AccessLevel;
  readonly scopes: readonly string[];
  readonly current: KeyedHash;
  readonly previous: KeyedHash | null;
  readonly overlapEndsAt: Date | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly enabled: boolean;
  readonly revoked: boolean;
  readonly expiresAt: Date;
  /** When the current secret was made. */
  readonly issuedAt: Date;
  readonly ownerEnabled: boolean;
  readonly accountEnabled: boolean;
  readonly catalogueVersion: number;
  readonly roles: readonly RoleReference[];
}

export interface VerifiedToken {
  readonly record: TokenRecord;
  readonly throughOverlap: boolean;
  readonly catalogue: Catalogue;
  /** Effective now; without what an old secret may not do. */
  readonly scopes: ReadonlySet<string>;
  /** P3: whether the owner may use tokens at all. */
  readonly ownerMayExecute: boolean;
}

const PURPOSE: KeyPurpose = 'api-token';
/** Compared with when there is no such token, so that the answer takes as long. */
const NOBODY: KeyedHash = { keyId: '', hash: '0'.repeat(64) };
const BATCH = 64;

const COLUMNS = `t.id, t.account_id, t.owner_id, t.name, t.kind, t.access, t.scopes, t.public_id, t.secret_hash, t.secret_key_id,
  t.previous_hash, t.previous_key_id, t.overlap_ends_at, t.allowed_addresses, t.enabled, t.revoked, t.expires_at,
  COALESCE(t.regenerated_at, t.created_at) AS issued_at,
  u.username, u.enabled AS owner_enabled, a.enabled AS account_enabled, a.catalogue_version,
  r.id AS role_id, r.version AS role_version, r.built_in AS role_built_in
  FROM api_token t
  JOIN user u ON u.id = t.owner_id
  JOIN account a ON a.id = t.account_id
  LEFT JOIN user_role ur ON ur.user_id = u.id
  LEFT JOIN role r ON r.id = ur.role_id`;

/** The one way in for every token (C8): the call, the exchange, leak triage, introspection. */
export class TokenVerification {
  private readonly byPublicId: (publicId: string) => Promise<TokenRecord | null>;
  private readonly known: KnownTokens;

  constructor(
    private readonly deps: Omit<Deps, 'authenticator'>,
    private readonly rights: Rights,
    private readonly catalogues: Catalogues,
  ) {
    this.known = new KnownTokens(deps.database);
    this.byPublicId = deps.database.dialect === 'sqlite' ? (id) => this.findOne(id) : this.batching();
  }

  /**
   * @param kind what is accepted here; another kind is refused like an unknown token.
   * @throws UNAUTHENTICATED for all that is wrong, alike in text and time; TOKEN_EXPIRED when only the time is over.
   */
  async verify(text: string, kind: 'api' | 'acc', address?: string): Promise<VerifiedToken> {
    const parsed = parseSecret(text);
    if (!parsed.ok || parsed.kind !== kind) throw credentialRefused();
    const token = this.known.find(text) ?? (await this.known.keep(text, () => this.lookUp(parsed)));
    this.assertUsable(token.record, address);
    return token;
  }

  /** @throws UNAUTHENTICATED when there is no such token. Whether it may be used now is another question. */
  private async lookUp({ text, kind, publicId }: Secret): Promise<VerifiedToken> {
    const record = await this.byPublicId(publicId);
    const matched = this.match(record, text);
    if (!record || !matched || record.kind !== (kind === 'api' ? 'API' : 'ACCESS')) throw credentialRefused();
    this.renewHash(record, matched, text);
    return this.toVerified(record, matched === 'previous');
  }

  /** The record behind a plain value, whatever its status; null when it is none of ours. */
  async identify(text: string): Promise<{ record: TokenRecord; throughOverlap: boolean } | null> {
    const parsed = parseSecret(text);
    if (!parsed.ok || (parsed.kind !== 'api' && parsed.kind !== 'acc')) return null;
    const record = await this.byPublicId(parsed.publicId);
    const matched = this.match(record, text);
    return record && matched ? { record, throughOverlap: matched === 'previous' } : null;
  }

  /** For an exchanged session, which lives as its token does (U3). */
  async verifyById(id: string, address?: string): Promise<VerifiedToken> {
    const record = toRecord(await this.query('t.id = ?', [id]));
    if (!record) throw credentialRefused();
    this.assertUsable(record, address);
    return this.toVerified(record, false);
  }

  /** Owner, account and address come first and never say more; then revoked before expired before disabled (C8). */
  private assertUsable(record: TokenRecord, address: string | undefined): void {
    if (!record.ownerEnabled || !record.accountEnabled) throw credentialRefused();
    if (record.allowedAddresses && !(address && isWithin(address, record.allowedAddresses))) throw credentialRefused();
    if (record.revoked) throw credentialRefused();
    if (record.expiresAt <= new Date()) throw tokenExpired();
    if (!record.enabled) throw credentialRefused();
  }

  private match(record: TokenRecord | null, text: string): 'current' | 'previous' | undefined {
    const { keys } = this.deps;
    if (keys.matches(PURPOSE, text, record?.current ?? NOBODY)) return 'current';
    const overlap = record?.overlapEndsAt && record.overlapEndsAt > new Date() ? record.previous : null;
    return overlap && keys.matches(PURPOSE, text, overlap) ? 'previous' : undefined;
  }

  private renewHash(record: TokenRecord, matched: 'current' | 'previous', text: string): void {
    const { keys, usage } = this.deps;
    if (matched === 'previous' || record.current.keyId === keys.newestId) return;
    usage.rehash({ table: 'api_token', id: record.id, oldHash: record.current.hash, ...keys.hash(PURPOSE, text) });
  }

  private async toVerified(record: TokenRecord, throughOverlap: boolean): Promise<VerifiedToken> {
    const catalogue = await this.catalogues.at(record.accountId, record.catalogueVersion);
    const held = await this.rights.held(catalogue, record.roles);
    const effective = await this.rights.effective(catalogue, record, record.roles);
    return {
      record,
      throughOverlap,
      catalogue,
      scopes: throughOverlap ? withoutTokenManaging(effective) : effective,
      ownerMayExecute: held.has('api:execute'),
    };
  }

  private async findOne(publicId: string): Promise<TokenRecord | null> {
    return toRecord(await this.query('t.public_id = ?', [publicId]));
  }

  /**
   * On a database behind a network the look-ups of requests that arrive together travel together. Only what was not yet
   * sent is joined, so an answer is never older than its request.
   */
  private batching(): (publicId: string) => Promise<TokenRecord | null> {
    const loader = new DataLoader<string, TokenRecord | null>((ids) => this.findMany(ids), {
      cache: false,
      maxBatchSize: BATCH,
      batchScheduleFn: (send) => void setImmediate(send),
    });
    return (publicId) => loader.load(publicId);
  }

  private async findMany(publicIds: readonly string[]): Promise<(TokenRecord | null)[]> {
    const places = publicIds.map(() => '?').join(', ');
    const found = groupBy(await this.query(`t.public_id IN (${places})`, publicIds), (row) => row.public_id);
    return publicIds.map((id) => toRecord(found.get(id) ?? []));
  }

  private query(condition: string, values: readonly string[]): Promise<Row[]> {
    return this.deps.database.reader.query<Row[]>(`SELECT ${COLUMNS} WHERE ${condition}`, [...values]);
  }
}

const overlapSets = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** C2: the old secret can't manage tokens or rotate. Equal sets stay the same Set. */
function withoutTokenManaging(scopes: ReadonlySet<string>): ReadonlySet<string> {
  const kept = overlapSets.get(scopes);
  if (kept) return kept;
  const less = new Set([...scopes].filter((scope) => !TOKEN_MANAGING.has(scope) && scope !== ROTATE_SELF));
  overlapSets.set(scopes, less);
  return less;
}

interface Row {
  id: string;
  account_id: string;
  owner_id: string;
  name: string;
  kind: 'API' | 'ACCESS';
  access: AccessLevel;
  scopes: string;
  public_id: string;
  secret_hash: string;
  secret_key_id: string;
  previous_hash: string | null;
  previous_key_id: string | null;
  overlap_ends_at: Date | string | null;
  allowed_addresses: string | null;
  enabled: number | boolean;
  revoked: number | boolean;
  expires_at: Date | string;
  issued_at: Date | string;
  username: string;
  owner_enabled: number | boolean;
  account_enabled: number | boolean;
  catalogue_version: number;
  role_id: string | null;
  role_version: number;
  role_built_in: number | boolean;
}

/** One row for each role of the owner, or one without a role. */
function toRecord(found: readonly Row[]): TokenRecord | null {
  const row = found[0];
  if (!row) return null;
  return {
    id: row.id,
    accountId: row.account_id,
    ownerId: row.owner_id,
    ownerName: row.username,
    name: row.name,
    kind: row.kind,
    access: row.access,
    scopes: JSON.parse(row.scopes) as string[],
    current: { hash: row.secret_hash, keyId: row.secret_key_id },
    previous: row.previous_hash && row.previous_key_id ? { hash: row.previous_hash, keyId: row.previous_key_id } : null,
    overlapEndsAt: toDateOrNull(row.overlap_ends_at),
    allowedAddresses: row.allowed_addresses ? (JSON.parse(row.allowed_addresses) as string[]) : null,
    enabled: Boolean(row.enabled),
    revoked: Boolean(row.revoked),
    expiresAt: toDateOrNull(row.expires_at) ?? NEVER,
    issuedAt: toDate(row.issued_at),
    ownerEnabled: Boolean(row.owner_enabled),
    accountEnabled: Boolean(row.account_enabled),
    catalogueVersion: Number(row.catalogue_version),
    roles: toRoles(found),
  };
}

/** The roles of rows that were joined with them. */
export function toRoles(found: readonly Pick<Row, 'role_id' | 'role_version' | 'role_built_in'>[]): RoleReference[] {
  return found.flatMap((row) =>
    row.role_id ? [{ id: row.role_id, version: Number(row.role_version), builtIn: Boolean(row.role_built_in) }] : [],
  );
}
