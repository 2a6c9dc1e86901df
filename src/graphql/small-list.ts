import { type Connection, type Page, toConnection } from './connections';
import { type CursorValues, decodeCursor, encodeCursor, refuseCursor } from './cursor';
import { cursorValues, orderName, type OrderTerm } from './keyset';

/**
 * One page of a list that is small enough to be read as a whole, ordered by what no column holds (a number of users).
 * Its cursors mean the same as those of listByKeyset: rows that come and go move no page.
 */
export function listSmall<T>(rows: readonly T[], terms: readonly OrderTerm<T>[], page: Page): Connection<T> {
  const order = `small ${orderName(terms)}`;
  const compare = (a: CursorValues, b: CursorValues): number => compareBy(terms, a, b);
  const bound = (argument: 'after' | 'before') => {
    const cursor = page[argument];
    if (cursor === undefined) return undefined;
    return checked(terms, decodeCursor(order, cursor, argument, terms.length), argument);
  };
  const after = bound('after');
  const before = bound('before');
  const inside = rows
    .map((row) => ({ row, values: cursorValues(terms, row) }))
    .filter(({ values }) => (!after || compare(values, after) > 0) && (!before || compare(values, before) < 0))
    .sort((a, b) => compare(a.values, b.values));
  const reading = page.backward ? inside.reverse() : inside;
  return toConnection(
    reading.slice(0, page.size + 1).map(({ row }) => row),
    page,
    (row) => encodeCursor(order, cursorValues(terms, row)),
    async () => ({ total: rows.length, exact: true }),
  );
}

function compareBy<T>(terms: readonly OrderTerm<T>[], a: CursorValues, b: CursorValues): number {
  for (const [index, { direction }] of terms.entries()) {
    const [left = '', right = ''] = [a[index], b[index]];
    if (left !== right) return left < right === (direction === 'ASC') ? -1 : 1;
  }
  return 0;
}

/** Values of another kind than the order's would compare as nothing in particular. */
function checked<T>(terms: readonly OrderTerm<T>[], values: CursorValues, argument: 'after' | 'before'): CursorValues {
  if (terms.every(({ kind }, index) => typeof values[index] === (kind === 'text' ? 'string' : 'number'))) return values;
  return refuseCursor(argument);
}
