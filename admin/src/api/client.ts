import { Client, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { freshnessExchange, refetchOne } from './freshness';
import { gate } from './gate';
import { keptAnswersExchange } from './kept-answers';
import { problemOf } from './problem';

declare module '@urql/core' {
  interface OperationContext {
    /** True: being logged out is an answer of this query, not an interruption. */
    loggedOutIsFine?: boolean;
  }
}

/** One for each viewer: nothing that one person saw stays for the next. */
export const createClient = (): Client =>
  new Client({
    url: '/graphql',
    // Answers Apollo Server's protection against cross-site requests; a GET reads no cookie anyway (product.md).
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    requestPolicy: 'cache-and-network',
    exchanges: [
      mapExchange({
        onResult({ operation, error }) {
          const interrupted = operation.kind === 'query' && !operation.context.loggedOutIsFine;
          if (!interrupted || problemOf(error)?.code !== 'UNAUTHENTICATED') return;
          void gate.ask('log-in').then((answer) => answer === 'done' && refetchOne(operation));
        },
      }),
      freshnessExchange,
      keptAnswersExchange,
      cacheExchange,
      fetchExchange,
    ],
  });
