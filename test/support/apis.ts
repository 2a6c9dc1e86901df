import type { ApiError, Client } from './client';
import { next } from './factories';
import type { TestServer } from './server';

/** Registered APIs through the public API: a test names only the part of the input that matters to it. */

export interface PermissionRecord {
  readonly scope: string;
  readonly label: string;
  readonly description: string;
  readonly readOnly: boolean;
  readonly implies: string[];
  readonly docsUrl: string | null;
  readonly gone: boolean;
  readonly operations: { coordinate: string; description: string | null; docsUrl: string | null }[];
}

export interface ApiRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly docsUrl: string | null;
  readonly sdl: string;
  readonly scopes: PermissionRecord[];
  readonly introspectors: { id: string; username: string }[];
  readonly updatedAt: string;
}

type Input = Record<string, unknown>;

const PERMISSION =
  'scope label description readOnly implies docsUrl gone operations { coordinate description docsUrl }';
const API = `id name description docsUrl sdl scopes { ${PERMISSION} } introspectors { id username } updatedAt`;
export const REGISTER = `mutation ($input: RegisterApiInput!) { registerApi(input: $input) { api { ${API} } } }`;
const DELETE = 'mutation ($input: ApiInput!) { deleteApi(input: $input) { deletedIds } }';

/** An SDL with a field for each scope: `orders:read` opens `Query.ordersRead`. */
export function sdlOf(...scopes: readonly string[]): string {
  const fields = scopes.map((scope) => `  ${fieldOf(scope)}: String @requiresScopes(scopes: [["${scope}"]])`);
  return `type Query {\n  open: String\n${fields.join('\n')}\n}`;
}

export const fieldOf = (scope: string): string =>
  scope.replace(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase());

/** Scopes that no other test of the process names. */
export function freshScopes(...verbs: readonly string[]): string[] {
  const resource = `thing-${next()}`;
  return verbs.map((verb) => `${resource}:${verb}`);
}

const withDefaults = (input: Input): Input => ({ name: `API ${next()}`, sdl: sdlOf(), ...input });

export async function registerApi(server: TestServer, input: Input = {}, client = server.admin): Promise<ApiRecord> {
  const data = await client.get<{ registerApi: { api: ApiRecord } }>(REGISTER, { input: withDefaults(input) });
  return data.registerApi.api;
}

/** Why an API of that input isn't registered. */
export function refusedApi(
  server: TestServer,
  input: Input,
  client = server.admin,
): Promise<ApiError & { readonly status: number }> {
  return client.refused(REGISTER, { input: withDefaults(input) });
}

export async function deleteApi(client: Client, id: string): Promise<string[]> {
  const data = await client.get<{ deleteApi: { deletedIds: string[] } }>(DELETE, { input: { id } });
  return data.deleteApi.deletedIds;
}

/** Null when it is gone or not visible. */
export async function findApi(client: Client, id: string): Promise<ApiRecord | null> {
  return (await client.get<{ api: ApiRecord | null }>(`query ($id: ID!) { api(id: $id) { ${API} } }`, { id })).api;
}

export interface Group {
  readonly api: { id: string; name: string } | null;
  readonly path: string[];
  readonly label: string;
  readonly permissions: PermissionRecord[];
}

export async function catalogueOf(client: Client, search?: string): Promise<Group[]> {
  const query = `query ($search: String) { permissionCatalogue(search: $search) { api { id name } path label permissions { ${PERMISSION} } } }`;
  return (await client.get<{ permissionCatalogue: Group[] }>(query, { search })).permissionCatalogue;
}

/** The scope as the catalogue shows it. */
export async function findPermission(client: Client, scope: string): Promise<PermissionRecord | undefined> {
  const groups = await catalogueOf(client, scope);
  return groups.flatMap(({ permissions }) => permissions).find((one) => one.scope === scope);
}
