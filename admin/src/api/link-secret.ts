import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let secret = '';

/**
 * The secret of an invitation, reset or e-mail link stands behind the # of its address. It is kept in memory and taken
 * out of the address, and so of the history, before anything is asked of the server.
 */
export function takeLinkSecret(): void {
  take();
  // The next link may be opened in the same tab: then only the fragment changes.
  window.addEventListener('hashchange', take);
}

function take(): void {
  const isLink = /\/admin\/(invitation|reset|email)$/.test(location.pathname) && location.hash.length > 1;
  if (!isLink) return;
  secret = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname + location.search);
  for (const listener of listeners) listener();
}

/** Empty when the page was opened without one, or after a reload. */
export function useLinkSecret(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => secret,
  );
}
