import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useViewer } from '../../api/viewer';
import { durationWords } from '../../parts/duration';
import { fullDayWords } from '../../parts/moment-words';
import type { TokenDraft } from './draft';
import { endOf, exactly, type Expiry, isAllowed, latestEnd, LIFETIMES, type Policy } from './lifetime';

interface ExpiryFieldProps {
  value: Expiry;
  onChange: (expiry: Expiry) => void;
  kind: TokenDraft['kind'];
  error?: string;
  /** What `keep` means here: `As it is (22 Dec 2026)`. Left out: there is nothing to keep. */
  keepLabel?: string;
  /** The end that `keep` would have. */
  kept?: string | null;
}

/** When it ends: a length that the account allows, or an exact date and time (T8, T9). */
export function ExpiryField({ value, onChange, kind, error, keepLabel, kept }: ExpiryFieldProps) {
  const { account } = useViewer();
  const end = endOf(value, kept);
  const choose = (choice: string) =>
    // The options below are the only values.
    onChange(
      choice === 'exact' ? exactly(end ?? inAMonth()) : { choice: choice as Exclude<Expiry['choice'], 'exact'> },
    );
  return (
    <Stack gap="xs">
      <NativeSelect
        label="Expires"
        value={value.choice}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={choices(kind, account, keepLabel)}
        error={value.choice === 'exact' ? undefined : error}
        description={value.choice !== 'exact' && end ? `Ends ${fullDayWords(end)}` : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      {value.choice === 'exact' && (
        <TextInput
          type="datetime-local"
          label="Date and time"
          description={end ? `${end.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'In your time zone'}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={value.text}
          onChange={({ currentTarget }) => onChange({ choice: 'exact', text: currentTarget.value })}
          error={error}
        />
      )}
      {error && <UseLongest policy={account} choose={onChange} />}
    </Stack>
  );
}

const inAMonth = (): Date => new Date(Date.now() + 30 * 86_400_000);

function choices(kind: TokenDraft['kind'], policy: Policy, keepLabel: string | undefined) {
  const lifetimes = LIFETIMES.map(({ value, label }) => {
    const disabled = !isAllowed(value, kind, policy);
    return { value, label: disabled ? `${label} (not allowed here)` : label, disabled };
  });
  const exact = { value: 'exact', label: 'On a date', disabled: false };
  return [...(keepLabel ? [{ value: 'keep', label: keepLabel, disabled: false }] : []), ...lifetimes, exact];
}

/** The way out of an end that is too far away. */
function UseLongest({ policy, choose }: { policy: Policy; choose: (expiry: Expiry) => void }) {
  const latest = latestEnd(policy);
  if (!latest || !policy.maxTokenLifetime) return null;
  const words = durationWords(policy.maxTokenLifetime);
  const choice = LIFETIMES.find(({ label }) => label === words)?.value;
  return (
    <div>
      <Button size="compact-sm" variant="default" onClick={() => choose(choice ? { choice } : exactly(latest))}>
        Use {words}
      </Button>
    </div>
  );
}
