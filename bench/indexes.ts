import type { Database } from '../src/database';

/** Rows are inserted many times quicker into tables whose indexes are made afterwards. */
export async function keepingIndexes(
  database: Database,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const statements = await (database.dialect === 'sqlite' ? sqliteIndexes : mysqlIndexes)(database, tables);
  const runAll = async (list: readonly string[]): Promise<void> => {
    for (const statement of list) {
      await database.transaction(async (manager) => {
        // An index of a million rows takes longer than requests may.
        if (database.dialect === 'mariadb') await manager.query('SET SESSION max_statement_time = 0');
        await manager.query(statement);
      });
    }
  };
  await runAll(statements.map(({ drop }) => drop));
  await work();
  await runAll(statements.map(({ create }) => create));
}

interface Statements {
  readonly drop: string;
  readonly create: string;
}

async function sqliteIndexes(database: Database, tables: readonly string[]): Promise<Statements[]> {
  const places = tables.map(() => '?').join(', ');
  const found = await database.reader.query<{ name: string; sql: string }[]>(
    `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' AND tbl_name IN (${places})`,
    [...tables],
  );
  return found.map(({ name, sql }) => ({ drop: `DROP INDEX "${name}"`, create: sql }));
}

/** One statement for each table; what foreign keys and the order of insertion are served by stays. */
async function mysqlIndexes(database: Database, tables: readonly string[]): Promise<Statements[]> {
  const places = tables.map(() => '?').join(', ');
  const found = await database.reader.query<{ tableName: string; indexName: string; columns: string }[]>(
    `SELECT table_name AS tableName, index_name AS indexName, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
     FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND non_unique = 1 AND index_name LIKE 'api_token_by_%'
       AND index_name <> 'api_token_by_created_at' AND table_name IN (${places})
     GROUP BY table_name, index_name`,
    [...tables],
  );
  return tables.flatMap((table) => {
    const own = found.filter(({ tableName }) => tableName === table);
    if (own.length === 0) return [];
    const drop = own.map(({ indexName }) => `DROP INDEX ${indexName}`).join(', ');
    const create = own.map(({ indexName, columns }) => `ADD INDEX ${indexName} (${columns})`).join(', ');
    return [{ drop: `ALTER TABLE ${table} ${drop}`, create: `ALTER TABLE ${table} ${create}` }];
  });
}
