import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { Expiry, Moment } from '../../parts/moment';
import { useNames } from '../../parts/people';
import { ScopeChip } from '../../parts/scope-chip';
import { type AuditChange, fieldWords, valueWords } from './audit-words';

/** Lists that are told as names with blanks between. */
const LISTS = new Set(['scopes', 'permissions', 'readOnly']);

/** Before and after of each field that changed, and of nothing else. */
export function AuditChanges({ changes }: { changes: readonly AuditChange[] }) {
  if (changes.length === 0) return null;
  return (
    <dl className="audit-changes">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{capital(fieldWords(change.field))}</dt>
          <dd>
            <Value change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function Value({ change: { field, before, after } }: { change: AuditChange }) {
  if (before === null && after === null) return <Text c="dimmed">changed; values are never recorded</Text>;
  if (LISTS.has(field)) return <ListChange before={listOf(before)} after={listOf(after)} />;
  return (
    <span className="audit-pair">
      {before !== null && (
        <del>
          <Told field={field} text={before} />
        </del>
      )}
      {after === null ? <Text c="dimmed">none</Text> : <ins>{<Told field={field} text={after} />}</ins>}
    </span>
  );
}

const listOf = (text: string | null): string[] => (text ?? '').split(' ').filter((word) => word && word !== '…');

/** What came and what went; what stayed is no change. */
function ListChange({ before, after }: { before: string[]; after: string[] }) {
  if (before.length + after.length === 0) return <Text c="dimmed">none</Text>;
  return (
    <span className="audit-scopes">
      {after
        .filter((scope) => !before.includes(scope))
        .map((scope) => (
          <ScopeChip key={scope} scope={scope} state="added" />
        ))}
      {before
        .filter((scope) => !after.includes(scope))
        .map((scope) => (
          <ScopeChip key={scope} scope={scope} state="removed" />
        ))}
    </span>
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Times that lie ahead when they are set. */
const ENDS = new Set(['expiresAt', 'overlapEndsAt']);

function Told({ field, text }: { field: string; text: string }) {
  if (field === 'ownerId') return <PersonName id={text} />;
  if (!INSTANT.test(text)) return valueWords(field, text);
  return ENDS.has(field) ? <Expiry at={text} /> : <Moment at={text} />;
}

/** As far as the viewer may know it. */
function PersonName({ id }: { id: string }) {
  const names = useNames(useMemo(() => [id], [id]));
  return names.get(id) ?? <span className="mono">{id}</span>;
}
