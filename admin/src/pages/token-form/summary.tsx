import { Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useViewer } from '../../api/viewer';
import { countWords } from '../../parts/count-words';
import { fullDayWords } from '../../parts/moment-words';
import type { Catalogue } from '../../parts/scope-tree/catalogue';
import type { TokenDraft } from './draft';
import { endOf } from './lifetime';
import { wantedNames } from './names';

interface SummaryProps {
  draft: TokenDraft;
  catalogue: Catalogue | undefined;
  /** What the viewer can give to the owner. */
  grantable: ReadonlySet<string> | undefined;
  /** The end that it has now, when it is kept. */
  kept?: string | null;
  /** What an end is called that can't be said as a date. */
  unknownEnd?: string;
}

/** What the token will be, in the words of a person, and what to think about before. */
export function Summary({ draft, catalogue, grantable, kept, unknownEnd = 'no end chosen yet' }: SummaryProps) {
  const { kind, owner, addresses, enabled, several } = draft;
  const one = kind === 'API' ? 'API token' : 'Access token';
  const count = wantedNames(draft).length;
  const end = endOf(draft.expiry, kept);
  return (
    <Stack gap={6} className="token-summary">
      <Text fw={600}>
        {several && count !== 1 ? countWords(count, kind === 'API' ? one : 'access token') : one}, owner{' '}
        {owner.displayName}
      </Text>
      <Text size="sm">{accessWords(draft, catalogue)}</Text>
      <Text size="sm">{end ? `ends ${fullDayWords(end)}` : end === null ? 'no expiry' : unknownEnd}</Text>
      <Text size="sm">{addresses.length > 0 ? `from ${addresses.join(', ')}` : 'from anywhere'}</Text>
      {!enabled && <Text size="sm">starts disabled</Text>}
      <Warnings draft={draft} catalogue={catalogue} grantable={grantable} endless={end === null} />
    </Stack>
  );
}

function accessWords({ access, scopes }: TokenDraft, catalogue: Catalogue | undefined): string {
  if (access === 'READ_ONLY') return 'read only: whatever the owner may read';
  if (access === 'FULL_ACCESS') return 'full access: all the owner may do';
  const writing = [...scopes].filter((scope) => catalogue?.byScope.get(scope)?.readOnly === false).length;
  return `${countWords(scopes.size, 'scope')}${writing > 0 ? `, ${writing} can write` : ''}`;
}

const MANAGING = ['api-tokens:manage', 'own-api-tokens:manage'];

function Warnings({
  draft,
  catalogue,
  grantable,
  endless,
}: Omit<SummaryProps, 'kept' | 'unknownEnd'> & { endless: boolean }) {
  const { user } = useViewer();
  const given =
    draft.access === 'FULL_ACCESS' ? grantable : catalogue?.expand(draft.access === 'CUSTOM' ? draft.scopes : []);
  const manages = MANAGING.some((scope) => given?.has(scope));
  const name = draft.owner.id === user.id ? 'you' : draft.owner.displayName;
  return (
    <div role="status">
      {manages && <Warning>It can manage tokens.</Warning>}
      {draft.access === 'FULL_ACCESS' && endless && (
        <Warning>It can do all that {name} can, without end. Choose Custom or a date?</Warning>
      )}
    </div>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <p className="token-warning">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
