import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Context } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { transaction } from '../../graphql/transaction';
import { parseAddressRange } from '../../lib/address-range';
import { KeyedQueue } from '../../lib/keyed-queue';
import { Attempt } from './session.entity';

/** What can be guessed at. Each is counted apart: a script with a dead token doesn't slow its owner's log-in. */
export type AttemptPurpose = 'log-in' | 'exchange' | 'link' | 'reset';

/** What failures are counted under. */
export interface Counter {
  /** SHA-256 of what is guarded. */
  readonly subject: string;
  /** Failures before the first delay. */
  readonly free: number;
  /** A right answer starts it anew; otherwise it only takes its own try back. */
  readonly resets: boolean;
}

interface Guarded {
  readonly purpose: AttemptPurpose;
  readonly accountId: string | null;
  /** The e-mail as typed, in lower case: known or not. Empty for links, which name nobody. */
  readonly emailKey: string;
  readonly knownDevice?: boolean;
}

const FREE_HERE = 5;
const FREE_ANYWHERE = 20;
const LONGEST_SECONDS = 900;
const FORGOTTEN_AFTER = 86_400_000;

/**
 * One counter for the e-mail from this address range, and one that is slower to act for the e-mail from anywhere, which
 * a device that logged in before skips: nobody can lock a person out of their own device.
 */
export function countersOf(context: Context, { purpose, accountId, emailKey, knownDevice }: Guarded): Counter[] {
  const who = [purpose, accountId ?? '', emailKey];
  const here = { subject: digest([...who, rangeOf(context.request.address)]), free: FREE_HERE, resets: true };
  const anywhere = { subject: digest([...who, 'anywhere']), free: FREE_ANYWHERE, resets: false };
  const counters = knownDevice || emailKey === '' ? [here] : [here, anywhere];
  // One order everywhere: two tries never wait for each other's rows.
  return counters.sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

/** Tries of one client at one thing wait for each other, so that only other nodes' can be under way beside them. */
const tries = new KeyedQueue();

/**
 * Runs `work` as one try. It is counted before it runs, so that a thousand tries at once are no way round the delay; what
 * isn't a wrong guess is taken back. A try that comes too early costs nothing and doesn't count.
 * @throws RATE_LIMITED with the seconds to wait; whatever `work` throws, of which UNAUTHENTICATED is a wrong guess.
 */
export function guarded<T>(context: Context, counters: readonly Counter[], work: () => Promise<T>): Promise<T> {
  const here = counters.find(({ resets }) => resets);
  return tries.run(here?.subject ?? '', async () => {
    await countTry(context, counters);
    try {
      const result = await work();
      await takeBack(context, counters, true);
      return result;
    } catch (error) {
      if (!isWrongGuess(error)) await takeBack(context, counters, false);
      throw error;
    }
  });
}

export function isWrongGuess(error: unknown): boolean {
  return error instanceof ScopegateError && error.code === 'UNAUTHENTICATED';
}

/** Counts a try whatever comes of it. @throws RATE_LIMITED */
export function countTry(context: Context, counters: readonly Counter[]): Promise<void> {
  return transaction(context, async (inside) => {
    for (const counter of counters) await count(inside, counter);
  });
}

async function count(context: Context, { subject, free }: Counter): Promise<void> {
  const attempt = await lockAttempt(context, subject);
  const now = Date.now();
  const wait = attempt.nextAllowedAt.getTime() - now;
  if (wait > 0) throw tooEarly(wait / 1_000);
  const forgotten = now - attempt.lastFailedAt.getTime() > FORGOTTEN_AFTER;
  const failures = (forgotten ? 0 : attempt.failures) + 1;
  const nextAllowedAt = new Date(now + delayAfter(failures, free) * 1_000);
  await context.manager.update(Attempt, { subject }, { failures, lastFailedAt: new Date(now), nextAllowedAt });
}

/** Seconds: none for the free ones, then 1, 2, 4 … up to a quarter of an hour. */
export function delayAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(LONGEST_SECONDS, 2 ** Math.min(failures - free, 10));
}

function tooEarly(seconds: number): ScopegateError {
  const retryAfter = Math.ceil(seconds);
  return new ScopegateError('RATE_LIMITED', `Too many tries. Wait ${retryAfter} s, then try again.`, { retryAfter });
}

/** The row, made when it is missing, and held until the transaction ends. */
export async function lockAttempt({ manager, deps }: Context, subject: string): Promise<Attempt> {
  const find = () => locked(manager, deps.database.dialect === 'sqlite', subject);
  const found = await find();
  if (found) return found;
  const now = new Date();
  const first = { subject, failures: 0, lastFailedAt: now, nextAllowedAt: now };
  await manager.createQueryBuilder().insert().into(Attempt).values(first).orIgnore().updateEntity(false).execute();
  return (await find()) ?? first;
}

function locked(manager: EntityManager, alone: boolean, subject: string): Promise<Attempt | null> {
  const query = manager.createQueryBuilder(Attempt, 'attempt').where('attempt.subject = :subject', { subject });
  return (alone ? query : query.setLock('pessimistic_write')).getOne();
}

function takeBack(context: Context, counters: readonly Counter[], right: boolean): Promise<void> {
  return transaction(context, async ({ manager }) => {
    for (const { subject, resets } of counters) {
      if (right && resets) await manager.delete(Attempt, { subject });
      else
        await manager
          .createQueryBuilder()
          .update(Attempt)
          .set(ONE_LESS)
          .where('subject = :subject AND failures > 0', { subject })
          .execute();
    }
  });
}

const ONE_LESS = { failures: () => 'failures - 1', nextAllowedAt: () => 'last_failed_at' };

/** Whoever has one address has its neighbours, too: /24, and /64 of IPv6. */
function rangeOf(address: string | undefined): string {
  if (!address) return 'unknown';
  return parseAddressRange(`${address}/${address.includes(':') ? 64 : 24}`) ?? 'unknown';
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
