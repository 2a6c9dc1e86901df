import { Anchor, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import './code-field.css';

const DIGITS = 6;

export interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  /** With the sixth digit. */
  onComplete: (code: string) => void;
  /** False where a recovery code is no way: when the second factor is being set up. */
  recovery?: boolean;
}

/**
 * The six digits of an authenticator app, or a recovery code instead. One field and not six: password managers fill
 * it, a reader says it once, and it can be pasted with a blank in the middle.
 */
export function CodeField({ value, onChange, onComplete, recovery = true }: CodeFieldProps) {
  const [lost, setLost] = useState(false);
  const swap = () => {
    onChange('');
    setLost(!lost);
  };
  const typeDigits = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, DIGITS);
    onChange(digits);
    if (digits.length === DIGITS && value.length < DIGITS) onComplete(digits);
  };
  return (
    <Stack gap="xs">
      {lost ? (
        <TextInput
          key="recovery"
          label="Recovery code"
          description="One of the codes that you stored when you set up the second factor. Each works once."
          className="code-field"
          autoComplete="off"
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          autoFocus
        />
      ) : (
        <TextInput
          key="digits"
          label="Code from your authenticator app"
          className="code-field code-digits"
          inputMode="numeric"
          autoComplete="one-time-code"
          placeholder="000000"
          value={value}
          onChange={({ currentTarget }) => typeDigits(currentTarget.value)}
          autoFocus
        />
      )}
      {recovery && (
        <Anchor component="button" type="button" size="sm" onClick={swap} ta="left">
          {lost ? 'Use the authenticator app' : 'Use a recovery code'}
        </Anchor>
      )}
    </Stack>
  );
}
