import { IconHistory } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { totalWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { FilterBar } from '../../parts/list/filter-bar';
import { type ListState, useListState } from '../../parts/list/list-state';
import { Pager } from '../../parts/list/pager';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { RefreshButton } from '../../parts/refresh-button';
import { AUDIT_EVENTS, type AuditConnection, type AuditFilter } from './audit-documents';
import { ExportButton } from './audit-export';
import { useAuditListSpec } from './audit-filters';
import { IntegrityStrip } from './audit-integrity';
import { AuditList } from './audit-list';

/** What happened in the account (A1-A3). */
export default function AuditPage() {
  const list = useListState<AuditFilter, never>(useAuditListSpec());
  const query = useQuery({ query: AUDIT_EVENTS, variables: { filter: list.filter, ...list.page } });
  const [{ data, fetching, stale }, ask] = query;
  const events = data?.auditEvents;
  return (
    <Page
      title="Audit"
      count={events && totalWords(events)}
      actions={
        <>
          <RefreshButton
            of={data}
            fetching={fetching || stale}
            refresh={() => ask({ requestPolicy: 'network-only' })}
          />
          <ExportButton filter={list.filter} total={events} />
        </>
      }
    >
      <IntegrityStrip />
      <FilterBar filters={list} />
      <Loaded of={query} lines={10}>
        {({ auditEvents }) => <Events connection={auditEvents} list={list} />}
      </Loaded>
    </Page>
  );
}

interface EventsProps {
  readonly connection: AuditConnection;
  readonly list: ListState<AuditFilter, never>;
}

function Events({ connection, list }: EventsProps) {
  const { nodes, pageInfo } = connection;
  if (nodes.length === 0) return <Nothing list={list} />;
  return (
    <>
      <AuditList label="Events" events={nodes} />
      <Pager list={list} pageInfo={pageInfo} count={nodes.length} total={connection} />
    </>
  );
}

function Nothing({ list }: Pick<EventsProps, 'list'>) {
  if (list.page.after ?? list.page.before) return <EmptyState kind="no-more" first={() => list.turn({})} />;
  if (list.filter) return <EmptyState kind="nothing-found" clear={list.clear} />;
  return (
    <EmptyState kind="nothing-yet" icon={IconHistory} title="Nothing happened yet">
      Each change and each log-in leaves an entry here.
    </EmptyState>
  );
}
