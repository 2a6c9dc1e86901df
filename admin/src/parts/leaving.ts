import { useLayoutEffect } from 'react';
import { navigate as go } from 'wouter/use-browser-location';
import { useBrowserLocation } from 'wouter/use-browser-location';

type Ask = (leave: () => void) => void;

/** The form that isn't saved: asked before the page goes. */
let guard: Ask | undefined;
let here = '';

/**
 * Before the router listens: the Back button of a page with a dirty form puts the address back and asks. A page can't
 * refuse popstate, but it can go forward again. https://html.spec.whatwg.org/#dom-history-pushstate
 */
export function guardHistory(): void {
  window.addEventListener('popstate', (event) => {
    if (!guard) return;
    event.stopImmediatePropagation();
    history.pushState(null, '', here);
    guard(() => {
      guard = undefined;
      history.back();
    });
  });
  window.addEventListener('beforeunload', (event) => {
    if (guard) event.preventDefault();
  });
}

/** Whether something typed would be lost if the page went now. */
export const isUnsaved = (): boolean => guard !== undefined;

/** The router's location, with the guard in front of each change of the path. */
export const useGuardedLocation: typeof useBrowserLocation = (options) => {
  const [path] = useBrowserLocation(options);
  return [path, guardedNavigate];
};

const guardedNavigate: typeof go = (to, options) => {
  const target = new URL(to, location.href);
  if (!guard || target.pathname === location.pathname) return go(to, options);
  guard(() => {
    guard = undefined;
    go(to, options);
  });
  return undefined;
};

/** While `dirty`, leaving is asked for first: `ask` shows the question and calls `leave` when told to. */
export function useLeaveGuard(dirty: boolean, ask: Ask): void {
  // Not later: what replaces the page, as a log-out does, navigates before passive effects are cleaned up.
  useLayoutEffect(() => {
    if (!dirty) return undefined;
    guard = ask;
    here = location.href;
    return () => void (guard = undefined);
  }, [dirty, ask]);
}
