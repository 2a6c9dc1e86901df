import { Anchor, Button, Group, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { Link } from 'wouter';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { secretIn } from '../../api/secret';
import { ProblemNote } from '../../parts/problem-note';
import { StatusPill } from '../../parts/status-pill';
import { IDENTIFY, type TokenRow } from './documents';
import { oneToken } from './meant';
import { RevokeDialog } from './revoke-dialog';
import { useTokenRights } from './rights';
import { Dialog } from '../../parts/dialog';

/** Leak triage: whose is this secret (S4)? It goes to the server in the body, and nowhere else. */
export function IdentifyDialog({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const [revoking, setRevoking] = useState<TokenRow>();
  const [found, setFound] = useState<TokenRow | null>();
  const { run, busy, problem } = useChange(IDENTIFY);
  const mistake = mistakesByField(problem).secret;

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const { data } = await run({ input: { secret: secretIn(text) } });
    if (data) setFound(data.identifyApiToken.apiToken);
  }
  if (revoking) {
    return <RevokeDialog leaked meant={oneToken(revoking)} deselect={() => undefined} done={close} close={close} />;
  }
  return (
    <Dialog onClose={close} title="Identify a token" size={480}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <Text>Paste a secret that was found somewhere, and see which token it belongs to.</Text>
          {problem && !mistake && <ProblemNote problem={problem} />}
          <PasswordInput
            label="Secret"
            autoComplete="off"
            value={text}
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              setFound(undefined);
            }}
            error={mistake}
            data-autofocus
          />
          <div role="status">
            {found && <Found token={found} revoke={() => setRevoking(found)} />}
            {found === null && (
              <Text>
                No token of this account has this secret. It may be another account's:{' '}
                <Anchor component={Link} href="/held-token" inherit underline="always">
                  whoever holds it can end it
                </Anchor>
                .
              </Text>
            )}
          </div>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Close
            </Button>
            <Button type="submit" loading={busy} disabled={text.trim() === ''}>
              Identify token
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function Found({ token, revoke }: { token: TokenRow; revoke: () => void }) {
  const { manages } = useTokenRights();
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Anchor component={Link} href={`/api-tokens/${token.id}`} fw={500}>
            {token.name}
          </Anchor>
          <Text size="sm" c="dimmed">
            of {token.owner.displayName}
          </Text>
        </div>
        <StatusPill status={token.status} />
      </Group>
      {manages(token) && token.revocationReason !== 'LEAKED' && (
        <Button variant="default" mt="sm" onClick={revoke}>
          Revoke as leaked…
        </Button>
      )}
    </Paper>
  );
}
