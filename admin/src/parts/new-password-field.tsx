import { PasswordField } from './password-field';

export interface NewPasswordFieldProps {
  value: string;
  onChange: (password: string) => void;
  error?: string;
  autoFocus?: boolean;
}

/** A password to be set. Shown on demand instead of typed twice; length counts, not kinds of characters (NIST 800-63B). */
export function NewPasswordField({ value, onChange, error, autoFocus }: NewPasswordFieldProps) {
  return (
    <PasswordField
      label="New password"
      description="At least 15 characters, or 8 with a second factor. A few words that only you would put together are best."
      autoComplete="new-password"
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      autoFocus={autoFocus}
    />
  );
}
