import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { MoreMenu } from '../more-menu';
import type { RowsProps } from './rows';

/** Rows one below the other, for small screens: the first column is the head, the others are labelled lines. */
export function Cards<Row extends { id: string }, Field extends string>(props: RowsProps<Row, Field>) {
  const { label, columns, rows, rowName, rowMenu, selection, stale } = props;
  const [choosing, setChoosing] = useState(false);
  const ticks = selection && (choosing || selection.count > 0) ? selection : undefined;
  const [head, ...more] = columns;
  const beside = more.filter(({ inHead }) => inHead);
  const others = more.filter(({ inHead }) => !inHead);
  return (
    <>
      {selection && (
        <Button
          variant="default"
          className="cards-select"
          onClick={() => setChoosing(!choosing)}
          aria-pressed={choosing}
        >
          {choosing ? 'Done selecting' : 'Select'}
        </Button>
      )}
      <ul className="cards" aria-label={label} aria-busy={stale}>
        {rows.map((row) => (
          <li key={row.id} className="list-card" data-selected={selection?.has(row.id) || undefined}>
            <div className="list-card-head">
              {ticks && (
                <Checkbox
                  size="md"
                  aria-label={`Select ${rowName(row)}`}
                  checked={ticks.has(row.id)}
                  onChange={() => ticks.toggle(row)}
                />
              )}
              <div className="list-card-name">{head?.render(row)}</div>
              {beside.map(({ key, render }) => (
                <div key={key} className="list-card-status">
                  {render(row)}
                </div>
              ))}
              {rowMenu && (
                <MoreMenu label={`More for ${rowName(row)}`} quiet>
                  {rowMenu(row)}
                </MoreMenu>
              )}
            </div>
            <dl>
              {others.map(({ key, title, render }) => (
                <div key={key}>
                  <dt>{title}</dt>
                  <dd>{render(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}
