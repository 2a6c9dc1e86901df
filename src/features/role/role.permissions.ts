import type { Context } from '../../context';
import { loader } from '../../graphql/loaders';
import { chunks, rows } from '../../graphql/rows';
import { groupBy } from '../../lib/group-by';
import { UserRole } from '../user/user.entity';
import { Role } from './role.entity';

/** The permissions that a role gives, as listed: the built-in one gives the whole catalogue (P2). */
export function listedIn(context: Context, role: Role): readonly string[] {
  return role.builtIn ? context.catalogue.scopes : role.permissions;
}

/** What the roles give together, implications expanded. */
export function heldThrough(context: Context, roles: readonly Role[]): Set<string> {
  return context.catalogue.expand(roles.flatMap((role) => listedIn(context, role)));
}

/** The roles of each of the users, by name, read through the context's manager. */
export async function rolesOfEach(context: Context, userIds: readonly string[]): Promise<Map<string, Role[]>> {
  const links: UserRole[] = [];
  for (const chunk of chunks([...new Set(userIds)])) {
    const query = rows(context, UserRole).query('link').andWhere('link.user_id IN (:...chunk)', { chunk });
    links.push(...(await query.getMany()));
  }
  const found = await rows(context, Role).findByIds([...new Set(links.map(({ roleId }) => roleId))]);
  const byId = new Map(found.map((role) => [role.id, role]));
  const byUser = groupBy(links, ({ userId }) => userId);
  return new Map(
    userIds.map((id) => [
      id,
      (byUser.get(id) ?? [])
        .flatMap(({ roleId }) => byId.get(roleId) ?? [])
        .sort((a, b) => (a.nameKey < b.nameKey ? -1 : 1)),
    ]),
  );
}

/** What each of the users holds now, implications expanded, read through the context's manager. */
export async function heldByEach(context: Context, userIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const roles = await rolesOfEach(context, userIds);
  return new Map([...roles].map(([id, held]) => [id, heldThrough(context, held)]));
}

export async function heldBy(context: Context, userId: string): Promise<Set<string>> {
  return (await heldByEach(context, [userId])).get(userId) ?? new Set();
}

/** For edges of lists: many users, few statements. */
export function loadRoles(context: Context, userId: string): Promise<Role[]> {
  return loader<string, Role[]>(context, 'roles of user', async (ids) => {
    const roles = await rolesOfEach(context, ids);
    return ids.map((id) => roles.get(id) ?? []);
  }).load(userId);
}

/** For edges of lists: many owners, few statements. */
export function loadHeld(context: Context, userId: string): Promise<Set<string>> {
  return loader<string, Set<string>>(context, 'held by user', async (ids) => {
    const held = await heldByEach(context, ids);
    return ids.map((id) => held.get(id) ?? new Set());
  }).load(userId);
}
