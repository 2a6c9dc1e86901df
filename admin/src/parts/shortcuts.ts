import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A key, or two in a row as `g t`. */
export interface Shortcut {
  readonly keys: string;
  /** For the list that `?` shows. */
  readonly label: string;
  readonly run: () => void;
}

const PAIR_WITHIN_MS = 1000;
const OFF = 'scopegate-shortcuts-off';

const known = new Set<Shortcut>();
const listeners = new Set<() => void>();
let shown: readonly Shortcut[] = [];
let first: { key: string; at: number } | undefined;

function changed(): void {
  shown = [...known];
  for (const listener of listeners) listener();
}

/** WCAG 2.1.4: keys of single letters can be switched off. */
const shortcutsAreOff = (): boolean => localStorage.getItem(OFF) !== null;

/** Remembered by this browser. */
export function switchShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'true');
  changed();
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type));

const isBehindLayer = (): boolean => document.querySelector('[role="dialog"],[role="menu"]') !== null;

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || shortcutsAreOff()) return;
  if (isTyping(event.target) || isBehindLayer()) return;
  const pair = first && event.timeStamp - first.at < PAIR_WITHIN_MS ? `${first.key} ${event.key}` : undefined;
  const shortcut = shown.findLast(({ keys }) => keys === pair) ?? shown.findLast(({ keys }) => keys === event.key);
  first = { key: event.key, at: event.timeStamp };
  if (!shortcut) return;
  first = undefined;
  event.preventDefault();
  shortcut.run();
}

window.addEventListener('keydown', press);

/** Works while the component is on the page; nothing without `run`, as where a right is missing. */
export function useShortcut(keys: string, label: string, run: (() => void) | undefined): void {
  const latest = useRef(run);
  useEffect(() => void (latest.current = run));
  const present = run !== undefined;
  useEffect(() => {
    if (!present) return undefined;
    const shortcut = { keys, label, run: () => latest.current?.() };
    known.add(shortcut);
    changed();
    return () => {
      known.delete(shortcut);
      changed();
    };
  }, [keys, label, present]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Those that work now. */
export const useShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => shown);

/** Whether keys are shortcuts at all. */
export const useShortcutsOn = (): boolean => useSyncExternalStore(subscribe, () => !shortcutsAreOff());
