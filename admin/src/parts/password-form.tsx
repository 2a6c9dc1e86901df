import { Button, Stack } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { graphql } from '../api/graphql';
import type { Problem } from '../api/problem';
import { useChange } from '../api/change';
import { asksForAccount, AccountField, EmailField, WHICH_ACCOUNT } from './log-in-fields';
import { CodeField } from './code-field';
import type { LogInFormProps } from './log-in-form';
import { ProblemNote } from './problem-note';
import { PasswordField } from './password-field';

const LOG_IN = graphql(`
  mutation LogIn($input: LogInInput!) {
    logIn(input: $input) {
      viewer {
        id
        user {
          id
          displayName
        }
      }
    }
  }
`);

/** E-mail and password; the code of a second factor as a second step, the account only where the server asks for it. */
export function PasswordForm({ email: known = '', done }: LogInFormProps) {
  const [values, setValues] = useState({ email: known, password: '', account: '', oneTimeCode: '' });
  const [needs, setNeeds] = useState({ code: false, account: false });
  const { run, busy, problem } = useChange(LOG_IN, { guarded: false });
  const set = (name: keyof typeof values) => (text: string) => setValues((before) => ({ ...before, [name]: text }));

  async function submit(event?: SyntheticEvent, oneTimeCode = values.oneTimeCode) {
    event?.preventDefault();
    const { email, password, account } = values;
    const input = { email: email.trim(), password, account: account.trim() || null, oneTimeCode: oneTimeCode || null };
    const { data, problem: refused } = await run({ input });
    if (data) return done(data.logIn.viewer.user);
    if (refused?.code === 'TWO_FACTOR_REQUIRED') setNeeds((before) => ({ ...before, code: true }));
    else setValues((before) => ({ ...before, oneTimeCode: '' }));
    if (refused && asksForAccount(refused)) setNeeds((before) => ({ ...before, account: true }));
  }

  const firstCode = problem?.code === 'TWO_FACTOR_REQUIRED' && !values.oneTimeCode;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {problem && !firstCode && <ProblemNote problem={inLogInWords(problem, needs.code)} />}
        {needs.code ? (
          <CodeField
            value={values.oneTimeCode}
            onChange={set('oneTimeCode')}
            onComplete={(code) => void submit(undefined, code)}
          />
        ) : (
          <Credentials values={values} set={set} account={needs.account} known={known !== ''} />
        )}
        <Button type="submit" loading={busy} fullWidth>
          Log in
        </Button>
        {needs.code && (
          <Button variant="subtle" onClick={() => setNeeds((before) => ({ ...before, code: false }))}>
            Back
          </Button>
        )}
      </Stack>
    </form>
  );
}

interface CredentialsProps {
  values: { email: string; password: string; account: string };
  set: (name: 'email' | 'password' | 'account') => (text: string) => void;
  account: boolean;
  known: boolean;
}

function Credentials({ values, set, account, known }: CredentialsProps) {
  return (
    <>
      {account && <AccountField value={values.account} onChange={set('account')} autoFocus />}
      <EmailField
        value={values.email}
        onChange={set('email')}
        data-autofocus={known ? undefined : true}
        autoFocus={!known}
      />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        value={values.password}
        onChange={({ currentTarget }) => set('password')(currentTarget.value)}
        data-autofocus={known || undefined}
        autoFocus={known}
      />
    </>
  );
}

/** One text for a wrong address and a wrong password: nobody learns which addresses exist. */
function inLogInWords(problem: Problem, withCode: boolean): Problem {
  if (problem.code === 'UNAUTHENTICATED')
    return { ...problem, message: withCode ? "The code isn't right." : "E-mail or password isn't right." };
  if (problem.code === 'TWO_FACTOR_REQUIRED') return { ...problem, message: "The code isn't right." };
  if (asksForAccount(problem)) return { ...problem, message: WHICH_ACCOUNT };
  return problem;
}
