import { Button, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useChange } from '../api/change';
import { graphql } from '../api/graphql';
import type { Problem } from '../api/problem';
import { isApiToken, secretIn } from '../api/secret';
import { AccountField, asksForAccount, EmailField, WHICH_ACCOUNT } from './log-in-fields';
import type { LogInFormProps } from './log-in-form';
import { PasswordField } from './password-field';
import { ProblemNote } from './problem-note';

const LOG_IN_WITH_TOKEN = graphql(`
  mutation LogInWithAccessToken($input: LogInWithAccessTokenInput!) {
    logInWithAccessToken(input: $input) {
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

/** The exchange of an access token for a session of this browser (T1, U3). */
export function AccessTokenForm({ email: known = '', done }: LogInFormProps) {
  const [values, setValues] = useState({ email: known, token: '', account: '' });
  const [needsAccount, setNeedsAccount] = useState(false);
  const { run, busy, problem } = useChange(LOG_IN_WITH_TOKEN, { guarded: false });
  const set = (name: keyof typeof values) => (text: string) => setValues((before) => ({ ...before, [name]: text }));
  const ofCalls = isApiToken(values.token);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (ofCalls) return;
    const { email, token, account } = values;
    const input = { email: email.trim(), token: secretIn(token), account: account.trim() || null };
    const { data, problem: refused } = await run({ input });
    if (data) return done(data.logInWithAccessToken.viewer.user);
    if (refused && asksForAccount(refused)) setNeedsAccount(true);
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {problem && <ProblemNote problem={inWords(problem)} />}
        <Text size="sm">You can then do what the token allows, until it ends.</Text>
        {needsAccount && <AccountField value={values.account} onChange={set('account')} autoFocus />}
        <EmailField value={values.email} onChange={set('email')} autoFocus={!known} />
        <PasswordField
          label="Access token"
          autoComplete="off"
          value={values.token}
          onChange={({ currentTarget }) => set('token')(currentTarget.value)}
          error={ofCalls && 'This is an API token: calls are made with it, it never logs in.'}
          autoFocus={known !== ''}
        />
        <Button type="submit" loading={busy} fullWidth>
          Log in
        </Button>
      </Stack>
    </form>
  );
}

/** One text for a wrong address and a wrong token: nobody learns which of them exist. */
function inWords(problem: Problem): Problem {
  if (problem.code === 'UNAUTHENTICATED')
    return { ...problem, message: "E-mail or access token isn't right, or the token has been ended." };
  if (problem.code === 'TOKEN_EXPIRED') return { ...problem, message: 'This access token has expired.' };
  if (asksForAccount(problem)) return { ...problem, message: WHICH_ACCOUNT };
  return problem;
}
