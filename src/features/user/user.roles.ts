import type { KnownContext } from '../../context';
import { assertHolds } from '../../graphql/assert-holds';
import { grantExceeded } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import type { AuditChange } from '../audit/audit.entity';
import type { Role } from '../role/role.entity';
import { listedIn, rolesOfEach } from '../role/role.permissions';
import { lockRoles } from '../role/role.service';
import { type User, UserRole } from './user.entity';

/**
 * The roles that somebody is to have, locked: a role that is deleted at the same time is either in use or missing.
 * @throws NOT_FOUND; GRANT_EXCEEDED when they give more than the caller holds (R9).
 */
export async function assignableRoles(context: KnownContext, roleIds: readonly string[]): Promise<Role[]> {
  const roles = await lockRoles(context, [...new Set(roleIds)]);
  const given = roles.flatMap((role) => listedIn(context, role));
  assertHolds(context, given, 'roleIds');
  return roles;
}

/** @returns what changed, for the audit; nothing when they are the user's already. */
export async function setRoles(context: KnownContext, user: User, roleIds: readonly string[]): Promise<AuditChange[]> {
  const after = await assignableRoles(context, roleIds);
  const before = (await rolesOfEach(context, [user.id])).get(user.id) ?? [];
  const added = after.filter(({ id }) => !before.some((role) => role.id === id));
  const removed = before.filter(({ id }) => !after.some((role) => role.id === id));
  if (added.length === 0 && removed.length === 0) return [];
  for (const { id } of removed) await rows(context, UserRole).delete({ userId: user.id, roleId: id });
  await rows(context, UserRole).insert(added.map(({ id }) => ({ userId: user.id, roleId: id })));
  return [{ field: 'roles', before: roleNames(before), after: roleNames(after) }];
}

/** R9: nobody changes their own roles, in neither direction. @throws GRANT_EXCEEDED. */
export function assertNotOwnRoles({ actor }: KnownContext, user: User): void {
  if (user.id === actor.userId)
    throw grantExceeded([], "You can't change your own roles. Ask another administrator.", 'roleIds');
}

/** As the audit tells them. */
export function roleNames(roles: readonly Role[]): string | null {
  const names = roles.map(({ name }) => name).sort();
  return names.join(', ') || null;
}
