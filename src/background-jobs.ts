import { type EntityTarget, In, LessThan, type ObjectLiteral } from 'typeorm';
import { type Context, inAccount } from './context';
import { Account } from './features/account/account.entity';
import { removeOldEvents, type RetentionCursor } from './features/audit/audit.retention';
import { isSealingDue, sealBatch, SEALING_BATCH } from './features/audit/audit.seal';
import { Attempt, Link, Session } from './features/session/session.entity';
import type { Job, JobRun } from './jobs';

const HOUR = 3_600;
const DAY_MS = 86_400_000;
/** Deleted in one transaction. */
const BATCH = 500;

/** A2: every event gets its seal within seconds. */
const sealing: Job = {
  name: 'audit-sealing',
  everySeconds: 1,
  isDue: isSealingDue,
  async run(run) {
    // After a pause there is more than one batch: others' changes come between them.
    for (let sealed = SEALING_BATCH; sealed === SEALING_BATCH && !run.stopping;) sealed = await run.step(sealBatch);
  },
};

/** Audit events older than the account keeps them. */
const retention: Job = {
  name: 'audit-retention',
  everySeconds: HOUR,
  async run(run) {
    const accounts = await run.context.manager.find(Account, { select: { id: true, auditRetentionDays: true } });
    for (const { id, auditRetentionDays } of accounts) {
      if (auditRetentionDays === null) continue;
      await removeOld(run, id, new Date(Date.now() - auditRetentionDays * DAY_MS));
    }
  },
};

async function removeOld(run: JobRun, accountId: string, before: Date): Promise<void> {
  let next: RetentionCursor | undefined;
  do {
    next = await run.step((inside) => removeOldEvents(inAccount(inside, accountId), before, next));
  } while (next && !run.stopping);
}

interface Aged {
  readonly entity: EntityTarget<ObjectLiteral>;
  readonly key: string;
  /** Rows go when this date lies further back than that. */
  readonly date: string;
  readonly keptMs: number;
}

const AGED: readonly Aged[] = [
  { entity: Session, key: 'id', date: 'expiresAt', keptMs: 0 },
  { entity: Link, key: 'id', date: 'expiresAt', keptMs: 0 },
  // Failures that are a day old count no more.
  { entity: Attempt, key: 'subject', date: 'lastFailedAt', keptMs: DAY_MS },
];

/** Sessions and links whose time is over, and failed attempts that are forgotten: of all accounts, found by their dates. */
const cleanUp: Job = {
  name: 'clean-up',
  everySeconds: HOUR,
  async run(run) {
    for (const aged of AGED) {
      for (let removed = BATCH; removed === BATCH && !run.stopping;) {
        removed = await run.step((inside) => removeAged(inside, aged));
      }
    }
  },
};

async function removeAged({ manager }: Context, { entity, key, date, keptMs }: Aged): Promise<number> {
  const before = new Date(Date.now() - keptMs);
  const found = await manager
    .createQueryBuilder(entity, 'row')
    .select(`row.${key}`, 'key')
    .where(`row.${date} < :before`, { before })
    .limit(BATCH)
    .getRawMany<{ key: string }>();
  if (found.length === 0) return 0;
  const keys = found.map((row) => row.key);
  // The date once more: what was renewed meanwhile stays.
  await manager.delete(entity, { [key]: In(keys), [date]: LessThan(before) });
  return found.length;
}

export const backgroundJobs: readonly Job[] = [sealing, retention, cleanUp];
