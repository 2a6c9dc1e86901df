import type { DataSource, QueryRunner } from 'typeorm';
import { writingDataSource } from '../../src/database';
import { createStorage } from '../support/server';

let storage: Awaited<ReturnType<typeof createStorage>>;
let source: DataSource;
let runner: QueryRunner;
beforeEach(async () => {
  storage = await createStorage();
  source = await writingDataSource(storage.config).initialize();
  runner = source.createQueryRunner();
});
afterEach(async () => {
  await runner.release();
  await source.destroy();
  await storage.remove();
});

const migrate = (): Promise<unknown> => source.runMigrations({ transaction: 'none' });

/** All but TypeORM's own list of what has run. */
async function tableNames(): Promise<string[]> {
  const sql =
    source.options.type === 'better-sqlite3'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
  const found = await source.query<{ name: string }[]>(sql);
  return found.flatMap(({ name }) => (name === 'migrations' ? [] : [name])).sort();
}

test('up from empty, all the way down, and up again', async () => {
  await migrate();
  const tables = await tableNames();
  expect(tables).toContain('api_token');
  for (const _ of source.migrations) await source.undoLastMigration({ transaction: 'none' });
  expect(await tableNames()).toEqual([]);
  await migrate();
  expect(await tableNames()).toEqual(tables);
});

test('running again finds nothing to do', async () => {
  await migrate();
  expect(await migrate()).toEqual([]);
});

test('there is an entity for every table, and a table for every entity', async () => {
  await migrate();
  const entities = source.entityMetadatas.map(({ tableName }) => tableName);
  expect(await tableNames()).toEqual(entities.sort());
});

test('columns are what the entities say: types, lengths, precision, nullability, character sets, keys', async () => {
  await migrate();
  for (const { tableName, columns } of source.entityMetadatas) {
    const table = await runner.getTable(tableName);
    const inDatabase = table?.columns ?? [];
    const names = columns.map(({ databaseName }) => databaseName);
    expect([tableName, inDatabase.map(({ name }) => name).sort()]).toEqual([tableName, names.sort()]);
    // Indexes, unique ones too, are the migrations' own affair.
    for (const column of inDatabase) column.isUnique = false;
    const changed = source.driver.findChangedColumns(inDatabase, columns);
    expect([tableName, changed.map(({ databaseName }) => databaseName)]).toEqual([tableName, []]);
  }
});

test('what an entity holds in text is compared byte by byte in every column (MySQL and MariaDB would ignore case)', async () => {
  await migrate();
  if (source.options.type === 'better-sqlite3') {
    const [row] = await source.query<{ found: number }[]>(
      "SELECT COUNT(*) AS found FROM sqlite_master WHERE UPPER(sql) LIKE '%COLLATE%'",
    );
    return expect(row?.found).toBe(0);
  }
  const columns = await source.query<{ name: string; collation: string }[]>(
    `SELECT CONCAT(table_name, '.', column_name) AS name, collation_name AS collation FROM information_schema.columns
     WHERE table_schema = DATABASE() AND data_type = 'varchar' AND table_name <> 'migrations'`,
  );
  expect(columns.length).toBeGreaterThan(50);
  return expect(columns.filter(({ collation }) => !['ascii_bin', 'utf8mb4_bin'].includes(collation))).toEqual([]);
});

test('every foreign key is an index away from its rows (MySQL and MariaDB see to it themselves)', async () => {
  await migrate();
  if (source.options.type !== 'better-sqlite3') return;
  for (const { tableName } of source.entityMetadatas) {
    const table = await runner.getTable(tableName);
    const first = [...(table?.indices ?? []), ...(table?.uniques ?? [])].map(({ columnNames }) => columnNames[0]);
    const primary = table?.primaryColumns[0]?.name;
    const keys = (table?.foreignKeys ?? []).map(({ columnNames }) => columnNames[0]);
    const without = keys.filter((column) => column !== primary && !first.includes(column));
    expect([tableName, without]).toEqual([tableName, []]);
  }
});
