import { useState } from 'react';

/** What a change of several takes: their ids, or the filter with the number that the person saw. */
export type SelectionTarget<Filter> =
  { readonly ids: string[] } | { readonly filter: Filter; readonly expectedCount: number };

export interface Selection<Row extends { id: string }, Filter> {
  readonly has: (id: string) => boolean;
  /** 0: the bar is away. */
  readonly count: number;
  /** `all`: everything that the filter finds, also on other pages. */
  readonly mode: 'some' | 'all';
  /** The rows that were ticked, of whatever page; in mode `all` those of this page. */
  readonly rows: readonly Row[];
  /** Undefined while nothing is selected. Spread it into the input. */
  readonly target: SelectionTarget<Filter> | undefined;
  readonly toggle: (row: Row) => void;
  /** From the row that was ticked last up to this one. */
  readonly extendTo: (row: Row) => void;
  readonly togglePage: () => void;
  /** Undefined where the count isn't exact: the filter has to be narrowed first. */
  readonly selectAll: (() => void) | undefined;
  readonly deselect: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

export interface SelectionOptions<Row, Filter> {
  /** Of this page. */
  readonly rows: readonly Row[];
  readonly filter: Filter;
  /** A change of it ends the selection. */
  readonly filterKey: string;
  readonly total: number;
  readonly totalIsExact: boolean;
}

interface State<Row> {
  readonly key: string;
  readonly mode: 'some' | 'all';
  readonly picked: ReadonlyMap<string, Row>;
  readonly anchor?: string;
}

/** A selection that outlives the page and ends with the filter. */
export function useSelection<Row extends { id: string }, Filter>({
  rows,
  filter,
  filterKey,
  total,
  totalIsExact,
}: SelectionOptions<Row, Filter>): Selection<Row, Filter> {
  const empty: State<Row> = { key: filterKey, mode: 'some', picked: new Map<string, Row>() };
  const [stored, setState] = useState<State<Row>>(empty);
  const state = stored.key === filterKey ? stored : empty;
  const all = state.mode === 'all';
  const pick = (change: (picked: Map<string, Row>) => void, anchor?: string) => {
    // Unticking one of all leaves that mode and keeps the others of this page: what is seen is what is meant.
    const picked = new Map(all ? rows.map((row) => [row.id, row]) : state.picked);
    change(picked);
    setState({ key: filterKey, mode: 'some', picked, anchor: anchor ?? state.anchor });
  };
  const has = (id: string) => all || state.picked.has(id);
  const count = all ? total : state.picked.size;

  return {
    has,
    count,
    mode: state.mode,
    rows: all ? rows : [...state.picked.values()],
    target: targetOf({ all, filter, total, picked: state.picked }),
    toggle: (row) => pick((picked) => void (picked.delete(row.id) || picked.set(row.id, row)), row.id),
    extendTo: (row) =>
      pick((picked) => {
        for (const each of between(rows, state.anchor, row.id)) picked.set(each.id, each);
      }, row.id),
    togglePage: () => {
      const whole = rows.every(({ id }) => has(id));
      pick((picked) => rows.forEach((row) => (whole ? picked.delete(row.id) : picked.set(row.id, row))));
    },
    selectAll: totalIsExact ? () => setState({ ...state, key: filterKey, mode: 'all' }) : undefined,
    deselect: (ids) => pick((picked) => ids.forEach((id) => picked.delete(id))),
    clear: () => setState(empty),
  };
}

interface Meant<Row, Filter> {
  readonly all: boolean;
  readonly filter: Filter;
  readonly total: number;
  readonly picked: ReadonlyMap<string, Row>;
}

function targetOf<Row, Filter>({
  all,
  filter,
  total,
  picked,
}: Meant<Row, Filter>): SelectionTarget<Filter> | undefined {
  if (all) return { filter, expectedCount: total };
  return picked.size > 0 ? { ids: [...picked.keys()] } : undefined;
}

function between<Row extends { id: string }>(rows: readonly Row[], from: string | undefined, to: string): Row[] {
  const end = rows.findIndex(({ id }) => id === to);
  const found = rows.findIndex(({ id }) => id === from);
  const start = found < 0 ? end : found;
  return rows.slice(Math.min(start, end), Math.max(start, end) + 1);
}
