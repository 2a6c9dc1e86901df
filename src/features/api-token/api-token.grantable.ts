import { TOKEN_MANAGING, TOKENS_MANAGE } from '../../access/catalogue';
import type { KnownContext } from '../../context';
import { notFound } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { heldBy } from '../role/role.permissions';
import { User } from '../user/user.entity';
import { isSeenByOther } from './api-token.grant';

/** What the caller can put on a token of that owner: caller ∩ owner, less what T10 keeps off. Sorted. */
export async function grantableScopes(context: KnownContext, ownerId = context.actor.userId): Promise<string[]> {
  const { actor, catalogue } = context;
  const owner =
    ownerId === actor.userId || actor.scopes.has(TOKENS_MANAGE)
      ? await rows(context, User).findOne({ id: ownerId })
      : null;
  if (!owner) throw notFound([ownerId]);
  const held = await heldBy(context, ownerId);
  const managing = isSeenByOther(context, owner);
  return [...held]
    .filter((scope) => actor.scopes.has(scope) && catalogue.find(scope)?.grantableToTokens)
    .filter((scope) => !(managing && TOKEN_MANAGING.has(scope)))
    .sort();
}
