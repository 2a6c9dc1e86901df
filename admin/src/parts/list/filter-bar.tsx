import { ActionIcon, Alert, Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconFilter, IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { later } from '../later';
import { useNames } from '../people';
import { useShortcut } from '../shortcuts';
import { type FilterField, fieldWords } from './filter-fields';
import './filter-bar.css';

const FieldEditor = later(() => import('./field-editor').then((module) => module.FieldEditor));
const FilterDrawer = later(() => import('./filter-drawer').then((module) => module.FilterDrawer));

/** What the bar needs of a list's state. */
export interface Filters {
  readonly fields: readonly FilterField[];
  readonly unknown: readonly string[];
  readonly textOf: (name: string) => string;
  readonly setFilter: (changes: Readonly<Record<string, string | undefined>>, options?: { replace?: boolean }) => void;
  readonly clear: () => void;
}

/** Search, conditions and what is in force; all of it in the address. `children`: on the right. */
export function FilterBar({ filters, children }: { filters: Filters; children?: ReactNode }) {
  const small = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const search = filters.fields.find(({ kind }) => kind === 'search');
  const others = filters.fields.filter(({ kind }) => kind !== 'search' && kind !== 'ids');
  const more = others.filter(({ pinned }) => !pinned);
  return (
    <div className="filter-bar">
      <Group gap="xs" wrap={small ? 'nowrap' : 'wrap'}>
        {search && <Search field={search} filters={filters} />}
        {small ? (
          <OpenDrawer fields={others} filters={filters} />
        ) : (
          <>
            {others
              .filter(({ pinned }) => pinned)
              .map((field) => (
                <FilterButton key={field.name} field={field} filters={filters} />
              ))}
            {more.length > 0 && <MoreFilters fields={more} filters={filters} />}
          </>
        )}
        {children && (
          <Group gap={4} ml="auto" wrap="nowrap">
            {children}
          </Group>
        )}
      </Group>
      <Chips filters={filters} />
      {filters.unknown.length > 0 && (
        <Alert color="gray" role="status" mt="xs" p="xs">
          The address holds a value that isn't known, so this filter is left out: {filters.unknown.join(', ')}.
        </Alert>
      )}
    </div>
  );
}

const DEBOUNCE_MS = 250;

interface FieldProps {
  field: FilterField;
  filters: Filters;
}

function Search({ field, filters }: FieldProps) {
  const stored = filters.textOf(field.name);
  const [text, setText] = useState(stored);
  const [seen, setSeen] = useState(stored);
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState(stored);
  const apply = useDebouncedCallback(
    (typed: string) => {
      setSent(typed);
      filters.setFilter({ [field.name]: typed }, { replace: true });
    },
    { delay: DEBOUNCE_MS },
  );
  // The Back button, or Clear all, and not the echo of what is being typed.
  if (stored !== seen) {
    setSeen(stored);
    if (stored !== sent) setText(stored);
  }
  const clear = () => {
    setText('');
    setSent('');
    apply.cancel();
    filters.setFilter({ [field.name]: undefined }, { replace: true });
  };
  useEffect(() => apply.cancel, [apply]);
  useShortcut('/', 'Search', () => input.current?.focus());
  return (
    <TextInput
      ref={input}
      type="search"
      className="filter-search"
      aria-label={`Search: ${field.label}`}
      placeholder={field.label}
      maxLength={200}
      leftSection={<IconSearch size={16} stroke={1.75} />}
      rightSection={
        text && (
          <ActionIcon variant="subtle" color="gray" size={24} aria-label="Clear the search" onClick={clear}>
            <IconX size={16} stroke={1.75} />
          </ActionIcon>
        )
      }
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        apply(currentTarget.value.trim());
      }}
    />
  );
}

function FilterButton({ field, filters }: FieldProps) {
  const text = filters.textOf(field.name);
  return (
    <Popover position="bottom-start" shadow="md" trapFocus width={280}>
      <Popover.Target>
        <Button
          variant="default"
          className="filter-button"
          data-active={text !== '' || undefined}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
        >
          {field.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <FieldEditor field={field} text={text} onChange={(next) => filters.setFilter({ [field.name]: next })} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface FieldsProps {
  fields: readonly FilterField[];
  filters: Filters;
}

function MoreFilters({ fields, filters }: FieldsProps) {
  const [chosen, setChosen] = useState<FilterField>();
  return (
    <Popover position="bottom-start" shadow="md" trapFocus width={280} onClose={() => setChosen(undefined)}>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconPlus size={14} stroke={1.75} />}>
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {chosen ? (
          <FieldEditor
            field={chosen}
            text={filters.textOf(chosen.name)}
            onChange={(next) => filters.setFilter({ [chosen.name]: next })}
          />
        ) : (
          <Stack gap={2}>
            {fields.map((field) => (
              <Button
                key={field.name}
                variant="subtle"
                color="gray"
                justify="flex-start"
                onClick={() => setChosen(field)}
              >
                {field.label}
              </Button>
            ))}
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function OpenDrawer({ fields, filters }: FieldsProps) {
  const [opened, setOpened] = useState(false);
  const count = fields.filter(({ name }) => filters.textOf(name) !== '').length;
  if (fields.length === 0) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFilter size={16} stroke={1.75} />}
        onClick={() => setOpened(true)}
        className="filter-open"
      >
        {count > 0 ? `Filters (${count})` : 'Filters'}
      </Button>
      {opened && <FilterDrawer fields={fields} filters={filters} close={() => setOpened(false)} />}
    </>
  );
}

function Chips({ filters }: { filters: Filters }) {
  const set = filters.fields.filter(({ kind, name }) => kind !== 'search' && filters.textOf(name) !== '');
  const ids = set.filter(({ kind }) => kind === 'people').flatMap(({ name }) => filters.textOf(name).split(','));
  const names = useNames(ids);
  if (set.length === 0) return null;
  return (
    <Group gap={6} mt="xs" role="group" aria-label="Filters in force">
      {set.map((field) => (
        <span key={field.name} className="filter-chip">
          {field.label}: {fieldWords(field, filters.textOf(field.name), names)}
          <ActionIcon
            variant="transparent"
            color="gray"
            size={20}
            aria-label={`Take out the filter ${field.label}`}
            onClick={() => filters.setFilter({ [field.name]: undefined })}
          >
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        </span>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={filters.clear}>
        Clear all
      </Button>
    </Group>
  );
}
