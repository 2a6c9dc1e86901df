import { Client, cacheExchange, fetchExchange, mapExchange, type Operation } from '@urql/core';
import { freshnessExchange, refetchOne, refetchThose } from './freshness';
import { gate } from './gate';
import { keptAnswersExchange } from './kept-answers';
import { problemOf } from './problem';

declare module '@urql/core' {
  interface OperationContext {
    /** True: being logged out is an answer of this query, not an interruption. */
    loggedOutIsFine?: boolean;
  }
}

const asksWhoIsThere = ({ context }: Operation): boolean => context.loggedOutIsFine === true;

/** Looks up anew who is there and what they may do. */
export const refetchViewer = (): void => refetchThose(asksWhoIsThere);

/** One for each viewer: nothing that one person saw stays for the next. */
export const createClient = (): Client =>
  new Client({
    url: '/graphql',
    // Answers Apollo Server's protection against cross-site requests; a GET reads no cookie anyway.
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    requestPolicy: 'cache-and-network',
    exchanges: [
      mapExchange({
        onResult({ operation, error }) {
          const code = problemOf(error)?.code;
          // Rights that were thought to be there are gone: what the viewer may do is looked up, and nothing else, for
          // what is on the screen may be refused by now, and holds what somebody typed.
          if (operation.kind === 'mutation' && code === 'INSUFFICIENT_SCOPE') refetchViewer();
          const interrupted = operation.kind === 'query' && !asksWhoIsThere(operation);
          if (!interrupted || code !== 'UNAUTHENTICATED') return;
          void gate.ask('log-in').then((answer) => answer === 'done' && refetchOne(operation));
        },
      }),
      freshnessExchange,
      keptAnswersExchange,
      cacheExchange,
      fetchExchange,
    ],
  });
