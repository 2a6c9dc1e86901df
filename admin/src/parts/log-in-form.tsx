import { Anchor, Stack } from '@mantine/core';
import { useState } from 'react';
import { AccessTokenForm } from './access-token-form';
import { PasswordForm } from './password-form';

export interface LogInFormProps {
  /** Filled in: the address of whoever was here before. */
  email?: string;
  done: (user: { id: string; displayName: string }) => void;
}

/** By password, or by an access token, whose session may only do what that allows (T1, U3). */
export function LogInForm(props: LogInFormProps) {
  const [byToken, setByToken] = useState(false);
  return (
    <Stack gap="md">
      {byToken ? <AccessTokenForm {...props} /> : <PasswordForm {...props} />}
      <Anchor component="button" type="button" size="sm" ta="center" onClick={() => setByToken(!byToken)}>
        {byToken ? 'Use your password instead' : 'Use an access token instead'}
      </Anchor>
    </Stack>
  );
}
