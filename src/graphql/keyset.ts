import { Brackets, type ObjectLiteral, type SelectQueryBuilder, type WhereExpressionBuilder } from 'typeorm';
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

interface KeysetOptions<T extends ObjectLiteral> {
  /** Bound to the account and filtered; no order yet. */
  readonly query: SelectQueryBuilder<T>;
  readonly terms: readonly OrderTerm<T>[];
  readonly page: Page;
  readonly count: Connection<T>['count'];
}

/**
 * One page by its neighbours' values instead of a number of rows to skip: the millionth page costs what the first does.
 * The predicate begins with `x >= v`, which every database answers as a range of the order's index; row values
 * and `x > v OR (x = v AND …)` alone are scans on one or the other.
 */
export async function listByKeyset<T extends ObjectLiteral>(options: KeysetOptions<T>): Promise<Connection<T>> {
  const { query, page, terms } = options;
  const order = orderName(terms);
  const reading = page.backward ? terms.map(reversed) : terms;
  for (const [argument, isAhead] of [['after', !page.backward] as const, ['before', page.backward] as const]) {
    const cursor = page[argument];
    if (cursor === undefined) continue;
    const values = decodeCursor(order, cursor, argument, terms.length);
    beyond(query, isAhead ? reading : reading.map(reversed), toParameters(terms, values, argument), argument);
  }
  for (const { property, direction } of reading) query.addOrderBy(property, direction);
  const rows = await query.limit(page.size + 1).getMany();
  const cursorOf = (row: T) => encodeCursor(order, terms.map((term) => plain(term.value(row))));
  return toConnection(rows, page, cursorOf, options.count);
}

/** Rows after those values in that order: x >= v AND (x > v OR (y >= w AND (y > w OR …))). */
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

function toParameters<T>(terms: readonly OrderTerm<T>[], values: CursorValues, argument: 'after' | 'before'): unknown[] {
  return terms.map(({ kind }, index) => {
    const value = values[index];
    if (kind === 'date' && typeof value === 'number') return new Date(value);
    if (kind === 'number' && typeof value === 'number') return value;
    // A text where a number is due would be compared as one or the other, as each database likes.
    return kind === 'text' && typeof value === 'string' ? value : refuse(argument);
  });
}

function refuse(argument: 'after' | 'before'): never {
  throw invalidInput([argument], 'This cursor is not one of this list in this order.');
}

const plain = (value: string | number | Date): string | number => (value instanceof Date ? value.getTime() : value);

function orderName<T>(terms: readonly OrderTerm<T>[]): string {
  return terms.map(({ property, direction }) => `${direction === 'ASC' ? '' : '-'}${property}`).join(',');
}

function reversed<T>(term: OrderTerm<T>): OrderTerm<T> {
  return { ...term, direction: term.direction === 'ASC' ? 'DESC' : 'ASC' };
}
