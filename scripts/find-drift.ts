import type { DataSource, QueryRunner } from 'typeorm';

/** What differs between the entities and the tables of a migrated database, in words; nothing when they agree. */
export async function findDrift(source: DataSource): Promise<string[]> {
  const tables = await tableNames(source);
  const entities = source.entityMetadatas.map(({ tableName }) => tableName);
  const runner = source.createQueryRunner();
  try {
    const found = [
      ...tables.filter((name) => !entities.includes(name)).map((name) => `${name}: a table without an entity`),
      ...entities.filter((name) => !tables.includes(name)).map((name) => `${name}: an entity without a table`),
    ];
    for (const name of entities.filter((entity) => tables.includes(entity)))
      found.push(...(await driftOf(source, runner, name)));
    return found.sort();
  } finally {
    await runner.release();
  }
}

/** All but TypeORM's own list of what has run. */
export async function tableNames(source: DataSource): Promise<string[]> {
  const sql =
    source.options.type === 'better-sqlite3'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
  const found = await source.query<{ name: string }[]>(sql);
  return found.flatMap(({ name }) => (name === 'migrations' ? [] : [name])).sort();
}

/** Types, lengths, precision, nullability, character sets, keys of the columns. */
async function driftOf(source: DataSource, runner: QueryRunner, tableName: string): Promise<string[]> {
  const { columns = [] } = source.entityMetadatas.find((entity) => entity.tableName === tableName) ?? {};
  const inDatabase = (await runner.getTable(tableName))?.columns ?? [];
  const names = columns.map(({ databaseName }) => databaseName);
  // Indexes, unique ones too, and foreign keys are the migrations' own affair.
  for (const column of inDatabase) column.isUnique = false;
  const common = columns.filter(({ databaseName }) => inDatabase.some(({ name }) => name === databaseName));
  return [
    ...inDatabase
      .filter(({ name }) => !names.includes(name))
      .map(({ name }) => `${tableName}.${name}: a column that the entity lacks`),
    ...columns
      .filter((column) => !common.includes(column))
      .map(({ databaseName }) => `${tableName}.${databaseName}: a column that the table lacks`),
    ...source.driver
      .findChangedColumns(inDatabase, common)
      .map(({ databaseName }) => `${tableName}.${databaseName}: is not what the entity says`),
  ];
}
