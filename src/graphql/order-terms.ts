import { invalidInput } from './errors';
import type { OrderTerm } from './keyset';
import type { OrderDirection } from './order-direction';

interface Order<F extends string> {
  readonly field: F;
  readonly direction: OrderDirection;
}

type Terms<F extends string, T> = Readonly<Record<F, Omit<OrderTerm<T>, 'direction'>>>;

/**
 * The parts of an order that a client asked for, closed by the id, so that no two rows are equal in it.
 * @throws BAD_USER_INPUT when a field is named twice: the second one could never count.
 */
export function toTerms<F extends string, T extends { id: string }>(
  orderBy: readonly Order<F>[],
  terms: Terms<F, T>,
  idProperty: string,
): OrderTerm<T>[] {
  if (new Set(orderBy.map(({ field }) => field)).size < orderBy.length) {
    throw invalidInput(['orderBy'], 'Name each field once.');
  }
  const direction = orderBy.at(-1)?.direction ?? 'ASC';
  return [
    ...orderBy.map((order) => ({ ...terms[order.field], direction: order.direction })),
    { property: idProperty, direction, kind: 'text', value: ({ id }) => id },
  ];
}
