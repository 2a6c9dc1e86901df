import { Alert, Button, Checkbox, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { useChange } from '../../api/change';
import { graphql } from '../../api/graphql';
import { mistakesByField } from '../../api/problem';
import { secretIn } from '../../api/secret';
import { PasswordField } from '../../parts/password-field';
import { ProblemNote } from '../../parts/problem-note';

const REVOKE_HELD = graphql(`
  mutation RevokeHeldToken($input: RevokeHeldTokenInput!) {
    revokeHeldToken(input: $input) {
      received
    }
  }
`);

/** Ends the token whose secret is pasted. The answer is the same for every text: nobody learns which ones exist (S4). */
export function EndToken() {
  const [text, setText] = useState('');
  const [leaked, setLeaked] = useState(false);
  const [received, setReceived] = useState(false);
  const { run, busy, problem } = useChange(REVOKE_HELD, { guarded: false, as: 'nobody' });
  const mistake = mistakesByField(problem).secret;

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const { data } = await run({ input: { secret: secretIn(text), leaked } });
    if (!data) return;
    setText('');
    setReceived(true);
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {received && (
          <Alert color="indigo" role="status" icon={<IconCircleCheck size={18} stroke={1.75} />}>
            If this was a token of this server, its calls are refused from now on.
          </Alert>
        )}
        {problem && !mistake && <ProblemNote problem={problem} />}
        <Text>Found a token, or done with one? Paste its secret: whoever holds it may end it, without a log-in.</Text>
        <PasswordField
          label="Secret"
          autoComplete="off"
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setReceived(false);
          }}
          error={mistake}
          autoFocus
        />
        <Checkbox
          label="Others may have seen it"
          description="It then counts as leaked, and nobody can restore it."
          checked={leaked}
          onChange={({ currentTarget }) => setLeaked(currentTarget.checked)}
        />
        <Button type="submit" color="red" loading={busy} disabled={text.trim() === ''} fullWidth>
          End token
        </Button>
      </Stack>
    </form>
  );
}
