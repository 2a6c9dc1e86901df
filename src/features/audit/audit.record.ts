import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../access/actor';
import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { ActorKind, type AuditChange, AuditEvent, AuditUnsealed } from './audit.entity';

type TokenVerb = 'created' | 'updated' | 'regenerated' | 'enabled' | 'disabled' | 'revoked' | 'restored' | 'deleted';
type Verb = 'created' | 'updated' | 'enabled' | 'disabled' | 'deleted';

/** Past tense (product.md, fixed names). */
export type AuditAction =
  | `api-token.${TokenVerb}`
  | `session.${'created' | 'refused' | 'ended'}`
  | `${'user' | 'role' | 'api' | 'preset'}.${Verb}`
  | 'account.updated';

export type TargetType = 'api-token' | 'session' | 'user' | 'role' | 'api' | 'preset' | 'account';

/** One change to be told. Exactly one for each thing changed, also in bulk (A1). */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly targetId: string | null;
  readonly targetName: string | null;
  /** Only what changed; never a secret or a hash. */
  readonly changes?: readonly AuditChange[];
  /** When it may be sealed; at once unless it may still count on. */
  readonly readyAt?: Date;
}

/** Writes the entries in the transaction of the change (A2). */
export async function recordAll(context: Context, entries: readonly AuditEntry[]): Promise<void> {
  const at = new Date();
  const actor = describeActor(context.actor);
  const events = entries.map((entry) => ({
    id: uuidv7(),
    at,
    ...actor,
    address: context.request.address ?? null,
    action: entry.action,
    targetType: entry.action.split('.')[0] as TargetType,
    targetId: entry.targetId,
    targetName: entry.targetName,
    changes: [...(entry.changes ?? [])],
  }));
  await rows(context, AuditEvent).insert(events);
  await rows(context, AuditUnsealed).insert(
    events.map(({ id }, index) => ({ eventId: id, readyAt: entries[index]?.readyAt ?? at })),
  );
}

export function record(context: Context, entry: AuditEntry): Promise<void> {
  return recordAll(context, [entry]);
}

/** The fields that differ, as texts. Lists are compared and shown sorted; dates as ISO 8601. */
export function changesBetween<T extends object>(before: T, after: Partial<T>): AuditChange[] {
  return Object.entries(after)
    .map(([field, value]) => ({ field, before: asText(before[field as keyof T]), after: asText(value) }))
    .filter((change) => change.before !== change.after);
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return [...value].sort().join(' ');
  return String(value);
}

function describeActor(actor: Actor) {
  const nobody = { actorId: null, actorTokenId: null, actorTokenName: null, credential: null };
  if (actor.system) return { ...nobody, actorKind: ActorKind.SYSTEM, actorName: 'system' };
  if (!actor.authenticated) return { ...nobody, actorKind: ActorKind.ANONYMOUS, actorName: 'anonymous' };
  return {
    actorKind: actor.tokenId ? ActorKind.TOKEN : ActorKind.USER,
    actorId: actor.userId,
    actorName: actor.userName,
    actorTokenId: actor.tokenId ?? null,
    actorTokenName: actor.tokenName ?? null,
    credential: actor.credential,
  };
}
