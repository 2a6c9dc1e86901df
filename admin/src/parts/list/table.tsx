import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type CSSProperties, useRef, useState } from 'react';
import { TabStops } from '../moment';
import type { Column } from './columns';
import { MoreMenu } from '../more-menu';
import type { RowsProps } from './rows';
import type { Sort } from './list-state';
import { useRowKeys } from './row-keys';

const TICK_WIDTH = 40;
const MENU_WIDTH = 48;

/** Rows side by side: the head stays, and so do the first column and the menu. */
export function Rows<Row extends { id: string }, Field extends string>(props: RowsProps<Row, Field>) {
  const { label, columns, rows, sort, setSort, selection, rowMenu, density, stale } = props;
  const [wanted, setCurrent] = useState(0);
  // A list may have become shorter: one of its rows is always a stop of Tab.
  const current = Math.max(0, Math.min(wanted, rows.length - 1));
  const body = useRef<HTMLTableSectionElement>(null);
  const onKeyDown = useRowKeys({ ...props, body, current, setCurrent });
  const width = columns.reduce((sum, column) => sum + column.width, (selection ? TICK_WIDTH : 0) + MENU_WIDTH);
  return (
    <div className="table-scroll" data-stale={stale || undefined}>
      <table className="table" data-density={density} style={{ minWidth: width }} aria-label={label} aria-busy={stale}>
        <thead>
          <tr>
            {selection && (
              <th className="table-tick" style={{ width: TICK_WIDTH }}>
                <Checkbox
                  aria-label="Select this page"
                  checked={rows.length > 0 && rows.every(({ id }) => selection.has(id))}
                  indeterminate={rows.some(({ id }) => selection.has(id)) && !rows.every(({ id }) => selection.has(id))}
                  onChange={selection.togglePage}
                />
              </th>
            )}
            {columns.map((column, index) => (
              <Head key={column.key} column={column} first={index === 0} sort={sort} setSort={setSort} />
            ))}
            {rowMenu && (
              <th className="table-menu" style={{ width: MENU_WIDTH }}>
                <span className="table-unseen">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        {/* Arrows move between rows; each row's controls are stops of Tab as well. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((row, index) => (
            <TabStops key={row.id} value={index === current}>
              <BodyRow {...props} row={row} current={index === current} onFocus={() => setCurrent(index)} />
            </TabStops>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<Row, Field extends string> {
  column: Column<Row, Field>;
  first: boolean;
  sort: Sort<Field> | undefined;
  setSort: (sort: Sort<Field>) => void;
}

function Head<Row, Field extends string>({ column, first, sort, setSort }: HeadProps<Row, Field>) {
  const { title, width, align } = column;
  const field = column.sort;
  const style: CSSProperties = { width: first ? undefined : width, textAlign: align };
  const className = first ? 'table-first' : undefined;
  if (!field) {
    return (
      <th scope="col" style={style} className={className}>
        {title}
      </th>
    );
  }
  const direction = sort?.field === field ? sort.direction : undefined;
  const Arrow = direction === 'DESC' ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      style={style}
      className={className}
      aria-sort={direction && (direction === 'ASC' ? 'ascending' : 'descending')}
    >
      <UnstyledButton
        className="table-sort"
        onClick={() => setSort({ field, direction: direction === 'ASC' ? 'DESC' : 'ASC' })}
      >
        {title}
        <Arrow size={14} stroke={1.75} aria-hidden data-off={!direction || undefined} />
      </UnstyledButton>
    </th>
  );
}

interface BodyRowProps<Row extends { id: string }, Field extends string> extends RowsProps<Row, Field> {
  row: Row;
  current: boolean;
  onFocus: () => void;
}

function BodyRow<Row extends { id: string }, Field extends string>(props: BodyRowProps<Row, Field>) {
  const { row, columns, selection, rowMenu, rowName, current, onFocus } = props;
  const selected = selection?.has(row.id) ?? false;
  return (
    <tr tabIndex={current ? 0 : -1} data-selected={selected || undefined} onFocus={onFocus}>
      {selection && (
        <td className="table-tick">
          <Checkbox
            aria-label={`Select ${rowName(row)}`}
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => (event.shiftKey ? selection.extendTo(row) : selection.toggle(row))}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td
          key={column.key}
          className={index === 0 ? 'table-first' : undefined}
          style={{ textAlign: column.align }}
          onClick={(event) => {
            if (selection && (event.ctrlKey || event.metaKey)) selection.toggle(row);
            else if (selection && event.shiftKey) selection.extendTo(row);
          }}
        >
          {column.render(row)}
        </td>
      ))}
      {rowMenu && (
        <td className="table-menu">
          <MoreMenu label={`More for ${rowName(row)}`} quiet>
            {rowMenu(row)}
          </MoreMenu>
        </td>
      )}
    </tr>
  );
}
