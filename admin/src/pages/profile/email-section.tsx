import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconMailForward } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';

const CHANGE_EMAIL = graphql(`
  mutation ChangeEmail($input: ChangeEmailInput!) {
    changeEmail(input: $input) {
      sent
    }
  }
`);

/** The address; a new one counts once its link was opened. */
export function EmailSection() {
  const { user } = useViewer();
  const [editing, setEditing] = useState(false);
  const [sentTo, setSentTo] = useState('');
  const done = (address: string) => {
    setSentTo(address);
    setEditing(false);
  };
  return (
    <Section title="E-mail" about="What you log in with, and where notices about your tokens go.">
      <Stack gap="md">
        {sentTo && (
          <Alert color="indigo" role="status" icon={<IconMailForward size={18} stroke={1.75} />}>
            A link is on its way to {sentTo}. Until you open it, everything stays as it is.
          </Alert>
        )}
        {editing ? (
          <NewAddress done={done} cancel={() => setEditing(false)} />
        ) : (
          <Group justify="space-between">
            <Text>{user.email}</Text>
            <Button variant="default" onClick={() => setEditing(true)}>
              Change e-mail
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}

function NewAddress({ done, cancel }: { done: (address: string) => void; cancel: () => void }) {
  const [email, setEmail] = useState('');
  const { run, busy, problem } = useChange(CHANGE_EMAIL);
  const mistakes = mistakesByField(problem);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const address = email.trim();
    const { data } = await run({ input: { email: address } }, { waiting: 'change your e-mail address' });
    if (data) done(address);
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {problem && !mistakes.email && <ProblemNote problem={problem} />}
        <Alert color="orange" icon={<IconAlertTriangle size={18} stroke={1.75} />} className="warning">
          Once the new address is confirmed, every token that you own is revoked and can’t be restored.
        </Alert>
        <TextInput
          label="New e-mail"
          type="email"
          autoComplete="email"
          value={email}
          error={mistakes.email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          autoFocus
        />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={email.trim() === ''}>
            Send the link
          </Button>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
