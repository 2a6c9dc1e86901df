import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SyntheticEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useChange } from '../api/change';
import type { Asked } from '../api/gate';
import { graphql } from '../api/graphql';
import type { Problem } from '../api/problem';
import { useRenewSession } from '../api/session';
import { announce } from '../api/tabs';
import { lastKnownUser } from '../api/viewer';
import { CodeField } from './code-field';
import { LogInForm } from './log-in-form';
import { ProblemNote } from './problem-note';
import { PasswordField } from './password-field';
import { Dialog } from './dialog';

/** What the gate asks, over whatever is on the screen. */
export function GateDialog({ asked }: { asked: Asked }) {
  return asked.question === 'log-in' ? <LogInAgain asked={asked} /> : <ConfirmPassword asked={asked} />;
}

function LogInAgain({ asked: { answer } }: { asked: Asked }) {
  const renew = useRenewSession();
  const [, navigate] = useLocation();
  const [before] = useState(lastKnownUser);

  function done(user: { id: string; displayName: string }) {
    announce({ kind: 'logged-in', userId: user.id });
    if (!before || before.id === user.id) return answer('done');
    answer('someone-else');
    notifications.show({ message: `Logged in as ${user.displayName}. What ${before.displayName} had typed is gone.` });
    navigate('/');
    renew();
  }
  return (
    <Dialog onClose={() => answer('cancelled')} title="You were logged out" size={400}>
      <Stack>
        <Text>Log in to go on; your text is still here.</Text>
        <LogInForm email={before?.email ?? ''} done={done} />
      </Stack>
    </Dialog>
  );
}

const CONFIRM = graphql(`
  mutation ConfirmPassword($input: ConfirmPasswordInput!) {
    confirmPassword(input: $input) {
      confirmedUntil
    }
  }
`);

function ConfirmPassword({ asked: { answer, waiting } }: { asked: Asked }) {
  const [password, setPassword] = useState('');
  const [oneTimeCode, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const { run, busy, problem } = useChange(CONFIRM, { guarded: false, ownPassword: true });

  async function submit(event?: SyntheticEvent, code = oneTimeCode) {
    event?.preventDefault();
    const { data, problem: refused } = await run({ input: { password, oneTimeCode: code || null } });
    // Without a session there is nothing to confirm: the change is sent, and refused for that reason.
    if (data || refused?.code === 'UNAUTHENTICATED') return answer('done');
    setCode('');
    if (refused?.code === 'TWO_FACTOR_REQUIRED') setSecond(true);
  }
  // That a code is needed is no mistake: its field appears.
  const wrong = problem && problem.code !== 'TWO_FACTOR_REQUIRED';
  return (
    <Dialog onClose={() => answer('cancelled')} title="Confirm it's you" size={400}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <Text>Enter your password to {waiting ?? 'go on'}.</Text>
          {wrong && <ProblemNote problem={inWords(problem, second)} />}
          <PasswordField
            label="Password"
            autoComplete="current-password"
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            data-autofocus
          />
          {second && (
            <CodeField value={oneTimeCode} onChange={setCode} onComplete={(code) => void submit(undefined, code)} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => answer('cancelled')}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Confirm
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function inWords(problem: Problem, withCode: boolean): Problem {
  if (problem.code !== 'WRONG_PASSWORD' || !withCode) return problem;
  return { ...problem, message: "Password or code isn't right." };
}
