import type { DataSource, QueryRunner } from 'typeorm';
import { findDrift, tableNames } from '../../scripts/find-drift';
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

test('up from empty, all the way down, and up again', async () => {
  await migrate();
  const tables = await tableNames(source);
  expect(tables).toContain('api_token');
  for (const _ of source.migrations) await source.undoLastMigration({ transaction: 'none' });
  expect(await tableNames(source)).toEqual([]);
  await migrate();
  expect(await tableNames(source)).toEqual(tables);
});

test('running again finds nothing to do', async () => {
  await migrate();
  expect(await migrate()).toEqual([]);
});

test('entities and tables agree: columns, types, lengths, precision, nullability, character sets, keys', async () => {
  await migrate();
  expect(await findDrift(source)).toEqual([]);
});

test('a table and a column without the other side are found', async () => {
  await migrate();
  await runner.query('CREATE TABLE stray (id INT PRIMARY KEY)');
  await runner.query('ALTER TABLE role ADD COLUMN colour INT');
  await runner.query('DROP TABLE recovery_code');
  expect(await findDrift(source)).toEqual([
    'recovery_code: an entity without a table',
    'role.colour: a column that the entity lacks',
    'stray: a table without an entity',
  ]);
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
