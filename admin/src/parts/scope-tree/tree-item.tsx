import { IconCheck, IconChevronRight, IconExternalLink, IconLock, IconMinus } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import { ScopeChip } from '../scope-chip';
import type { Operation, Permission } from './catalogue';
import {
  canToggle,
  canToggleGroup,
  type Check,
  checkOfGroup,
  type PermissionState,
  stateOf,
  type Ticks,
} from './ticks';
import type { GroupRow, TreeRow } from './tree-rows';

interface TreeItemProps {
  row: TreeRow;
  ticks: Ticks;
  index: number;
  /** Pixels from the top of the list. */
  start: number;
  focusable: boolean;
  editable: boolean;
  ref: Ref<HTMLDivElement>;
}

const ARIA_CHECKED = { on: true, off: false, mixed: 'mixed' } as const;

/** One row of the tree. */
export const TreeItem = memo(function TreeItem({ row, ticks, index, start, focusable, editable, ref }: TreeItemProps) {
  const state = stateOfRow(row, ticks);
  return (
    <div
      ref={ref}
      // Ticked, not selected: ARIA 1.2 wants one of the two.
      // eslint-disable-next-line jsx-a11y/role-has-required-aria-props
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-expanded={row.expanded}
      aria-checked={state && ARIA_CHECKED[state.check]}
      aria-disabled={state && !(editable && state.free) ? true : undefined}
      tabIndex={focusable ? 0 : -1}
      data-index={index}
      data-level={row.level}
      data-change={state?.change}
      className="scope-row"
      style={{ transform: `translateY(${start}px)` }}
    >
      <Opener row={row} />
      {state && <Tick check={state.check} free={editable && state.free} />}
      {row.kind === 'group' && <GroupCells row={row} ticks={ticks} />}
      {row.kind === 'permission' && <PermissionCells permission={row.permission} ticks={ticks} focusable={focusable} />}
      {row.kind === 'about' && <span className="scope-about">{row.text}</span>}
      {row.kind === 'operation' && <OperationCells operation={row.operation} focusable={focusable} />}
    </div>
  );
});

interface RowState {
  readonly check: Check;
  /** Whether a click does something. */
  readonly free: boolean;
  readonly change?: PermissionState['change'];
}

function stateOfRow(row: TreeRow, ticks: Ticks): RowState | undefined {
  if (row.kind === 'group') return { check: checkOfGroup(row.shown, ticks), free: canToggleGroup(row.shown, ticks) };
  if (row.kind !== 'permission') return undefined;
  const state = stateOf(row.permission, ticks);
  return { check: state.check, free: canToggle(state), change: state.change };
}

function Opener({ row }: { row: TreeRow }) {
  if (row.expanded === undefined) return <span className="scope-opener" aria-hidden />;
  return (
    <span className="scope-opener" data-opens={row.expanded ? 'open' : 'closed'} aria-hidden>
      <IconChevronRight size={16} stroke={1.75} />
    </span>
  );
}

function Tick({ check, free }: { check: Check; free: boolean }) {
  return (
    <span className="scope-tick" data-check={check} data-free={free || undefined} aria-hidden>
      {check === 'on' && <IconCheck size={12} stroke={3} />}
      {check === 'mixed' && <IconMinus size={12} stroke={3} />}
    </span>
  );
}

const countOn = ({ group }: GroupRow, { ticked, implied }: Ticks): number =>
  group.permissions.filter(({ scope }) => ticked.has(scope) || implied.has(scope)).length;

function GroupCells({ row, ticks }: { row: GroupRow; ticks: Ticks }) {
  return (
    <>
      <span className="scope-group">{row.group.label}</span>
      <span className="scope-count">
        {countOn(row, ticks)}/{row.group.permissions.length}
      </span>
    </>
  );
}

function PermissionCells({
  permission,
  ticks,
  focusable,
}: {
  permission: Permission;
  ticks: Ticks;
  focusable: boolean;
}) {
  const { label, scope, readOnly, operations, docsUrl } = permission;
  const state = stateOf(permission, ticks);
  const note = noteOf(state);
  return (
    <>
      <span className="scope-label">{label}</span>
      <ScopeChip scope={scope} state={permission.gone ? 'off' : undefined} />
      <span className="scope-kind">{readOnly ? 'reads' : 'writes'}</span>
      {note && (
        <span className="scope-note" data-refused={state.refused ? true : undefined} data-wrong={isWrong(state)}>
          {state.refused && <IconLock size={14} stroke={1.75} aria-hidden />}
          {note}
        </span>
      )}
      <span className="scope-end">
        {operations.length > 0 && (
          <span data-opens className="scope-operations">
            {operations.length} {operations.length === 1 ? 'op' : 'ops'}
          </span>
        )}
        <DocsLink url={docsUrl} about={scope} focusable={focusable} />
      </span>
    </>
  );
}

const isWrong = ({ check, refused }: PermissionState): true | undefined =>
  check === 'on' && refused ? true : undefined;

function noteOf({ comesWith, refused, change }: PermissionState): string | undefined {
  if (refused) return refused;
  if (change) return change === 'added' ? '+ added' : '− removed';
  return comesWith && `comes with ${comesWith.label}`;
}

function OperationCells({
  operation: { coordinate, description, docsUrl },
  focusable,
}: {
  operation: Operation;
  focusable: boolean;
}) {
  return (
    <>
      <span className="mono scope-coordinate">{coordinate}</span>
      {description && <span className="scope-description">{description}</span>}
      <span className="scope-end">
        <DocsLink url={docsUrl} about={coordinate} focusable={focusable} />
      </span>
    </>
  );
}

function DocsLink({ url, about, focusable }: { url: string | null; about: string; focusable: boolean }) {
  if (!url) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      tabIndex={focusable ? 0 : -1}
      aria-label={`Documentation of ${about}`}
      className="scope-docs"
    >
      <IconExternalLink size={16} stroke={1.75} aria-hidden />
    </a>
  );
}
