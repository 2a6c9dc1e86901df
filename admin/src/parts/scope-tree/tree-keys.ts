import { type KeyboardEvent, useCallback, useRef } from 'react';
import type { TreeRow } from './tree-rows';

interface Keys {
  readonly rows: readonly TreeRow[];
  readonly active: number;
  readonly goTo: (index: number) => void;
  readonly act: (row: TreeRow) => void;
  readonly onOpen: (row: TreeRow, open: boolean) => void;
}

const TYPING_PAUSE_MS = 700;

/** What a row is called when one types its name. */
function namesOf(row: TreeRow): string[] {
  if (row.kind === 'group') return [row.group.label];
  if (row.kind === 'permission') return [row.permission.label, row.permission.scope];
  return row.kind === 'operation' ? [row.operation.coordinate] : [];
}

const parentOf = (rows: readonly TreeRow[], index: number): number =>
  rows.findLastIndex((row, at) => at < index && row.level < (rows[index]?.level ?? 0));

/** The next row, from `after` on and around, whose name begins so. */
function rowNamed(rows: readonly TreeRow[], after: number, typed: string): number {
  const order = rows.map((_, index) => (after + index) % rows.length);
  return (
    order.find((index) => namesOf(rows[index] as TreeRow).some((name) => name.toLowerCase().startsWith(typed))) ?? -1
  );
}

/** The keys of a tree as the ARIA patterns have them: arrows, Home, End, Space, Enter, and typing a name. */
export function useTreeKeys({ rows, active, goTo, act, onOpen }: Keys): (event: KeyboardEvent) => void {
  const typed = useRef({ text: '', at: 0 });

  const typeAhead = useCallback(
    (letter: string) => {
      const now = Date.now();
      const goesOn = now - typed.current.at < TYPING_PAUSE_MS;
      const text = (goesOn ? typed.current.text : '') + letter.toLowerCase();
      typed.current = { text, at: now };
      // The same letter again and again walks through the rows that begin with it.
      const repeated = [...text].every((each) => each === text[0]);
      const wanted = repeated ? (text[0] ?? '') : text;
      goTo(rowNamed(rows, active + (wanted.length === 1 ? 1 : 0), wanted));
    },
    [rows, active, goTo],
  );

  return useCallback(
    (event) => {
      const row = rows[active];
      if (!row || event.target instanceof HTMLAnchorElement) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const moves: Record<string, () => void> = {
        ArrowDown: () => goTo(active + 1),
        ArrowUp: () => goTo(active - 1),
        Home: () => goTo(0),
        End: () => goTo(rows.length - 1),
        PageDown: () => goTo(Math.min(active + 10, rows.length - 1)),
        PageUp: () => goTo(Math.max(active - 10, 0)),
        ArrowRight: () => (row.expanded === false ? onOpen(row, true) : row.expanded && goTo(active + 1)),
        ArrowLeft: () => (row.expanded ? onOpen(row, false) : goTo(parentOf(rows, active))),
        ' ': () => act(row),
        Enter: () => act(row),
      };
      const move = moves[event.key] ?? (event.key.length === 1 ? () => typeAhead(event.key) : undefined);
      if (!move) return;
      event.preventDefault();
      // Letters that the page has shortcuts for are names here.
      event.stopPropagation();
      move();
    },
    [rows, active, goTo, act, onOpen, typeAhead],
  );
}
