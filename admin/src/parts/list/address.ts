import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';

export interface ChangeAddressOptions {
  /** No step of its own for the Back button. */
  readonly replace?: boolean;
  /** Kept with this step for whoever comes back to it, and not part of the address. */
  readonly state?: unknown;
}

export interface Address {
  readonly query: URLSearchParams;
  /** What `change` kept with this step; anything, for other pages and earlier builds wrote there, too. */
  readonly state: unknown;
  /** Changes some names; undefined or empty takes one out. */
  readonly change: (changes: Readonly<Record<string, string | undefined>>, options?: ChangeAddressOptions) => void;
}

/** The query of the address as state: whoever gets the link sees the same. */
export function useAddressState(): Address {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback<Address['change']>(
    (changes, { replace = false, state } = {}) => {
      // Not `query`: two changes in one handler both count.
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      // Commas and colons stay readable: both are allowed in a query (RFC 3986, 3.4).
      const text = next.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
      if (text !== location.search.slice(1)) navigate(text ? `${path}?${text}` : path, { replace, state });
    },
    [path, navigate],
  );
  return { query, state: useHistoryState<unknown>(), change };
}
