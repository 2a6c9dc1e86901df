import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type EntityManager } from 'typeorm';
import type { DatabaseConfig } from './config';
import type { Database } from './database';
import { again } from './database.again';
import { isSqliteBusy } from './database-errors';
import { type OpenOptions, sharedOptions } from './database.options';
import { pretendLarge } from './sqlite-statistics';

interface SqliteHandle {
  exec(sql: string): void;
  prepare(sql: string): { raw(): { get(): number[] } };
}

export function sqliteDataSource(config: DatabaseConfig, role: 'writer' | 'reader', options: OpenOptions): DataSource {
  mkdirSync(dirname(config.location), { recursive: true });
  const pragmas = [
    'journal_mode=WAL',
    `synchronous=${options.synchronous ?? 'FULL'}`,
    'foreign_keys=ON',
    // The driver is synchronous: this blocks the event loop, and only a second process (the CLI) makes it wait.
    'busy_timeout=100',
    ...(role === 'reader' ? ['query_only=ON'] : []),
  ];
  return new DataSource({
    ...sharedOptions(options),
    type: 'better-sqlite3',
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- its binary is loaded only where SQLite is used
    driver: require('libsql') as unknown,
    database: config.location,
    prepareDatabase: (db: SqliteHandle) => {
      for (const pragma of pragmas) db.exec(`PRAGMA ${pragma}`);
      const prepare = db.prepare.bind(db);
      // A deferred transaction that reads and then writes fails with BUSY_SNAPSHOT, after which libsql keeps an old
      // snapshot for ever; with IMMEDIATE a busy database is told at BEGIN, cleanly. TypeORM has no option for it.
      db.prepare = (sql) => prepare(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql);
    },
  });
}

/** https://www.sqlite.org/pragma.html#pragma_data_version: counts what other connections commit, and a reader commits nothing. */
class SqliteVersion {
  private readonly statement: { get(): number[] };
  private asked: number | undefined;

  constructor(reader: DataSource) {
    // Cast: the handle of libsql, which TypeORM's driver keeps without a type.
    const { databaseConnection } = reader.driver as unknown as { databaseConnection: SqliteHandle };
    this.statement = databaseConnection.prepare('PRAGMA data_version').raw();
  }

  /** Asked once for all requests of one turn of the event loop: it costs more than all the rest of a check. */
  now(): number | undefined {
    if (this.asked === undefined) {
      this.asked = this.statement.get()[0];
      setImmediate(() => this.forget());
    }
    return this.asked;
  }

  /** This process has committed: its next request, be it in the same turn, has to see that. */
  forget(): void {
    this.asked = undefined;
  }
}

/** One connection that writes, with a queue, and one that reads. */
export async function openSqlite(config: DatabaseConfig, options: OpenOptions): Promise<Database> {
  const writer = await sqliteDataSource(config, 'writer', options).initialize();
  await writer.runMigrations({ transaction: 'each' });
  await pretendLarge(writer);
  const reader = await sqliteDataSource(config, 'reader', options).initialize();
  const version = new SqliteVersion(reader);
  const queue = new Queue(options.refuseNesting);
  return {
    dialect: 'sqlite',
    reader,
    transaction: (work) =>
      queue.run(() =>
        again(() => transactionOf(writer, work), {
          when: isSqliteBusy,
          before: () => closeIfOpen(writer),
        }).finally(() => version.forget()),
      ),
    version: () => version.now(),
    ping: async () => void (await reader.query('SELECT 1 FROM account LIMIT 1')),
    close: () => queue.run(async () => void (await Promise.all([reader, writer].map(closeIfOpen)))),
  };
}

/** Opens the writer where it is closed: whatever kept it from being opened again must not end all changes until a restart. */
async function transactionOf<T>(writer: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  if (!writer.isInitialized) await writer.initialize();
  return writer.transaction(work);
}

async function closeIfOpen(source: DataSource): Promise<void> {
  if (source.isInitialized) await source.destroy();
}

/** One after another, in the order of asking. */
class Queue {
  private last: Promise<unknown> = Promise.resolve();
  private readonly inside?: AsyncLocalStorage<true>;

  constructor(refuseNesting = false) {
    if (refuseNesting) this.inside = new AsyncLocalStorage();
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside?.getStore()) throw new Error('A transaction was started inside a transaction.');
    const result = this.last.then(() => this.inside?.run(true, work) ?? work());
    this.last = result.catch(() => undefined);
    return result;
  }
}
