import { setImmediate } from 'node:timers/promises';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** SQLite binds 32,766 values a statement, and answers nobody else meanwhile. */
const MOST_BOUND = 6_000;

/**
 * Inserts many rows by few statements. TypeORM's insert builder names and expands every single value by itself, which
 * makes 10,000 rows take several times as long. Values are prepared by their columns as TypeORM would; what is left out
 * is NULL. Other requests run between the statements.
 */
export async function insertRows<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  values: readonly Partial<T>[],
): Promise<void> {
  const { driver } = manager.connection;
  const { columns, tablePath } = manager.connection.getMetadata(entity);
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  const into = `INSERT INTO ${driver.escape(tablePath)} (${names}) VALUES `;
  const places = `(${columns.map(() => '?').join(', ')})`;
  const size = Math.floor(MOST_BOUND / columns.length);
  for (let start = 0; start < values.length; start += size) {
    if (start > 0) await setImmediate();
    const chunk = values.slice(start, start + size);
    const bound = chunk.flatMap((row) =>
      columns.map((column) => driver.preparePersistentValue(row[column.propertyName], column) as unknown),
    );
    await manager.query(
      into + chunk.map(() => places).join(', '),
      bound.map((value) => value ?? null),
    );
  }
}
