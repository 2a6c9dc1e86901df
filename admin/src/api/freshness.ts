import { type Client, type Exchange, makeOperation, type Operation } from '@urql/core';
import { pipe, tap } from 'wonka';

/** The queries that a page shows now. */
const active = new Map<number, Operation>();
let asked: Client | undefined;

/** Remembers what is on the screen, for {@link refetch}. Stands before the cache. */
export const freshnessExchange: Exchange = ({ client, forward }) => {
  asked = client;
  return (operations) =>
    forward(
      pipe(
        operations,
        tap((operation) => {
          if (operation.kind === 'query') active.set(operation.key, operation);
          if (operation.kind === 'teardown') active.delete(operation.key);
        }),
      ),
    );
};

/** Asks the server again; the rows of before stay until the answer is here. */
export function refetchOne(operation: Operation): void {
  asked?.reexecuteOperation(
    makeOperation(operation.kind, operation, { ...operation.context, requestPolicy: 'cache-and-network' }),
  );
}

/** Everything that is on the screen, again: after another tab's change, a log-in, or a while away. */
export function refetch(): void {
  refetchThose(() => true);
}

/** What is on the screen and chosen, again. */
export function refetchThose(chosen: (operation: Operation) => boolean): void {
  for (const operation of [...active.values()]) if (chosen(operation)) refetchOne(operation);
}

const STALE_AFTER_MS = 30_000;

/** Whoever comes back to the window after half a minute sees the present. @returns how to stop. */
export function refetchOnReturn(): () => void {
  let leftAt = Date.now();
  const leave = () => void (leftAt = Date.now());
  const come = () => {
    if (document.visibilityState === 'visible' && Date.now() - leftAt > STALE_AFTER_MS) refetch();
    leave();
  };
  window.addEventListener('blur', leave);
  window.addEventListener('focus', come);
  return () => {
    window.removeEventListener('blur', leave);
    window.removeEventListener('focus', come);
  };
}
