import type { Logger } from 'typeorm';
import { filters } from '../../bench/queries';
import type { TokenRow } from '../../bench/tokens';
import { type Database, openDatabase } from '../../src/database';
import { LIMITS } from '../../src/features/api-token/api-token.rarity';
import type { Client } from '../support/client';
import { makeManyTokens } from '../support/many-tokens';
import { startServer, type TestServer } from '../support/server';
import { createToken, run } from '../support/tokens';

/** How the database answers what is asked most: by an index, and without sorting a table. */
type Statement = readonly [sql: string, parameters: unknown];
const sent: Statement[] = [];
const logger: Logger = {
  logQuery: (sql, parameters: unknown) => void sent.push([sql, parameters ?? []]),
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

let server: TestServer;
/** Explains on connections of its own: libsql keeps a statement open that it explained, and its snapshot with it. */
let aside: Database;
let client: Client;
let made: readonly TokenRow[];
const usual = { ...LIMITS };
beforeAll(async () => {
  server = await startServer({ logger });
  client = await server.createAccount('explain', 'explain@example.com');
  made = await makeManyTokens(server, client, 2_000);
  aside = await openDatabase(server.deps.config.database);
  if (aside.dialect !== 'sqlite') await aside.reader.query('ANALYZE TABLE api_token, api_token_term, user');
});
afterAll(async () => {
  await aside.close();
  await server.close();
});
afterEach(() => Object.assign(LIMITS, usual));

interface Step {
  readonly table: string;
  readonly index: string | null;
  readonly scans: boolean;
  readonly sorts: boolean;
  /** It begins at a place in the index, instead of passing over what lies before. */
  readonly begins: boolean;
}

/** The steps of a statement; those on a derived table, which is small, are left out. */
async function explain([sql, values]: Statement): Promise<Step[]> {
  const { dialect, reader } = aside;
  const parameters = values as unknown[];
  if (dialect === 'sqlite') {
    const found = await reader.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, parameters);
    return found
      .flatMap(({ detail }) => (/^(?:SEARCH|SCAN|USE)/.test(detail) ? [detail] : []))
      .map((detail) => ({
        table: /^(?:SEARCH|SCAN) (\w+)/.exec(detail)?.[1] ?? '',
        index: /INDEX (\w+)/.exec(detail)?.[1] ?? null,
        scans: detail.startsWith('SCAN'),
        sorts: detail.includes('TEMP B-TREE FOR ORDER BY'),
        begins: /[<>]/.test(detail),
      }));
  }
  const found = await reader.query<
    { table: string | null; key: string | null; type: string | null; Extra: string | null }[]
  >(`EXPLAIN ${dialect === 'mysql' ? 'FORMAT=TRADITIONAL ' : ''}${sql}`, parameters);
  return found
    .filter(({ table }) => table && !table.startsWith('<'))
    .map(({ table, key, type, Extra }) => ({
      table: table ?? '',
      index: key,
      scans: type === 'ALL',
      sorts: /filesort|temporary/.test(Extra ?? ''),
      begins: type === 'range',
    }));
}

const LIST = `query ($filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!], $after: String) {
  apiTokens(filter: $filter, orderBy: $orderBy, after: $after) { nodes { id name } pageInfo { endCursor } }
}`;
const list = async (variables: object): Promise<string | null> =>
  (await client.get<{ apiTokens: { pageInfo: { endCursor: string | null } } }>(LIST, { ...variables })).apiTokens
    .pageInfo.endCursor;

/** Of what was sent, the statements on tokens. */
async function stepsOf(work: () => Promise<unknown>): Promise<Step[]> {
  sent.length = 0;
  await work();
  const own = sent.filter(([sql]) => /^SELECT/.test(sql) && /api_token/.test(sql) && !/FROM session/.test(sql));
  expect(own.length).toBeGreaterThan(0);
  const steps = (await Promise.all(own.map(explain))).flat();
  return steps.filter(({ table }) => !/^parts?$/.test(table));
}

const ORDERS = ['NAME', 'OWNER', 'CREATED_BY', 'STATUS', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT'];
const both = ORDERS.flatMap((field) => ['ASC', 'DESC'].map((direction) => [field, direction] as const));

test.each(both)(
  'L4: %s %s follows an index, first page and later ones, and sorts nothing',
  async (field, direction) => {
    const orderBy = [{ field, direction }];
    const after = await list({ orderBy });
    const steps = await stepsOf(() => list({ orderBy, after }));
    expect(steps.filter(({ sorts, scans, index }) => sorts || scans || !index)).toEqual([]);
    // One of the statements, for STATUS reads one status after another.
    expect(steps.filter(({ table, begins }) => table === 'token' && begins)).not.toEqual([]);
  },
);

const facts = () => ({
  largeOwner: made[0]?.ownerId ?? '',
  smallOwner: made[5]?.ownerId ?? '',
  ids: made.slice(10, 40).map(({ id }) => id),
});

test.each(Object.keys(filters({ largeOwner: '', smallOwner: '', ids: [] })))(
  'L4: %s, looked for along an order, reads no table as a whole and sorts nothing',
  async (label) => {
    Object.assign(LIMITS, { few: 0 });
    const filter = filters(facts())[label];
    const orderBy = [{ field: 'NAME' }];
    const steps = await stepsOf(() => list({ filter, orderBy }));
    expect(steps.filter(({ table, sorts, scans }) => table === 'token' && (sorts || scans))).toEqual([]);
  },
);

test('U1: a token is looked up by its public id, and all that it touches by keys', async () => {
  const { secret } = await createToken(server);
  const steps = await stepsOf(() => server.as(secret).get('{ viewer { id } }'));
  const token = steps.find(({ table }) => table === 't');
  expect(token).toMatchObject({ scans: false, sorts: false });
  expect(token?.index).toMatch(/public_id/);
  expect(steps.filter(({ scans }) => scans)).toEqual([]);
});

test('T6: whether a name is free is looked up in the index of names', async () => {
  const { name } = await createToken(server);
  const steps = await stepsOf(() => createToken(server, { name: `${name} again` }));
  expect(steps.filter(({ scans }) => scans)).toEqual([]);
});

test('C6: tokens that are changed in bulk are found by their ids', async () => {
  const { id } = await createToken(server);
  const steps = await stepsOf(() => run(server.admin, 'revokeApiTokens', { ids: [id] }));
  expect(steps.filter(({ scans, index }) => scans || !index)).toEqual([]);
});
