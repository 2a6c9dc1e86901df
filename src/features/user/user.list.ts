import type { SelectQueryBuilder } from 'typeorm';
import { NOT_YET } from '../../columns';
import type { Context, KnownContext } from '../../context';
import { andIdIn, andMatches, andOneOf } from '../../graphql/conditions';
import { type Connection, countUpTo, toPage } from '../../graphql/connections';
import { listByKeyset } from '../../graphql/keyset';
import { loader } from '../../graphql/loaders';
import { OrderDirection } from '../../graphql/order-direction';
import { toTerms } from '../../graphql/order-terms';
import { rows } from '../../graphql/rows';
import { ApiToken } from '../api-token/api-token.entity';
import { User, UserRole } from './user.entity';
import { type UserFilter, type UserOrder, UserOrderField, type UsersArgs } from './user.inputs';

const BY_NAME: UserOrder[] = [{ field: UserOrderField.NAME, direction: OrderDirection.ASC }];

/** A page of the account's users, by user name unless another order is named. */
export function listUsers(context: KnownContext, { filter, orderBy, ...args }: UsersArgs): Promise<Connection<User>> {
  const query = filtered(context, filter ?? {});
  const terms = toTerms<UserOrderField, User>(
    orderBy?.length ? orderBy : BY_NAME,
    {
      NAME: { property: 'user.usernameKey', kind: 'text', value: ({ usernameKey }) => usernameKey },
      EMAIL: { property: 'user.emailOrder', kind: 'text', value: ({ emailOrder }) => emailOrder },
      CREATED_AT: { property: 'user.createdAt', kind: 'date', value: ({ createdAt }) => createdAt },
      LAST_LOGIN_AT: { property: 'user.lastLoginAt', kind: 'date', value: ({ lastLoginAt }) => lastLoginAt ?? NOT_YET },
    },
    'user.id',
  );
  return listByKeyset({ query, terms, page: toPage(args), count: () => countUpTo(query) });
}

function filtered(
  context: Context,
  { search = '', ids, roleIds, kinds, enabled }: UserFilter,
): SelectQueryBuilder<User> {
  const query = rows(context, User).query('user');
  andMatches(query, ['user.search_key', 'user.email_order'], search);
  andIdIn(query, 'user.id', ids);
  andOneOf(query, 'user.kind', kinds, 'kinds');
  if (enabled !== undefined) query.andWhere('user.enabled = :enabled', { enabled });
  if (roleIds) andHasRole(context, query, roleIds);
  return query;
}

function andHasRole(context: Context, query: SelectQueryBuilder<User>, roleIds: readonly string[]): void {
  const links = rows(context, UserRole).query('link').select('link.user_id');
  andIdIn(links, 'link.role_id', roleIds, 'roleIds');
  query.andWhere(`user.id IN (${links.getQuery()})`, links.getParameters());
}

/** T10: names only, so that whoever may see tokens learns no addresses by searching for them. */
export function listOwnerCandidates(context: KnownContext, search: string, first?: number | null): Promise<User[]> {
  const { size } = toPage({ first });
  const query = rows(context, User).query('user').orderBy('user.usernameKey').limit(size);
  andMatches(query, ['user.search_key'], search);
  return query.getMany();
}

/** For edges of lists: many users, one statement. */
export function loadTokenCount(context: Context, userId: string): Promise<number> {
  return loader<string, number>(context, 'tokens of user', async (ids) => {
    const query = rows(context, ApiToken)
      .query('token')
      .select('token.owner_id', 'ownerId')
      .addSelect('COUNT(*)', 'tokens');
    const found = await query
      .andWhere('token.owner_id IN (:...ids)', { ids })
      .groupBy('token.owner_id')
      .getRawMany<{ ownerId: string; tokens: number | string }>();
    const counts = new Map(found.map(({ ownerId, tokens }) => [ownerId, Number(tokens)]));
    return ids.map((id) => counts.get(id) ?? 0);
  }).load(userId);
}
