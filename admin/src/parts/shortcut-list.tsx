import { Kbd, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useViewer } from '../api/viewer';
import { navigation } from '../routes';
import { refetch } from '../api/freshness';
import { type Shortcut, useShortcut, useShortcuts } from './shortcuts';
import './shortcut-list.css';

const ROW_KEYS: readonly Pick<Shortcut, 'keys' | 'label'>[] = [
  { keys: '↑ ↓', label: 'Next and previous row' },
  { keys: 'Space', label: 'Select the row' },
  { keys: 'Shift ↑↓', label: 'Select several rows' },
  { keys: 'Ctrl A', label: 'Select the page' },
  { keys: 'Enter', label: 'Open the row' },
  { keys: 'Esc', label: 'Close, or let the selection go' },
];

/** The keys that work everywhere, and `?`, which shows what works here. */
export function ShortcutList() {
  const [opened, setOpened] = useState(false);
  useShortcut('?', 'Show this list', () => setOpened(true));
  useShortcut('r', 'Refresh', refetch);
  return (
    <>
      <Ways />
      <Modal opened={opened} onClose={() => setOpened(false)} title="Keyboard" size={440}>
        <Stack gap="lg">
          <Keys />
        </Stack>
      </Modal>
    </>
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

function Ways() {
  const { scopes: held } = useViewer();
  return navigation
    .flat()
    .filter(({ key, scopes }) => key !== undefined && scopes.some((scope) => held.includes(scope)))
    .map(({ key = '', path, label }) => <Way key={path} keys={`g ${key}`} path={path} label={label} />);
}

function Way({ keys, path, label }: { keys: string; path: string; label: string }) {
  const [, navigate] = useLocation();
  useShortcut(keys, `Go to ${label}`, () => navigate(path));
  return null;
}
