import type { SelectQueryBuilder } from 'typeorm';
import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import type { KeyRing } from '../../keys';
import { AuditEvent, AuditSeal } from './audit.entity';
import { linkHash, type Place, removalProof, SEALED_FIELDS, type StoredEvent } from './audit.seal-hash';

type InAccount = Context & { readonly accountId: string };

/** A seal with the event that it is of, as both are stored now. */
export interface StoredLink extends Place {
  readonly keyId: string;
  readonly hash: string;
  readonly proof: string | null;
  /** Null when it is gone. */
  readonly event: StoredEvent | null;
  /** The hash of the link before; '' before the first, and when the query doesn't read it. */
  readonly previous: string;
}

type RawLink = StoredEvent & {
  readonly seal_position: number;
  readonly seal_event_id: string;
  readonly seal_key: string;
  readonly seal_hash: string;
  readonly seal_proof: string | null;
  readonly previous_hash?: string | null;
};

/**
 * Seals of the account with their events: add conditions, order and limit, and read them with `readLinks`. Raw rows:
 * a chain may have a million links, and making entities of them takes most of the time.
 */
export function linksQuery(context: InAccount): SelectQueryBuilder<AuditSeal> {
  const query = rows(context, AuditSeal)
    .query('seal')
    .leftJoin(AuditEvent, 'event', 'event.id = seal.eventId AND event.accountId = seal.accountId')
    .select('seal.position', 'seal_position')
    .addSelect('seal.eventId', 'seal_event_id')
    .addSelect('seal.keyId', 'seal_key')
    .addSelect('seal.hash', 'seal_hash')
    .addSelect('seal.removalProof', 'seal_proof');
  for (const field of SEALED_FIELDS) query.addSelect(`event.${field}`, field);
  return query;
}

export async function readLinks(context: InAccount, query: SelectQueryBuilder<AuditSeal>): Promise<StoredLink[]> {
  const { accountId } = context;
  return (await query.getRawMany<RawLink>()).map((raw) => ({
    accountId,
    position: Number(raw.seal_position),
    eventId: raw.seal_event_id,
    keyId: raw.seal_key,
    hash: raw.seal_hash,
    proof: raw.seal_proof,
    event: raw.id === null ? null : raw,
    previous: raw.previous_hash ?? '',
  }));
}

/** Whether the event is what was sealed there, or was removed by age. A key that is gone vouches for nothing. */
export function fits(keys: KeyRing, link: StoredLink, previous: string): boolean {
  if (link.event)
    return keys.ids.includes(link.keyId) && linkHash(keys, link.keyId, { ...link, previous }) === link.hash;
  const [keyId = ''] = link.proof?.split(':') ?? [];
  return keys.ids.includes(keyId) && removalProof(keys, keyId, link, link.hash) === link.proof;
}
