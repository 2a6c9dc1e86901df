import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from './graphql';
import { refetch } from './freshness';
import { type Problem, problemOf } from './problem';
import { listen } from './tabs';

/** What the panel asks first. */
export const VIEWER = graphql(`
  query Viewer {
    viewer {
      id
      scopes
      user {
        id
        displayName
        firstName
        lastName
        username
        email
        kind
        twoFactorEnabled
      }
      account {
        id
        name
        slug
        maxTokenLifetime
        defaultTokenLifetime
        unlimitedTokensAllowed
        maxOverlap
        maxTokensPerUser
        passwordConfirmation
      }
    }
  }
`);

/** Who is logged in, what they may do now, and their account's policy. */
export type Viewer = NonNullable<ResultOf<typeof VIEWER>['viewer']>;

/** `loading` until the first answer; `failed` only when there is nothing to show. */
export type ViewerState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly again: () => void }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'known'; readonly viewer: Viewer };

const ViewerContext = createContext<Viewer | undefined>(undefined);

/** Asks who is there. Being logged out is an answer: `nobody`. */
export function useViewerState(): ViewerState {
  const context = useMemo(() => ({ loggedOutIsFine: true }), []);
  const [{ data, error, fetching }, again] = useQuery({ query: VIEWER, context });
  useEffect(
    () =>
      listen(({ kind }) => {
        if (kind !== 'changed') again({ requestPolicy: 'network-only' });
        else refetch();
      }),
    [again],
  );
  if (data?.viewer) return { kind: 'known', viewer: data.viewer };
  if (data) return { kind: 'nobody' };
  const problem = problemOf(error);
  // A dead cookie is refused with 401, and cleared by the same answer.
  if (problem?.code === 'UNAUTHENTICATED') return { kind: 'nobody' };
  if (problem && !fetching) return { kind: 'failed', problem, again: () => again({ requestPolicy: 'network-only' }) };
  return { kind: 'loading' };
}

/** Everything inside knows the viewer. */
export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Only inside the panel, never on the pages before the log-in. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('useViewer() outside of ViewerProvider');
  return viewer;
}

/** Whether the viewer holds one of these scopes. None given: everybody who is logged in may. */
export function useCan(...anyOf: readonly string[]): boolean {
  const { scopes } = useViewer();
  return anyOf.length === 0 || anyOf.some((scope) => scopes.includes(scope));
}
