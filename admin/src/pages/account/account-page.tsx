import { Text, TextInput } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useQuery } from 'urql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { useCan } from '../../api/viewer';
import { FormPage } from '../../parts/form-page';
import { Loaded } from '../../parts/loaded';
import { toast } from '../../parts/toast';
import { changesBetween, inputOf, type Policy, policyOf } from './account-changes';
import { ACCOUNT, type AccountAnswer, UPDATE_ACCOUNT } from './account-documents';
import { AccountSummary } from './account-summary';
import { ConfirmationCard, LifetimeCard, LimitsCard, RetentionCard } from './policy-cards';
import { NoticesCard } from './notices-card';
import { Card, type CardProps } from './policy-card';

/** The account's name and its policies (T9, T16, C2, C10, O5). */
export default function AccountPage() {
  const countTokens = useCan('api-tokens:read');
  const query = useQuery({ query: ACCOUNT, variables: { countTokens } });
  return (
    <Loaded of={query} page="Account">
      {(answer) => <AccountForm answer={answer} />}
    </Loaded>
  );
}

function AccountForm({ answer: { account, apiTokens } }: { answer: AccountAnswer }) {
  const before = policyOf(account);
  const [edited, setEdited] = useState<Partial<Policy>>({});
  const [round, setRound] = useState(0);
  const policy = { ...before, ...edited };
  const { run, busy, problem } = useChange(UPDATE_ACCOUNT, { touches: ['ApiToken'] });
  const changes = changesBetween(before, policy);
  const card: CardProps = {
    policy,
    set: (some) => setEdited((last) => ({ ...last, ...some })),
    mistakes: mistakesByField(problem),
  };
  function startOver() {
    setEdited({});
    setRound(round + 1);
  }
  async function save() {
    const { data } = await run({ input: inputOf(before, policy) }, { waiting: 'save the account' });
    if (!data) return;
    startOver();
    toast('Account saved.');
  }
  return (
    <FormPage
      title="Account"
      dirty={changes.length > 0}
      busy={busy}
      problem={problem}
      action="Save account"
      disabled={changes.length === 0 || Object.values(policy).includes('')}
      onSubmit={() => void save()}
      onDiscard={changes.length > 0 ? startOver : undefined}
      summary={<AccountSummary changes={changes} againstPolicy={apiTokens} />}
    >
      {/* Fields keep what is typed in them: a new round makes them anew. */}
      <Fragment key={round}>
        <NameCard {...card} slug={account.slug} />
        <LifetimeCard {...card} />
        <LimitsCard {...card} />
        <ConfirmationCard {...card} />
        <NoticesCard {...card} saved={before.webhookUrl} />
        <RetentionCard {...card} />
      </Fragment>
    </FormPage>
  );
}

function NameCard({ policy, set, mistakes, slug }: CardProps & { slug: string }) {
  return (
    <Card title="Account">
      <TextInput
        label="Name"
        required
        value={policy.name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        error={mistakes['name']}
      />
      <Text size="sm" c="dimmed">
        At log-in it is called <code className="mono">{slug}</code>.
      </Text>
    </Card>
  );
}
