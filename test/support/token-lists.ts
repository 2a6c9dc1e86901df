import type { Client } from './client';
import type { TestServer } from './server';

/** Lists of tokens, their last use, and columns that only time or an accident changes. */

export interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
  readonly lastUsedClient: string | null;
  readonly overlap: null | {
    readonly endsAt: string;
    readonly lastUsedAt: string | null;
    readonly lastUsedAddress: string | null;
    readonly lastUsedClient: string | null;
  };
}

export interface ListAnswer {
  readonly nodes: ListedToken[];
  readonly edges: { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
  readonly totalCountIsExact: boolean;
}

const USE = 'lastUsedAt lastUsedAddress lastUsedClient';

export const LIST_TOKENS = `query (
  $filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!], $first: Int, $after: String, $last: Int, $before: String
) {
  apiTokens(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    nodes { id name status createdAt expiresAt ${USE} overlap { endsAt ${USE} } }
    edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount totalCountIsExact
  }
}`;

type Variables = Record<string, unknown>;

export async function listTokens(client: Client, variables: Variables = {}): Promise<ListAnswer> {
  return (await client.get<{ apiTokens: ListAnswer }>(LIST_TOKENS, variables)).apiTokens;
}

/** The names that a filter finds, sorted. */
export async function namesFound(client: Client, filter: Variables): Promise<string[]> {
  const { nodes, totalCount } = await listTokens(client, { filter, first: 100, orderBy: [{ field: 'NAME' }] });
  // The count and the page are found in different ways and must agree.
  if (totalCount !== nodes.length) throw new Error(`${nodes.length} tokens are listed, ${totalCount} are counted.`);
  return nodes.map(({ name }) => name);
}

/** One token as lists show it, once what is pending of its use is written. */
export async function lastUseOf(server: TestServer, id: string): Promise<ListedToken> {
  await server.deps.usage.flush();
  const { nodes } = await listTokens(server.admin, { filter: { ids: [id] } });
  if (!nodes[0]) throw new Error(`There is no token ${id}.`);
  return nodes[0];
}

/** Sets columns past every rule: dates as Dates, the rest as the database stores it. */
export async function setColumns(
  { deps }: TestServer,
  table: 'api_token' | 'user' | 'account',
  ids: string | readonly string[],
  values: Variables,
): Promise<void> {
  const wanted = typeof ids === 'string' ? [ids] : ids;
  const columns = Object.keys(values);
  const set = columns.map((column) => `${column} = ?`).join(', ');
  const sql = `UPDATE ${table} SET ${set} WHERE id IN (${wanted.map(() => '?').join(', ')})`;
  const bound = columns.map((column) => stored(deps.database.dialect, values[column]));
  await deps.database.transaction((manager) => manager.query(sql, [...bound, ...wanted]));
}

/** SQLite keeps a date as the text that TypeORM stores. */
function stored(dialect: string, value: unknown): unknown {
  if (!(value instanceof Date) || dialect !== 'sqlite') return value;
  return value.toISOString().replace('T', ' ').replace('Z', '');
}
