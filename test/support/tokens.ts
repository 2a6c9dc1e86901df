import type { ApiError, Client } from './client';
import { next } from './factories';
import type { TestServer } from './server';

/** Operations on tokens through the public API: a test names only the part of the input that matters to it. */

const RECORD = `id name description kind access scopes effectiveScopes status enabled hint allowedAddresses againstPolicy
  createdAt updatedAt expiresAt regeneratedAt revocationReason preset { id name } owner { id username }
  createdBy { id username } createdWith { id } overlap { endsAt }`;

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: 'API' | 'ACCESS';
  readonly access: 'READ_ONLY' | 'FULL_ACCESS' | 'CUSTOM';
  readonly scopes: string[];
  readonly effectiveScopes: string[];
  readonly status: 'ACTIVE' | 'DISABLED' | 'EXPIRED' | 'REVOKED';
  readonly enabled: boolean;
  readonly hint: string;
  readonly allowedAddresses: string[] | null;
  readonly againstPolicy: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  readonly regeneratedAt: string | null;
  readonly revocationReason: string | null;
  readonly preset: { id: string; name: string } | null;
  readonly owner: { id: string; username: string };
  readonly createdBy: { id: string; username: string } | null;
  readonly createdWith: { id: string } | null;
  readonly overlap: { endsAt: string } | null;
}

export interface Token extends TokenRecord {
  readonly secret: string;
}

const ONE = `{ apiToken { ${RECORD} } }`;
const SECRET = `{ secret apiToken { ${RECORD} } }`;
const COUNTED = '{ affectedCount }';

/** The type of each mutation's input, and what is asked back. */
const MUTATIONS = {
  createApiToken: ['CreateApiTokenInput', SECRET],
  createApiTokens: ['CreateApiTokensInput', `{ secrets ${SECRET} }`],
  copyApiToken: ['CopyApiTokenInput', SECRET],
  updateApiToken: ['UpdateApiTokenInput', ONE],
  regenerateApiToken: ['RegenerateApiTokenInput', SECRET],
  regenerateApiTokens: ['RegenerateApiTokensInput', `{ secrets ${SECRET} }`],
  rotateHeldToken: ['RotateHeldTokenInput', SECRET],
  endApiTokenOverlap: ['ApiTokenInput', ONE],
  setApiTokensEnabled: ['SetApiTokensEnabledInput', COUNTED],
  revokeApiTokens: ['RevokeApiTokensInput', COUNTED],
  restoreApiTokens: ['ApiTokensInput', COUNTED],
  deleteApiTokens: ['ApiTokensInput', COUNTED],
  identifyApiToken: ['IdentifyApiTokenInput', ONE],
  revokeHeldToken: ['RevokeHeldTokenInput', '{ received }'],
  updateAccount: ['UpdateAccountInput', '{ account { id } }'],
  createScopePreset: ['CreateScopePresetInput', '{ scopePreset { id name scopes } }'],
  updateScopePreset: ['UpdateScopePresetInput', '{ scopePreset { id name scopes } }'],
  createRole: ['CreateRoleInput', '{ role { id permissions } }'],
  updateRole: ['UpdateRoleInput', '{ role { id permissions } }'],
  deleteRoles: ['RolesInput', '{ deletedIds }'],
  createUser: ['CreateUserInput', '{ user { id } }'],
  updateUser: ['UpdateUserInput', '{ user { id } }'],
  setUsersEnabled: ['SetUsersEnabledInput', '{ users { id } }'],
  deleteUsers: ['UsersInput', '{ deletedIds }'],
  resetUserPassword: ['UserInput', '{ user { id } }'],
  resetUserTwoFactor: ['UserInput', '{ user { id } }'],
  endUserSessions: ['UserInput', '{ endedSessions }'],
} as const satisfies Record<string, readonly [input: string, selection: string]>;

export type MutationName = keyof typeof MUTATIONS;
type Input = Record<string, unknown>;

function documentOf(name: MutationName): string {
  const [input, selection] = MUTATIONS[name];
  return `mutation ($input: ${input}!) { ${name}(input: $input) ${selection} }`;
}

/** The payload of a mutation that must succeed. */
export async function run<T>(client: Client, name: MutationName, input: Input): Promise<T> {
  const data = await client.get<Record<string, T>>(documentOf(name), { input });
  return data[name] as T;
}

/** The error of a mutation that must fail. */
export function refusal(
  client: Client,
  name: MutationName,
  input: Input,
): Promise<ApiError & { readonly status: number }> {
  return client.refused(documentOf(name), { input });
}

/** The error's code, undefined when nothing was refused. */
export async function codeOf(client: Client, name: MutationName, input: Input): Promise<string | undefined> {
  return (await client.execute(documentOf(name), { input })).code;
}

interface SecretPayload {
  readonly secret: string;
  readonly apiToken: TokenRecord;
}

const flat = ({ secret, apiToken }: SecretPayload): Token => ({ ...apiToken, secret });

/** A token of a name that nobody else has. */
export async function createToken(server: TestServer, input: Input = {}, client = server.admin): Promise<Token> {
  return flat(await run<SecretPayload>(client, 'createApiToken', { name: `token ${next()}`, ...input }));
}

/** Why a token of that input isn't made. */
export function refusedToken(server: TestServer, input: Input = {}, client = server.admin) {
  return refusal(client, 'createApiToken', { name: `token ${next()}`, ...input });
}

export async function copyToken(server: TestServer, input: Input, client = server.admin): Promise<Token> {
  return flat(await run<SecretPayload>(client, 'copyApiToken', { name: `copy ${next()}`, ...input }));
}

export async function regenerateToken(server: TestServer, input: Input, client = server.admin): Promise<Token> {
  return flat(await run<SecretPayload>(client, 'regenerateApiToken', input));
}

export async function rotateToken(client: Client, input: Input = {}): Promise<Token> {
  return flat(await run<SecretPayload>(client, 'rotateHeldToken', input));
}

export async function updateToken(server: TestServer, input: Input, client = server.admin): Promise<TokenRecord> {
  return (await run<{ apiToken: TokenRecord }>(client, 'updateApiToken', input)).apiToken;
}

/** The record as the client sees it; null when it is gone or not visible. */
export async function findToken({ admin }: TestServer, id: string, client = admin): Promise<TokenRecord | null> {
  const query = `query ($id: ID!) { apiToken(id: $id) { ${RECORD} } }`;
  return (await client.get<{ apiToken: TokenRecord | null }>(query, { id })).apiToken;
}

/** @throws when it is gone. */
export async function getToken(server: TestServer, id: string): Promise<TokenRecord> {
  const token = await findToken(server, id);
  if (!token) throw new Error(`There is no token ${id}.`);
  return token;
}

/** What a call with the secret may do: `viewer.scopes`; the code of the error when it is refused. */
export async function scopesOf(server: TestServer, secret: string): Promise<string[] | string | undefined> {
  const query = '{ viewer { scopes } }';
  const { data, code } = await server.as(secret).execute<{ viewer: { scopes: string[] } }>(query);
  return data?.viewer.scopes ?? code;
}

export const setPolicy = (server: TestServer, input: Input): Promise<unknown> =>
  run(server.admin, 'updateAccount', input);

/** Ids of presets by name. */
export async function presetIds({ admin }: TestServer): Promise<Record<string, string>> {
  const { scopePresets } = await admin.get<{ scopePresets: { id: string; name: string }[] }>(
    '{ scopePresets { id name } }',
  );
  return Object.fromEntries(scopePresets.map(({ id, name }) => [name, id]));
}

/** What no client can do: a column changed behind the server's back, to let time pass. */
export function rewrite({ deps }: TestServer, statement: string, values: unknown[]): Promise<unknown> {
  return deps.database.transaction((manager) => manager.query(statement, values));
}

/** A token whose time was over at the start of the year, however slow the machine is. */
export async function createExpiredToken(server: TestServer, input: Input = {}): Promise<Token> {
  const token = await createToken(server, input);
  await rewrite(server, 'UPDATE api_token SET expires_at = ? WHERE id = ?', ['2026-01-01 00:00:00.000', token.id]);
  return { ...token, expiresAt: '2026-01-01T00:00:00.000Z', status: 'EXPIRED' };
}
