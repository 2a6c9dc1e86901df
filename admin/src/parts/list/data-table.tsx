import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/problem';
import { EmptyState } from '../empty-state';
import { ProblemNote } from '../problem-note';
import { TryAgain } from '../try-again';
import { Cards } from './cards';
import { type Column, useColumns } from './columns';
import { FilterBar, type Filters } from './filter-bar';
import type { ListState } from './list-state';
import { type PageInfo, Pager, type Total } from './pager';
import type { Selection } from './selection';
import type { RowsProps } from './rows';
import { SkeletonRows } from './skeleton-rows';
import { Rows } from './table';
import './data-table.css';

/** Of a connection, as a query answers it. */
export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: PageInfo;
  /** Left out while it is still being counted: rows don't wait for it. */
  readonly totalCount?: number;
  readonly totalCountIsExact?: boolean;
}

export interface DataTableProps<Row extends { id: string }, Field extends string> {
  /** Of the browser's memory for columns; what the table is, to readers. */
  name: string;
  label: string;
  columns: readonly Column<Row, Field>[];
  list: ListState<object, Field>;
  /** Undefined until the first answer; afterwards the last one, also while the next is on its way. */
  data: Connection<Row> | undefined;
  fetching: boolean;
  problem?: Problem;
  again: () => void;
  /** When there is nothing at all: an EmptyState of kind `nothing-yet`. */
  empty: ReactNode;
  /** To say which row: the name of the thing. */
  rowName: (row: Row) => string;
  /** Where Enter and the name lead. */
  rowHref?: (row: Row) => string;
  /** Menu.Item elements for the row's menu. */
  rowMenu?: (row: Row) => ReactNode;
  selection?: Selection<Row, unknown>;
  /** Beside the column chooser. */
  tools?: ReactNode;
  /** Under the filter bar: views, notices. */
  children?: ReactNode;
}

/** Below this width rows are cards. */
export const CARDS_BELOW = '(max-width: 40em)';

/** A list of the API: filters, columns, sorting, selection, pages. On small screens each row is a card. */
export function DataTable<Row extends { id: string }, Field extends string>(props: DataTableProps<Row, Field>) {
  const { list, data, problem, again, tools, children } = props;
  const { columns, density, chooser } = useColumns(props.name, props.columns);
  const small = useMediaQuery(CARDS_BELOW, false, { getInitialValueInEffect: false });
  const filters: Filters = list;
  return (
    <div className="data-table">
      <FilterBar filters={filters}>
        {tools}
        {!small && chooser}
      </FilterBar>
      {children}
      {problem && data && (
        <ProblemNote problem={problem}>
          <TryAgain again={again} />
        </ProblemNote>
      )}
      <Body {...props} columns={columns} density={density} small={small ?? false} />
      {data && data.nodes.length > 0 && (
        <Pager list={list} pageInfo={data.pageInfo} count={data.nodes.length} total={totalOf(data)} />
      )}
    </div>
  );
}

function totalOf({ totalCount, totalCountIsExact = false }: Connection<unknown>): Total | undefined {
  return totalCount === undefined ? undefined : { totalCount, totalCountIsExact };
}

type BodyProps<Row extends { id: string }, Field extends string> = DataTableProps<Row, Field> & {
  density: 'normal' | 'compact';
  small: boolean;
};

/** Not yet, failed, nothing, nothing found, or rows: never one that looks like another. */
function Body<Row extends { id: string }, Field extends string>(props: BodyProps<Row, Field>) {
  const { list, data, problem, fetching, again, empty, small } = props;
  const elsewhere = list.page.after ?? list.page.before;
  if (!data) {
    // An old address, or one that somebody typed: its page can't be found by asking once more.
    if (problem?.code === 'BAD_USER_INPUT' && elsewhere)
      return <EmptyState kind="no-more" first={() => list.turn({})} />;
    if (problem && !fetching) return <EmptyState kind="failed" problem={problem} again={again} />;
    return <SkeletonRows count={list.size} />;
  }
  if (data.nodes.length === 0 && !fetching) {
    if (elsewhere) return <EmptyState kind="no-more" first={() => list.turn({})} />;
    return list.filter ? <EmptyState kind="nothing-found" clear={list.clear} /> : empty;
  }
  const rows: RowsProps<Row, Field> = {
    ...props,
    rows: data.nodes,
    sort: list.sort,
    setSort: list.setSort,
    stale: fetching,
  };
  return small ? <Cards {...rows} /> : <Rows {...rows} />;
}
