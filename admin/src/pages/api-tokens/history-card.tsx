import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useCan } from '../../api/viewer';
import { Moment } from '../../parts/moment';
import { sentenceOf } from '../audit/audit-words';
import type { TokenDetails } from './token-document';

/** The newest of what happened to a token (A1). */
export function HistoryCard({ token: { id, auditEvents } }: { token: TokenDetails }) {
  const seesAudit = useCan('audit:read');
  return (
    <section className="token-card token-history" aria-labelledby="token-history">
      <div className="token-unused">
        <h2 id="token-history">History</h2>
        {seesAudit && (
          <Anchor component={Link} href={`/audit?targetId=${id}`} size="sm">
            {auditEvents.pageInfo.hasNextPage ? 'All of it in the audit' : 'In the audit'}
          </Anchor>
        )}
      </div>
      {auditEvents.nodes.length === 0 && <Text c="dimmed">Nothing happened yet.</Text>}
      <ol className="token-events">
        {auditEvents.nodes.map((event) => {
          const { actor, before, target, after } = sentenceOf(event);
          return (
            <li key={event.id}>
              <Moment at={event.at} />
              <span>{[actor, before, target, after].filter(Boolean).join(' ')}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
