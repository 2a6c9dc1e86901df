import { Anchor, Group, Radio, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { totalWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { AUDIT_EVENTS } from '../audit/audit-documents';
import { AuditList } from '../audit/audit-list';
import type { ShownUser } from './user-documents';

type Side = 'by' | 'on';

/** What the user did, or what was done to the user. The audit itself has the rest. */
export function UserAudit({ user: { id, displayName } }: { user: ShownUser }) {
  const [side, setSide] = useState<Side>('by');
  const filter = side === 'by' ? { actorIds: [id] } : { targetId: id };
  const query = useQuery({ query: AUDIT_EVENTS, variables: { filter, first: 20 } });
  const address = side === 'by' ? `/audit?actorIds=${id}` : `/audit?targetId=${id}`;
  return (
    <>
      <Radio.Group mb="sm" aria-label="Which entries" value={side} onChange={(value) => setSide(value as Side)}>
        <Group gap="lg">
          <Radio value="by" label={`By ${displayName}`} />
          <Radio value="on" label={`About ${displayName}`} />
        </Group>
      </Radio.Group>
      <Loaded of={query}>
        {({ auditEvents }) =>
          auditEvents.nodes.length === 0 ? (
            <EmptyState kind="nothing-yet" icon={IconHistory} title="No entries">
              {side === 'by' ? `${displayName} has done nothing yet.` : `Nothing was done to ${displayName} yet.`}
            </EmptyState>
          ) : (
            <>
              <AuditList label={`Entries ${side} ${displayName}`} events={auditEvents.nodes} />
              <Text mt="sm">
                <Anchor component={Link} href={address}>
                  Open {totalWords(auditEvents)} in the audit
                </Anchor>
              </Text>
            </>
          )
        }
      </Loaded>
    </>
  );
}
