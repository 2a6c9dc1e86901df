import { invalidInput } from './errors';

/** Where a page begins or ends: the values that the list is ordered by, the id last. Dates are milliseconds. */
export type CursorValues = readonly (string | number)[];

/** Opaque to clients. `order` names the order it belongs to, so that it is never read in another one. */
export function encodeCursor(order: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** @throws BAD_USER_INPUT for a text that isn't a cursor of this order. Only texts and numbers get out. */
export function decodeCursor(
  order: string,
  cursor: string,
  argument: 'after' | 'before',
  length: number,
): CursorValues {
  try {
    const [actualOrder, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    const fits =
      values.length === length && values.every((value) => typeof value === 'string' || Number.isFinite(value));
    if (actualOrder === order && fits) return values as CursorValues;
  } catch {
    // Not base64url of JSON: the same mistake.
  }
  return refuseCursor(argument);
}

export function refuseCursor(argument: 'after' | 'before'): never {
  throw invalidInput([argument], 'This cursor is not one of this list in this order.');
}
