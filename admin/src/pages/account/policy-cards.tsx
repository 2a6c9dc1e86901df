import { Alert, Radio, Stack, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Policy } from './account-changes';
import { DurationField } from './duration-field';
import { Card, type CardProps } from './policy-card';

interface LimitProps {
  readonly label: string;
  readonly description?: string;
  readonly on: boolean;
  readonly toggle: (on: boolean) => void;
  readonly children: ReactNode;
}

/** A limit that may be none: a switch, and its value beneath. */
function Limit({ label, description, on, toggle, children }: LimitProps) {
  return (
    <Stack gap="xs">
      <Switch
        label={label}
        description={description}
        checked={on}
        onChange={({ currentTarget }) => toggle(currentTarget.checked)}
      />
      {on && <div className="account-under">{children}</div>}
    </Stack>
  );
}

/** T9. */
export function LifetimeCard({ policy, set, mistakes }: CardProps) {
  const { maxTokenLifetime: longest, defaultTokenLifetime: usual } = policy;
  return (
    <Card title="How long tokens live">
      <Limit
        label="There is a longest lifetime"
        description="Counted from each change that sets an expiry. Existing tokens keep theirs."
        on={longest !== null}
        toggle={(on) => set({ maxTokenLifetime: on ? 'P365D' : null })}
      >
        <DurationField
          label="Longest lifetime"
          value={longest ?? ''}
          onChange={(maxTokenLifetime) => set({ maxTokenLifetime })}
          units={['days', 'hours']}
          error={mistakes['maxTokenLifetime']}
        />
      </Limit>
      <Limit
        label="There is a default"
        description="For tokens that are made without saying how long they live. Otherwise those are unlimited."
        on={usual !== null}
        toggle={(on) => set({ defaultTokenLifetime: on ? 'P90D' : null })}
      >
        <DurationField
          label="Default lifetime"
          value={usual ?? ''}
          onChange={(defaultTokenLifetime) => set({ defaultTokenLifetime })}
          units={['days', 'hours']}
          error={mistakes['defaultTokenLifetime']}
        />
      </Limit>
      <Switch
        label="API tokens may be unlimited"
        description="Access tokens always end."
        checked={policy.unlimitedTokensAllowed}
        onChange={({ currentTarget }) => set({ unlimitedTokensAllowed: currentTarget.checked })}
      />
      <Contradiction policy={policy} />
    </Card>
  );
}

/** Allowed by the API, and hardly what somebody wants. */
function Contradiction({ policy }: { policy: Policy }) {
  if (policy.unlimitedTokensAllowed || policy.defaultTokenLifetime !== null) return null;
  return (
    <Alert color="yellow" role="status">
      Without a default, everybody has to say how long a token lives: a token made without it is refused.
    </Alert>
  );
}

/** T16, C2. */
export function LimitsCard({ policy, set, mistakes }: CardProps) {
  const most = policy.maxTokensPerUser;
  return (
    <Card title="Tokens and secrets">
      <Limit
        label="There is a limit of tokens per user"
        description="Active and disabled ones count."
        on={most !== null}
        toggle={(on) => set({ maxTokensPerUser: on ? 10 : null })}
      >
        <CountField
          label="Tokens per user"
          value={most ?? 0}
          onChange={(maxTokensPerUser) => set({ maxTokensPerUser })}
          error={mistakes['maxTokensPerUser']}
        />
      </Limit>
      <DurationField
        label="Longest overlap"
        description="For how long the old secret may go on working after a token is regenerated. 30 days at most."
        value={policy.maxOverlap}
        onChange={(maxOverlap) => set({ maxOverlap })}
        units={['days', 'hours']}
        error={mistakes['maxOverlap']}
      />
    </Card>
  );
}

interface CountFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (count: number) => void;
  readonly error?: string;
}

/** A whole number from 1 on; 0 while none stands there. */
function CountField({ label, value, onChange, error }: CountFieldProps) {
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      w={128}
      value={value === 0 ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value.replace(/\D/g, '').slice(0, 9)))}
      error={error ?? (value === 0 && 'Enter a whole number.')}
    />
  );
}

/** C10. */
export function ConfirmationCard({ policy, set, mistakes }: CardProps) {
  return (
    <Card title="Password again">
      <Radio.Group
        label="Before a change of tokens, users, roles, APIs or this page, the panel asks for the password"
        value={policy.passwordConfirmation}
        onChange={(value) => set({ passwordConfirmation: value as Policy['passwordConfirmation'] })}
        error={mistakes['passwordConfirmation']}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="WINDOW" label="Once in a while" />
          <Radio value="ALWAYS" label="For each change" />
          <Radio value="OFF" label="Never" description="Whoever finds an open browser can change everything." />
        </Stack>
      </Radio.Group>
      {policy.passwordConfirmation === 'WINDOW' && (
        <DurationField
          label="A confirmation lasts"
          description="An hour at most."
          value={policy.passwordConfirmationWindow}
          onChange={(passwordConfirmationWindow) => set({ passwordConfirmationWindow })}
          units={['minutes', 'hours']}
          error={mistakes['passwordConfirmationWindow']}
        />
      )}
    </Card>
  );
}

/** Audit events beyond it are removed; the seals stay. */
export function RetentionCard({ policy, set, mistakes }: CardProps) {
  const kept = policy.auditRetentionDays;
  return (
    <Card title="Audit">
      <Limit
        label="Old entries are removed"
        description="Otherwise the audit is kept for ever. Its seals stay, so that a gap still shows."
        on={kept !== null}
        toggle={(on) => set({ auditRetentionDays: on ? 365 : null })}
      >
        <CountField
          label="Kept for so many days"
          value={kept ?? 0}
          onChange={(auditRetentionDays) => set({ auditRetentionDays })}
          error={mistakes['auditRetentionDays']}
        />
      </Limit>
    </Card>
  );
}
