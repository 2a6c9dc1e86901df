import type { ReactNode } from 'react';
import type { Column, Density } from './columns';
import type { Sort } from './list-state';
import type { Selection } from './selection';

/** What the rows of either shape need. */
export interface RowsProps<Row extends { id: string }, Field extends string> {
  label: string;
  columns: readonly Column<Row, Field>[];
  rows: readonly Row[];
  sort: Sort<Field> | undefined;
  setSort: (sort: Sort<Field>) => void;
  rowName: (row: Row) => string;
  rowHref?: (row: Row) => string;
  rowMenu?: (row: Row) => ReactNode;
  selection?: Selection<Row, unknown>;
  density: Density;
  /** Another page or order is on its way. */
  stale: boolean;
}
