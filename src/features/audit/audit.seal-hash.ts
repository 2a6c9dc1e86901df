import type { KeyRing } from '../../keys';
import { toDate } from '../../lib/to-date';
import type { AuditEvent } from './audit.entity';

/** What a seal covers, in the order in which it is written down. Its first element counts the versions of that. */
export const SEALED_FIELDS = [
  'id',
  'accountId',
  'at',
  'action',
  'actorKind',
  'actorId',
  'actorName',
  'actorTokenId',
  'actorTokenName',
  'credential',
  'address',
  'targetType',
  'targetId',
  'targetName',
  'changes',
] as const satisfies readonly (keyof AuditEvent)[];

/** An event as the driver reads it: dates as Dates or SQLite's texts, changes as the text that is stored. */
export type StoredEvent = Record<(typeof SEALED_FIELDS)[number], string | Date | null>;

/** Where a link stands in the chain of its account. */
export interface Place {
  readonly accountId: string;
  /** From 1 on, without a gap. */
  readonly position: number;
  readonly eventId: string;
}

/** The link before: its hash, or '' before the first. `event` is null when it was gone before it could be sealed. */
interface Link extends Place {
  readonly previous: string;
  readonly event: StoredEvent | null;
}

/** HMAC-SHA-256 over the link before and everything in this one: nobody without the key can write another that fits. */
export function linkHash(
  keys: KeyRing,
  keyId: string,
  { accountId, position, eventId, previous, event }: Link,
): string {
  const content = event && SEALED_FIELDS.map((field) => plain(event[field], field));
  return keys.hmac('audit-seal', keyId, JSON.stringify(['link', 1, accountId, position, previous, eventId, content]));
}

function plain(value: string | Date | null, field: string): string | null {
  return field === 'at' && value !== null ? toDate(value).toISOString() : (value as string | null);
}

/** Says that retention removed the event of a link: `keyId:hash`. It covers the link's hash, so the chain holds on. */
export function removalProof(
  keys: KeyRing,
  keyId: string,
  { accountId, position, eventId }: Place,
  hash: string,
): string {
  const text = JSON.stringify(['removed', 1, accountId, position, eventId, hash]);
  return `${keyId}:${keys.hmac('audit-seal', keyId, text)}`;
}
