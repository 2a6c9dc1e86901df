import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { AuditEvent } from './audit-documents';
import { pageOf, sentenceOf } from './audit-words';

/** Who did what to what; names lead to their pages. What was deleted since is told there. */
export function AuditSentence({ event }: { event: AuditEvent }) {
  const { actor, before, target, after } = sentenceOf(event);
  const page = event.action.endsWith('.deleted') ? undefined : pageOf(event.targetType, event.targetId);
  return (
    <span>
      <Named name={actor} page={event.actor ? `/users/${event.actor.id}` : undefined} />
      {event.actorTokenName && event.credential === 'api-token' && (
        <>
          {' '}
          with{' '}
          <Named
            name={event.actorTokenName}
            page={event.actorApiToken ? `/api-tokens/${event.actorApiToken.id}` : undefined}
          />
        </>
      )}{' '}
      {before}
      {target !== null && (
        <>
          {' '}
          <Named name={target} page={page} />
        </>
      )}
      {after && ` ${after}`}
    </span>
  );
}

function Named({ name, page }: { name: string; page: string | undefined }) {
  if (page === undefined) return <b className="audit-name">{name}</b>;
  return (
    <Anchor component={Link} href={page} inherit className="audit-name">
      {name}
    </Anchor>
  );
}

/** The same as a text, for a reader and a label. */
export function sentenceText(event: AuditEvent): string {
  const { actor, before, target, after } = sentenceOf(event);
  return [actor, before, target, after].filter(Boolean).join(' ');
}
