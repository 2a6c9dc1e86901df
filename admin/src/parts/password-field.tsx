import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** Mantine's field, with the state of its mistake for readers, and an eye whose name isn't taken for the field's. */
export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      aria-invalid={props.error ? true : undefined}
      visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      {...props}
    />
  );
}
