import type { DataSource } from 'typeorm';
import { DateUtils } from 'typeorm/util/DateUtils';

/** Living tokens that need a key: their secret was hashed under it, or the old one that still works in its overlap. */
export interface TokensOfKey {
  readonly keyId: string;
  readonly tokens: number;
}

/** Columns that name a key, and the date until which a living token needs it. */
const NEEDS = [
  { column: 'secret_key_id', until: 'expires_at' },
  { column: 'previous_key_id', until: 'overlap_ends_at' },
] as const;

type Need = (typeof NEEDS)[number];

/**
 * How many tokens live (neither revoked nor expired) under each key that isn't among `known`. Goes from one key to the
 * next along an index, so that it costs the same with a million tokens.
 */
export async function countTokensWithoutKey(reader: DataSource, known: readonly string[]): Promise<TokensOfKey[]> {
  const missing = new Map<string, number>();
  for (const need of NEEDS) {
    for await (const keyId of keysInUse(reader, need)) {
      const tokens = known.includes(keyId) ? 0 : await countLiving(reader, need, keyId);
      if (tokens > 0) missing.set(keyId, (missing.get(keyId) ?? 0) + tokens);
    }
  }
  return [...missing].map(([keyId, tokens]) => ({ keyId, tokens }));
}

async function* keysInUse(reader: DataSource, { column }: Need): AsyncGenerator<string> {
  for (let last = ''; ;) {
    const [row] = await reader.query<{ next: string | null }[]>(
      `SELECT MIN(${column}) AS next FROM api_token WHERE ${column} > ?`,
      [last],
    );
    if (!row?.next) return;
    last = row.next;
    yield last;
  }
}

async function countLiving(reader: DataSource, { column, until }: Need, keyId: string): Promise<number> {
  const now: unknown = DateUtils.mixedDateToUtcDatetimeString(new Date());
  const [row] = await reader.query<{ tokens: number | string }[]>(
    `SELECT COUNT(*) AS tokens FROM api_token WHERE ${column} = ? AND revoked = 0 AND expires_at > ? AND ${until} > ?`,
    [keyId, now, now],
  );
  return Number(row?.tokens ?? 0);
}

/** Second factors that can't be read any more, by key: whoever has one can't log in until an administrator takes it off. */
export async function countSecondFactorsWithoutKey(
  reader: DataSource,
  known: readonly string[],
): Promise<Record<string, number>> {
  const found = await reader.query<{ keyId: string; users: number | string }[]>(
    "SELECT SUBSTR(totp_secret, 1, INSTR(totp_secret, '.') - 1) AS keyId, COUNT(*) AS users FROM user " +
      'WHERE two_factor_enabled = 1 AND totp_secret IS NOT NULL GROUP BY keyId',
  );
  const missing = found.filter(({ keyId }) => !known.includes(keyId));
  return Object.fromEntries(missing.map(({ keyId, users }) => [keyId, Number(users)]));
}

/**
 * Keys of the oldest seals of the audit that aren't among `known`: nothing vouches for those events, and every check
 * reports a break there. One look-up for each account, however long its chain is.
 */
export async function findSealKeysMissing(reader: DataSource, known: readonly string[]): Promise<string[]> {
  const found = await reader.query<{ keyId: string }[]>(
    'SELECT DISTINCT seal.key_id AS keyId FROM account JOIN audit_seal seal ON seal.account_id = account.id AND seal.position = 1',
  );
  return found.map(({ keyId }) => keyId).filter((keyId) => !known.includes(keyId));
}
