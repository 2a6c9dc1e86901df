import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { useLinkSecret } from '../../api/link-secret';
import { Card } from '../../parts/card';
import { ProblemNote } from '../../parts/problem-note';
import { useState } from 'react';

const CONFIRM_EMAIL = graphql(`
  mutation ConfirmEmail($input: ConfirmEmailInput!) {
    confirmEmail(input: $input) {
      user {
        id
      }
    }
  }
`);

/** Where the link of a new e-mail address leads. It waits for a press: programs that look at mail open links, too. */
export default function EmailPage() {
  const secret = useLinkSecret();
  return <Card title="Confirm your e-mail">{secret ? <Confirm key={secret} secret={secret} /> : <NoLink />}</Card>;
}

function Confirm({ secret }: { secret: string }) {
  const [done, setDone] = useState(false);
  const { run, busy, problem } = useChange(CONFIRM_EMAIL, { guarded: false });
  if (done) {
    return (
      <Stack gap="md">
        <Alert color="indigo" role="status" icon={<IconCircleCheck size={18} stroke={1.75} />}>
          This is your address from now on: log in with it.
        </Alert>
        <ToPanel />
      </Stack>
    );
  }
  const dead = problem?.code === 'UNAUTHENTICATED' || problem?.code === 'CONFLICT';
  return (
    <Stack gap="md">
      {problem && (
        <ProblemNote problem={dead ? { ...problem, message: 'This link was used or is too old.' } : problem}>
          {dead && 'Ask for a new one in your profile.'}
        </ProblemNote>
      )}
      <Text>From then on you log in with the address that this link was sent to.</Text>
      <Button
        loading={busy}
        onClick={() => void run({ input: { token: secret } }).then(({ data }) => data && setDone(true))}
      >
        Confirm address
      </Button>
    </Stack>
  );
}

function NoLink() {
  return (
    <Stack gap="md">
      <Text>Open the whole link from your mail once more: this page no longer knows it.</Text>
      <ToPanel />
    </Stack>
  );
}

function ToPanel() {
  return (
    <Anchor component={Link} href="/profile">
      Go to your profile
    </Anchor>
  );
}
