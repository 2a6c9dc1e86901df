import type { DataSource, EntityManager } from 'typeorm';
import type { DatabaseConfig, DatabaseDialect } from './config';
import { mysqlDataSource, openMysql } from './database.mysql';
import type { OpenOptions } from './database.options';
import { openSqlite, sqliteDataSource } from './database.sqlite';

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

/** Opens the database and brings it to the newest migration. @throws when it can't be reached or is of another kind. */
export function openDatabase(config: DatabaseConfig, options: OpenOptions = {}): Promise<Database> {
  return config.dialect === 'sqlite' ? openSqlite(config, options) : openMysql(config, options);
}

/** The DataSource for TypeORM's own command line (ormconfig.ts). */
export function writingDataSource(config: DatabaseConfig): DataSource {
  return config.dialect === 'sqlite' ? sqliteDataSource(config, 'writer', {}) : mysqlDataSource(config, {});
}
