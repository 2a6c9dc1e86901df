import { type Context, inAccount } from '../../context';
import { rows } from '../../graphql/rows';
import { groupBy } from '../../lib/group-by';
import { toDate } from '../../lib/to-date';
import { AuditEvent, AuditSeal, AuditUnsealed } from './audit.entity';
import { linkHash, SEALED_FIELDS, type StoredEvent } from './audit.seal-hash';

/** Sealed in one transaction: on SQLite everybody else's changes wait for it. */
export const SEALING_BATCH = 250;

/** Whether an event waits for its seal. A look at an index: asked every second. */
export async function isSealingDue({ manager }: Context): Promise<boolean> {
  const waiting = await manager
    .createQueryBuilder(AuditUnsealed, 'unsealed')
    .select('unsealed.eventId', 'id')
    .where('unsealed.readyAt <= :now', { now: new Date() })
    .limit(1)
    .getRawOne<{ id: string }>();
  return waiting !== undefined;
}

/**
 * Links the events that wait longest into the chains of their accounts, in their order (A2). One transaction: seals are
 * written and the queue is emptied together or not at all, wherever the process dies. Across accounts on purpose: it is
 * the server's own work, and each chain is written through its account.
 * @returns how many were sealed; fewer than a batch: none waits any more.
 */
export async function sealBatch(context: Context): Promise<number> {
  const waiting = await lockWaiting(context);
  for (const [accountId, own] of groupBy(waiting, (entry) => entry.accountId)) {
    await append(inAccount(context, accountId), own);
  }
  return waiting.length;
}

/** Locked: a failed log-in that is still being counted is waited for, and nobody counts it afterwards. */
function lockWaiting({ manager, deps }: Context): Promise<AuditUnsealed[]> {
  const query = manager
    .createQueryBuilder(AuditUnsealed, 'unsealed')
    .where('unsealed.readyAt <= :now', { now: new Date() })
    .orderBy('unsealed.readyAt')
    .addOrderBy('unsealed.eventId')
    .limit(SEALING_BATCH);
  return (deps.database.dialect === 'sqlite' ? query : query.setLock('pessimistic_write')).getMany();
}

async function append(context: Context & { accountId: string }, waiting: readonly AuditUnsealed[]): Promise<void> {
  const { keys } = context.deps;
  const ids = waiting.map(({ eventId }) => eventId);
  const events = await readEvents(context, ids);
  const seals: AuditSeal[] = [];
  let last = await findLastSeal(context);
  for (const { eventId, readyAt } of waiting) {
    // Gone before it was sealed: the link says so, and the check finds it missing.
    const event = events.get(eventId) ?? null;
    const place = { accountId: context.accountId, position: (last?.position ?? 0) + 1, eventId };
    const hash = linkHash(keys, keys.newestId, { ...place, previous: last?.hash ?? '', event });
    const eventAt = event?.at ? toDate(event.at) : readyAt;
    last = { ...place, hash, eventAt, keyId: keys.newestId, removalProof: null };
    seals.push(last);
  }
  await rows(context, AuditSeal).insert(seals);
  const { affected } = await rows(context, AuditUnsealed)
    .deleteQuery()
    .andWhere('event_id IN (:...ids)', { ids })
    .execute();
  if (affected !== ids.length) throw new Error('Somebody else sealed the same events.');
}

/** The end of the account's chain, or null before its first link. */
export function findLastSeal(context: Context): Promise<AuditSeal | null> {
  return rows(context, AuditSeal).query('seal').orderBy('seal.position', 'DESC').limit(1).getOne();
}

async function readEvents(context: Context, ids: readonly string[]): Promise<Map<string, StoredEvent>> {
  const query = rows(context, AuditEvent).keyed('event').andWhere('event.id IN (:...ids)', { ids }).select([]);
  for (const field of SEALED_FIELDS) query.addSelect(`event.${field}`, field);
  const found = await query.getRawMany<StoredEvent>();
  return new Map(found.map((event) => [String(event.id), event]));
}
