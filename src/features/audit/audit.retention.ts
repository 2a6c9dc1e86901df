import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { toDate } from '../../lib/to-date';
import { AuditEvent, AuditSeal } from './audit.entity';
import { fits, linksQuery, readLinks, type StoredLink } from './audit.links';
import { removalProof } from './audit.seal-hash';

const BATCH = 300;

type InAccount = Context & { readonly accountId: string };

/** Where the next batch begins. */
export interface RetentionCursor {
  readonly at: Date;
  readonly id: string;
}

/**
 * Removes sealed events older than `before`, a batch in one transaction, oldest first. Their seals stay, each with a
 * proof that it was retention that removed the event. What doesn't fit its seal is kept: it is evidence.
 * @returns where to go on; undefined when none is left.
 */
export async function removeOldEvents(
  context: InAccount,
  before: Date,
  after?: RetentionCursor,
): Promise<RetentionCursor | undefined> {
  const links = await readOldLinks(context, before, after);
  const removable = links.filter((link) => fits(context.deps.keys, link, link.previous));
  if (removable.length < links.length) {
    const kept = links.length - removable.length;
    context.deps.log.warn({ accountId: context.accountId, kept }, 'audit events that do not fit their seals are kept');
  }
  await remove(context, removable);
  const last = links.at(-1)?.event;
  return last && links.length === BATCH ? { at: toDate(last.at as string | Date), id: String(last.id) } : undefined;
}

function readOldLinks(context: InAccount, before: Date, after?: RetentionCursor): Promise<StoredLink[]> {
  const query = linksQuery(context)
    .leftJoin(AuditSeal, 'previous', 'previous.accountId = seal.accountId AND previous.position = seal.position - 1')
    .addSelect('previous.hash', 'previous_hash')
    .andWhere('event.at < :before', { before })
    .orderBy('event.at')
    .addOrderBy('event.id')
    .limit(BATCH);
  if (after) query.andWhere('event.at >= :at AND (event.at > :at OR event.id > :id)', { ...after });
  return readLinks(context, query);
}

async function remove(context: Context, links: readonly StoredLink[]): Promise<void> {
  if (links.length === 0) return;
  const { keys } = context.deps;
  for (const link of links) {
    const proof = removalProof(keys, keys.newestId, link, link.hash);
    await rows(context, AuditSeal).update({ position: link.position }, { removalProof: proof });
  }
  const ids = links.map(({ eventId }) => eventId);
  await rows(context, AuditEvent).deleteQuery().andWhere('id IN (:...ids)', { ids }).execute();
}
