import { Kbd } from '@mantine/core';
import { type Shortcut, useShortcuts } from './shortcuts';
import './shortcut-list.css';
import { Dialog } from './dialog';

const ROW_KEYS: readonly Pick<Shortcut, 'keys' | 'label'>[] = [
  { keys: '↑ ↓', label: 'Next and previous row' },
  { keys: 'Space', label: 'Select the row' },
  { keys: 'Shift ↑↓', label: 'Select several rows' },
  { keys: 'Ctrl A', label: 'Select the page' },
  { keys: 'Enter', label: 'Open the row' },
  { keys: 'Esc', label: 'Close, or let the selection go' },
];

/** What each key does here. */
export function ShortcutDialog({ close }: { close: () => void }) {
  return (
    <Dialog onClose={close} title="Keyboard" size={440}>
      <Keys />
    </Dialog>
  );
}

function Keys() {
  const here = useShortcuts();
  return (
    <dl className="shortcuts">
      {[...here, ...ROW_KEYS].map(({ keys, label }) => (
        <div key={keys + label}>
          <dt>{label}</dt>
          <dd>
            {keys.split(' ').map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
