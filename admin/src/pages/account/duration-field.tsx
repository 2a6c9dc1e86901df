import { Input, Select, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { type DurationUnit, isoDuration, wholeUnits } from '../../parts/duration';
import './account.css';

export interface DurationFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  /** An ISO 8601 duration; empty while no whole number stands there. */
  readonly onChange: (duration: string) => void;
  readonly units: readonly DurationUnit[];
  readonly error?: string;
}

/** A number and its unit: 90 days. */
export function DurationField({ label, description, value, onChange, units, error }: DurationFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(() => ({ ...wholeUnits(value), amount: String(wholeUnits(value).amount) }));
  function set(some: Partial<typeof typed>) {
    const next = { ...typed, ...some };
    setTyped(next);
    onChange(/^[1-9]\d{0,8}$/.test(next.amount) ? isoDuration(Number(next.amount), next.unit) : '');
  }
  const offered = units.includes(typed.unit) ? units : [...units, typed.unit];
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={error ?? (value === '' && 'Enter a whole number.')}
    >
      <div className="duration">
        <TextInput
          id={id}
          inputMode="numeric"
          w={88}
          value={typed.amount}
          onChange={({ currentTarget }) => set({ amount: currentTarget.value.trim() })}
          error={Boolean(error) || value === ''}
        />
        <Select
          aria-label={`${label}: unit`}
          w={112}
          allowDeselect={false}
          data={offered.map((unit) => ({ value: unit, label: unit }))}
          value={typed.unit}
          onChange={(unit) => unit && set({ unit: unit as DurationUnit })}
        />
      </div>
    </Input.Wrapper>
  );
}
