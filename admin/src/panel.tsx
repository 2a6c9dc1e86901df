import { Suspense, useState } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { useCan, useOwnLogIn, useViewer, useViewerState, ViewerProvider } from './api/viewer';
import { CrashBoundary } from './parts/crash';
import { EmptyState } from './parts/empty-state';
import { Shell } from './parts/shell';
import { useToldElsewhere } from './parts/use-told-elsewhere';
import { type PanelRoute, routes } from './routes';

/** The pages behind the log-in. */
export function Panel() {
  const state = useViewerState();
  useToldElsewhere(state.kind === 'known' ? state.viewer.user : undefined);
  if (state.kind === 'loading') return null;
  if (state.kind === 'failed') return <EmptyState kind="failed" problem={state.problem} again={state.again} whole />;
  if (state.kind === 'nobody') return <ToLogIn />;
  return (
    <ViewerProvider viewer={state.viewer} key={state.viewer.user.id}>
      <Shell>
        <Page />
      </Shell>
    </ViewerProvider>
  );
}

/** A page that can't be loaded belongs to an older build, or the server is gone: the person says when to reload. */
function Page() {
  const [path] = useLocation();
  return (
    <CrashBoundary of={path} fallback={<EmptyState kind="crashed" again={() => location.reload()} />}>
      <Suspense fallback={null}>
        <Pages />
      </Suspense>
    </CrashBoundary>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Start />
      </Route>
      {routes.map((route) => (
        <Route key={route.path} path={route.path}>
          <Allowed {...route} />
        </Route>
      ))}
      <Route>
        <EmptyState kind="no-page" />
      </Route>
    </Switch>
  );
}

/** No right, no page; and the address says so. A right that goes later leaves the page, for the text typed there. */
function Allowed({ page: Page, scopes = [], ownLogIn = false }: PanelRoute) {
  const [can, own] = [useCan(...scopes), useOwnLogIn()];
  const allowed = can && (own || !ownLogIn);
  const [entered] = useState(allowed);
  const [path] = useLocation();
  // By its address: until the answer about another thing is here, queries keep the one before, which isn't this one's.
  if (allowed || entered) return <Page key={path} />;
  return can ? <EmptyState kind="needs-log-in" /> : <EmptyState kind="no-right" scopes={scopes} />;
}

/** API tokens, else My tokens, else Profile. */
function Start() {
  const { scopes } = useViewer();
  if (scopes.includes('api-tokens:read')) return <Redirect to="/api-tokens" replace />;
  return <Redirect to={scopes.includes('own-api-tokens:manage') ? '/my-tokens' : '/profile'} replace />;
}

function ToLogIn() {
  const [path] = useLocation();
  const search = useSearch();
  const next = path === '/' ? '' : `?next=${encodeURIComponent(path + (search && `?${search}`))}`;
  return <Redirect to={`/login${next}`} replace />;
}
