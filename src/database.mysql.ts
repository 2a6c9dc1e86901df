import * as mysql2 from 'mysql2';
import { DataSource } from 'typeorm';
import type { DatabaseConfig, DatabaseDialect } from './config';
import type { Database } from './database';
import { again } from './database.again';
import { isConflictOfTransactions, isMadeAlready } from './database-errors';
import { type OpenOptions, sharedOptions } from './database.options';

type MysqlDialect = Exclude<DatabaseDialect, 'sqlite'>;

/** READ COMMITTED: a change sees what the others committed once it holds its locks. Statements and lock waits are bounded. */
const sessionSettings: Record<MysqlDialect, string> = {
  mysql:
    "SET SESSION transaction_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, max_execution_time = 10000",
  mariadb: "SET SESSION tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, max_statement_time = 10",
};

/** A read waits for what other nodes have committed: else a token that one revoked would live on here for milliseconds. */
const ON_A_CLUSTER = ', wsrep_sync_wait = 1';
/** Milliseconds that a node waits for another's migrations. */
const PATIENCE = 120_000;

export function mysqlDataSource(config: DatabaseConfig, options: OpenOptions, session?: string): DataSource {
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
    ...sharedOptions(options),
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

/** One pool. */
export async function openMysql(config: DatabaseConfig, options: OpenOptions): Promise<Database> {
  const dialect = config.dialect as MysqlDialect;
  const { onCluster } = await migrateAlone(config, dialect);
  const session = sessionSettings[dialect] + (onCluster ? ON_A_CLUSTER : '');
  const source = await mysqlDataSource(config, options, session).initialize();
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
async function migrateAlone(config: DatabaseConfig, dialect: MysqlDialect): Promise<{ onCluster: boolean }> {
  const source = await mysqlDataSource(config, {}).initialize();
  const runner = source.createQueryRunner();
  try {
    await assertServer(source, dialect);
    const onCluster = await isOnCluster(source);
    const [row] = (await runner.query(
      `SELECT GET_LOCK(CONCAT(DATABASE(), '/migrations'), ${PATIENCE / 1_000}) AS taken`,
    )) as { taken: number | string }[];
    if (Number(row?.taken) !== 1) throw new Error('Another node has been migrating for two minutes.');
    await (onCluster ? migrateInOrder(source) : source.runMigrations({ transaction: 'none' }));
    return { onCluster };
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/**
 * The lock holds on one node of a cluster only. But changes of tables have one order on all of them: of several that begin,
 * all but the first fail at their first statement, and wait until that one is through.
 */
async function migrateInOrder(source: DataSource): Promise<void> {
  for (const end = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, 1_000))) {
    try {
      await source.runMigrations({ transaction: 'none' });
      return;
    } catch (error) {
      if (!isMadeAlready(error) || Date.now() > end) throw error;
    }
  }
}

/** Galera: every node takes writes. */
async function isOnCluster(source: DataSource): Promise<boolean> {
  const [row] = await source.query<{ Value: string }[]>("SHOW VARIABLES LIKE 'wsrep_on'");
  return row?.Value === 'ON';
}

/** MySQL and MariaDB differ in types and statements: the wrong name in DATABASE_URL would show drift for ever. */
async function assertServer(source: DataSource, dialect: MysqlDialect): Promise<void> {
  const [row] = await source.query<{ version: string }[]>('SELECT VERSION() AS version');
  const actual = row?.version.includes('MariaDB') ? 'mariadb' : 'mysql';
  if (actual === dialect) return;
  throw new Error(`it says ${dialect}://, and the server is ${actual} ${row?.version}: write ${actual}://`);
}
