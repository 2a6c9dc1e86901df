import type { KeyboardEvent, RefObject } from 'react';
import { useLocation } from 'wouter';
import type { Selection } from './selection';

export interface RowKeysOptions<Row extends { id: string }> {
  rows: readonly Row[];
  rowHref?: (row: Row) => string;
  selection?: Selection<Row, unknown>;
  body: RefObject<HTMLTableSectionElement | null>;
  current: number;
  setCurrent: (index: number) => void;
}

/** Arrows, Home and End move; Space ticks, Shift extends; Ctrl+A takes the page, Esc lets go; Enter opens. */
export function useRowKeys<Row extends { id: string }>(options: RowKeysOptions<Row>) {
  const { rows, rowHref, selection, body, current, setCurrent } = options;
  const [, navigate] = useLocation();

  function go(index: number, extend: boolean): void {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (!row) return;
    setCurrent(next);
    body.current?.rows[next]?.focus();
    if (extend) selection?.extendTo(row);
  }

  const moves: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: rows.length - 1,
  };

  /** @returns whether the key meant something. */
  function tick(event: KeyboardEvent, row: Row): boolean {
    if (!selection) return false;
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') selection.togglePage();
    else if (event.key === ' ' && event.shiftKey) selection.extendTo(row);
    else if (event.key === ' ') selection.toggle(row);
    else if (event.key === 'Escape' && selection.count > 0) selection.clear();
    else return false;
    return true;
  }

  function act(event: KeyboardEvent, row: Row): boolean {
    const move = moves[event.key];
    if (move !== undefined) go(move, event.shiftKey);
    else if (event.key === 'Enter' && rowHref) navigate(rowHref(row));
    else return tick(event, row);
    return true;
  }

  return (event: KeyboardEvent): void => {
    const row = rows[current];
    // Only on the row itself: a button or box inside has keys of its own.
    if (!row || !(event.target instanceof HTMLTableRowElement)) return;
    if (act(event, row)) event.preventDefault();
  };
}
