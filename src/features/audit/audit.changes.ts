import type { AuditChange } from './audit.entity';

/** Columns that follow from another one or from a secret: the change that matters is told by another field. */
const LEFT_OUT = /(?:hash|key|keyid|ending)$/i;
/** Of these it is told that they changed, never from what to what. */
const WITHOUT_VALUES = /(?:secret|password|token|codes?)$/i;
/** Whatever the field is called: credentials of ours, SHA-256 and bcrypt. */
const SECRET =
  /sg_(?:api|acc|ses|lnk)_[0-9A-Za-z]{16}_[0-9A-Za-z]+|\b[0-9a-f]{64}\b|\$2[aby]\$\d\d\$[./0-9A-Za-z]{53}/g;

/** A list with more entries than that is told by what went and what came. */
const LONGEST_LIST = 50;
/** Code points of one value. */
const LONGEST_VALUE = 4_000;
/** Bytes that MySQL's TEXT holds, less a reserve. */
const MOST_BYTES = 60_000;

/**
 * The fields of `after` that differ in `before`, as texts. What is undefined was left out and is no change. Lists are
 * compared sorted; dates are ISO 8601.
 */
export function changesBetween<T extends object>(before: T, after: Partial<T>): AuditChange[] {
  return Object.entries(after).flatMap(([field, value]: [string, unknown]) => {
    if (value === undefined) return [];
    const previous: unknown = before[field as keyof T];
    const change = { field, before: asText(previous), after: asText(value) };
    if (change.before === change.after) return [];
    return Array.isArray(previous) && Array.isArray(value) ? listChange(field, previous, value) : change;
  });
}

/** What may be kept of changes: no secret and no hash (A1), and no more than the column holds. */
export function presentable(changes: readonly AuditChange[]): AuditChange[] {
  const kept = changes.filter(({ field }) => !LEFT_OUT.test(field)).map(withoutSecrets);
  for (let longest = LONGEST_VALUE; ; longest = Math.floor(longest / 2)) {
    const fitting = kept.map(({ field, before, after }) => ({
      field,
      before: before && shorten(before, longest),
      after: after && shorten(after, longest),
    }));
    if (Buffer.byteLength(JSON.stringify(fitting)) <= MOST_BYTES) return fitting;
  }
}

/** The first `most` code points: never half a character. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}

function shorten(text: string, most: number): string {
  const kept = cut(text, most);
  return kept === text ? text : `${kept}… (${[...text].length} characters)`;
}

function withoutSecrets({ field, before, after }: AuditChange): AuditChange {
  if (WITHOUT_VALUES.test(field)) return { field, before: null, after: null };
  return { field, before: before && withheld(before), after: after && withheld(after) };
}

const withheld = (text: string) => text.replace(SECRET, '[withheld]');

function listChange(field: string, before: readonly unknown[], after: readonly unknown[]): AuditChange {
  const had = before.map(String);
  const has = after.map(String);
  if (had.length + has.length <= LONGEST_LIST) return { field, before: asText(had), after: asText(has) };
  const without = (list: string[], other: string[]) => {
    const known = new Set(other);
    return `… ${list
      .filter((item) => !known.has(item))
      .sort()
      .join(' ')}`;
  };
  return { field, before: without(had, has), after: without(has, had) };
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(String).sort().join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
