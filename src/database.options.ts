import { join } from 'node:path';
import { type DataSourceOptions, DefaultNamingStrategy, type Logger } from 'typeorm';
import { entities } from './entities';

const MIGRATIONS = [join(__dirname, '../migrations/*.{ts,js}')];

export interface OpenOptions {
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

class SnakeNames extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

/** What the DataSources of all databases have in common. */
export const sharedOptions = (options: OpenOptions) =>
  ({
    entities,
    migrations: MIGRATIONS,
    namingStrategy: new SnakeNames(),
    ...(options.logger && { logger: options.logger, logging: true }),
  }) satisfies Partial<DataSourceOptions>;
