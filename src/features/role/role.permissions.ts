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

/** What each of the users holds now, implications expanded, read through the context's manager. */
export async function heldByEach(context: Context, userIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const links: UserRole[] = [];
  for (const chunk of chunks([...new Set(userIds)])) {
    links.push(...(await rows(context, UserRole).query('link').andWhere('link.user_id IN (:...chunk)', { chunk }).getMany()));
  }
  const roles = await rows(context, Role).findByIds([...new Set(links.map(({ roleId }) => roleId))]);
  const listed = new Map(roles.map((role) => [role.id, listedIn(context, role)]));
  const byUser = groupBy(links, ({ userId }) => userId);
  return new Map(
    userIds.map((id) => [
      id,
      context.catalogue.expand((byUser.get(id) ?? []).flatMap(({ roleId }) => listed.get(roleId) ?? [])),
    ]),
  );
}

export async function heldBy(context: Context, userId: string): Promise<Set<string>> {
  return (await heldByEach(context, [userId])).get(userId) ?? new Set();
}

/** For edges of lists: many owners, few statements. */
export function loadHeld(context: Context, userId: string): Promise<Set<string>> {
  return loader<string, Set<string>>(context, 'held by user', async (ids) => {
    const held = await heldByEach(context, ids);
    return ids.map((id) => held.get(id) ?? new Set());
  }).load(userId);
}
