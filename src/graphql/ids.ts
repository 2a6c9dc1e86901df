import { invalidInput } from './errors';

/** The most ids that one request may name (C6). */
export const MOST_IDS = 1_000;

/** The ids of a bulk change, each once. @throws BAD_USER_INPUT for none and for more than 1,000. */
export function distinctIds(ids: readonly string[], field = 'ids'): string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) throw invalidInput([field], 'Name at least one.');
  if (distinct.length > MOST_IDS) throw invalidInput([field], `At most ${MOST_IDS} at once.`);
  return distinct;
}
