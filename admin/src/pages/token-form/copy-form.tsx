import { Anchor, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { useChange } from '../../api/change';
import { useCan, useViewer } from '../../api/viewer';
import { FormPage } from '../../parts/form-page';
import { ScopeChip } from '../../parts/scope-chip';
import { useCatalogue } from '../../parts/scope-tree/catalogue';
import { TryAgain } from '../../parts/try-again';
import { useGoTo } from '../../parts/use-go-to';
import { Created } from './created';
import { COPY, type EditedToken } from './documents';
import { draftOf, isDirty, type TokenDraft } from './draft';
import { ExpiryField } from './expiry-field';
import { excessOf, useGrant } from './grant';
import { OwnerField } from './identity-fields';
import { expiryInput } from './lifetime';
import { excessWords } from './mistakes';
import { Summary } from './summary';
import { LOOKS_FIRST, useCreate } from './use-create';
import { useDraft } from './use-draft';

/** A copy has a name, an owner and an end of its own; the rest is the original's, and it is active. */
export function CopyForm({ token }: { token: EditedToken }) {
  const { user } = useViewer();
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const home = useCan('api-tokens:read') ? '/api-tokens' : '/my-tokens';
  const start = useMemo<TokenDraft>(
    () => ({ ...draftOf(token), name: `${token.name} copy`, owner: user, enabled: true }),
    [token, user],
  );
  const { draft, patch, mistakes, attempt, above, check, refuse } = useDraft(start);
  const { catalogue } = useCatalogue('tokens');
  const grant = useGrant(draft.owner);
  const excess = excessOf(draft, grant);
  const copying = useChange(COPY, { touches: ['ApiToken', 'ApiTokenConnection'], ifUnclear: LOOKS_FIRST });
  const { create, busy, secrets, lost } = useCreate(
    async () => {
      const input = { id: token.id, name: draft.name, ownerId: draft.owner.id, ...expiryInput(draft.expiry) };
      const outcome = await copying.run({ input }, { waiting: `copy token ${token.name}` });
      return outcome.data ? { data: [outcome.data.copyApiToken] } : outcome;
    },
    { names: [draft.name.trim()], ownerId: draft.owner.id },
  );
  const submit = async () => check() && refuse(await create());
  return (
    <>
      <FormPage
        title={`Copy ${token.name}`}
        dirty={!secrets && !goTo.going && isDirty(start, draft)}
        busy={busy}
        problem={above}
        wayOut={above?.outcomeUnknown && <TryAgain again={() => void submit()} />}
        attempt={attempt}
        action="Create copy"
        onSubmit={() => void submit()}
        cancelTo={`/api-tokens/${token.id}`}
        summary={
          <Summary
            draft={draft}
            catalogue={catalogue}
            grantable={grant.grantable}
            unknownEnd="lasts as long as the original"
          />
        }
      >
        <Stack gap="lg" className="token-fields">
          <TextInput
            label="Name"
            required
            value={draft.name}
            onChange={({ currentTarget }) => patch({ name: currentTarget.value })}
            error={mistakes.name}
          />
          <OwnerField draft={draft} patch={(part) => patch({ owner: part.owner })} mistakes={mistakes} />
          <ExpiryField
            value={draft.expiry}
            onChange={(expiry) => patch({ expiry })}
            kind={draft.kind}
            error={mistakes.expiry}
            keepLabel="As long as the original"
          />
          <Taken
            token={token}
            excess={excess}
            owner={draft.owner.displayName}
            error={mistakes.scopes ?? mistakes.access ?? mistakes.kind ?? mistakes.addresses}
          />
        </Stack>
      </FormPage>
      <Created secrets={secrets} lost={lost} happened="copied" onDone={() => goTo(home)} />
    </>
  );
}

interface TakenProps {
  token: EditedToken;
  excess: readonly string[];
  owner: string;
  error?: string;
}

/** What comes from the original, and what of it can't be given. */
function Taken({ token, excess, owner, error }: TakenProps) {
  const { scopes: held } = useViewer();
  const words = error ?? (excess.length > 0 ? excessWords(excess, owner, held) : undefined);
  return (
    <div className="token-access">
      <Text fw={500} size="sm">
        Taken over:{' '}
        {[token.description && 'description', 'access', token.allowedAddresses && 'allowed addresses']
          .filter(Boolean)
          .join(', ')}
      </Text>
      {words && (
        <Text size="sm" c="red" role="alert">
          {words}{' '}
          <Anchor component={Link} href={`/api-tokens/new?${withoutExcess(token, excess)}`} inherit underline="always">
            Start a new token with the rest
          </Anchor>
        </Text>
      )}
      {token.access === 'CUSTOM' && (
        <ul className="token-chips" aria-label="Scopes">
          {token.scopes.map((scope) => (
            <li key={scope}>
              <ScopeChip scope={scope} state={excess.includes(scope) ? 'off' : undefined} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The prefill of a new token with what may be given. */
const withoutExcess = ({ name, description, scopes }: EditedToken, excess: readonly string[]): string =>
  new URLSearchParams({
    name: `${name} copy`,
    description,
    scopes: scopes.filter((scope) => !excess.includes(scope)).join(','),
  }).toString();
