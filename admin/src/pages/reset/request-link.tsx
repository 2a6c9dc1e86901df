import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { BackToLogIn } from '../../parts/back-to-log-in';
import { AccountField, EmailField } from '../../parts/log-in-fields';
import { ProblemNote } from '../../parts/problem-note';

const REQUEST = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) {
      received
    }
  }
`);

/** The answer is the same for every address: nobody learns which ones exist. */
export function RequestLink() {
  const [email, setEmail] = useState('');
  const [account, setAccount] = useState('');
  const [sent, setSent] = useState(false);
  const { run, busy, problem } = useChange(REQUEST, { guarded: false });
  const mistakes = mistakesByField(problem);
  const asksForAccount = 'account' in mistakes || account !== '';

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const { data } = await run({ input: { email: email.trim(), account: account.trim() || null } });
    if (data) setSent(true);
  }
  if (sent) return <Sent />;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {problem && Object.keys(mistakes).length === 0 && <ProblemNote problem={problem} />}
        <Text>We send a link to your address that lets you set a new one.</Text>
        {asksForAccount && <AccountField value={account} error={mistakes.account} onChange={setAccount} />}
        <EmailField value={email} error={mistakes.email} onChange={setEmail} autoFocus />
        <Button type="submit" loading={busy} fullWidth>
          Send the link
        </Button>
        <BackToLogIn />
      </Stack>
    </form>
  );
}

function Sent() {
  return (
    <Stack gap="md">
      <Alert color="indigo" role="status" icon={<IconMailForward size={18} stroke={1.75} />}>
        If we know this address, a link is on its way. It works for one hour.
      </Alert>
      <Text size="sm" c="dimmed">
        Nothing came? Look among the spam, or ask an administrator to make you a link.
      </Text>
      <BackToLogIn />
    </Stack>
  );
}
