import { Button, Stack, Text } from '@mantine/core';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { graphql } from '../api/graphql';
import { useChange } from '../api/change';
import { mistakesByField, type Problem } from '../api/problem';
import { useRenewSession } from '../api/session';
import { announce } from '../api/tabs';
import { CodeField } from './code-field';
import { NewPasswordField } from './new-password-field';
import { ProblemNote } from './problem-note';

const ACCEPT = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      viewer {
        id
        user {
          id
        }
      }
    }
  }
`);

export interface SetPasswordFormProps {
  /** Of the link. */
  secret: string;
  /** What to do when the link is used or too old. */
  newLink: ReactNode;
}

/** Sets the password by a link and logs in; with a second factor its code is a second step. */
export function SetPasswordForm({ secret, newLink }: SetPasswordFormProps) {
  const [, navigate] = useLocation();
  const renew = useRenewSession();
  const [password, setPassword] = useState('');
  const [oneTimeCode, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const { run, busy, problem } = useChange(ACCEPT, { guarded: false });

  async function submit(event?: SyntheticEvent, code = oneTimeCode) {
    event?.preventDefault();
    const { data, problem: refused } = await run({ input: { token: secret, password, oneTimeCode: code || null } });
    if (data) {
      announce({ kind: 'logged-in', userId: data.acceptInvitation.viewer.user.id });
      navigate('/', { replace: true });
      return renew();
    }
    setCode('');
    if (refused?.code === 'TWO_FACTOR_REQUIRED') setSecond(true);
    if (refused?.code === 'BAD_USER_INPUT') setSecond(false);
  }

  const mistakes = mistakesByField(problem);
  const dead = problem?.code === 'UNAUTHENTICATED' && !second;
  const shown = problem && problem.code !== 'TWO_FACTOR_REQUIRED' && !mistakes.password ? problem : undefined;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {shown && <ProblemNote problem={inLinkWords(shown, second)}>{dead && newLink}</ProblemNote>}
        {second ? (
          <>
            <Text>Your account has a second factor: the link alone isn't enough.</Text>
            <CodeField value={oneTimeCode} onChange={setCode} onComplete={(code) => void submit(undefined, code)} />
          </>
        ) : (
          <NewPasswordField value={password} onChange={setPassword} error={mistakes.password} autoFocus />
        )}
        <Button type="submit" loading={busy} fullWidth>
          Set password and log in
        </Button>
      </Stack>
    </form>
  );
}

function inLinkWords(problem: Problem, second: boolean): Problem {
  if (problem.code !== 'UNAUTHENTICATED') return problem;
  return { ...problem, message: second ? "The code isn't right." : 'This link was used or is too old.' };
}
