import { Anchor, Button, Loader, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { countWords } from '../../parts/count-words';
import { Moment } from '../../parts/moment';
import { ProblemNote } from '../../parts/problem-note';
import { ScopeChip } from '../../parts/scope-chip';
import { Pill } from '../../parts/status-pill';
import { TryAgain } from '../../parts/try-again';
import type { Preview } from './documents';
import type { Impact } from './use-preview';
import { Dialog } from '../../parts/dialog';

/** What saving the role would do, and to whom, before it is saved (R8). */
export function RoleImpact({
  impact: { preview, stale, problem, again },
  changed,
}: {
  impact: Impact;
  changed: boolean;
}) {
  if (!changed) return <Text c="dimmed">Tick or untick a permission to see here whom it would touch.</Text>;
  if (problem) {
    return (
      <ProblemNote problem={problem}>
        <TryAgain again={again} />
      </ProblemNote>
    );
  }
  return (
    <section className="role-impact" data-stale={stale || undefined} aria-busy={stale}>
      <Title order={2} size="h3">
        If you save {stale && <Loader size={12} />}
      </Title>
      <div role="status">{preview && <Found preview={preview} />}</div>
    </section>
  );
}

function Found({ preview }: { preview: Preview }) {
  const { added, removed, userCount, users, apiTokenCount, apiTokens, usedTodayCount } = preview;
  return (
    <div className="role-impact">
      <div className="role-change">
        {added.map((scope) => (
          <ScopeChip key={scope} scope={scope} state="added" />
        ))}
        {removed.map((scope) => (
          <ScopeChip key={scope} scope={scope} state="removed" />
        ))}
      </div>
      <Affected
        words={
          userCount === 0 ? 'No user gains or loses' : `${countWords(userCount, 'user')} ${verb(preview, userCount)}`
        }
        count={userCount}
        title="Users"
      >
        {users.nodes.map(({ id, displayName }) => (
          <Person key={id} href={`/admin/users/${id}`} name={displayName} />
        ))}
      </Affected>
      <Affected
        words={
          apiTokenCount === 0
            ? 'No token gains or loses scopes'
            : `${countWords(apiTokenCount, 'token')} ${verb(preview, apiTokenCount)} scopes`
        }
        count={apiTokenCount}
        title="Tokens"
      >
        {apiTokens.nodes.map(({ id, name, owner, lastUsedAt }) => (
          <Person key={id} href={`/admin/api-tokens/${id}`} name={name}>
            of {owner.displayName}, <Moment at={lastUsedAt} none="never used" />
          </Person>
        ))}
      </Affected>
      {usedTodayCount > 0 && (
        <div>
          <Pill tone="soon" icon={IconAlertTriangle}>
            {usedTodayCount} of them used today
          </Pill>
        </div>
      )}
    </div>
  );
}

/** What happens to them: the API counts whoever is touched, and a change may do both. */
function verb({ added, removed }: Preview, count: number): string {
  const one = count === 1;
  if (removed.length === 0) return one ? 'gains' : 'gain';
  if (added.length === 0) return one ? 'loses' : 'lose';
  return one ? 'gains or loses' : 'gain or lose';
}

interface AffectedProps {
  words: string;
  title: string;
  count: number;
  children: ReactNode[];
}

/** A count, and those that the viewer may see behind it. */
function Affected({ words, title, count, children }: AffectedProps) {
  const [listed, setListed] = useState(false);
  const hidden = count - children.length;
  return (
    <Text component="div" size="sm">
      {words}{' '}
      {children.length > 0 && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => setListed(true)}
          aria-label={`List the ${title.toLowerCase()}`}
        >
          List
        </Button>
      )}
      {listed && (
        <Dialog onClose={() => setListed(false)} title={words} size={480}>
          <ul className="role-listed">{children}</ul>
          {hidden > 0 && <Text c="dimmed">and {hidden.toLocaleString('en')} more</Text>}
        </Dialog>
      )}
    </Text>
  );
}

/** In a tab of its own: the change here isn't saved yet. */
function Person({ href, name, children }: { href: string; name: string; children?: ReactNode }) {
  return (
    <li>
      <Anchor href={href} target="_blank" underline="always">
        {name}
      </Anchor>{' '}
      <Text span size="sm" c="dimmed">
        {children}
      </Text>
    </li>
  );
}
