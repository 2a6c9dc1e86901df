import { Button, Checkbox, CloseButton, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { Catalogue, Permission } from './catalogue';
import { ScopeTree } from './scope-tree';
import type { Ticks } from './ticks';
import { shownGroups, type SortOrder, treeRows, type TreeRow } from './tree-rows';

export interface ScopePickerProps {
  /** What the tree is, for screen readers: `Scopes of the token`. */
  label: string;
  /** What is picked: scopes of a token, permissions of a role. */
  noun?: 'scopes' | 'permissions';
  catalogue: Catalogue;
  ticked: ReadonlySet<string>;
  /** Left out: to be looked at only. */
  onChange?: (ticked: ReadonlySet<string>) => void;
  /** Why one can't be ticked, after its name: "ana doesn't hold it". Undefined: it can. */
  refusal?: (permission: Permission) => string | undefined;
  /** What it was before the edit: what changed is marked and can be filtered. */
  before?: ReadonlySet<string>;
}

interface Filters {
  readonly search: string;
  readonly onlyChecked: boolean;
  readonly onlyChanged: boolean;
  readonly sort: SortOrder;
}

const ALL: Filters = { search: '', onlyChecked: false, onlyChanged: false, sort: 'catalogue' };

/** Picks from the account's permissions: a tree by API with search, "only checked", sorting, operations and docs (P9, W4). */
export function ScopePicker(props: ScopePickerProps) {
  const { label, noun = 'scopes', catalogue, ticked, onChange, refusal, before } = props;
  const [filters, setFilters] = useState(ALL);
  const seen = useDeferredValue(filters);
  const { isOpen, onOpen } = useOpened();

  const implied = useMemo(() => catalogue.impliedBy(ticked), [catalogue, ticked]);
  const ticks = useMemo<Ticks>(
    () => ({ catalogue, ticked, implied, refusal, before }),
    [catalogue, ticked, implied, refusal, before],
  );
  const only = useMemo(() => onlyThese(seen, ticks), [seen, ticks]);
  const view = useMemo(() => ({ search: seen.search.trim(), sort: seen.sort, only, isOpen }), [seen, only, isOpen]);
  const groups = useMemo(() => shownGroups(catalogue, view), [catalogue, view]);
  const rows = useMemo(() => treeRows(groups, view), [groups, view]);

  const shown = new Set(groups.flatMap(({ shown: left }) => left.map(({ scope }) => scope)));
  const hidden = [...ticked].filter((scope) => catalogue.byScope.has(scope) && !shown.has(scope)).length;
  return (
    <div className="scope-picker">
      <Toolbar filters={filters} setFilters={setFilters} noun={noun} changes={before !== undefined} />
      <Group justify="space-between" gap="xs" mih={34}>
        <Text size="sm" c="dimmed" role="status">
          {ticked.size} of {catalogue.byScope.size} {noun}
          {hidden > 0 && `, ${hidden} of them hidden here`}
        </Text>
        <Group gap="xs">
          {hidden > 0 && (
            <Button variant="subtle" size="compact-sm" onClick={() => setFilters(ALL)}>
              Show all
            </Button>
          )}
          {onChange && ticked.size > 0 && (
            <Button variant="subtle" size="compact-sm" onClick={() => onChange(new Set())}>
              Clear
            </Button>
          )}
        </Group>
      </Group>
      {rows.length > 0 ? (
        <ScopeTree label={label} rows={rows} ticks={ticks} onChange={onChange} onOpen={onOpen} />
      ) : (
        <NothingShown noun={noun} showAll={() => setFilters(ALL)} />
      )}
    </div>
  );
}

/** Which rows are open: groups are until they are closed, permissions the other way round. */
function useOpened() {
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(() => new Set());
  const isOpen = useCallback((key: string, level: 1 | 2) => flipped.has(key) !== (level === 1), [flipped]);
  const onOpen = useCallback(({ key, level }: TreeRow, open: boolean) => {
    setFlipped((before) => {
      const next = new Set(before);
      if (open === (level === 1)) next.delete(key);
      else next.add(key);
      return next;
    });
  }, []);
  return { isOpen, onOpen };
}

/** The permissions that the boxes leave; undefined when none is ticked. */
function onlyThese({ onlyChecked, onlyChanged }: Filters, { ticked, implied, before }: Ticks) {
  if (!onlyChecked && !onlyChanged) return undefined;
  return ({ scope }: Permission): boolean =>
    (!onlyChecked || ticked.has(scope) || implied.has(scope)) &&
    (!onlyChanged || before?.has(scope) !== ticked.has(scope));
}

interface ToolbarProps {
  filters: Filters;
  setFilters: (filters: Filters) => void;
  noun: string;
  changes: boolean;
}

function Toolbar({ filters, setFilters, noun, changes }: ToolbarProps) {
  const change = (part: Partial<Filters>) => setFilters({ ...filters, ...part });
  return (
    <div className="scope-toolbar">
      <TextInput
        aria-label={`Search ${noun}`}
        placeholder={`Search ${noun}, descriptions and operations`}
        value={filters.search}
        onChange={({ currentTarget }) => change({ search: currentTarget.value })}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        rightSection={
          filters.search && (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => change({ search: '' })} />
          )
        }
      />
      <Checkbox
        label="Only checked"
        checked={filters.onlyChecked}
        onChange={({ currentTarget }) => change({ onlyChecked: currentTarget.checked })}
      />
      {changes && (
        <Checkbox
          label="Only changed"
          checked={filters.onlyChanged}
          onChange={({ currentTarget }) => change({ onlyChanged: currentTarget.checked })}
        />
      )}
      <NativeSelect
        aria-label="Sort"
        value={filters.sort}
        // The options below are the only values.
        onChange={({ currentTarget }) => change({ sort: currentTarget.value as SortOrder })}
        data={[
          { value: 'catalogue', label: 'In API order' },
          { value: 'name', label: 'By name' },
          { value: 'writing', label: 'Writing first' },
        ]}
      />
    </div>
  );
}

function NothingShown({ noun, showAll }: { noun: string; showAll: () => void }) {
  return (
    <div className="scope-tree scope-nothing" role="status">
      <Text c="dimmed">Nothing found among the {noun}.</Text>
      <Button variant="default" size="compact-sm" onClick={showAll}>
        Show all
      </Button>
    </div>
  );
}
