import { TextInput, type TextInputProps } from '@mantine/core';
import type { Problem } from '../api/problem';

interface TextFieldProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  onChange: (text: string) => void;
}

/** Whom one is before the log-in. */
export function EmailField({ onChange, ...field }: TextFieldProps) {
  return (
    <TextInput
      label="E-mail"
      type="email"
      autoComplete="username"
      {...field}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** In which account; shown once the server asks for it. */
export function AccountField({ onChange, ...field }: TextFieldProps) {
  return (
    <TextInput
      label="Account"
      description="The short name of your team's account on this server."
      autoCapitalize="none"
      {...field}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** Only a server with several accounts wants to know. */
export const asksForAccount = ({ fields }: Problem): boolean => fields.some(({ path }) => path.at(-1) === 'account');

export const WHICH_ACCOUNT = 'This server has several accounts: which one is yours?';
