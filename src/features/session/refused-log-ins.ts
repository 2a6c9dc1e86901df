import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import { record } from '../audit/audit.record';
import { AuditEvent, AuditUnsealed } from '../audit/audit.entity';
import { emailKeyOf } from '../user/user.keys';
import { countersOf, lockAttempt } from './attempts';

const MINUTE = 60_000;
/** A count that began inside the minute is written a little after it. */
const GRACE = 2_000;
const LONGEST_NAME = 254;

type InAccount = Context & { readonly accountId: string };

/**
 * A1: one entry for each address, e-mail and minute, with how many there were: a guesser writes a row a minute, not a row
 * a try. The e-mail stands there as it was typed first. Until its minute is over the entry has no seal and may still count.
 */
export function recordRefusedLogIn(context: InAccount, email: string): Promise<void> {
  return transaction(context, async (inside) => {
    // Who else counts this e-mail from here waits: of two first ones one writes the entry.
    const counters = countersOf(inside, {
      purpose: 'log-in',
      accountId: context.accountId,
      emailKey: emailKeyOf(email),
    });
    for (const { subject, resets } of counters) if (resets) await lockAttempt(inside, subject);
    const now = new Date();
    const minute = new Date(now.getTime() - (now.getTime() % MINUTE));
    const targetName = [...email].slice(0, LONGEST_NAME).join('');
    const running = await findRunning(inside, { targetName, minute });
    if (running && (await keepUnsealed(inside, running))) return countOn(inside, running);
    await record(inside, {
      action: 'session.refused',
      targetId: null,
      targetName,
      changes: attempts(1),
      readyAt: new Date(minute.getTime() + MINUTE + GRACE),
    });
  });
}

const attempts = (count: number) => [{ field: 'attempts', before: null, after: String(count) }];

function findRunning(context: InAccount, { targetName, minute }: { targetName: string; minute: Date }) {
  const { address } = context.request;
  const query = rows(context, AuditEvent)
    .query('event')
    .innerJoin(AuditUnsealed, 'unsealed', 'unsealed.eventId = event.id')
    .andWhere('event.action = :action AND event.at >= :minute', { action: 'session.refused', minute })
    // SQLite's LOWER knows ASCII only: what else is spelled otherwise gets an entry of its own there.
    .andWhere('(event.targetName = :targetName OR LOWER(event.targetName) = :key)', {
      targetName,
      key: emailKeyOf(targetName),
    });
  if (address) query.andWhere('event.address = :address', { address });
  else query.andWhere('event.address IS NULL');
  return query.getOne();
}

/** Held until the count is written: the sealer, on a node whose clock is ahead perhaps, waits or was here first. */
async function keepUnsealed(context: InAccount, { id }: AuditEvent): Promise<boolean> {
  const waiting = rows(context, AuditUnsealed).lock('unsealed').andWhere('unsealed.eventId = :id', { id });
  return (await waiting.getOne()) !== null;
}

async function countOn(context: InAccount, { id, changes }: AuditEvent): Promise<void> {
  const before = Number(changes[0]?.after ?? 0);
  await rows(context, AuditEvent).update({ id }, { changes: attempts(before + 1) });
}
