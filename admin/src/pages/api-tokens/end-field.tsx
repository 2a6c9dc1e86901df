import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useViewer } from '../../api/viewer';
import { durationWords } from '../../parts/duration';
import { expiryWords, fullDayWords } from '../../parts/moment-words';
import { endOf, type Expiry, exactly, isAllowed, isLifetime, latestEnd, LIFETIMES } from '../token-form/lifetime';
import type { TokenRow } from './documents';

export interface EndFieldProps {
  expiry: Expiry;
  onChange: (expiry: Expiry) => void;
  tokens: readonly TokenRow[];
  error?: string;
  /** The last try broke the account's policy. */
  outsidePolicy: boolean;
}

/** When regenerated tokens end: as now, a lifetime from now, or an exact time. Expired ones need a new end (C2). */
export function EndField({ expiry, onChange, tokens, error, outsidePolicy }: EndFieldProps) {
  const { account } = useViewer();
  const [now] = useState(() => Date.now());
  const kind = tokens.some((token) => token.kind === 'ACCESS') ? 'ACCESS' : 'API';
  const expired = tokens.some(({ status }) => status === 'EXPIRED');
  const lifetimes = LIFETIMES.map(({ value, label }) => ({ value, label, disabled: !isAllowed(value, kind, account) }));
  const data = [
    { value: 'keep', label: keptWords(tokens), disabled: expired },
    ...lifetimes,
    { value: 'exact', label: 'On a date…' },
  ];
  function choose(value: string | null) {
    if (value === 'exact') onChange(exactly(new Date(now + 30 * 86_400_000)));
    else if (value === 'keep' || (value && isLifetime(value))) onChange({ choice: value });
  }
  const end = expiry.choice === 'keep' ? undefined : endOf(expiry, undefined, now);
  const exact = expiry.choice === 'exact';
  return (
    <div>
      <Select
        label={tokens.length === 1 ? 'Ends' : 'They end'}
        description={end ? fullDayWords(end) : undefined}
        data={data}
        value={expiry.choice}
        onChange={choose}
        allowDeselect={false}
        error={exact ? undefined : error && <PolicyWords {...{ error, outsidePolicy, onChange }} />}
      />
      {exact && (
        <TextInput
          type="datetime-local"
          aria-label="Date and time of the end"
          mt={8}
          value={expiry.text}
          onChange={({ currentTarget }) => onChange({ choice: 'exact', text: currentTarget.value })}
          error={error && <PolicyWords {...{ error, outsidePolicy, onChange }} />}
        />
      )}
    </div>
  );
}

function keptWords(tokens: readonly TokenRow[]): string {
  const [only, ...more] = tokens;
  if (!only || more.length > 0) return 'As now, each its own';
  return `As now: ${expiryWords(only.expiresAt ? new Date(only.expiresAt) : null)}`;
}

/** At most 90 days here (20 Feb 2027). [Use 90 days] */
function PolicyWords({
  error,
  outsidePolicy,
  onChange,
}: { error: string } & Pick<EndFieldProps, 'outsidePolicy' | 'onChange'>) {
  const { account } = useViewer();
  const latest = latestEnd(account);
  if (!outsidePolicy || !latest || !account.maxTokenLifetime) return <>{error}</>;
  const words = durationWords(account.maxTokenLifetime);
  return (
    <Group component="span" gap="xs">
      <Text component="span" inherit>
        At most {words} here ({fullDayWords(latest)}).
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => onChange(exactly(latest))}>
        Use {words}
      </Button>
    </Group>
  );
}
