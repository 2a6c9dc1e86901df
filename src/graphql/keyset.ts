import { Brackets, type ObjectLiteral, type SelectQueryBuilder, type WhereExpressionBuilder } from 'typeorm';
import { NEVER, NOT_YET } from '../columns';
import { isId } from '../lib/is-id';
import { type Connection, type Page, toConnection } from './connections';
import { type CursorValues, decodeCursor, encodeCursor } from './cursor';
import { invalidInput } from './errors';

export type Direction = 'ASC' | 'DESC';

/** One part of an order. The last part of every order is the id, so that no two rows are equal in it. */
export interface OrderTerm<T> {
  /** A property of the query's alias: `token.nameKey`. Its column is never NULL. */
  readonly property: string;
  readonly direction: Direction;
  readonly value: (row: T) => string | number | Date;
  /** What a cursor's value becomes in the statement. */
  readonly kind: 'text' | 'number' | 'date';
}

/** Where to read: values of the order's terms, exclusive. */
export interface Bounds {
  readonly after?: CursorValues;
  readonly before?: CursorValues;
  readonly backward: boolean;
  readonly limit: number;
}

interface KeysetOptions<T extends ObjectLiteral> {
  /** Bound to the account and filtered; no order yet. */
  readonly query: SelectQueryBuilder<T>;
  readonly terms: readonly OrderTerm<T>[];
  readonly page: Page;
  readonly count: Connection<T>['count'];
}

/**
 * One page by its neighbours' values instead of a number of rows to skip: the millionth page costs what the first does.
 */
export async function listByKeyset<T extends ObjectLiteral>(options: KeysetOptions<T>): Promise<Connection<T>> {
  const { query, page, terms, count } = options;
  const order = orderName(terms);
  const decode = (argument: 'after' | 'before') =>
    page[argument] === undefined ? undefined : decodeCursor(order, page[argument], argument, terms.length);
  const bounds = { after: decode('after'), before: decode('before'), backward: page.backward, limit: page.size + 1 };
  const rows = await readKeyset(query, terms, bounds);
  return toConnection(rows, page, (row) => encodeCursor(order, cursorValues(terms, row)), count);
}

/** Rows within the bounds, in the order of reading: for `backward` the reverse of the list's. */
export function readKeyset<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  terms: readonly OrderTerm<T>[],
  { after, before, backward, limit }: Bounds,
): Promise<T[]> {
  if (after) beyond(query, terms, toParameters(terms, after, 'after'), 'after');
  if (before) beyond(query, terms.map(reversed), toParameters(terms, before, 'before'), 'before');
  for (const { property, direction } of backward ? terms.map(reversed) : terms) query.addOrderBy(property, direction);
  return query.limit(limit).getMany();
}

export function cursorValues<T>(terms: readonly OrderTerm<T>[], row: T): CursorValues {
  return terms.map((term) => plain(term.value(row)));
}

/**
 * Rows after those values in that order: x >= v AND (x > v OR (y >= w AND (y > w OR …))). It begins with `x >= v`, which
 * every database answers as a range of the order's index; row values, or `x > v OR (x = v AND …)` alone, are scans on
 * one or the other.
 */
function beyond<T>(
  query: WhereExpressionBuilder,
  terms: readonly OrderTerm<T>[],
  parameters: readonly unknown[],
  prefix: string,
  index = 0,
): void {
  const term = terms[index];
  if (!term) return;
  const sign = term.direction === 'ASC' ? '>' : '<';
  const name = `${prefix}${index}`;
  const bound = { [name]: parameters[index] };
  if (index === terms.length - 1) {
    query.andWhere(`${term.property} ${sign} :${name}`, bound);
    return;
  }
  query.andWhere(`${term.property} ${sign}= :${name}`, bound).andWhere(
    new Brackets((either) => {
      either
        .where(`${term.property} ${sign} :${name}`, bound)
        .orWhere(new Brackets((rest) => beyond(rest, terms, parameters, prefix, index + 1)));
    }),
  );
}

function toParameters<T>(
  terms: readonly OrderTerm<T>[],
  values: CursorValues,
  argument: 'after' | 'before',
): unknown[] {
  return terms.map(({ kind }, index) => {
    const value = values[index];
    // Another text than an id may be an error, not "none", to the database.
    if (index === terms.length - 1 && !isId(String(value))) refuseCursor(argument);
    if (kind === 'date' && typeof value === 'number') return asDate(value) ?? refuseCursor(argument);
    if (kind === 'number' && typeof value === 'number') return value;
    // A text where a number is due would be compared as one or the other, as each database likes.
    return kind === 'text' && typeof value === 'string' ? value : refuseCursor(argument);
  });
}

/** Databases know no dates beyond these. */
function asDate(milliseconds: number): Date | undefined {
  return milliseconds >= NOT_YET.getTime() && milliseconds <= NEVER.getTime() ? new Date(milliseconds) : undefined;
}

export function refuseCursor(argument: 'after' | 'before'): never {
  throw invalidInput([argument], 'This cursor is not one of this list in this order.');
}

const plain = (value: string | number | Date): string | number => (value instanceof Date ? value.getTime() : value);

export function orderName<T>(terms: readonly OrderTerm<T>[]): string {
  return terms.map(({ property, direction }) => `${direction === 'ASC' ? '' : '-'}${property}`).join(',');
}

function reversed<T>(term: OrderTerm<T>): OrderTerm<T> {
  return { ...term, direction: term.direction === 'ASC' ? 'DESC' : 'ASC' };
}
