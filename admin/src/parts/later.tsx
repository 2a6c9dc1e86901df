import { type ComponentType, lazy, Suspense, useState } from 'react';
import { CrashBoundary } from './crash';
import './later.css';

/** Loads that wait for the first sign of a person, when the page has long been painted. */
let waiting: (() => void)[] | undefined = [];

function loadNow(): void {
  const loads = waiting ?? [];
  waiting = undefined;
  for (const load of loads) load();
}

for (const sign of ['pointermove', 'pointerdown', 'keydown']) {
  window.addEventListener(sign, loadNow, { once: true, capture: true, passive: true });
}

/**
 * A part that no page shows at first, as a dialog: kept out of what is loaded before the first paint, and loaded when
 * somebody touches the page, so that it is there when it is asked for, also should the server be gone by then.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  const keep = async () => (loaded = await load());
  const Part = lazy(async () => ({ default: await keep() }));
  const ahead = () => void keep().catch(() => undefined);
  if (waiting) waiting.push(ahead);
  else ahead();
  return function Later(props: Props) {
    // Without the step of waiting where it is there already: what takes the focus as it opens finds its fields.
    const [There] = useState(() => loaded);
    if (There) return <There {...props} />;
    return (
      <CrashBoundary fallback={<Failed />}>
        <Suspense fallback={null}>
          <Part {...props} />
        </Suspense>
      </CrashBoundary>
    );
  };
}

function Failed() {
  return (
    <div role="alert" className="later-failed">
      This couldn’t be loaded. Try again in a moment.
    </div>
  );
}
