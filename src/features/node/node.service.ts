import { can } from '../../access/actor';
import type { Context, KnownContext } from '../../context';
import { invalidInput } from '../../graphql/errors';
import type { Node } from '../../graphql/node';
import { rows } from '../../graphql/rows';
import { isId } from '../../lib/is-id';
import { Api } from '../api/api.entity';
import { findVisibleTokens } from '../api-token/api-token.visibility';
import { CATALOGUE_READERS } from '../catalogue/catalogue.readers';
import { ScopePreset } from '../preset/preset.entity';
import { Role } from '../role/role.entity';
import { User } from '../user/user.entity';

const MOST_NODES = 100;

/** Finds those of the ids that are things of one type and may be seen by the caller. */
type Finder = (context: KnownContext, ids: readonly string[]) => Promise<readonly Node[]>;

/** Each type by the rule of its own queries (R2): what those would not show, this doesn't either. */
const FINDERS: readonly Finder[] = [
  async (context, ids) => [...(await findVisibleTokens(context, ids)).values()],
  findUsers,
  findWith(Role, ['roles:read']),
  findWith(ScopePreset, CATALOGUE_READERS.flat()),
  findWith(Api, ['apis:read']),
];

/** The things behind the ids, in their order: null for what is missing or not visible. @throws BAD_USER_INPUT beyond 100. */
export async function findNodes(context: KnownContext, ids: readonly string[]): Promise<(Node | null)[]> {
  if (ids.length > MOST_NODES) throw invalidInput(['ids'], `At most ${MOST_NODES} at once.`);
  const distinct = [...new Set(ids)].filter(isId);
  const found = (await Promise.all(FINDERS.map((find) => find(context, distinct)))).flat();
  const byId = new Map(found.map((node) => [node.id, node]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Oneself may always be seen. */
function findUsers(context: KnownContext, ids: readonly string[]): Promise<User[]> {
  const { actor } = context;
  return rows(context, User).findByIds(can(actor, 'users:read') ? ids : ids.filter((id) => id === actor.userId));
}

function findWith(entity: typeof Role | typeof ScopePreset | typeof Api, anyOf: readonly string[]): Finder {
  return async (context: Context, ids: readonly string[]) =>
    can(context.actor, ...anyOf) ? rows<Role | ScopePreset | Api>(context, entity).findByIds(ids) : [];
}
