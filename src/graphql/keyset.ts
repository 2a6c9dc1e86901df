import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { NEVER, NOT_YET } from '../columns';
import { isId } from '../lib/is-id';
import { type Connection, type Page, toConnection } from './connections';
import { type CursorValues, decodeCursor, encodeCursor, refuseCursor } from './cursor';

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
  /** No further than that in the direction of reading, for those who look at a list in stretches. */
  readonly until?: CursorValues;
}

/** What a page is read with; the answer stands in the order of reading. */
type Read<T> = (bounds: Bounds) => Promise<T[]>;

interface PageOptions<T> {
  readonly terms: readonly OrderTerm<T>[];
  readonly page: Page;
  readonly count: Connection<T>['count'];
}

interface KeysetOptions<T extends ObjectLiteral> extends PageOptions<T> {
  /** Bound to the account and filtered; no order yet. */
  readonly query: SelectQueryBuilder<T>;
}

/**
 * One page by its neighbours' values instead of a number of rows to skip: the millionth page costs what the first does.
 */
export function listByKeyset<T extends ObjectLiteral>({ query, ...options }: KeysetOptions<T>): Promise<Connection<T>> {
  return pageByKeyset({ ...options, read: (bounds) => readKeyset(query, options.terms, bounds) });
}

/** The same for a list that has its own way of reading. */
export async function pageByKeyset<T>(options: PageOptions<T> & { readonly read: Read<T> }): Promise<Connection<T>> {
  const { read, page, terms, count } = options;
  const order = orderName(terms);
  const decode = (argument: 'after' | 'before') =>
    page[argument] === undefined ? undefined : decodeCursor(order, page[argument], argument, terms.length);
  const bounds = { after: decode('after'), before: decode('before'), backward: page.backward, limit: page.size + 1 };
  return toConnection(await read(bounds), page, (row) => encodeCursor(order, cursorValues(terms, row)), count);
}

/** Rows within the bounds, in the order of reading: for `backward` the reverse of the list's. */
export function readKeyset<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  terms: readonly OrderTerm<T>[],
  { limit, ...bounds }: Bounds,
): Promise<T[]> {
  boundQuery(query, terms, bounds);
  return query.limit(limit).getMany();
}

/** Adds bounds and order to a query. */
export function boundQuery<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  terms: readonly OrderTerm<T>[],
  { after, before, until, backward }: Omit<Bounds, 'limit'>,
): void {
  const reading = backward ? terms.map(reversed) : terms;
  if (after) beyond(query, terms, toParameters(terms, after, 'after'), 'after');
  if (before) beyond(query, terms.map(reversed), toParameters(terms, before, 'before'), 'before');
  if (until) beyond(query, reading.map(reversed), toParameters(terms, until, 'after'), 'until');
  for (const { property, direction } of reading) query.addOrderBy(property, direction);
}

export function cursorValues<T>(terms: readonly OrderTerm<T>[], row: T): CursorValues {
  return terms.map((term) => plain(term.value(row)));
}

/**
 * Rows after those values in that order: (x, y) > (v, w), which is a range of the order's index, however many rows share
 * x. SQLite sees that in row values only; MySQL and MariaDB only in `x > v OR (x = v AND y > w)`, and scan for the other.
 */
function beyond<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  terms: readonly OrderTerm<T>[],
  parameters: readonly unknown[],
  prefix: string,
): void {
  const [first] = terms;
  const names = terms.map((_, index) => `${prefix}${index}`);
  const sqlite = query.connection.options.type === 'better-sqlite3';
  const alike = terms.every(({ direction }) => direction === first?.direction);
  const list = (texts: readonly string[]): string => `(${texts.join(', ')})`;
  const sql =
    sqlite && alike && first
      ? `${list(terms.map(({ property }) => property))} ${signOf(first)} ${list(names.map((name) => `:${name}`))}`
      : eitherBeyond(terms, names);
  const values = Object.fromEntries(names.map((name, index) => [name, parameters[index]]));
  query.andWhere(new Brackets((inside) => inside.where(sql, values)));
}

function eitherBeyond<T>([term, ...terms]: readonly OrderTerm<T>[], [name, ...names]: readonly string[]): string {
  if (!term) return '1 = 0';
  const { property } = term;
  const past = `${property} ${signOf(term)} :${name}`;
  return terms.length === 0 ? past : `${past} OR (${property} = :${name} AND (${eitherBeyond(terms, names)}))`;
}

const signOf = ({ direction }: { readonly direction: Direction }): '>' | '<' => (direction === 'ASC' ? '>' : '<');

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

const plain = (value: string | number | Date): string | number => (value instanceof Date ? value.getTime() : value);

export function orderName<T>(terms: readonly OrderTerm<T>[]): string {
  return terms.map(({ property, direction }) => `${direction === 'ASC' ? '' : '-'}${property}`).join(',');
}

function reversed<T>(term: OrderTerm<T>): OrderTerm<T> {
  return { ...term, direction: term.direction === 'ASC' ? 'DESC' : 'ASC' };
}
