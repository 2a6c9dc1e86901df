import type { DataSource } from 'typeorm';

/** Of every table: a hundred accounts like the largest that is thought of. */
const ALL = 100_000_000;
const OF_ACCOUNT = 1_000_000;

interface IndexColumns {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  /** In the order of the index. */
  readonly columns: readonly string[];
}

/**
 * Tells SQLite's planner that every table is large. Without statistics it takes ten rows for what an account holds, looks
 * through all of them, and takes seconds at a million tokens; statistics of a young database would say the same for as
 * long as it runs. What is planned for a large database is right for a small one, too, and the same on every start.
 * See https://www.sqlite.org/fileformat2.html#stat1tab
 */
export async function pretendLarge(writer: DataSource): Promise<void> {
  const wanted = (await indexesOf(writer)).map(({ table, name, ...index }) => [table, name, statOf(index)] as const);
  if (await isTold(writer, wanted)) return;
  // Makes the table of statistics, which nothing else may make.
  await writer.query('ANALYZE lease');
  await writer.transaction(async (manager) => {
    await manager.query('DELETE FROM sqlite_stat1');
    for (const row of wanted)
      await manager.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [...row]);
  });
  await writer.query('ANALYZE sqlite_schema');
}

/** Whether it was told at an earlier start: a command of the operator beside a busy server has nothing to write then. */
async function isTold(writer: DataSource, wanted: readonly (readonly string[])[]): Promise<boolean> {
  const tables = await writer.query<object[]>("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'");
  if (tables.length === 0) return false;
  const told = await writer.query<Record<'tbl' | 'idx' | 'stat', string>[]>('SELECT tbl, idx, stat FROM sqlite_stat1');
  const rows = new Set(told.map(({ tbl, idx, stat }) => [tbl, idx, stat].join(' ')));
  return told.length === wanted.length && wanted.every((row) => rows.has(row.join(' ')));
}

async function indexesOf(writer: DataSource): Promise<IndexColumns[]> {
  const found = await writer.query<{ tbl: string; idx: string; uniq: number; col: string }[]>(
    `SELECT t.name AS tbl, i.name AS idx, i."unique" AS uniq, c.name AS col
     FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, i.name, c.seqno`,
  );
  const indexes = new Map<string, IndexColumns & { columns: string[] }>();
  for (const { tbl, idx, uniq, col } of found) {
    const known = indexes.get(idx) ?? { table: tbl, name: idx, unique: uniq === 1, columns: [] };
    known.columns.push(col);
    indexes.set(idx, known);
  }
  return [...indexes.values()];
}

/** How many rows share the first column, the first two, and so on. */
function statOf({ columns, unique }: Omit<IndexColumns, 'table' | 'name'>): string {
  const shared = columns.map((_, index) => {
    const prefix = columns.slice(0, index + 1);
    if (prefix.includes('id') || (unique && prefix.length === columns.length)) return 1;
    const telling = prefix.filter((column) => column !== 'account_id').length;
    return telling === 0 ? OF_ACCOUNT : Math.max(1, 1_000 / 10 ** (telling - 1));
  });
  return [ALL, ...shared].join(' ');
}
