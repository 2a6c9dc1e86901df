import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { countWords } from '../../parts/count-words';
import { ScopeChip } from '../../parts/scope-chip';
import { toast } from '../../parts/toast';
import { LookAgain } from './look-again';
import { useTokenRights } from './rights';
import { type TokenDetails, UPDATE } from './token-document';
import { LEVELS } from './token-filters';

const LEVEL_WORDS: Record<TokenDetails['access'], string> = {
  READ_ONLY: 'Read only: whatever the owner may read.',
  FULL_ACCESS: 'Full access: all the owner may do.',
  CUSTOM: 'Custom: only what is listed.',
};

/** What a token may do: given, and what of it counts at this moment (P4). */
export function AccessCard({ token }: { token: TokenDetails }) {
  const { access, scopes, effectiveScopes, owner } = token;
  const idle = scopes.filter((scope) => !effectiveScopes.includes(scope));
  const implied = effectiveScopes.filter((scope) => !scopes.includes(scope));
  return (
    <section className="token-card" aria-labelledby="token-access">
      <h2 id="token-access">Access</h2>
      <Text c="dimmed" size="sm">
        {access === 'CUSTOM' && scopes.length === 0
          ? `${LEVELS[access]}: nothing is listed, so it may do nothing.`
          : LEVEL_WORDS[access]}
      </Text>
      <Text fw={500} mt="sm">
        {countWords(scopes.length, 'scope')} given, {scopes.length - idle.length} count
        {scopes.length - idle.length === 1 ? 's' : ''} now
      </Text>
      {scopes.length > 0 && <Scopes label="Given scopes" scopes={scopes} idle={idle} />}
      {idle.length > 0 && (
        <Text size="sm" mt={8}>
          Crossed out: {owner.displayName} doesn't hold {idle.length === 1 ? 'it' : 'them'} now, so{' '}
          {idle.length === 1 ? 'it counts' : 'they count'} for nothing.
        </Text>
      )}
      {implied.length > 0 && (
        <>
          <Text size="sm" fw={500} mt="md">
            Come with them
          </Text>
          <Scopes label="Implied scopes" scopes={implied} idle={[]} />
        </>
      )}
      <Unused token={token} />
    </section>
  );
}

function Scopes({ label, scopes, idle }: { label: string; scopes: readonly string[]; idle: readonly string[] }) {
  return (
    <ul className="token-scopes" aria-label={label}>
      {scopes.map((scope) => (
        <li key={scope}>
          <ScopeChip scope={scope} state={idle.includes(scope) ? 'off' : undefined} />
          {idle.includes(scope) && <span className="token-unseen"> (doesn't count)</span>}
        </li>
      ))}
    </ul>
  );
}

/** P12: what could be taken away without anybody noticing. */
function Unused({ token }: { token: TokenDetails }) {
  const { manages } = useTokenRights();
  const [removing, setRemoving] = useState(false);
  const { unusedScopes, access } = token;
  if (unusedScopes.length === 0) return null;
  return (
    <>
      <div className="token-unused">
        <Text size="sm" fw={500}>
          {sinceWords(token)}: {unusedScopes.length}
        </Text>
        {access === 'CUSTOM' && manages(token) && (
          <Button variant="default" size="xs" onClick={() => setRemoving(true)}>
            Remove {unusedScopes.length === 1 ? 'it' : 'them'}
          </Button>
        )}
      </div>
      <Scopes label="Unused scopes" scopes={unusedScopes} idle={[]} />
      {removing && <RemoveDialog token={token} close={() => setRemoving(false)} />}
    </>
  );
}

/** A token that is younger than the 30 days had no chance to use them all that time. */
function sinceWords({ createdAt }: TokenDetails): string {
  const days = (Date.now() - new Date(createdAt).getTime()) / 86_400_000;
  return days < 30 ? 'Not used since it was made' : 'Not used in 30 days';
}

function RemoveDialog({ token, close }: { token: TokenDetails; close: () => void }) {
  const { run, busy, problem } = useChange(UPDATE);
  const { id, name, scopes, unusedScopes, updatedAt } = token;
  const words = countWords(unusedScopes.length, 'scope');
  async function remove() {
    const kept = scopes.filter((scope) => !unusedScopes.includes(scope));
    const { data } = await run(
      { input: { id, scopes: kept, expectedUpdatedAt: updatedAt } },
      { waiting: `change the scopes of ${name}` },
    );
    if (!data) return;
    close();
    toast(`Removed ${words} from ${name}.`);
  }
  return (
    <ConfirmDialog
      title={`Remove ${words} from ${name}?`}
      action={`Remove ${words}`}
      busy={busy}
      problem={problem}
      wayOut={<LookAgain problem={problem} close={close} />}
      onConfirm={() => void remove()}
      onClose={close}
    >
      <Text>Calls that need {unusedScopes.length === 1 ? 'it' : 'them'} are refused within a second.</Text>
      <div className="token-scopes">
        {unusedScopes.map((scope) => (
          <ScopeChip key={scope} scope={scope} state="removed" />
        ))}
      </div>
    </ConfirmDialog>
  );
}
