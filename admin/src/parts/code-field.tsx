import { Anchor, Input, PinInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';

export interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  /** With the sixth digit. */
  onComplete: (code: string) => void;
  /** False where a recovery code is no way: when the second factor is being set up. */
  recovery?: boolean;
}

/** The six digits of an authenticator app, or a recovery code instead. */
export function CodeField({ value, onChange, onComplete, recovery = true }: CodeFieldProps) {
  const [lost, setLost] = useState(false);
  const swap = () => {
    onChange('');
    setLost(!lost);
  };
  return (
    <Stack gap="xs">
      {lost ? (
        <TextInput
          label="Recovery code"
          description="One of the codes that you stored when you set up the second factor. Each works once."
          className="mono-field"
          autoComplete="off"
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          autoFocus
        />
      ) : (
        <Input.Wrapper label="Code from your authenticator app" labelElement="div">
          <PinInput
            length={6}
            type="number"
            oneTimeCode
            value={value}
            onChange={onChange}
            onComplete={onComplete}
            aria-label="Digit of the code"
            autoFocus
          />
        </Input.Wrapper>
      )}
      {recovery && (
        <Anchor component="button" type="button" size="sm" onClick={swap} ta="left">
          {lost ? 'Use the authenticator app' : 'Use a recovery code'}
        </Anchor>
      )}
    </Stack>
  );
}
