import { Text } from '@mantine/core';
import { Moment } from '../../parts/moment';
import { ScopeChip } from '../../parts/scope-chip';
import { type AuditChange, fieldWords } from './audit-words';

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
          <Told text={before} />
        </del>
      )}
      {after === null ? <Text c="dimmed">none</Text> : <ins>{<Told text={after} />}</ins>}
    </span>
  );
}

const listOf = (text: string | null): string[] => (text ?? '').split(' ').filter((word) => word && word !== '…');

/** What came and what went; what stayed is no change. */
function ListChange({ before, after }: { before: string[]; after: string[] }) {
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

function Told({ text }: { text: string }) {
  return INSTANT.test(text) ? <Moment at={text} /> : <>{text === '' ? 'empty' : text}</>;
}
