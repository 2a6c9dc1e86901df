import type { SelectQueryBuilder } from 'typeorm';
import type { KnownContext } from '../../context';
import { countUpTo, LARGEST_COUNT } from '../../graphql/connections';
import { rows } from '../../graphql/rows';
import { type ApiToken, ApiTokenTerm } from './api-token.entity';
import { andWhere, type Condition, conditionsOf, ownedBy, type TermRange } from './api-token.filter';
import type { ApiTokenFilter } from './api-token.list.inputs';
import { aside, findFew, findRarest } from './api-token.rarity';
import { visibleOwners, visibleTokens } from './api-token.visibility';

interface Count {
  readonly total: number;
  /** False: there are more. */
  readonly exact: boolean;
}

/** What a filter means for this caller: who sees only their own has one more condition to be found by. */
export async function conditionsFor(context: KnownContext, filter: ApiTokenFilter): Promise<Condition[]> {
  const conditions = await conditionsOf(context, filter);
  return visibleOwners(context) === 'own' ? [...conditions, ownedBy(context.actor.userId)] : conditions;
}

/** All visible tokens that meet the conditions, in no order, found by the condition that few of them meet. */
export async function tokensMatching(
  context: KnownContext,
  conditions: readonly Condition[],
): Promise<SelectQueryBuilder<ApiToken>> {
  const query = visibleTokens(context);
  const several = conditions.length > 1;
  const few = several ? await findFew(context, conditions) : undefined;
  if (few) query.andWhere(few.length > 0 ? 'token.id IN (:...few)' : '1 = 0', { few });
  const rarest = several && !few ? await findRarest(context, conditions) : undefined;
  for (const condition of conditions) {
    const { sql, each, values } = condition;
    const byIndex = !few && (condition === rarest || !rarest);
    andWhere(query, byIndex ? sql : aside(context, each ?? sql), values);
  }
  return query;
}

/** How many visible tokens meet the conditions (L4). */
export async function countTokens(context: KnownContext, conditions: readonly Condition[]): Promise<Count> {
  const [only, second] = conditions;
  if (only?.term && !second && visibleOwners(context) === 'all') return countTagged(context, only.term);
  return countUpTo(await tokensMatching(context, conditions));
}

/** The tokens of a word stand beside it; each counts once, also when several of its words begin alike. */
function countTagged(context: KnownContext, { sql, values }: TermRange): Promise<Count> {
  const query = rows(context, ApiTokenTerm).query('term').distinct(true).andWhere(sql, values);
  return countUpTo(query, LARGEST_COUNT, 'token_id');
}
