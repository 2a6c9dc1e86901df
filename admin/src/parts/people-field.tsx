import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { usePeopleSearch } from './people';

/** Somebody by name, as lists and choices show them. */
export interface Person {
  readonly id: string;
  readonly displayName: string;
}

export interface PeopleFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** Only users of this kind can be chosen. */
  readonly kind?: 'PERSON' | 'SERVICE';
  readonly value: readonly Person[];
  readonly onChange: (chosen: Person[]) => void;
  readonly error?: string;
  readonly disabled?: boolean;
}

/** Users and service accounts, found by name while typing. Needs `api-tokens:read`. */
export function PeopleField({ kind, value, onChange, ...field }: PeopleFieldProps) {
  const [search, setSearch] = useState('');
  const { people, fetching } = usePeopleSearch(search, field.disabled);
  const found = people.filter((one) => !kind || one.kind === kind);
  const known = new Map([...found, ...value].map((one) => [one.id, one]));
  return (
    <MultiSelect
      {...field}
      data={[...known.values()].map(({ id, displayName }) => ({ value: id, label: displayName }))}
      value={value.map(({ id }) => id)}
      onChange={(ids) => onChange(ids.flatMap((id) => known.get(id) ?? []))}
      searchable
      // The server has searched already.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={fetching ? 'Searching…' : 'Nobody found'}
      hidePickedOptions
      clearButtonProps={{ 'aria-label': 'Clear' }}
    />
  );
}
