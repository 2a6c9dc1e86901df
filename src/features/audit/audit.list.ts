import type { SelectQueryBuilder } from 'typeorm';
import type { Context, KnownContext } from '../../context';
import { andIdIn, andOneOf } from '../../graphql/conditions';
import { type Connection, countUpTo, type PageArguments, toPage } from '../../graphql/connections';
import { cursorValues, listByKeyset, type OrderTerm, readKeyset } from '../../graphql/keyset';
import { rows } from '../../graphql/rows';
import { AuditEvent } from './audit.entity';
import type { AuditEventFilter, AuditEventsArgs } from './audit.inputs';

const NEWEST_FIRST: readonly OrderTerm<AuditEvent>[] = [
  { property: 'event.at', direction: 'DESC', kind: 'date', value: ({ at }) => at },
  { property: 'event.id', direction: 'DESC', kind: 'text', value: ({ id }) => id },
];
const OLDEST_FIRST = NEWEST_FIRST.map((term) => ({ ...term, direction: 'ASC' as const }));

/** What the columns can hold: MySQL and MariaDB answer an error when other texts are compared with them. */
const NAME = /^[\x21-\x7e]{1,40}$/;

/** A page of the account's events, newest first (A3). */
export function listAuditEvents(
  context: KnownContext,
  { filter, ...page }: AuditEventsArgs,
): Promise<Connection<AuditEvent>> {
  return list(filtered(context, filter ?? {}), page);
}

/**
 * A page of what happened to one thing, newest first. The caller has seen to it that it may be seen (R2); the addresses
 * of others stay hidden without audit:read.
 */
export function listAuditEventsOf(
  context: KnownContext,
  targetId: string,
  page: PageArguments,
): Promise<Connection<AuditEvent>> {
  return list(filtered(context, { targetId }), page);
}

/** All matching events in pages, oldest first. What happens after the start isn't read: an export ends. */
export async function* readAuditEvents(
  context: KnownContext,
  filter: AuditEventFilter,
  size: number,
): AsyncGenerator<AuditEvent[]> {
  // Less than a millisecond ago counts.
  const start = new Date(Date.now() + 1);
  const until = filter.until && filter.until < start ? filter.until : start;
  for (let after: readonly (string | number)[] | undefined; ;) {
    const query = filtered(context, { ...filter, until });
    const found = await readKeyset(query, OLDEST_FIRST, { after, backward: false, limit: size });
    yield found;
    const last = found.at(-1);
    if (!last || found.length < size) return;
    after = cursorValues(OLDEST_FIRST, last);
  }
}

function list(query: SelectQueryBuilder<AuditEvent>, args: PageArguments): Promise<Connection<AuditEvent>> {
  const counted = query.clone();
  return listByKeyset({ query, terms: NEWEST_FIRST, page: toPage(args), count: () => countUpTo(counted) });
}

function filtered(context: Context, filter: AuditEventFilter): SelectQueryBuilder<AuditEvent> {
  const { actorIds, actorTokenIds, actions, targetTypes, targetId, since, until } = filter;
  const query = rows(context, AuditEvent).query('event');
  andIdIn(query, 'event.actor_id', actorIds, 'actorIds');
  andIdIn(query, 'event.actor_token_id', actorTokenIds, 'actorTokenIds');
  andOneOf(
    query,
    'event.action',
    actions?.filter((name) => NAME.test(name)),
    'actions',
  );
  andOneOf(
    query,
    'event.target_type',
    targetTypes?.filter((name) => NAME.test(name)),
    'targetTypes',
  );
  andIdIn(query, 'event.target_id', targetId === undefined ? undefined : [targetId], 'targetIds');
  if (since) query.andWhere('event.at >= :since', { since });
  if (until) query.andWhere('event.at < :until', { until });
  return query;
}
