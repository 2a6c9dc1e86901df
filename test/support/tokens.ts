import type { Client } from './client';
import { next } from './factories';
import type { TestServer } from './server';

/** Tokens made, changed and read through the public API. */

/** What of a token most tests look at. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: string;
  readonly access: string;
  readonly scopes: string[];
  readonly effectiveScopes: string[];
  readonly status: string;
  readonly enabled: boolean;
  readonly owner: { readonly id: string; readonly username: string };
  readonly createdBy: { readonly id: string; readonly username: string } | null;
  readonly createdWith: { readonly id: string } | null;
  readonly preset: { readonly id: string; readonly name: string } | null;
  readonly hint: string;
  readonly againstPolicy: boolean;
  readonly allowedAddresses: string[] | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  readonly regeneratedAt: string | null;
  readonly revokedAt: string | null;
  readonly revocationReason: string | null;
  readonly revocationNote: string | null;
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

export const TOKEN_FIELDS = `id name description kind access scopes effectiveScopes status enabled hint againstPolicy
  owner { id username } createdBy { id username } createdWith { id } preset { id name } allowedAddresses
  createdAt updatedAt expiresAt regeneratedAt revokedAt revocationReason revocationNote
  lastUsedAt lastUsedAddress lastUsedClient overlap { endsAt lastUsedAt lastUsedAddress lastUsedClient }`;

type Input = Record<string, unknown>;

/** A token with its secret, and a client that sends it. */
export interface CreatedToken {
  readonly id: string;
  readonly secret: string;
  readonly token: TokenView;
  readonly client: Client;
}

export const CREATE_TOKEN = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) { secret apiToken { ${TOKEN_FIELDS} } }
}`;

/** CUSTOM without scopes and without an end, owned by the client's user, unless the input says otherwise. */
export async function createToken(server: TestServer, input: Input = {}, client = server.admin): Promise<CreatedToken> {
  const level = input.access || input.presetId ? {} : { scopes: [] };
  const { createApiToken } = await client.get<{ createApiToken: { secret: string; apiToken: TokenView } }>(
    CREATE_TOKEN,
    { input: { name: `token ${next()}`, ...level, ...input } },
  );
  const { secret, apiToken } = createApiToken;
  return { id: apiToken.id, secret, token: apiToken, client: server.as(secret) };
}

/** The token as the client sees it. */
export async function readToken(client: Client, id: string): Promise<TokenView> {
  const { apiToken } = await client.get<{ apiToken: TokenView | null }>(
    `query ($id: ID!) { apiToken(id: $id) { ${TOKEN_FIELDS} } }`,
    { id },
  );
  if (!apiToken) throw new Error(`There is no token ${id}, or it may not be seen.`);
  return apiToken;
}

/** A change whose input and payload are named after it: `mutate(admin, 'updateApiToken', { id, name }, 'apiToken { id }')`. */
export async function mutate<T>(client: Client, field: string, input: Input, selection: string): Promise<T> {
  const data = await client.get<Record<string, T>>(mutation(field, selection), { input });
  return data[field] as T;
}

/** The operation of such a change, to be refused or looked at. */
export const mutation = (field: string, selection: string): string =>
  `mutation ($input: ${inputType(field)}!) { ${field}(input: $input) { ${selection} } }`;

const INPUT_TYPES: Readonly<Record<string, string>> = {
  endApiTokenOverlap: 'ApiTokenInput',
  restoreApiTokens: 'ApiTokensInput',
  deleteApiTokens: 'ApiTokensInput',
  deleteUsers: 'UsersInput',
};

const inputType = (field: string): string =>
  INPUT_TYPES[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;

/**
 * Sets columns of tokens to what only time or an accident brings about, past every rule: dates as Dates, the rest as
 * the database stores it.
 */
export async function setColumns(
  { deps }: TestServer,
  table: 'api_token' | 'user' | 'account',
  ids: string | readonly string[],
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const wanted = typeof ids === 'string' ? [ids] : ids;
  const columns = Object.keys(values);
  const sql = `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id IN (${wanted.map(() => '?').join(', ')})`;
  const bound = columns.map((column) => stored(deps.database.dialect, values[column]));
  await deps.database.transaction((manager) => manager.query(sql, [...bound, ...wanted]));
}

/** A date of a raw statement: SQLite keeps the text that TypeORM stores. */
function stored(dialect: string, value: unknown): unknown {
  if (!(value instanceof Date) || dialect !== 'sqlite') return value;
  return value.toISOString().replace('T', ' ').replace('Z', '');
}

export interface ListAnswer {
  readonly nodes: TokenView[];
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

export const LIST_TOKENS = `query (
  $filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!], $first: Int, $after: String, $last: Int, $before: String
) {
  apiTokens(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    nodes { id name status expiresAt lastUsedAt createdAt owner { username } createdBy { username } }
    edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount totalCountIsExact
  }
}`;

export async function listTokens(client: Client, variables: Input = {}): Promise<ListAnswer> {
  return (await client.get<{ apiTokens: ListAnswer }>(LIST_TOKENS, variables)).apiTokens;
}

/** The names that a filter finds, sorted. */
export async function namesFound(client: Client, filter: Input): Promise<string[]> {
  const { nodes, totalCount } = await listTokens(client, { filter, first: 100, orderBy: [{ field: 'NAME' }] });
  // The count and the page are found in different ways and must agree.
  if (totalCount !== nodes.length) throw new Error(`${nodes.length} tokens are listed, ${totalCount} are counted.`);
  return nodes.map(({ name }) => name);
}
