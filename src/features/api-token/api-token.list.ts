import { NEVER, NOT_YET } from '../../columns';
import type { KnownContext } from '../../context';
import { type Connection, type Page, type PageArguments, toConnection, toPage } from '../../graphql/connections';
import { decodeCursor, encodeCursor, refuseCursor } from '../../graphql/cursor';
import { invalidInput } from '../../graphql/errors';
import { type Bounds, cursorValues, orderName, type OrderTerm, pageByKeyset } from '../../graphql/keyset';
import { type ApiToken, ApiTokenStatus, statusOf } from './api-token.entity';
import { conditionsFor, countTokens } from './api-token.matches';
import { type Condition, statusCondition } from './api-token.filter';
import { type ApiTokenFilter, type ApiTokenOrder, ApiTokenOrderField } from './api-token.list.inputs';
import { readTokenPage, type TokenOrder } from './api-token.page';

export interface TokenListArguments extends PageArguments {
  readonly filter?: ApiTokenFilter | null;
  readonly orderBy?: readonly ApiTokenOrder[] | null;
}

type Term = OrderTerm<ApiToken>;
type Field = Exclude<ApiTokenOrderField, ApiTokenOrderField.STATUS>;

/** Each with an index that ends in the id. */
const ORDERS: Record<Field, Omit<Term, 'direction'> & { readonly index: string }> = {
  NAME: { property: 'token.nameKey', kind: 'text', value: (token) => token.nameKey, index: 'api_token_by_name' },
  OWNER: { property: 'token.ownerKey', kind: 'text', value: (token) => token.ownerKey, index: 'api_token_by_owner' },
  CREATED_BY: {
    property: 'token.creatorKey',
    kind: 'text',
    value: (token) => token.creatorKey,
    index: 'api_token_by_creator',
  },
  CREATED_AT: {
    property: 'token.createdAt',
    kind: 'date',
    value: (token) => token.createdAt,
    index: 'api_token_by_created_at',
  },
  EXPIRES_AT: {
    property: 'token.expiresAt',
    kind: 'date',
    value: (token) => token.expiresAt ?? NEVER,
    index: 'api_token_by_expires_at',
  },
  LAST_USED_AT: {
    property: 'token.lastUsedAt',
    kind: 'date',
    value: (token) => token.lastUsedAt ?? NOT_YET,
    index: 'api_token_by_last_used_at',
  },
};

const NEWEST_FIRST = { field: ApiTokenOrderField.CREATED_AT, direction: 'DESC' } as ApiTokenOrder;
const ID: Omit<Term, 'direction'> = { property: 'token.id', kind: 'text', value: (token) => token.id };

/** L1-L5: what the caller may see, filtered, sorted, one page. Newest first unless an order is given. */
export async function listApiTokens(context: KnownContext, args: TokenListArguments): Promise<Connection<ApiToken>> {
  const page = toPage(args);
  const [first, ...rest] = ordersOf(args.orderBy ?? []);
  const conditions = await conditionsFor(context, args.filter ?? {});
  const count = () => countTokens(context, conditions);
  if (first?.field === ApiTokenOrderField.STATUS) {
    const within = rest.length > 0 ? orderOf(rest) : undefined;
    return listByStatus({ context, conditions, page, count, direction: first.direction, within });
  }
  const order = orderOf(first ? [first, ...rest] : [NEWEST_FIRST]);
  const read = (bounds: Bounds) => readTokenPage(context, conditions, order, bounds);
  return pageByKeyset({ read, terms: order.terms, page, count });
}

/** Of these, those that the caller owns. */
export function listOwnApiTokens(context: KnownContext, args: TokenListArguments): Promise<Connection<ApiToken>> {
  const { userId } = context.actor;
  const asked = args.filter?.ownerIds ?? [userId];
  return listApiTokens(context, { ...args, filter: { ...args.filter, ownerIds: asked.filter((id) => id === userId) } });
}

/** @throws BAD_USER_INPUT for a field named twice, and for STATUS behind another. */
function ordersOf(orderBy: readonly ApiTokenOrder[]): readonly ApiTokenOrder[] {
  const fields = orderBy.map(({ field }) => field);
  if (new Set(fields).size < fields.length) throw invalidInput(['orderBy'], 'Name each field once.');
  if (fields.indexOf(ApiTokenOrderField.STATUS) > 0) throw invalidInput(['orderBy'], 'STATUS can only come first.');
  return orderBy;
}

/** The id closes every order, in the direction of the last field: then one index serves both ways. */
function termsOf(orders: readonly ApiTokenOrder[]): Term[] {
  const terms = orders.map(({ field, direction }) => ({ ...ORDERS[field as Field], direction }));
  return [...terms, { ...ID, direction: orders.at(-1)?.direction ?? 'ASC' }];
}

function orderOf(orders: readonly ApiTokenOrder[]): TokenOrder {
  return { terms: termsOf(orders), index: ORDERS[orders[0]?.field as Field].index };
}

interface StatusList {
  readonly context: KnownContext;
  readonly conditions: readonly Condition[];
  readonly page: Page;
  readonly count: Connection<ApiToken>['count'];
  readonly direction: 'ASC' | 'DESC';
  /** The order within a status, if one was asked for. */
  readonly within?: TokenOrder;
}

const STATUSES = [ApiTokenStatus.REVOKED, ApiTokenStatus.EXPIRED, ApiTokenStatus.DISABLED, ApiTokenStatus.ACTIVE];

/**
 * The status is derived, so no index holds its order; but each status is a range of one. They are read one after
 * another until the page is full. Within a status the end of the tokens is the order, unless another is given.
 */
async function listByStatus(list: StatusList): Promise<Connection<ApiToken>> {
  const { page, direction, count } = list;
  const { terms, index } =
    list.within ?? orderOf([{ field: ApiTokenOrderField.EXPIRES_AT, direction } as ApiTokenOrder]);
  const order = `${direction === 'ASC' ? '' : '-'}status,${orderName(terms)}`;
  const now = new Date();
  const rankOf = (token: ApiToken) => STATUSES.indexOf(statusOf(token, now));
  const decode = (argument: 'after' | 'before') => {
    if (page[argument] === undefined) return undefined;
    const [rank, ...values] = decodeCursor(order, page[argument], argument, terms.length + 1);
    if (![0, 1, 2, 3].includes(rank as number)) refuseCursor(argument);
    return { rank: Number(rank), values };
  };
  const bounds = { after: decode('after'), before: decode('before') };
  const found: ApiToken[] = [];
  for (const rank of ranksToRead(bounds, direction, page.backward)) {
    if (found.length > page.size) break;
    const status = statusCondition(STATUSES[rank] as ApiTokenStatus, now);
    const within = {
      after: bounds.after?.rank === rank ? bounds.after.values : undefined,
      before: bounds.before?.rank === rank ? bounds.before.values : undefined,
      backward: page.backward,
      limit: page.size + 1 - found.length,
    };
    found.push(...(await readTokenPage(list.context, [...list.conditions, status], { terms, index }, within)));
  }
  return toConnection(
    found,
    page,
    (token) => encodeCursor(order, [rankOf(token), ...cursorValues(terms, token)]),
    count,
  );
}

type RankBounds = Record<'after' | 'before', { readonly rank: number } | undefined>;

/** The statuses that the page may reach, in the order of reading. */
function ranksToRead({ after, before }: RankBounds, direction: 'ASC' | 'DESC', backward: boolean): number[] {
  const ranks = direction === 'ASC' ? [0, 1, 2, 3] : [3, 2, 1, 0];
  const from = after ? ranks.indexOf(after.rank) : 0;
  const to = before ? ranks.indexOf(before.rank) : ranks.length - 1;
  const reached = ranks.slice(Math.max(from, 0), to + 1);
  return backward ? reached.reverse() : reached;
}
