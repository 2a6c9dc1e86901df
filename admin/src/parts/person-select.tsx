import { Group, Loader, Select, Text } from '@mantine/core';
import { IconRobot, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { type PersonSummary, usePeopleSearch } from './people';

export interface PersonSelectProps {
  label: string;
  description?: string;
  error?: string;
  value: PersonSummary | undefined;
  onChange: (person: PersonSummary | undefined) => void;
  disabled?: boolean;
  /** Whether nobody may be chosen. */
  clearable?: boolean;
}

/** One user or service account, found while typing. Needs api-tokens:read. */
export function PersonSelect({ value, onChange, ...field }: PersonSelectProps) {
  const [text, setText] = useState(value?.displayName ?? '');
  const { people, fetching } = usePeopleSearch(text === value?.displayName ? '' : text);
  const shown = value && !people.some(({ id }) => id === value.id) ? [value, ...people] : people;
  return (
    <Select
      {...field}
      searchable
      data={shown.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      // The server has searched already.
      filter={({ options }) => options}
      value={value?.id ?? null}
      onChange={(id) => onChange(shown.find((person) => person.id === id))}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={fetching ? 'Searching…' : 'Nobody found'}
      rightSection={fetching ? <Loader size={14} /> : undefined}
      renderOption={({ option }) => <PersonLine person={shown.find(({ id }) => id === option.value)} />}
    />
  );
}

/** Name, user name, and a robot where it is a service account. */
export function PersonLine({ person }: { person: PersonSummary | undefined }) {
  if (!person) return null;
  const service = person.kind === 'SERVICE';
  const Icon = service ? IconRobot : IconUser;
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <Icon
        size={16}
        stroke={1.75}
        style={{ flex: 'none' }}
        role="img"
        aria-label={service ? 'Service account' : 'Person'}
      />
      <Text span truncate inherit>
        {person.displayName}
      </Text>
      {person.username !== person.displayName && (
        <Text span size="sm" c="dimmed" truncate>
          @{person.username}
        </Text>
      )}
    </Group>
  );
}
