import { type KnownActor, LOGIN_SCOPE } from '../../access/actor';
import type { Catalogue } from '../../access/catalogue';
import type { Deps } from '../../context';
import { credentialRefused } from '../../graphql/credential-errors';
import { toDate, toDateOrNull } from '../../lib/to-date';
import { type TokenVerification, type VerifiedToken, toRoles } from '../api-token/api-token.verification';
import { parseSecret } from '../api-token/secret';
import type { Catalogues } from '../api/api.catalogue';
import type { Rights } from '../role/role.rights';

/** Idle for longer, a session has ended. */
export const IDLE_SECONDS = 12 * 3_600;
export const LONGEST_SECONDS = 7 * 86_400;

const NOBODY = { keyId: '', hash: '0'.repeat(64) };

const QUERY = `SELECT s.id, s.account_id, s.user_id, s.api_token_id, s.secret_hash, s.secret_key_id, s.last_used_at, s.expires_at,
  s.created_at, s.confirmed_until, t.regenerated_at, u.username, u.enabled AS user_enabled, a.enabled AS account_enabled, a.catalogue_version,
  r.id AS role_id, r.version AS role_version, r.built_in AS role_built_in
  FROM session s
  JOIN user u ON u.id = s.user_id
  JOIN account a ON a.id = s.account_id
  LEFT JOIN api_token t ON t.id = s.api_token_id
  LEFT JOIN user_role ur ON ur.user_id = u.id
  LEFT JOIN role r ON r.id = ur.role_id
  WHERE s.public_id = ?`;

interface Row {
  id: string;
  account_id: string;
  user_id: string;
  api_token_id: string | null;
  secret_hash: string;
  secret_key_id: string;
  created_at: Date | string;
  /** When the token that was exchanged got another secret. */
  regenerated_at: Date | string | null;
  last_used_at: Date | string;
  expires_at: Date | string;
  confirmed_until: Date | string | null;
  username: string;
  user_enabled: number | boolean;
  account_enabled: number | boolean;
  catalogue_version: number;
  role_id: string | null;
  role_version: number;
  role_built_in: number | boolean;
}

/** Sessions as they are at the request: ended, idle, of a disabled user, or over with the token they were got for. */
export class SessionVerification {
  private readonly loginSets = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

  constructor(
    private readonly deps: Omit<Deps, 'authenticator'>,
    private readonly rights: Rights,
    private readonly tokens: TokenVerification,
    private readonly catalogues: Catalogues,
  ) {}

  /** @throws UNAUTHENTICATED, alike for all that is wrong. */
  async verify(text: string, address?: string): Promise<KnownActor & { ownerMayExecute: boolean }> {
    const parsed = parseSecret(text);
    if (!parsed.ok || parsed.kind !== 'ses') throw credentialRefused();
    const found = await this.deps.database.reader.query<Row[]>(QUERY, [parsed.publicId]);
    const row = found[0];
    const expected = row ? { hash: row.secret_hash, keyId: row.secret_key_id } : NOBODY;
    if (!this.deps.keys.matches('session', text, expected) || !row || !isAlive(row)) throw credentialRefused();
    if (expected.keyId !== this.deps.keys.newestId) {
      const renewed = this.deps.keys.hash('session', text);
      this.deps.usage.rehash({ table: 'session', id: row.id, oldHash: expected.hash, ...renewed });
    }
    if (row.api_token_id) {
      return fromToken(row, await this.tokens.verifyById(row.api_token_id, address));
    }
    const catalogue = await this.catalogues.at(row.account_id, Number(row.catalogue_version));
    return this.fromLogin(row, catalogue, await this.rights.held(catalogue, toRoles(found)));
  }

  private fromLogin(
    row: Row,
    catalogue: Catalogue,
    held: ReadonlySet<string>,
  ): KnownActor & { ownerMayExecute: boolean } {
    return {
      ...common(row),
      catalogue,
      credential: 'log-in',
      scopes: this.withLogin(held),
      throughOverlap: false,
      confirmedUntil: toDateOrNull(row.confirmed_until) ?? undefined,
      ownerMayExecute: true,
    };
  }

  private withLogin(held: ReadonlySet<string>): ReadonlySet<string> {
    const kept = this.loginSets.get(held);
    if (kept) return kept;
    const scopes = new Set([...held, LOGIN_SCOPE]);
    this.loginSets.set(held, scopes);
    return scopes;
  }
}

const common = (row: Row) => ({
  authenticated: true as const,
  accountId: row.account_id,
  userId: row.user_id,
  userName: row.username,
  subject: row.user_id,
  sessionId: row.id,
});

function fromToken(
  row: Row,
  { record, scopes, catalogue, ownerMayExecute }: VerifiedToken,
): KnownActor & { ownerMayExecute: boolean } {
  return {
    ...common(row),
    credential: 'exchange',
    scopes,
    catalogue,
    tokenId: record.id,
    tokenName: record.name,
    tokenIssuedAt: record.issuedAt,
    tokenExpiresAt: record.expiresAt,
    throughOverlap: false,
    ownerMayExecute,
  };
}

function isAlive(row: Row): boolean {
  const now = Date.now();
  const idleUntil = toDate(row.last_used_at).getTime() + IDLE_SECONDS * 1_000;
  // U3: whoever exchanged an old secret has nothing any more. Seen to here, so that it holds if a regeneration forgets it.
  const regenerated = row.regenerated_at !== null && toDate(row.regenerated_at) >= toDate(row.created_at);
  const enabled = Boolean(row.user_enabled && row.account_enabled);
  return enabled && !regenerated && now < toDate(row.expires_at).getTime() && now < idleUntil;
}
