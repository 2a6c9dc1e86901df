import { Anchor, Text, Title } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronUp,
  IconMinus,
  IconPlus,
  IconShieldUp,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Pill, type Tone } from '../../parts/status-pill';
import { countWords } from '../../parts/count-words';
import { ScopeChip } from '../../parts/scope-chip';
import type { Impact as Found } from './api-documents';
import './impact.css';

/** What a registration would change, and for whom. `stale`: what it was found for has changed since. */
export function Impact({ impact, stale }: { impact: Found; stale: boolean }) {
  return (
    <section className="impact" data-stale={stale || undefined} aria-label="What would change" aria-live="polite">
      <Counts impact={impact} />
      {stale && <Text size="sm">Something was edited since. Check it again.</Text>}
      <div className="impact-lists">
        <Listed title="Added" entries={impact.added.map(chip)} />
        <Listed title="Removed" entries={impact.removed.map(chip)} />
        <Listed title="Give more than before" entries={impact.widened.map(chip)} />
        <Listed title="Looser" entries={impact.loosened.map(operation)} />
        <Listed title="Stricter" entries={impact.tightened.map(operation)} />
      </div>
      <Tokens impact={impact} />
    </section>
  );
}

interface Entry {
  readonly key: string;
  readonly shown: ReactNode;
}

const chip = (scope: string): Entry => ({ key: scope, shown: <ScopeChip scope={scope} /> });

const operation = ({ coordinate }: { coordinate: string }): Entry => ({
  key: coordinate,
  shown: <code className="mono">{coordinate}</code>,
});

function Counts({ impact }: { impact: Found }) {
  const counts: [number, Tone, TablerIcon, string][] = [
    [impact.added.length, 'good', IconPlus, 'added'],
    [impact.removed.length, 'bad', IconMinus, 'removed'],
    [impact.widened.length, 'soon', IconShieldUp, 'wider'],
    [impact.loosened.length, 'soon', IconChevronUp, 'looser'],
    [impact.tightened.length, 'quiet', IconChevronDown, 'stricter'],
  ];
  const shown = counts.filter(([count]) => count > 0);
  if (shown.length === 0) return <Text fw={500}>No scope and no operation changes.</Text>;
  return (
    <div className="impact-counts">
      {shown.map(([count, tone, icon, word]) => (
        <Pill key={word} tone={tone} icon={icon}>
          {count} {word}
        </Pill>
      ))}
    </div>
  );
}

const SHOWN = 50;

function Listed({ title, entries }: { title: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  const more = entries.length - SHOWN;
  return (
    <div>
      <Title order={2} size="h3">
        {title}
      </Title>
      <ul className="impact-list">
        {entries.slice(0, SHOWN).map(({ key, shown }) => (
          <li key={key}>{shown}</li>
        ))}
        {more > 0 && <li>and {more.toLocaleString('en')} more</li>}
      </ul>
    </div>
  );
}

function Tokens({ impact: { apiTokenCount, apiTokens } }: { impact: Found }) {
  if (apiTokenCount === 0) return <Text c="dimmed">No token is affected.</Text>;
  const hidden = apiTokenCount - apiTokens.nodes.length;
  return (
    <div>
      <Title order={2} size="h3">
        {countWords(apiTokenCount, 'token')} affected
      </Title>
      <ul className="impact-list">
        {apiTokens.nodes.map(({ id, name, owner }) => (
          <li key={id}>
            <Anchor component={Link} href={`/api-tokens/${id}`} fw={500}>
              {name}
            </Anchor>{' '}
            <Text span c="dimmed">
              of {owner.displayName}
            </Text>
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <Text c="dimmed">
              and {hidden.toLocaleString('en')} more{apiTokens.pageInfo.hasNextPage ? '' : ' that you may not see'}
            </Text>
          </li>
        )}
      </ul>
    </div>
  );
}
