import { setImmediate } from 'node:timers/promises';
import type { KnownContext } from '../../context';
import { rows } from '../../graphql/rows';
import { SharedRuns } from '../../lib/shared-runs';
import { toDate } from '../../lib/to-date';
import { ActorKind, AuditEvent, AuditSeal, AuditUnsealed } from './audit.entity';
import { fits, linksQuery, readLinks } from './audit.links';
import type { AuditIntegrity } from './audit.types';

/** Read at once; other requests run between two of them. */
const CHUNK = 500;
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

async function check(context: KnownContext): Promise<AuditIntegrity> {
  const latest = await rows(context, AuditSeal).query('seal').orderBy('seal.position', 'DESC').limit(LATEST).getMany();
  const times = latest.map(({ eventAt }) => eventAt.getTime());
  return {
    sealedUntil: times.length > 0 ? new Date(Math.max(...times)) : null,
    entries: await rows(context, AuditSeal).count(),
    firstBreak: await findBreak(context, latest[0]?.position ?? 0),
  };
}

async function findBreak(context: KnownContext, last: number): Promise<AuditEvent | null> {
  const chain = await walkChain(context, last);
  if (chain.brokenAt !== undefined) return describeLink(context, chain.brokenAt);
  return (await countBeside(context, last)) > chain.present ? findUnsealed(context) : null;
}

interface Walk {
  /** The position of the first link that doesn't fit: changed, missing, or in another place. */
  readonly brokenAt?: number;
  /** Links whose events are there. */
  readonly present: number;
}

async function walkChain(context: KnownContext, last: number): Promise<Walk> {
  let previous = '';
  let present = 0;
  for (let from = 0; from < last; from += CHUNK) {
    const range = { from, to: Math.min(from + CHUNK, last) };
    const query = linksQuery(context).andWhere('seal.position > :from AND seal.position <= :to', range);
    const links = await readLinks(context, query.orderBy('seal.position'));
    for (const [index, link] of links.entries()) {
      const position = from + index + 1;
      if (link.position !== position || !fits(context.deps.keys, link, previous))
        return { brokenAt: position, present };
      previous = link.hash;
      if (link.event) present++;
    }
    if (links.length < range.to - from) return { brokenAt: from + links.length + 1, present };
    await setImmediate();
  }
  return { present };
}

/** The event of the link there; when the link is gone, too, that of the next one. */
async function describeLink(context: KnownContext, position: number): Promise<AuditEvent | null> {
  const seal = await rows(context, AuditSeal)
    .query('seal')
    .andWhere('seal.position >= :position', { position })
    .orderBy('seal.position')
    .limit(1)
    .getOne();
  return seal && describe(context, seal.eventId, seal.eventAt);
}

/**
 * Events that are neither sealed after `last` nor wait for it: as many as links have theirs, if all is well. What is
 * recorded and sealed meanwhile makes it more in this order of asking, never less: then the events are looked at.
 */
async function countBeside(context: KnownContext, last: number): Promise<number> {
  const newer = await rows(context, AuditSeal)
    .query('seal')
    .innerJoin(AuditEvent, 'event', 'event.id = seal.eventId AND event.accountId = seal.accountId')
    .andWhere('seal.position > :last', { last })
    .getCount();
  const waiting = await rows(context, AuditUnsealed)
    .query('unsealed')
    .innerJoin(AuditEvent, 'event', 'event.id = unsealed.eventId AND event.accountId = unsealed.accountId')
    .getCount();
  return (await rows(context, AuditEvent).count()) - newer - waiting;
}

interface Walked {
  readonly id: string;
  readonly at: Date | string;
  readonly position: number | null;
  readonly waiting: string | null;
}

/** The first event that has no seal and waits for none: put in by other hands, or taken out of the queue. */
async function findUnsealed(context: KnownContext): Promise<AuditEvent | null> {
  for (let after: Walked | undefined; ;) {
    const walked: Walked[] = await readEvents(context, after);
    const stray = walked.find(({ position, waiting }) => position === null && waiting === null);
    if (stray) return describe(context, stray.id, toDate(stray.at));
    if (walked.length < CHUNK) return null;
    after = walked.at(-1);
    await setImmediate();
  }
}

function readEvents(context: KnownContext, after: Walked | undefined): Promise<Walked[]> {
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
async function describe(context: KnownContext, id: string, at: Date): Promise<AuditEvent> {
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
