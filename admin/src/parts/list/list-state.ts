import { useMemo } from 'react';
import { useAddressState } from './address';
import { type FilterField, type FilterValue, readField } from './filter-fields';

export const PAGE_SIZES = [20, 50, 100] as const;

export interface Sort<Field extends string> {
  readonly field: Field;
  readonly direction: 'ASC' | 'DESC';
}

export interface ListSpec<Field extends string> {
  readonly fields: readonly FilterField[];
  /** Names of the API's order enum; in the address `EXPIRES_AT` is `expiresAt`. */
  readonly sortable: readonly Field[];
  readonly defaultSort?: Sort<Field>;
}

/** Arguments of a connection: first with after, or last with before. */
export interface PageArguments {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

export interface ListState<Filter, Field extends string> {
  readonly fields: readonly FilterField[];
  /** For the API; undefined when nothing is filtered. */
  readonly filter: Filter | undefined;
  /** Changes exactly when the rows that are meant do: with it a selection ends. */
  readonly filterKey: string;
  /** Names in the address whose value means nothing, told in a notice. */
  readonly unknown: readonly string[];
  readonly textOf: (name: string) => string;
  readonly setFilter: (changes: Readonly<Record<string, string | undefined>>, options?: { replace?: boolean }) => void;
  readonly clear: () => void;
  readonly sort: Sort<Field> | undefined;
  readonly setSort: (sort: Sort<Field>) => void;
  readonly orderBy: Sort<Field>[] | undefined;
  readonly size: number;
  readonly setSize: (size: number) => void;
  readonly page: PageArguments;
  /** How many rows stand before this page; undefined when it wasn't reached by turning pages from a known one. */
  readonly start: number | undefined;
  readonly turn: (to: { after?: string; before?: string }, start?: number) => void;
}

const toAddress = (field: string): string =>
  field.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Filter, sort and page of a list, all of it in the address. `Filter` is the API's input type: the fields' names are
 * its own, and the kinds of field give the values that it takes.
 */
export function useListState<Filter extends object, Field extends string>(
  spec: ListSpec<Field>,
): ListState<Filter, Field> {
  const { query, state, change } = useAddressState();
  const { fields, sortable, defaultSort } = spec;
  const read = useMemo(() => readFilter(query, fields), [query, fields]);
  const sort = useMemo(() => readSort(query, sortable) ?? defaultSort, [query, sortable, defaultSort]);
  const size = PAGE_SIZES.find((each) => String(each) === query.get('size')) ?? PAGE_SIZES[0];
  const page = useMemo(() => readPage(query, size), [query, size]);
  const orderBy = useMemo(() => sort && [sort], [sort]);
  const firstPage = { after: undefined, before: undefined };
  const names = fields.map(({ name }) => name);
  return {
    fields,
    // The names and kinds of the fields are those of the API's input, which only the caller's types know.
    filter: read.filter as Filter | undefined,
    filterKey: read.key,
    unknown: read.unknown,
    textOf: (name) => query.get(name) ?? '',
    setFilter: (changes, options) => change({ ...changes, ...firstPage }, options),
    clear: () => change({ ...Object.fromEntries(names.map((name) => [name, undefined])), ...firstPage }),
    sort,
    setSort: ({ field, direction }) =>
      change({ sort: (direction === 'DESC' ? '-' : '') + toAddress(field), ...firstPage }),
    orderBy,
    size,
    setSize: (next) => change({ size: next === PAGE_SIZES[0] ? undefined : String(next), ...firstPage }),
    page,
    start: readStart(state),
    turn: (to, start) => change({ ...firstPage, ...to }, { state: start === undefined ? undefined : { start } }),
  };
}

function readFilter(query: URLSearchParams, fields: readonly FilterField[]) {
  const filter: Record<string, FilterValue> = {};
  const unknown: string[] = [];
  for (const field of fields) {
    const text = query.get(field.name);
    if (text === null) continue;
    const value = readField(field, text);
    if (value === undefined) unknown.push(field.label);
    else filter[field.name] = value;
  }
  const any = Object.keys(filter).length > 0;
  return { filter: any ? filter : undefined, key: JSON.stringify(filter), unknown };
}

function readSort<Field extends string>(query: URLSearchParams, sortable: readonly Field[]): Sort<Field> | undefined {
  const text = query.get('sort') ?? '';
  const field = sortable.find((each) => toAddress(each) === text.replace(/^-/, ''));
  return field && { field, direction: text.startsWith('-') ? 'DESC' : 'ASC' };
}

/** A cursor tells no position, so that of a page is kept with its step in the browser's history. */
function readStart(state: unknown): number | undefined {
  const known = typeof state === 'object' && state !== null && 'start' in state && typeof state.start === 'number';
  return known ? (state.start as number) : undefined;
}

function readPage(query: URLSearchParams, size: number): PageArguments {
  const before = query.get('before');
  if (before) return { last: size, before };
  return { first: size, after: query.get('after') ?? undefined };
}
