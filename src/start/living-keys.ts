import type { DataSource } from 'typeorm';
import { DateUtils } from 'typeorm/util/DateUtils';

/** Living tokens whose secret was hashed under a key. */
export interface TokensOfKey {
  readonly keyId: string;
  readonly tokens: number;
}

/**
 * How many tokens live (neither revoked nor expired) under each key that isn't among `known`. Goes from one key to the
 * next along an index, so that it costs the same with a million tokens.
 */
export async function countTokensWithoutKey(reader: DataSource, known: readonly string[]): Promise<TokensOfKey[]> {
  const missing: TokensOfKey[] = [];
  for await (const keyId of keysInUse(reader)) {
    if (known.includes(keyId)) continue;
    const tokens = await countLiving(reader, keyId);
    if (tokens > 0) missing.push({ keyId, tokens });
  }
  return missing;
}

async function* keysInUse(reader: DataSource): AsyncGenerator<string> {
  for (let last = ''; ;) {
    const [row] = await reader.query<{ next: string | null }[]>(
      'SELECT MIN(secret_key_id) AS next FROM api_token WHERE secret_key_id > ?',
      [last],
    );
    if (!row?.next) return;
    last = row.next;
    yield last;
  }
}

async function countLiving(reader: DataSource, keyId: string): Promise<number> {
  const [row] = await reader.query<{ tokens: number | string }[]>(
    'SELECT COUNT(*) AS tokens FROM api_token WHERE secret_key_id = ? AND revoked = 0 AND expires_at > ?',
    [keyId, DateUtils.mixedDateToUtcDatetimeString(new Date())],
  );
  return Number(row?.tokens ?? 0);
}
