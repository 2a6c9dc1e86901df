import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from './graphql';
import { refetch } from './freshness';
import { gate } from './gate';
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
      apiToken {
        id
        name
        expiresAt
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

/** Outside of the cache, which a look-up without a session empties: whose change it is that waits for a log-in. */
let lastKnown: Viewer['user'] | undefined;

/** Whoever the panel was last shown to, until they log out. */
export const lastKnownUser = (): Viewer['user'] | undefined => lastKnown;

const ViewerContext = createContext<Viewer | undefined>(undefined);

/**
 * Asks who is there. Being logged out is an answer at first: `nobody`. Once somebody is known, only a log-out ends the
 * panel: a session that ended by itself is made anew above what is on the screen, and a failure changes nothing.
 */
export function useViewerState(): ViewerState {
  const context = useMemo(() => ({ loggedOutIsFine: true }), []);
  const [{ data, error, fetching }, again] = useQuery({ query: VIEWER, context });
  const [known, setKnown] = useState<Viewer>();
  const [loggedOut, setLoggedOut] = useState(false);
  if (data?.viewer && data.viewer !== known) setKnown(data.viewer);
  useEffect(
    () =>
      listen(({ kind }) => {
        if (kind === 'changed') return refetch();
        setLoggedOut(kind === 'logged-out');
        again({ requestPolicy: 'network-only' });
      }),
    [again],
  );
  useEffect(() => {
    if (known || loggedOut) lastKnown = loggedOut ? undefined : known?.user;
  }, [known, loggedOut]);
  const problem = problemOf(error);
  // A dead cookie is refused with 401, and cleared by the same answer.
  const nobody = data ? !data.viewer : problem?.code === 'UNAUTHENTICATED';
  useLogInAgain(nobody && !fetching && known !== undefined && !loggedOut, again);
  if (loggedOut) return { kind: 'nobody' };
  if (known) return { kind: 'known', viewer: known };
  if (nobody) return { kind: 'nobody' };
  if (problem && !fetching) return { kind: 'failed', problem, again: () => again({ requestPolicy: 'network-only' }) };
  return { kind: 'loading' };
}

/** Asks for a log-in where one is when the session is gone. */
function useLogInAgain(gone: boolean, again: (options: { requestPolicy: 'network-only' }) => void): void {
  useEffect(() => {
    if (!gone) return;
    void gate.ask('log-in').then((answer) => answer === 'done' && again({ requestPolicy: 'network-only' }));
  }, [gone, again]);
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

/** Whether they logged in themselves: with an access token, less may be done than its scopes say (P6). */
export const useOwnLogIn = (): boolean => useViewer().apiToken === null;
