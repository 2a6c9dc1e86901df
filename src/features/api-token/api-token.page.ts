import type { SelectQueryBuilder } from 'typeorm';
import type { KnownContext } from '../../context';
import { type Bounds, boundQuery, cursorValues, type OrderTerm, readKeyset } from '../../graphql/keyset';
import type { CursorValues } from '../../graphql/cursor';
import { rows } from '../../graphql/rows';
import { ApiToken } from './api-token.entity';
import { andWhere, type Condition } from './api-token.filter';
import { aside, findFew, findRarest, LIMITS } from './api-token.rarity';
import { visibleTokens } from './api-token.visibility';

/**
 * How a page of a million tokens is found as quickly as one of a thousand. There is an index for each order and one for
 * each filter, but none for every pair. Databases choose between the two by guessing, and a wrong guess costs seconds.
 * So it is chosen here, by counting a little first:
 *
 * 1. Few tokens meet one of the conditions: their ids are read by its index, and only they are looked at and sorted.
 * 2. An index holds what meets a condition in the very order that is asked for: it is followed.
 * 3. The order's index is followed, for a stretch, and each token looked at: where many match, the next is never far.
 * 4. The page isn't full by then: what meets the rarest condition is looked at as a whole, and sorted.
 */

type Query = SelectQueryBuilder<ApiToken>;

export interface TokenOrder {
  readonly terms: readonly OrderTerm<ApiToken>[];
  /** The index of the first term. */
  readonly index: string;
}

/** One page of the tokens that the caller may see, in the order of reading. */
export async function readTokenPage(
  context: KnownContext,
  conditions: readonly Condition[],
  order: TokenOrder,
  bounds: Bounds,
): Promise<ApiToken[]> {
  const own = order.terms[0]?.property;
  const inOrder = conditions.find(({ inOrderOf }) => inOrderOf === own);
  // What narrows the index that is followed needs no other way: a range of its own column, a value that it begins with.
  const others = conditions.filter((condition) => condition !== inOrder && condition.range !== own);
  const few = others.length > 0 ? await findFew(context, conditions) : undefined;
  if (few) return readFew(context, few, conditions, order, bounds);
  if (inOrder?.index) return readAlong(context, conditions, { ...order, index: inOrder.index }, bounds, inOrder);
  if (others.length === 0) return readAlong(context, conditions, order, bounds);
  return readStretch(context, conditions, order, bounds);
}

function readFew(
  context: KnownContext,
  ids: readonly string[],
  conditions: readonly Condition[],
  order: TokenOrder,
  bounds: Bounds,
): Promise<ApiToken[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const query = visibleTokens(context).andWhere('token.id IN (:...few)', { few: ids });
  for (const { sql, each, values } of conditions) andWhere(query, aside(context, each ?? sql), values);
  return readKeyset(query.useIndex('PRIMARY'), sorted(context, order.terms), bounds);
}

/** Along an index that is in order; `narrowing` is what the index itself answers, besides ranges of the order. */
function readAlong(
  context: KnownContext,
  conditions: readonly Condition[],
  { terms, index }: TokenOrder,
  bounds: Bounds,
  narrowing?: Condition,
): Promise<ApiToken[]> {
  const query = visibleTokens(context).useIndex(index);
  // Before the conditions: of two lower bounds SQLite takes the first, and the cursor's is the nearer one.
  boundQuery(query, terms, bounds);
  for (const condition of conditions) {
    const { sql, each, values, range } = condition;
    const byIndex = condition === narrowing || range === terms[0]?.property;
    andWhere(query, byIndex ? sql : aside(context, each ?? sql), values);
  }
  return query.limit(bounds.limit).getMany();
}

async function readStretch(
  context: KnownContext,
  conditions: readonly Condition[],
  order: TokenOrder,
  bounds: Bounds,
): Promise<ApiToken[]> {
  const own = conditions.filter(({ range }) => range === order.terms[0]?.property);
  const until = await endOfStretch(context, own, order, bounds);
  const found = await readAlong(context, conditions, order, { ...bounds, until });
  if (!until || found.length >= bounds.limit) return found;
  const rarest = await findRarest(context, conditions);
  return rarest
    ? readSorted(context, rarest, conditions, order, bounds)
    : readAlong(context, conditions, order, bounds);
}

/** The place in the order behind which a stretch ends; undefined: the list ends before. */
async function endOfStretch(
  context: KnownContext,
  ranges: readonly Condition[],
  { terms, index }: TokenOrder,
  bounds: Bounds,
): Promise<CursorValues | undefined> {
  // Only an order that is an index's can be followed without looking at the rows.
  if (terms.length > 2) return undefined;
  const query = rows(context, ApiToken).query('token').useIndex(index);
  for (const { sql, values } of ranges) andWhere(query, sql, values);
  boundQuery(query.select(terms.map(({ property }) => property)), terms, bounds);
  const last = await query
    .offset(LIMITS.stretch * bounds.limit)
    .limit(1)
    .getOne();
  return last ? cursorValues(terms, last) : undefined;
}

/** All that meets one condition, sorted: their ids, which an index may hold beside the order, then the page's rows. */
async function readSorted(
  context: KnownContext,
  rarest: Condition,
  conditions: readonly Condition[],
  { terms }: TokenOrder,
  bounds: Bounds,
): Promise<ApiToken[]> {
  const query: Query = visibleTokens(context).select('token.id');
  for (const condition of conditions) {
    const { sql, each, values } = condition;
    andWhere(query, condition === rarest ? sql : aside(context, each ?? sql), values);
  }
  const hinted = rarest.index ? query.useIndex(rarest.index) : query;
  const ids = (await readKeyset(hinted, sorted(context, terms), bounds)).map(({ id }) => id);
  const found = new Map((await rows(context, ApiToken).findByIds(ids)).map((token) => [token.id, token]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** An order that no index is to be followed for. */
function sorted({ deps }: KnownContext, terms: readonly OrderTerm<ApiToken>[]): readonly OrderTerm<ApiToken>[] {
  if (deps.database.dialect !== 'sqlite') return terms;
  return terms.map((term) => ({ ...term, property: `+ ${term.property}` }));
}
