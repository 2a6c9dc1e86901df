import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as mysql2 from 'mysql2';
import { DataSource, DefaultNamingStrategy, type DataSourceOptions, type EntityManager, type Logger } from 'typeorm';
import type { DatabaseConfig, DatabaseDialect } from './config';
import { isConflictOfTransactions, isSqliteBusy } from './database-errors';
import { entities } from './entities';
import { pretendLarge } from './sqlite-statistics';

const MIGRATIONS = [join(__dirname, '../migrations/*.{ts,js}')];
const ATTEMPTS = 8;

/**
 * The database behind one door. Reads outside a change go through `reader`; everything that writes goes through
 * `transaction`, which services reach as `transaction(context, …)` of graphql/transaction.ts.
 *
 * On SQLite TypeORM has one connection: concurrent requests would interleave inside a transaction that awaits, and
 * acknowledged rows would be lost. So there is one writer with a queue, and a second connection that only reads.
 */
export interface Database {
  readonly dialect: DatabaseDialect;
  readonly reader: DataSource;
  /** Runs again from the start when the database asks for it (deadlock, lock wait): `work` has no effect but through its manager. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /**
   * Another number as soon as anything was committed, by another process from the next turn of the event loop on; undefined
   * where asking would be a round trip.
   * What was read after it was asked for is what the database holds for as long as the number is the same.
   */
  version(): number | undefined;
  /** @throws when the database can't answer a real query. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

class SnakeNames extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

interface OpenOptions {
  /** Sees every statement; for tests and debugging. */
  readonly logger?: Logger;
  /** SQLite only: FULL outlives a loss of power; tests trade that for speed. */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF';
  /**
   * SQLite only: a transaction that is started inside another is an error instead of waiting for itself for ever. For tests:
   * following every promise costs each request an eighth of its time.
   */
  readonly refuseNesting?: boolean;
}

/** Opens the database and brings it to the newest migration. @throws when it can't be reached or is of another kind. */
export function openDatabase(config: DatabaseConfig, options: OpenOptions = {}): Promise<Database> {
  return config.dialect === 'sqlite' ? openSqlite(config, options) : openMysql(config, options);
}

/** The DataSource for TypeORM's own command line (ormconfig.ts). */
export function writingDataSource(config: DatabaseConfig): DataSource {
  return config.dialect === 'sqlite' ? sqliteDataSource(config, 'writer', {}) : mysqlDataSource(config, {});
}

const shared = (options: OpenOptions) =>
  ({
    entities,
    migrations: MIGRATIONS,
    namingStrategy: new SnakeNames(),
    ...(options.logger && { logger: options.logger, logging: true }),
  }) satisfies Partial<DataSourceOptions>;

// --- SQLite -----------------------------------------------------------------------------------------------------

interface SqliteHandle {
  exec(sql: string): void;
  prepare(sql: string): { raw(): { get(): number[] } };
}

function sqliteDataSource(config: DatabaseConfig, role: 'writer' | 'reader', options: OpenOptions): DataSource {
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
    ...shared(options),
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

async function openSqlite(config: DatabaseConfig, options: OpenOptions): Promise<Database> {
  const writer = await sqliteDataSource(config, 'writer', options).initialize();
  await writer.runMigrations({ transaction: 'each' });
  await pretendLarge(writer);
  const reader = await sqliteDataSource(config, 'reader', options).initialize();
  const version = new SqliteVersion(reader);
  const queue = new Queue(options.refuseNesting);
  const reopen = async (source: DataSource) => {
    await source.destroy();
    await source.initialize();
  };
  return {
    dialect: 'sqlite',
    reader,
    transaction: (work) =>
      queue.run(() =>
        again(() => writer.transaction(work), {
          when: isSqliteBusy,
          before: () => reopen(writer),
        }).finally(() => version.forget()),
      ),
    version: () => version.now(),
    ping: async () => void (await reader.query('SELECT 1 FROM account LIMIT 1')),
    close: () => queue.run(async () => void (await Promise.all([reader.destroy(), writer.destroy()]))),
  };
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

// --- MySQL and MariaDB ------------------------------------------------------------------------------------------

type MysqlDialect = Exclude<DatabaseDialect, 'sqlite'>;

/** READ COMMITTED: a change sees what the others committed once it holds its locks. Statements and lock waits are bounded. */
const sessionSettings: Record<MysqlDialect, string> = {
  mysql:
    "SET SESSION transaction_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, max_execution_time = 10000",
  mariadb: "SET SESSION tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, max_statement_time = 10",
};

function mysqlDataSource(config: DatabaseConfig, options: OpenOptions, session?: string): DataSource {
  const driver = {
    ...mysql2,
    createPool: (settings: mysql2.PoolOptions) => {
      const pool = mysql2.createPool(settings);
      pool.on('connection', (connection) => {
        if (session) connection.query(session);
        forceIndexes(connection);
      });
      return pool;
    },
  };
  return new DataSource({
    ...shared(options),
    type: config.dialect as MysqlDialect,
    driver,
    url: config.location.replace(/^mariadb:/, 'mysql:'),
    timezone: 'Z',
    charset: 'utf8mb4',
    supportBigNumbers: true,
    connectTimeout: 5_000,
    poolSize: 10,
  });
}

/**
 * TypeORM knows no other hint than USE INDEX, with which MariaDB still reads all that an account holds from one end to
 * the place where a page begins, and both may still read the whole table.
 */
function forceIndexes(connection: mysql2.PoolConnection): void {
  const query = connection.query.bind(connection) as (sql: unknown, ...rest: unknown[]) => mysql2.Query;
  const forced = (sql: unknown, ...rest: unknown[]): mysql2.Query =>
    query(typeof sql === 'string' ? sql.replace(/ USE INDEX \(/g, ' FORCE INDEX (') : sql, ...rest);
  connection.query = forced as typeof connection.query;
}

async function openMysql(config: DatabaseConfig, options: OpenOptions): Promise<Database> {
  const dialect = config.dialect as MysqlDialect;
  await migrateAlone(config, dialect);
  const source = await mysqlDataSource(config, options, sessionSettings[dialect]).initialize();
  return {
    dialect,
    reader: source,
    transaction: (work) => again(() => source.transaction(work), { when: isConflictOfTransactions }),
    version: () => undefined,
    ping: async () => void (await source.query('SELECT 1 FROM account LIMIT 1')),
    close: () => source.destroy(),
  };
}

/** Several nodes may start at once: one migrates, the others wait and find nothing to do. No time limits here. */
async function migrateAlone(config: DatabaseConfig, dialect: MysqlDialect): Promise<void> {
  const source = await mysqlDataSource(config, {}).initialize();
  const runner = source.createQueryRunner();
  try {
    await assertServer(source, dialect);
    const [row] = (await runner.query("SELECT GET_LOCK(CONCAT(DATABASE(), '/migrations'), 120) AS taken")) as {
      taken: number | string;
    }[];
    if (Number(row?.taken) !== 1) throw new Error('Another node has been migrating for two minutes.');
    await source.runMigrations({ transaction: 'none' });
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** MySQL and MariaDB differ in types and statements: the wrong name in DATABASE_URL would show drift for ever. */
async function assertServer(source: DataSource, dialect: MysqlDialect): Promise<void> {
  const [row] = await source.query<{ version: string }[]>('SELECT VERSION() AS version');
  const actual = row?.version.includes('MariaDB') ? 'mariadb' : 'mysql';
  if (actual === dialect) return;
  throw new Error(`DATABASE_URL says ${dialect}://, but the server is ${actual} ${row?.version}: write ${actual}://`);
}

// --- both -------------------------------------------------------------------------------------------------------

interface Again {
  readonly when: (error: unknown) => boolean;
  readonly before?: () => Promise<void>;
}

/** Tries again, with growing random pauses, while the database says that the whole transaction should. */
async function again<T>(work: () => Promise<T>, { when, before }: Again): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !when(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      await before?.();
    }
  }
}
