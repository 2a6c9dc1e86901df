import { In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { excess } from '../../access/grants';
import type { Context, KnownContext } from '../../context';
import { assertHolds } from '../../graphql/assert-holds';
import { andIdIn } from '../../graphql/conditions';
import { conflict, grantExceeded, notFound } from '../../graphql/errors';
import { distinctIds } from '../../graphql/ids';
import { listedScopes } from '../../graphql/listed-scopes';
import { orNameTaken } from '../../graphql/name-taken';
import { rows } from '../../graphql/rows';
import { assertUnchanged } from '../../graphql/unchanged';
import { cleanText, nameKey } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import { changesBetween, record, recordAll } from '../audit/audit.record';
import { UserRole } from '../user/user.entity';
import { Role } from './role.entity';
import type { CreateRoleInput, UpdateRoleInput } from './role.inputs';
import { heldThrough, listedIn } from './role.permissions';

const TAKEN = 'A role of this name exists. Choose another name.';

interface NewRole {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly builtIn: boolean;
}

export function findRole(context: Context, id: string): Promise<Role | null> {
  return rows(context, Role).findOne({ id });
}

/** The roles, locked until the transaction ends. @throws NOT_FOUND that names the missing ones (R2). */
export async function lockRoles(context: Context, ids: readonly string[]): Promise<Role[]> {
  const query = rows(context, Role).lock('role').orderBy('role.id');
  andIdIn(query, 'role.id', ids);
  const found = await query.getMany();
  const missing = ids.filter((id) => !found.some((role) => role.id === id));
  if (missing.length > 0) throw notFound(missing);
  return found;
}

/**
 * Stores a role, inside a transaction. Decides nothing: who may make it is the caller's concern, and so is the audit entry.
 * @throws NAME_TAKEN.
 */
export async function insertRole(context: Context, role: NewRole): Promise<Role> {
  const now = new Date();
  const stored = Object.assign(new Role(), {
    ...role,
    permissions: [...role.permissions],
    nameKey: nameKey(role.name),
    id: uuidv7(),
    accountId: context.accountId,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  await orNameTaken('name', TAKEN, () => rows(context, Role).insert([stored]));
  return stored;
}

export async function createRole(context: KnownContext, input: CreateRoleInput): Promise<Role> {
  const permissions = listedScopes(context.catalogue, input.permissions, 'permissions');
  assertHolds(context, permissions, 'permissions');
  const values = { name: cleanText(input.name), description: cleanText(input.description ?? ''), permissions };
  const role = await insertRole(context, { ...values, builtIn: false });
  await record(context, {
    action: 'role.created',
    targetId: role.id,
    targetName: role.name,
    changes: changesBetween({}, values),
  });
  return role;
}

/** R9: needs every permission that the role has before and after; a role of one's own may only lose. */
export async function updateRole(context: KnownContext, input: UpdateRoleInput): Promise<Role> {
  const [role] = await lockRoles(context, [input.id]);
  if (!role) throw notFound([input.id]);
  assertNotBuiltIn([role]);
  const next = nextOf(context, role, input);
  assertHolds(context, [...role.permissions, ...next.permissions]);
  await assertOwnOnlyLoses(context, role, next.permissions);
  assertUnchanged(role, input.expectedUpdatedAt);
  return save(context, role, next);
}

type Editable = Pick<Role, 'name' | 'description' | 'permissions'>;

/** The role as the edit would leave it. @throws BAD_USER_INPUT for unknown scopes (P7). */
export function nextOf({ catalogue }: Context, role: Role, input: UpdateRoleInput): Editable {
  const { name, description, permissions } = input;
  return {
    name: name === undefined ? role.name : cleanText(name),
    description: description === undefined ? role.description : cleanText(description),
    // A scope that an API has taken away stays listed until an editor drops it (P8).
    permissions: permissions ? listedScopes(catalogue, permissions, 'permissions', role.permissions) : role.permissions,
  };
}

async function save(context: KnownContext, role: Role, next: Editable): Promise<Role> {
  const changes = changesBetween<Editable>(role, next);
  if (changes.length === 0) return role;
  const regranted = changes.some(({ field }) => field === 'permissions');
  const set = {
    ...next,
    nameKey: nameKey(next.name),
    version: role.version + (regranted ? 1 : 0),
    updatedAt: strictlyLater(role.updatedAt),
  };
  await orNameTaken('name', TAKEN, () => rows(context, Role).update({ id: role.id }, set));
  await record(context, { action: 'role.updated', targetId: role.id, targetName: next.name, changes });
  return Object.assign(role, set);
}

async function assertOwnOnlyLoses(context: KnownContext, role: Role, permissions: readonly string[]): Promise<void> {
  const gained = excess(context.catalogue, permissions, heldThrough(context, [role]));
  if (gained.length === 0) return;
  const own = await rows(context, UserRole).findOne({ userId: context.actor.userId, roleId: role.id });
  if (own)
    throw grantExceeded(gained, 'You have this role yourself: you can take from it, not add to it.', 'permissions');
}

/** R4: built-in roles stay, and so do roles in use. All or nothing. */
export async function deleteRoles(context: KnownContext, input: { ids: readonly string[] }): Promise<string[]> {
  const ids = distinctIds(input.ids);
  const roles = await lockRoles(context, ids);
  assertNotBuiltIn(roles);
  assertHolds(
    context,
    roles.flatMap((role) => listedIn(context, role)),
  );
  await assertUnused(context, ids);
  await rows(context, Role).delete({ id: In(ids) });
  await recordAll(
    context,
    roles.map(({ id, name }) => ({ action: 'role.deleted', targetId: id, targetName: name })),
  );
  return ids;
}

/** @throws CONFLICT. */
export function assertNotBuiltIn(roles: readonly Role[]): void {
  const builtIn = roles.filter((role) => role.builtIn).map(({ id }) => id);
  if (builtIn.length > 0) throw conflict("A built-in role can't be changed or deleted.", builtIn);
}

async function assertUnused(context: Context, ids: readonly string[]): Promise<void> {
  const links = await rows(context, UserRole).query('link').andWhere('link.role_id IN (:...ids)', { ids }).getMany();
  const used = [...new Set(links.map(({ roleId }) => roleId))];
  if (used.length > 0) throw conflict('Users still have this role. Give them another one first.', used);
}
