import { useEffect, useLayoutEffect, useRef } from 'react';
import { listen } from '../api/tabs';
import type { Viewer } from '../api/viewer';
import { isUnsaved } from './leaving';

/** Loaded when there is something to say; it stays until it is closed, for nobody looks at this window now. */
function say(message: string): void {
  void import('./toast').then(({ tell }) => tell(message));
}

/** Whoever comes back to this window reads why it shows a log-in, or somebody else, and that their draft is gone. */
export function useToldElsewhere(user: Viewer['user'] | undefined): void {
  const unsaved = useRef(false);
  const last = useRef<Viewer['user']>(undefined);
  // A layout effect, to hear it before the viewer's state does, which takes the form away.
  useLayoutEffect(
    () =>
      listen(({ kind }) => {
        if (kind === 'changed') return;
        unsaved.current = isUnsaved();
        if (kind === 'logged-out') say(`You were logged out in another window.${lost(unsaved.current, 'you')}`);
      }),
    [],
  );
  useEffect(() => {
    const before = last.current;
    last.current = user ?? before;
    if (!user || !before || before.id === user.id) return;
    say(`${user.displayName} logged in in another window.${lost(unsaved.current, before.displayName)}`);
    unsaved.current = false;
  }, [user]);
}

const lost = (unsaved: boolean, who: string): string => (unsaved ? ` What ${who} had typed here is gone.` : '');
