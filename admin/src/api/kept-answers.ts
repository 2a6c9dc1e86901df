import type { Exchange } from '@urql/core';
import { map, pipe } from 'wonka';

/** More than one page asks, and few enough to forget. */
const MOST = 50;

/**
 * A query that is repeated while the server can't be reached keeps the answer it had, beside the error: the rows stay,
 * with a note. What the server itself refuses is never kept, for it may be the right to see it that has gone.
 */
export const keptAnswersExchange: Exchange = ({ forward }) => {
  const answers = new Map<number, unknown>();
  function keep(key: number, data: unknown): void {
    answers.delete(key);
    answers.set(key, data);
    const [oldest] = answers.keys();
    if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
  }
  return (operations) =>
    pipe(
      forward(operations),
      map((result) => {
        const { kind, key } = result.operation;
        if (kind !== 'query') return result;
        if (!result.error) keep(key, result.data);
        const unreached = result.error?.networkError !== undefined && result.error.graphQLErrors.length === 0;
        if (!unreached || !answers.has(key)) return result;
        const data = answers.get(key) as unknown; // of the same query and variables
        return { ...result, data };
      }),
    );
};
