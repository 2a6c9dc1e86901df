import { Suspense, useCallback, useState } from 'react';
import { Provider } from 'urql';
import { Route, Router, Switch } from 'wouter';
import { createClient } from './api/client';
import { SessionContext } from './api/session';
import { refetchOnReturn } from './api/freshness';
import { Gatekeeper } from './parts/gatekeeper';
import { useGuardedLocation } from './parts/leaving';
import { Panel } from './panel';
import { publicRoutes } from './routes';

refetchOnReturn();

/** Everything; a new session gets a new client, so that nothing of the last one stays. */
export function App() {
  const [{ client, session }, setSession] = useState(() => ({ client: createClient(), session: 0 }));
  const renew = useCallback(
    () => setSession((before) => ({ client: createClient(), session: before.session + 1 })),
    [],
  );
  return (
    <SessionContext value={renew}>
      <Provider value={client} key={session}>
        <Router base="/admin" hook={useGuardedLocation}>
          <Suspense fallback={null}>
            <Switch>
              {publicRoutes.map(({ path, page: Page }) => (
                <Route key={path} path={path}>
                  <Page />
                </Route>
              ))}
              <Route>
                <Panel />
              </Route>
            </Switch>
          </Suspense>
          <Gatekeeper />
        </Router>
      </Provider>
    </SessionContext>
  );
}
