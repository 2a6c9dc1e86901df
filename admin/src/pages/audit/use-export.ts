import { useRef, useState } from 'react';
import { type Client, useClient } from 'urql';
import { type Problem, problemOf } from '../../api/problem';
import { download } from '../../parts/copy';
import { AUDIT_EVENTS, type AuditEvent, type AuditFilter } from './audit-documents';

const PAGE = 100;

/** One event as GET /api/v1/audit.ndjson writes it. */
export const lineOf = ({ actor, actorApiToken, changes, ...event }: AuditEvent): string =>
  JSON.stringify({
    id: event.id,
    at: event.at,
    action: event.action,
    actorKind: event.actorKind,
    actorId: actor?.id ?? null,
    actorName: event.actorName,
    actorTokenId: actorApiToken?.id ?? null,
    actorTokenName: event.actorTokenName,
    credential: event.credential,
    address: event.address,
    targetType: event.targetType,
    targetId: event.targetId,
    targetName: event.targetName,
    changes: changes.map(({ field, before, after }) => ({ field, before, after })),
  });

export interface Export {
  readonly written: number;
  readonly running: boolean;
  readonly problem: Problem | undefined;
  readonly start: () => void;
  readonly stop: () => void;
}

/**
 * The matching events as a file, oldest first. By GraphQL, for the REST export takes bearer credentials and never a
 * cookie (docs/AUDIT.md). Nothing is saved unless all of it came.
 */
export function useExport(filter: AuditFilter | undefined): Export {
  const client = useClient();
  const [state, setState] = useState<{ written: number; running: boolean; problem?: Problem }>({
    written: 0,
    running: false,
  });
  const stopped = useRef(false);
  async function start() {
    stopped.current = false;
    setState({ written: 0, running: true });
    const lines: string[] = [];
    for (let before: string | undefined; ;) {
      const page = await readPage(client, filter, before);
      if (stopped.current) return setState({ written: 0, running: false });
      if ('problem' in page) return setState({ written: 0, running: false, problem: page.problem });
      lines.push(...page.lines);
      setState({ written: lines.length, running: true });
      before = page.before;
      if (before === undefined) break;
    }
    download(`audit-${new Date().toISOString().slice(0, 10)}.ndjson`, lines.join(''), 'application/x-ndjson');
    setState({ written: lines.length, running: false });
  }
  return { ...state, problem: state.problem, start: () => void start(), stop: () => void (stopped.current = true) };
}

type ReadPage = { readonly lines: string[]; readonly before: string | undefined } | { readonly problem: Problem };

/** From the end, since the list begins with the newest. */
async function readPage(
  client: Client,
  filter: AuditFilter | undefined,
  before: string | undefined,
): Promise<ReadPage> {
  const variables = { filter, last: PAGE, before };
  const { data, error } = await client.query(AUDIT_EVENTS, variables, { requestPolicy: 'network-only' }).toPromise();
  const problem = problemOf(error);
  if (problem) return { problem };
  const { nodes = [], pageInfo } = data?.auditEvents ?? {};
  const lines = [...nodes].reverse().map((event) => `${lineOf(event)}\n`);
  return { lines, before: (pageInfo?.hasPreviousPage && pageInfo.startCursor) || undefined };
}
