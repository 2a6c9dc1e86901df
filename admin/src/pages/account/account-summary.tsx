import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { countWords, totalWords } from '../../parts/count-words';
import type { PolicyChange } from './account-changes';
import type { AccountAnswer } from './account-documents';

interface AccountSummaryProps {
  readonly changes: readonly PolicyChange[];
  readonly againstPolicy: AccountAnswer['apiTokens'];
}

/** Beside the form: what saving changes, and which tokens don't fit the policy that is in force. */
export function AccountSummary({ changes, againstPolicy }: AccountSummaryProps) {
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>If you save</Title>
        {changes.length === 0 ? <Text c="dimmed">Nothing is changed yet.</Text> : <Changes changes={changes} />}
      </div>
      {againstPolicy && <AgainstPolicy counted={againstPolicy} />}
    </Stack>
  );
}

function Changes({ changes }: { changes: readonly PolicyChange[] }) {
  return (
    <dl className="account-changes">
      {changes.map(({ label, before, after }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {before} → <b>{after}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function AgainstPolicy({ counted }: { counted: NonNullable<AccountAnswer['apiTokens']> }) {
  const { totalCount, totalCountIsExact } = counted;
  if (totalCount === 0) return <Text c="dimmed">Every token fits the policy.</Text>;
  const words = totalCountIsExact ? countWords(totalCount, 'token') : `${totalWords(counted)} tokens`;
  return (
    <Anchor component={Link} href="/api-tokens?againstPolicy=true">
      {words} against the policy
    </Anchor>
  );
}
