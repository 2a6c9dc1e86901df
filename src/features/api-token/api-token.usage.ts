import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { DateUtils } from 'typeorm/util/DateUtils';
import type { Rehash, Usage, Use } from '../../context';
import type { Database } from '../../database';
import { chunks } from '../../graphql/rows';
import { BoundedMap } from '../../lib/bounded-map';
import { SharedRuns } from '../../lib/shared-runs';

const EVERY_MS = 1_000;
/** Uses kept when the database can't be written to; what is older goes: a failing write never fails a request (U6). */
const MOST_KEPT = 100_000;

/** Which scopes are used is asked by the day: a scope of a token is written once in an hour. */
const SCOPE_EVERY_MS = 3_600_000;

interface Target {
  readonly table: 'api_token' | 'session';
  readonly at: string;
  readonly address?: string;
  readonly client?: string;
}

const TOKEN = {
  table: 'api_token',
  at: 'last_used_at',
  address: 'last_used_address',
  client: 'last_used_client',
} as const;
const SESSION = { table: 'session', at: 'last_used_at' } as const;

/** Last use of tokens and sessions (U6), the newest of each, written about once a second in one transaction. */
export class UsageBatch implements Usage {
  private uses = new Map<string, Use>();
  private scopeUses = new Map<string, Date>();
  /** When this process last wrote that a token used a scope, in milliseconds. */
  private readonly writtenScopes = new BoundedMap<string, number>(MOST_KEPT);
  private rehashes = new Map<string, Rehash>();
  /** One write at a time and one that waits: while the database stands still no more pile up. */
  private readonly writes = new SharedRuns<void>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
  ) {
    this.timer = setInterval(() => void this.flush(), EVERY_MS);
    this.timer.unref();
  }

  record(use: Use): void {
    if (this.uses.size >= MOST_KEPT) this.uses.clear();
    if (use.sessionId) this.uses.set(`session ${use.sessionId}`, use);
    if (use.tokenId) this.uses.set(`${use.throughOverlap ? 'overlap' : 'token'} ${use.tokenId}`, use);
    this.recordScopes(use);
  }

  private recordScopes({ tokenId, scopes = [], at }: Use): void {
    for (const scope of tokenId ? scopes : []) {
      const key = `${tokenId} ${scope}`;
      if (at.getTime() - (this.writtenScopes.get(key) ?? 0) < SCOPE_EVERY_MS) continue;
      if (this.scopeUses.size >= MOST_KEPT) this.scopeUses.clear();
      this.scopeUses.set(key, at);
    }
  }

  rehash(rehash: Rehash): void {
    if (this.rehashes.size < MOST_KEPT) this.rehashes.set(rehash.id, rehash);
  }

  /** Writes what is pending; the answer waits for what was being written, too. */
  flush(): Promise<void> {
    return this.writes.run('all', () => this.write());
  }

  /** Stops the timer and writes the rest. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async write(): Promise<void> {
    const { uses, rehashes, scopeUses } = this;
    if (uses.size === 0 && rehashes.size === 0) return;
    this.uses = new Map();
    this.scopeUses = new Map();
    this.rehashes = new Map();
    try {
      await this.database.transaction(async (manager) => {
        await writeUses(manager, TOKEN, pick(uses, 'token '));
        await writeOverlapUses(manager, pick(uses, 'overlap '));
        await writeUses(manager, SESSION, pick(uses, 'session '));
        await writeScopeUses(manager, [...scopeUses].map(toScopeUse));
        await writeRehashes(manager, [...rehashes.values()]);
      });
      for (const [key, at] of scopeUses) this.writtenScopes.set(key, at.getTime());
    } catch (error) {
      this.log.warn({ err: error }, 'last uses could not be written; they are tried again');
      // What came meanwhile is newer.
      this.uses = new Map([...uses, ...this.uses]);
      this.scopeUses = new Map([...scopeUses, ...this.scopeUses]);
      this.rehashes = new Map([...rehashes, ...this.rehashes]);
    }
  }
}

function pick(uses: ReadonlyMap<string, Use>, prefix: string): [id: string, use: Use][] {
  return [...uses].filter(([key]) => key.startsWith(prefix)).map(([key, use]) => [key.slice(prefix.length), use]);
}

/** One statement for many rows, the same on every database. */
async function writeUses(manager: EntityManager, target: Target, uses: readonly [string, Use][]): Promise<void> {
  for (const chunk of chunks(uses, 200)) {
    const cases = chunk.map(() => 'WHEN ? THEN ?').join(' ');
    const set = (column: string) => `${column} = CASE id ${cases} END`;
    const columns: [string, (use: Use) => unknown][] = [[target.at, (use) => asDate(manager, use.at)]];
    if (target.address) columns.push([target.address, (use) => use.address ?? null]);
    if (target.client) columns.push([target.client, (use) => use.client ?? null]);
    await manager.query(
      `UPDATE ${target.table} SET ${columns.map(([column]) => set(column)).join(', ')} WHERE id IN (${chunk.map(() => '?').join(', ')})`,
      [...columns.flatMap(([, value]) => chunk.flatMap(([id, use]) => [id, value(use)])), ...chunk.map(([id]) => id)],
    );
  }
}

/** Of the overlap that runs: what used the old secret of an earlier one says nothing of it (C2). */
async function writeOverlapUses(manager: EntityManager, uses: readonly [string, Use][]): Promise<void> {
  for (const [id, { at, address = null, client = null }] of uses) {
    const date = asDate(manager, at);
    await manager.query(
      `UPDATE api_token SET overlap_last_used_at = ?, overlap_last_used_address = ?, overlap_last_used_client = ?
       WHERE id = ? AND regenerated_at <= ?`,
      [date, address, client, id, date],
    );
  }
}

interface ScopeUse {
  readonly tokenId: string;
  readonly scope: string;
  readonly at: Date;
}

function toScopeUse([key, at]: [string, Date]): ScopeUse {
  const end = key.indexOf(' ');
  return { tokenId: key.slice(0, end), scope: key.slice(end + 1), at };
}

/**
 * What tokens needed of their scopes (P12). Their rows were written before in this transaction, so that those that still
 * exist stay. REPLACE is the one upsert that SQLite, MariaDB and MySQL write alike.
 */
async function writeScopeUses(manager: EntityManager, uses: readonly ScopeUse[]): Promise<void> {
  for (const chunk of chunks(uses, 200)) {
    const ids = [...new Set(chunk.map(({ tokenId }) => tokenId))];
    const tokens = await manager.query<{ id: string; account_id: string }[]>(
      `SELECT id, account_id FROM api_token WHERE id IN (${ids.map(() => '?').join(', ')})`,
      ids,
    );
    const accounts = new Map(tokens.map((token) => [token.id, token.account_id]));
    const living = chunk.filter(({ tokenId }) => accounts.has(tokenId));
    if (living.length === 0) continue;
    await manager.query(
      `REPLACE INTO api_token_scope_use (token_id, scope, account_id, last_used_at) VALUES ${living.map(() => '(?, ?, ?, ?)').join(', ')}`,
      living.flatMap(({ tokenId, scope, at }) => [tokenId, scope, accounts.get(tokenId), asDate(manager, at)]),
    );
  }
}

async function writeRehashes(manager: EntityManager, rehashes: readonly Rehash[]): Promise<void> {
  for (const { table, id, oldHash, hash, keyId } of rehashes) {
    await manager.query(`UPDATE ${table} SET secret_hash = ?, secret_key_id = ? WHERE id = ? AND secret_hash = ?`, [
      hash,
      keyId,
      id,
      oldHash,
    ]);
  }
}

/** A raw statement's date: SQLite's is the text that TypeORM stores. */
function asDate(manager: EntityManager, date: Date): Date | string {
  if (manager.connection.options.type !== 'better-sqlite3') return date;
  return DateUtils.mixedDateToUtcDatetimeString(date) as string;
}
