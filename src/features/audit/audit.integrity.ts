import { setImmediate } from 'node:timers/promises';
import type { Context, KnownContext } from '../../context';
import { rows } from '../../graphql/rows';
import { SharedRuns } from '../../lib/shared-runs';
import { ActorKind, AuditEvent, AuditSeal, AuditUnsealed } from './audit.entity';
import { fits, linksQuery, readLinks } from './audit.links';
import type { AuditIntegrity } from './audit.types';
import { toDate } from '../../lib/to-date';

/** Read at once; other requests run between two of them. */
const CHUNK = 1_000;
/** Failed log-ins are sealed up to a minute late: the newest event stands among the last seals, not always at the end. */
const LATEST = 100;

const checks = new SharedRuns<AuditIntegrity>();

/**
 * Checks the whole chain of the account against its events, and that no event stands beside it (A2). Who asks while a
 * check runs shares the one after it: at most one at a time for each account, and none that began before it was asked for.
 */
export function checkIntegrity(context: KnownContext): Promise<AuditIntegrity> {
  return checks.run(context.accountId, () => check(context));
}

async function check(context: Context): Promise<AuditIntegrity> {
  const latest = await rows(context, AuditSeal).query('seal').orderBy('seal.position', 'DESC').limit(LATEST).getMany();
  const last = latest[0]?.position ?? 0;
  return {
    sealedUntil: latest.length > 0 ? new Date(Math.max(...latest.map(({ eventAt }) => eventAt.getTime()))) : null,
    entries: await rows(context, AuditSeal).count(),
    firstBreak: (await findBrokenLink(context, last)) ?? (await findUnsealed(context)),
  };
}

/** The event of the first link up to `last` that doesn't fit: changed, missing, or in another place. */
async function findBrokenLink(context: Context, last: number): Promise<AuditEvent | null> {
  let previous = '';
  for (let position = 0; position < last; position += CHUNK) {
    const range = { from: position, to: Math.min(position + CHUNK, last) };
    const query = linksQuery(context).andWhere('seal.position > :from AND seal.position <= :to', range);
    const links = await readLinks(query.orderBy('seal.position'));
    for (const [index, link] of links.entries()) {
      const inPlace = link.position === position + index + 1;
      if (!inPlace || !fits(context.deps.keys, link, previous)) return describe(context, link.eventId, link.eventAt);
      previous = link.hash;
    }
    if (links.length < range.to - range.from) return describeGap(context, position + links.length);
    await setImmediate();
  }
  return null;
}

/** Links after that position are gone: told by the event of the next one that is there. */
async function describeGap(context: Context, position: number): Promise<AuditEvent | null> {
  const next = await rows(context, AuditSeal)
    .query('seal')
    .andWhere('seal.position > :position', { position })
    .orderBy('seal.position')
    .limit(1)
    .getOne();
  return next && describe(context, next.eventId, next.eventAt);
}

interface Walked {
  readonly id: string;
  readonly at: Date | string;
  readonly position: number | null;
  readonly waiting: string | null;
}

/** The first event that has no seal and waits for none: put in by other hands, or taken out of the queue. */
async function findUnsealed(context: Context): Promise<AuditEvent | null> {
  for (let after: Walked | undefined; ;) {
    const walked: Walked[] = await readEvents(context, after);
    const stray = walked.find(({ position, waiting }) => position === null && waiting === null);
    if (stray) return describe(context, stray.id, toDate(stray.at));
    if (walked.length < CHUNK) return null;
    after = walked.at(-1);
    await setImmediate();
  }
}

function readEvents(context: Context, after: Walked | undefined): Promise<Walked[]> {
  const query = rows(context, AuditEvent)
    .query('event')
    .leftJoin(AuditSeal, 'seal', 'seal.accountId = event.accountId AND seal.eventId = event.id')
    .leftJoin(AuditUnsealed, 'unsealed', 'unsealed.eventId = event.id')
    .select('event.id', 'id')
    .addSelect('event.at', 'at')
    .addSelect('seal.position', 'position')
    .addSelect('unsealed.eventId', 'waiting')
    .orderBy('event.at')
    .addOrderBy('event.id')
    .limit(CHUNK);
  if (after) {
    const bound = { at: toDate(after.at), id: after.id };
    query.andWhere('event.at >= :at AND (event.at > :at OR event.id > :id)', bound);
  }
  return query.getRawMany<Walked>();
}

/** The event as it stands there now; when it is gone, what its seal remembers. */
async function describe(context: Context, id: string, at: Date): Promise<AuditEvent> {
  const event = await rows(context, AuditEvent).findOne({ id });
  return event ?? Object.assign(new AuditEvent(), { ...MISSING, id, at, targetId: id });
}

const MISSING: Partial<AuditEvent> = {
  action: 'audit-event.missing',
  actorKind: ActorKind.SYSTEM,
  actorName: 'system',
  actorId: null,
  actorTokenId: null,
  actorTokenName: null,
  credential: null,
  address: null,
  targetType: 'audit-event',
  targetName: null,
  changes: [],
};
