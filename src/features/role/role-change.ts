import { Brackets, type SelectQueryBuilder } from 'typeorm';
import { can } from '../../access/actor';
import { API_EXECUTE } from '../../access/catalogue';
import type { Context, KnownContext } from '../../context';
import { type Connection, countUpTo, type PageArguments, toPage } from '../../graphql/connections';
import { notFound } from '../../graphql/errors';
import { listByKeyset, type OrderTerm } from '../../graphql/keyset';
import { rows } from '../../graphql/rows';
import { assertUnchanged } from '../../graphql/unchanged';
import { groupBy } from '../../lib/group-by';
import {
  affectedTokens,
  levelsGiving,
  listsOneOf,
  scopesGiving,
  type TokenCondition,
} from '../api-token/api-token.affected';
import { User } from '../user/user.entity';
import { Role } from './role.entity';
import type { UpdateRoleInput } from './role.inputs';
import { listedIn } from './role.permissions';
import { assertNotBuiltIn, findRole, nextOf } from './role.service';
import type { RoleChangePreview } from './role-change.types';

const DAY = 86_400_000;

/** What saving the role would take or give (R8); nothing is written. @throws what saving would, but for who does it. */
export async function previewRoleChange(context: KnownContext, input: UpdateRoleInput): Promise<RoleChangePreview> {
  const role = await findRole(context, input.id);
  if (!role) throw notFound([input.id]);
  assertNotBuiltIn([role]);
  assertUnchanged(role, input.expectedUpdatedAt);
  const { permissions } = nextOf(context, role, input);
  const shares = await sharesOf(context, role, permissions);
  return {
    added: permissions.filter((scope) => !role.permissions.includes(scope)).sort(),
    removed: role.permissions.filter((scope) => !permissions.includes(scope)).sort(),
    affectedUsers: usersWith(context, role, shares),
    affectedTokens: affectedTokens(context, tokensWith(context, role, shares)),
  };
}

/** Permissions that the change gives or takes, with the other roles that give each of them: who has one of those doesn't notice. */
interface Share {
  readonly scopes: readonly string[];
  readonly otherGivers: readonly string[];
}

async function sharesOf(context: Context, role: Role, permissions: readonly string[]): Promise<Share[]> {
  const { catalogue } = context;
  const [before, after] = [catalogue.expand(role.permissions), catalogue.expand(permissions)];
  const changed = [...new Set([...before, ...after])].filter((scope) => before.has(scope) !== after.has(scope));
  const others = (await rows(context, Role).find())
    .filter(({ id }) => id !== role.id)
    .map((other) => ({ id: other.id, held: catalogue.expand(listedIn(context, other)) }));
  const giversOf = (scope: string) => others.filter(({ held }) => held.has(scope)).map(({ id }) => id);
  const groups = groupBy(
    changed.map((scope) => ({ scope, otherGivers: giversOf(scope) })),
    ({ otherGivers }) => otherGivers.join(' '),
  );
  return [...groups.values()].map((group) => ({
    scopes: group.map(({ scope }) => scope),
    otherGivers: group[0]?.otherGivers ?? [],
  }));
}

const HAS_ROLE =
  'SELECT link.user_id FROM user_role link WHERE link.account_id = :accountId AND link.role_id = :changedRole';

/** Where somebody has the role and none of the others that give the same. */
function noticedBy(column: string, { id }: Role, { otherGivers }: Share, index: number): TokenCondition {
  const has = `${column} IN (${HAS_ROLE})`;
  if (otherGivers.length === 0) return { sql: has, values: { changedRole: id } };
  const other = `SELECT other.user_id FROM user_role other WHERE other.account_id = :accountId AND other.role_id IN (:...givers${index})`;
  return {
    sql: `${has} AND ${column} NOT IN (${other})`,
    values: { changedRole: id, [`givers${index}`]: otherGivers },
  };
}

function usersWith(context: Context, role: Role, shares: readonly Share[]): SelectQueryBuilder<User> {
  const query = rows(context, User).query('user');
  if (shares.length === 0) return query.andWhere('1 = 0');
  return query.andWhere(
    new Brackets((either) => {
      shares.forEach((share, index) => {
        const { sql, values } = noticedBy('user.id', role, share, index);
        either.orWhere(`(${sql})`, values);
      });
    }),
  );
}

function tokensWith(context: Context, role: Role, shares: readonly Share[]): TokenCondition[] {
  return shares.map((share, index) => {
    const owner = noticedBy('token.owner_id', role, share, index);
    const token = givenByToken(context, share, index);
    return { sql: `${owner.sql} AND (${token.sql})`, values: { ...owner.values, ...token.values } };
  });
}

/** Where a token gives its owner's share on: by its level, or by what it lists. Without api:execute none works (P3). */
function givenByToken({ catalogue }: Context, { scopes }: Share, index: number): TokenCondition {
  if (scopes.includes(API_EXECUTE)) return { sql: '1 = 1', values: {} };
  const levels = [...new Set(scopes.flatMap((scope) => levelsGiving(catalogue, scope)))];
  const grantable = scopes.filter((scope) => catalogue.find(scope)?.grantableToTokens);
  const listing = listsOneOf(scopesGiving(catalogue, new Set(grantable)), `listed${index}`);
  if (levels.length === 0) return listing;
  return {
    sql: `token.access IN (:...levels${index}) OR ${listing.sql}`,
    values: { ...listing.values, [`levels${index}`]: levels },
  };
}

const BY_NAME: OrderTerm<User>[] = [
  { property: 'user.usernameKey', kind: 'text', direction: 'ASC', value: ({ usernameKey }) => usernameKey },
  { property: 'user.id', kind: 'text', direction: 'ASC', value: ({ id }) => id },
];

/** By user name; none without users:read, as in the list of users (R2). */
export function listAffectedUsers(
  context: KnownContext,
  affected: SelectQueryBuilder<User>,
  args: PageArguments,
): Promise<Connection<User>> {
  const query = affected.clone();
  if (!can(context.actor, 'users:read')) query.andWhere('1 = 0');
  return listByKeyset({ query: query.clone(), terms: BY_NAME, page: toPage(args), count: () => countUpTo(query) });
}

/** How many of them were used in the last 24 hours. */
export function countUsedToday({ affectedTokens: affected }: RoleChangePreview): Promise<number> {
  const since = new Date(Date.now() - DAY);
  return affected.clone().andWhere('token.last_used_at > :usedSince', { usedSince: since }).getCount();
}
