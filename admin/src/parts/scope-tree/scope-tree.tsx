import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Ticks } from './ticks';
import { toggled, toggledGroup } from './ticks';
import { TreeItem } from './tree-item';
import { useTreeKeys } from './tree-keys';
import type { TreeRow } from './tree-rows';
import './scope-tree.css';

interface ScopeTreeProps {
  label: string;
  rows: readonly TreeRow[];
  ticks: Ticks;
  /** Left out: it can be looked at. */
  onChange?: (ticked: ReadonlySet<string>) => void;
  onOpen: (row: TreeRow, open: boolean) => void;
}

/**
 * Permissions as a tree of which only the rows in sight are in the document. One row at a time can take the focus; it
 * stays mounted wherever the list is scrolled to. https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */
export function ScopeTree({ label, rows, ticks, onChange, onOpen }: ScopeTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string>();
  const found = rows.findIndex(({ key }) => key === activeKey);
  const active = Math.max(found, 0);
  // Nothing of it goes into a memo: the compiler that this warns for isn't in use.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.level === 3 ? 32 : 40),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(startIndex - overscan, 0);
      const last = Math.min(endIndex + overscan, count - 1);
      const seen = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      return active < first ? [active, ...seen] : active > last ? [...seen, active] : seen;
    },
  });

  const wanted = useRef(false);
  const goTo = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      wanted.current = true;
      setActiveKey(row.key);
      virtual.scrollToIndex(index);
    },
    [rows, virtual],
  );
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  });

  const act = useCallback(
    (row: TreeRow) => {
      if (row.kind === 'group') onChange?.(toggledGroup(row.shown, ticks));
      if (row.kind === 'permission') onChange?.(toggled(row.permission, ticks));
    },
    [onChange, ticks],
  );
  const onKeyDown = useTreeKeys({ rows, active, goTo, act, onOpen });

  function onClick(event: MouseEvent) {
    const target = event.target as Element;
    const row = rows[Number(target.closest('[data-index]')?.getAttribute('data-index') ?? -1)];
    if (!row || target.closest('a')) return;
    setActiveKey(row.key);
    if (target.closest('[data-opens]')) return onOpen(row, !row.expanded);
    act(row);
  }
  return (
    <div ref={scroller} className="scope-tree">
      <div
        role="tree"
        aria-label={label}
        aria-multiselectable
        onKeyDown={onKeyDown}
        onClick={onClick}
        tabIndex={-1}
        className="scope-tree-rows"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          return (
            row && (
              <TreeItem
                key={key}
                ref={virtual.measureElement}
                row={row}
                ticks={ticks}
                index={index}
                start={start}
                focusable={index === active}
                editable={onChange !== undefined}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
