import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../api/graphql';
import { useCan } from '../api/viewer';

const CANDIDATES = graphql(`
  query OwnerCandidates($search: String!) {
    ownerCandidates(search: $search) {
      id
      displayName
      username
      kind
    }
  }
`);

const NAMES = graphql(`
  query NamesOf($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
      ... on User {
        displayName
      }
    }
  }
`);

/** A user or service account as everybody may know them. */
export type PersonSummary = ResultOf<typeof CANDIDATES>['ownerCandidates'][number];

/** Names seen in this window: an address holds only ids, and not everybody may look them up. */
const seen = new Map<string, string>();

const DEBOUNCE_MS = 250;

/** Who fits what is typed; asks 250 ms after the last key. Needs api-tokens:read. */
export function usePeopleSearch(text: string, pause = false): { people: readonly PersonSummary[]; fetching: boolean } {
  const allowed = useCan('api-tokens:read');
  const [search, setSearch] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const [{ data, fetching }] = useQuery({ query: CANDIDATES, variables: { search }, pause: pause || !allowed });
  const people = data?.ownerCandidates ?? [];
  for (const { id, displayName } of people) seen.set(id, displayName);
  return { people, fetching: fetching || search !== text };
}

/** Names of these ids, as far as the viewer may know them. */
export function useNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const mayAsk = useCan('users:read');
  const missing = useMemo(() => ids.filter((id) => !seen.has(id)), [ids]);
  const [{ data }] = useQuery({
    query: NAMES,
    variables: { ids: missing },
    pause: !mayAsk || missing.length === 0,
  });
  for (const node of data?.nodes ?? []) if (node && 'displayName' in node) seen.set(node.id, node.displayName);
  return seen;
}
