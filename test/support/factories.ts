import type { Client } from './client';
import { PASSWORD, type TestServer } from './server';

/** Things made through the public API with full defaults: a test names only what matters to it. */

let made = 0;
/** A number that no other thing of this process has. */
export const next = (): number => (made += 1);

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
}

interface RoleInput {
  readonly name?: string;
  readonly description?: string;
  readonly permissions?: readonly string[];
}

/** A role without permissions, unless some are named. */
export async function createRole(server: TestServer, input: RoleInput = {}, client = server.admin): Promise<Role> {
  const { createRole: created } = await client.get<{ createRole: { role: Role } }>(
    'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id name updatedAt } } }',
    { input: { name: `role ${next()}`, permissions: [], ...input } },
  );
  return created.role;
}

export interface User {
  readonly id: string;
  readonly username: string;
  /** Null for a service account. */
  readonly email: string | null;
  readonly updatedAt: string;
}

interface UserInput {
  readonly kind?: 'PERSON' | 'SERVICE';
  readonly email?: string;
  readonly username?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly roleIds?: readonly string[];
  /** Null: none, so that the answer holds an invitation. */
  readonly password?: string | null;
}

/** A person who can log in with PASSWORD, or a service account. */
export async function createUser(server: TestServer, input: UserInput = {}, client = server.admin): Promise<User> {
  const { password = PASSWORD, ...given } = input;
  const number = next();
  const person = { email: `user-${number}@example.com`, ...(password !== null && { password }) };
  const { createUser: created } = await client.get<{ createUser: { user: User } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id username email updatedAt } } }',
    { input: { username: `user-${number}`, roleIds: [], ...(given.kind !== 'SERVICE' && person), ...given } },
  );
  return created.user;
}

/** A person in a log-in session whose password is confirmed. */
export interface Holder extends User {
  readonly roleId: string;
  readonly client: Client;
}

/** A person who holds exactly these permissions, logged in. */
export async function createHolder(server: TestServer, permissions: readonly string[]): Promise<Holder> {
  const role = await createRole(server, { permissions });
  const user = await createUser(server, { roleIds: [role.id] });
  return { ...user, roleId: role.id, client: await server.logIn(user.email ?? '', { account: 'main' }) };
}

/** A client that calls with an API token of the administrator's, CUSTOM with these scopes. */
export async function callByToken(server: TestServer, scopes: readonly string[]): Promise<Client> {
  const { createApiToken } = await server.admin.get<{ createApiToken: { secret: string } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
    { input: { name: `token ${next()}`, scopes } },
  );
  return server.as(createApiToken.secret);
}

/** The id of the built-in Administrator role. */
export async function administratorRoleId(server: TestServer): Promise<string> {
  const { roles } = await server.admin.get<{ roles: { nodes: { id: string }[] } }>(
    '{ roles(filter: { builtIn: true }) { nodes { id } } }',
  );
  const [role] = roles.nodes;
  if (!role) throw new Error('The account has no built-in role.');
  return role.id;
}

export interface AuditRow {
  readonly action: string;
  readonly target_id: string | null;
  readonly target_name: string | null;
  readonly changes: { field: string; before: string | null; after: string | null }[];
}

/** The audit entries about one thing, oldest first. */
export async function auditOfTarget({ deps }: TestServer, targetId: string): Promise<AuditRow[]> {
  const found = await deps.database.reader.query<(Omit<AuditRow, 'changes'> & { changes: string })[]>(
    'SELECT action, target_id, target_name, changes FROM audit_event WHERE target_id = ? ORDER BY id',
    [targetId],
  );
  return found.map((row) => ({ ...row, changes: JSON.parse(row.changes) as AuditRow['changes'] }));
}
