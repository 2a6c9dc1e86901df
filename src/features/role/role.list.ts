import type { Context, KnownContext } from '../../context';
import { andIdIn } from '../../graphql/conditions';
import { type Connection, countUpTo, toPage } from '../../graphql/connections';
import { listByKeyset } from '../../graphql/keyset';
import { loader } from '../../graphql/loaders';
import { OrderDirection } from '../../graphql/order-direction';
import { toTerms } from '../../graphql/order-terms';
import { rows } from '../../graphql/rows';
import { listSmall } from '../../graphql/small-list';
import { matchesSearch } from '../../lib/like-pattern';
import { UserRole } from '../user/user.entity';
import { Role } from './role.entity';
import { type RoleFilter, RoleOrderField, type RoleOrder, type RolesArgs } from './role.inputs';

const BY_NAME: RoleOrder[] = [{ field: RoleOrderField.NAME, direction: OrderDirection.ASC }];

/** A page of the account's roles, by name unless another order is named. */
export async function listRoles(
  context: KnownContext,
  { filter, orderBy, ...args }: RolesArgs,
): Promise<Connection<Role>> {
  const page = toPage(args);
  const order = orderBy?.length ? orderBy : BY_NAME;
  const query = await filtered(context, filter ?? {});
  if (order.every(({ field }) => field === RoleOrderField.NAME)) {
    return listByKeyset({ query, page, terms: termsOf(order, new Map()), count: () => countUpTo(query) });
  }
  // The number of users is in no column: roles are few, and each would be a hot row.
  return listSmall(await query.getMany(), termsOf(order, await countUsers(context)), page);
}

function termsOf(order: readonly RoleOrder[], users: ReadonlyMap<string, number>) {
  return toTerms<RoleOrderField, Role>(
    order,
    {
      NAME: { property: 'role.nameKey', kind: 'text', value: ({ nameKey }) => nameKey },
      USER_COUNT: { property: 'userCount', kind: 'number', value: ({ id }) => users.get(id) ?? 0 },
    },
    'role.id',
  );
}

async function filtered(context: Context, { search, ids, builtIn }: RoleFilter) {
  const query = rows(context, Role).query('role');
  andIdIn(query, 'role.id', ids);
  if (search !== undefined) andIdIn(query, 'role.id', await findIds(context, search), 'foundIds');
  if (builtIn !== undefined) query.andWhere('role.built_in = :builtIn', { builtIn });
  return query;
}

/** By name or description. Roles are few, and letters of every script fold alike here, not in three databases' SQL. */
async function findIds(context: Context, search: string): Promise<string[]> {
  const roles = await rows(context, Role).query('role').select(['role.id', 'role.name', 'role.description']).getMany();
  return roles.filter(({ name, description }) => matchesSearch(search, name, description)).map(({ id }) => id);
}

/** How many users have each role; of those roles only, when named. */
async function countUsers(context: Context, roleIds?: readonly string[]): Promise<Map<string, number>> {
  const query = rows(context, UserRole)
    .query('link')
    .select('link.role_id', 'roleId')
    .addSelect('COUNT(*)', 'users')
    .groupBy('link.role_id');
  if (roleIds) query.andWhere('link.role_id IN (:...roleIds)', { roleIds });
  const found = await query.getRawMany<{ roleId: string; users: number | string }>();
  return new Map(found.map(({ roleId, users }) => [roleId, Number(users)]));
}

/** For edges of lists: many roles, one statement. */
export function loadUserCount(context: Context, roleId: string): Promise<number> {
  return loader<string, number>(context, 'users of role', async (ids) => {
    const counts = await countUsers(context, ids);
    return ids.map((id) => counts.get(id) ?? 0);
  }).load(roleId);
}
