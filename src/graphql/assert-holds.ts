import { excess } from '../access/grants';
import type { KnownContext } from '../context';
import { grantExceeded } from './errors';

/**
 * Nobody gives what they don't hold (P5, R9); held are the effective scopes of the request.
 * @param field of the input, where it is one field that asks for too much.
 * @throws GRANT_EXCEEDED with the excess named; nothing is ever trimmed.
 */
export function assertHolds({ catalogue, actor }: KnownContext, wanted: Iterable<string>, field?: string): void {
  const beyond = excess(catalogue, wanted, actor.scopes);
  if (beyond.length === 0) return;
  throw grantExceeded(
    beyond,
    `You don't hold ${beyond.join(', ')}, so you can't give it, or change who has it.`,
    field,
  );
}
