import { Button, Group, Pill, PillsInput, Stack, Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useChange } from '../../api/change';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { CopyField } from '../../parts/copy';
import { countWords } from '../../parts/count-words';
import { ROTATE_WEBHOOK_SECRET } from './account-documents';
import { Card, type CardProps } from './policy-card';
import { Dialog } from '../../parts/dialog';

/** Who is to be told, and when (O5, whose sending isn't there yet). `saved`: the webhook as the server knows it, which has a secret. */
export function NoticesCard({ policy, set, mistakes, saved }: CardProps & { saved: string | null }) {
  return (
    <Card title="Notices">
      <Text size="sm">
        This version keeps these settings and sends no notices yet: look at the Expiring view of the tokens.
      </Text>
      <NoticeDays
        days={policy.expiryNoticeDays}
        onChange={(expiryNoticeDays) => set({ expiryNoticeDays })}
        error={mistakes['expiryNoticeDays']}
      />
      <TextInput
        label="Webhook"
        type="url"
        description="Gets each notice as a signed POST. https, and no private address."
        placeholder="https://hooks.example.com/scopegate"
        value={policy.webhookUrl ?? ''}
        onChange={({ currentTarget }) => set({ webhookUrl: currentTarget.value.trim() || null })}
        error={mistakes['webhookUrl']}
      />
      {saved !== null && <SigningSecret />}
    </Card>
  );
}

interface NoticeDaysProps {
  readonly days: readonly number[];
  readonly onChange: (days: number[]) => void;
  readonly error?: string;
}

const MOST_DAYS = 365;
const MOST_NOTICES = 10;

/** Days before an expiry, each a pill; Enter adds one. */
function NoticeDays({ days, onChange, error }: NoticeDaysProps) {
  const [text, setText] = useState('');
  const day = Number(text);
  const fits =
    Number.isInteger(day) && day >= 1 && day <= MOST_DAYS && !days.includes(day) && days.length < MOST_NOTICES;
  function add() {
    if (fits) onChange([...days, day].sort((a, b) => b - a));
    if (fits || text === '') setText('');
  }
  function press(event: KeyboardEvent) {
    if (event.key !== 'Enter' || text === '') return;
    event.preventDefault();
    add();
  }
  return (
    <PillsInput
      label="E-mail before a token expires"
      description={`So many days before, once each: type a number from 1 to ${MOST_DAYS} and press Enter.`}
      error={error ?? (text !== '' && !fits ? `A number from 1 to ${MOST_DAYS} that isn't there yet.` : undefined)}
    >
      <Pill.Group>
        {days.map((one) => (
          <Pill
            key={one}
            withRemoveButton
            removeButtonProps={{
              'aria-label': `Take out ${countWords(one, 'day')}`,
              'aria-hidden': false,
              tabIndex: 0,
            }}
            onRemove={() => onChange(days.filter((other) => other !== one))}
          >
            {countWords(one, 'day')}
          </Pill>
        ))}
        <PillsInput.Field
          aria-label="Days before a token expires"
          inputMode="numeric"
          placeholder={days.length === 0 ? 'Nobody is told' : 'Add'}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value.trim())}
          onKeyDown={press}
          onBlur={add}
        />
      </Pill.Group>
    </PillsInput>
  );
}

/** A receiver checks signatures with it; shown once, when it is made. */
function SigningSecret() {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const { run, busy, problem } = useChange(ROTATE_WEBHOOK_SECRET);
  async function rotate() {
    const { data } = await run({}, { waiting: 'make a new signing secret' });
    if (!data) return;
    setAsking(false);
    setSecret(data.rotateWebhookSecret.secret);
  }
  return (
    <div>
      <Button variant="default" onClick={() => setAsking(true)}>
        Make a new signing secret
      </Button>
      {asking && (
        <ConfirmDialog
          title="Make a new signing secret?"
          action="Make new secret"
          busy={busy}
          problem={problem}
          onConfirm={() => void rotate()}
          onClose={() => setAsking(false)}
        >
          <Text>
            Notices are signed with it from now on. A receiver that checks with the old one refuses them until it knows
            the new one.
          </Text>
        </ConfirmDialog>
      )}
      {secret && <ShownSecret secret={secret} forget={() => setSecret(undefined)} />}
    </div>
  );
}

/** Neither Esc nor a click outside closes it: the secret is gone then. */
function ShownSecret({ secret, forget }: { secret: string; forget: () => void }) {
  return (
    <Dialog
      onClose={forget}
      title="New signing secret"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={560}
    >
      <Stack>
        <Text>Copy it now. It won't be shown again.</Text>
        <CopyField label="Signing secret" text={secret} control="button" />
        <Group justify="flex-end">
          <Button onClick={forget}>Done</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
