import type { EntityManager } from 'typeorm';
import { Lease } from './features/account/lease.entity';

export interface LeaseRequest {
  /** What it is for: one holder at a time. */
  readonly name: string;
  /** A UUID of the node, new at each start. */
  readonly holder: string;
  /** Counted from now; a holder that dies is followed by another after that long. */
  readonly seconds: number;
}

/**
 * Takes the lease, or prolongs it for whoever holds it, in the transaction of the work that it is for: its row stays
 * locked until that commits, so nobody else can have taken it meanwhile, however long a node stood still.
 * Times are the database's: clocks of nodes don't matter.
 * @returns false while somebody else holds it.
 */
export async function takeLease(manager: EntityManager, request: LeaseRequest): Promise<boolean> {
  const clock = clockOf(manager, request.seconds);
  const found = await findLease(manager, request.name, clock);
  // Looked at without a lock first: who only waits for its end disturbs nobody.
  if (found && found.holder !== request.holder && !Number(found.over)) return false;
  if (!found) await insertFree(manager, request.name);
  const { affected } = await manager
    .createQueryBuilder()
    .update(Lease)
    .set({ holder: request.holder, until: () => clock.until })
    .where(
      `name = :name AND (holder = :holder OR ${manager.connection.driver.escape('until')} < ${clock.now})`,
      request,
    )
    .execute();
  return affected === 1;
}

/** What the holder has is free at once: a node that stops in order is followed without waiting. */
export async function releaseLeases(manager: EntityManager, holder: string): Promise<void> {
  await manager.update(Lease, { holder }, { until: new Date(0) });
}

interface Clock {
  readonly now: string;
  readonly until: string;
}

function clockOf(manager: EntityManager, seconds: number): Clock {
  const whole = Math.ceil(seconds);
  if (manager.connection.options.type !== 'better-sqlite3') {
    return { now: 'UTC_TIMESTAMP(3)', until: `UTC_TIMESTAMP(3) + INTERVAL ${whole} SECOND` };
  }
  // The form in which TypeORM stores dates on SQLite: they compare as texts.
  const format = "'%Y-%m-%d %H:%M:%f'";
  return { now: `strftime(${format}, 'now')`, until: `strftime(${format}, 'now', '+${whole} seconds')` };
}

function findLease(manager: EntityManager, name: string, { now }: Clock) {
  return manager
    .createQueryBuilder(Lease, 'lease')
    .select('lease.holder', 'holder')
    .addSelect(`lease.until < ${now}`, 'over')
    .where('lease.name = :name', { name })
    .getRawOne<{ holder: string; over: number | string }>();
}

/** Of two nodes that find none one inserts it, and both then try to take it. */
async function insertFree(manager: EntityManager, name: string): Promise<void> {
  const free = { name, holder: '', until: new Date(0) };
  await manager.createQueryBuilder().insert().into(Lease).values(free).orIgnore().updateEntity(false).execute();
}
