import { Button, Checkbox, Group, Loader, Radio, ScrollArea, Stack, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { usePeopleSearch } from '../people';
import { PersonLine } from '../person-select';
import type { FilterField } from './filter-fields';

export interface FieldEditorProps {
  field: FilterField;
  /** As it stands in the address. */
  text: string;
  onChange: (text: string) => void;
}

/** Answers one condition; each tick counts at once. */
export function FieldEditor(props: FieldEditorProps) {
  const { field, text, onChange } = props;
  switch (field.kind) {
    case 'choices':
      return <Ticks label={field.label} choices={field.choices} text={text} onChange={onChange} />;
    case 'choice':
      return <Radios label={field.label} choices={field.choices} text={text} onChange={onChange} />;
    case 'flag': {
      const no = field.no ? [{ value: 'false', label: field.no }] : [];
      return <Radios {...props} label={field.label} choices={[{ value: 'true', label: field.yes }, ...no]} />;
    }
    case 'people':
      return <People {...props} />;
    case 'days':
      return <Days {...props} offered={field.offered} words={field.words} />;
    case 'day':
      return <Typed {...props} type="date" />;
    case 'ids':
    case 'search':
    case 'text':
      return <Typed {...props} type="text" />;
  }
}

interface ChoicesProps {
  label: string;
  choices: readonly { value: string; label: string }[];
  text: string;
  onChange: (text: string) => void;
}

const listOf = (text: string): string[] => text.split(',').filter(Boolean);

function Ticks({ label, choices, text, onChange }: ChoicesProps) {
  return (
    <ScrollArea.Autosize mah={320} className="filter-choices">
      <Checkbox.Group aria-label={label} value={listOf(text)} onChange={(values) => onChange(values.join(','))}>
        <Stack gap={10} p={2}>
          {choices.map(({ value, label: words }) => (
            <Checkbox key={value} value={value} label={words} />
          ))}
        </Stack>
      </Checkbox.Group>
    </ScrollArea.Autosize>
  );
}

function Radios({ label, choices, text, onChange }: ChoicesProps) {
  return (
    <Radio.Group aria-label={label} value={text} onChange={onChange}>
      <Stack gap={10}>
        {choices.map(({ value, label: words }) => (
          <Radio key={value} value={value} label={words} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function People({ field, text, onChange }: FieldEditorProps) {
  const [search, setSearch] = useState('');
  const { people, fetching } = usePeopleSearch(search);
  return (
    <Stack gap="xs">
      <TextInput
        aria-label={`Search: ${field.label}`}
        placeholder="Name"
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        rightSection={fetching ? <Loader size={14} /> : undefined}
        data-autofocus
      />
      <ScrollArea.Autosize mah={240} className="filter-choices">
        <Checkbox.Group aria-label={field.label} value={listOf(text)} onChange={(ids) => onChange(ids.join(','))}>
          <Stack gap={10} p={2}>
            {people.map((person) => (
              <Checkbox key={person.id} value={person.id} label={<PersonLine person={person} />} />
            ))}
          </Stack>
        </Checkbox.Group>
      </ScrollArea.Autosize>
    </Stack>
  );
}

interface DaysProps extends FieldEditorProps {
  offered: readonly number[];
  words: (days: number) => string;
}

function Days({ offered, words, ...props }: DaysProps) {
  const choices = offered.map((days) => ({ value: String(days), label: words(days) }));
  return (
    <Stack gap="sm">
      <Radios {...props} label={props.field.label} choices={choices} />
      <Typed {...props} type="number" label="Days" />
    </Stack>
  );
}

interface TypedProps extends FieldEditorProps {
  type: 'text' | 'date' | 'number';
  label?: string;
}

function Typed({ field, text, onChange, type, label }: TypedProps) {
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  // Cleared from elsewhere. Not by a key on the whole editor: whoever just ticked or applied would lose the focus.
  if (text !== seen) {
    setSeen(text);
    setTyped(text);
  }
  function submit(event: SyntheticEvent) {
    event.preventDefault();
    onChange(typed.trim());
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          type={type}
          min={type === 'number' ? 1 : undefined}
          label={label ?? field.label}
          placeholder={field.kind === 'text' ? field.placeholder : undefined}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          flex={1}
        />
        <Button type="submit" variant="default">
          Apply
        </Button>
      </Group>
    </form>
  );
}
