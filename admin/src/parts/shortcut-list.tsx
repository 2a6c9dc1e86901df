import { useState } from 'react';
import { useLocation } from 'wouter';
import { useViewer } from '../api/viewer';
import { navigation } from '../routes';
import { refetch } from '../api/freshness';
import { later } from './later';
import { useShortcut } from './shortcuts';

const ShortcutDialog = later(() => import('./shortcut-dialog').then((module) => module.ShortcutDialog));

/** The keys that work everywhere, and `?`, which shows what works here. */
export function ShortcutList() {
  const [opened, setOpened] = useState(false);
  useShortcut('?', 'Show this list', () => setOpened(true));
  useShortcut('r', 'Refresh', refetch);
  return (
    <>
      <Ways />
      {opened && <ShortcutDialog close={() => setOpened(false)} />}
    </>
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
