import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../access/actor';
import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { cut, presentable } from './audit.changes';
import { ActorKind, type AuditChange, AuditEvent, AuditUnsealed } from './audit.entity';

export { changesBetween } from './audit.changes';

type TokenVerb = 'created' | 'updated' | 'regenerated' | 'enabled' | 'disabled' | 'revoked' | 'restored' | 'deleted';
type Verb = 'created' | 'updated' | 'enabled' | 'disabled' | 'deleted';

/** Past tense; fixed names, which exports and filters rely on. */
export type AuditAction =
  | `api-token.${TokenVerb}`
  | `session.${'created' | 'refused' | 'ended'}`
  | `${'user' | 'role' | 'api' | 'preset'}.${Verb}`
  | 'account.updated';

/** One change to be told. Exactly one for each thing changed, also in bulk (A1). */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly targetId: string | null;
  readonly targetName: string | null;
  /** Only what changed. Secrets and hashes are taken out here, whoever forgets it. */
  readonly changes?: readonly AuditChange[];
  /** Until then the entry may still count (failed log-ins) and gets no seal; left out: ready at once. */
  readonly readyAt?: Date;
}

/** The widths of the columns, in code points. */
const LONGEST_NAME = 254;
const LONGEST_TOKEN_NAME = 100;

/**
 * Writes the entries in the transaction of the change (A2): they come about together or not at all. The actor is that of
 * the context, kept by name; with the actor SYSTEM it is the server itself (jobs, first start, command line).
 */
export async function recordAll(context: Context, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const at = new Date();
  const common = { at, ...describeActor(context.actor), address: context.request.address ?? null };
  const events = entries.map((entry) => ({ id: uuidv7(), ...common, ...describeTarget(entry) }));
  await rows(context, AuditEvent).insert(events);
  await rows(context, AuditUnsealed).insert(
    events.map(({ id }, index) => ({ eventId: id, readyAt: entries[index]?.readyAt ?? at })),
  );
}

export function record(context: Context, entry: AuditEntry): Promise<void> {
  return recordAll(context, [entry]);
}

function describeTarget({ action, targetId, targetName, changes = [] }: AuditEntry) {
  return {
    action,
    targetType: action.slice(0, action.indexOf('.')),
    targetId,
    targetName: targetName && cut(targetName, LONGEST_NAME),
    changes: presentable(changes),
  };
}

function describeActor(actor: Actor) {
  const nobody = { actorId: null, actorTokenId: null, actorTokenName: null, credential: null };
  if (actor.system) return { ...nobody, actorKind: ActorKind.SYSTEM, actorName: 'system' };
  if (!actor.authenticated) return { ...nobody, actorKind: ActorKind.ANONYMOUS, actorName: 'anonymous' };
  return {
    actorKind: actor.tokenId ? ActorKind.TOKEN : ActorKind.USER,
    actorId: actor.userId,
    actorName: cut(actor.userName, LONGEST_NAME),
    actorTokenId: actor.tokenId ?? null,
    actorTokenName: actor.tokenName ? cut(actor.tokenName, LONGEST_TOKEN_NAME) : null,
    credential: actor.credential,
  };
}
