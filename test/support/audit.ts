import type { Client } from './client';
import type { TestServer } from './server';

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorName: string;
  readonly actor: { readonly id: string } | null;
  readonly actorTokenName: string | null;
  readonly actorApiToken: { readonly id: string } | null;
  readonly address: string | null;
  readonly credential: string | null;
  readonly targetType: string;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

const LIST = `query ($filter: AuditEventFilter, $first: Int, $after: String, $last: Int, $before: String) {
  auditEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    nodes {
      id at action actorKind actorName actor { id } actorTokenName actorApiToken { id } address credential
      targetType targetId targetName changes { field before after }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount totalCountIsExact
  }
}`;

export interface AuditPage {
  readonly nodes: readonly AuditEntry[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string;
    readonly endCursor: string;
  };
  readonly totalCount: number;
  readonly totalCountIsExact: boolean;
}

/** A page of audit events, newest first. */
export async function auditPage(client: Client, variables: Record<string, unknown> = {}): Promise<AuditPage> {
  return (await client.get<{ auditEvents: AuditPage }>(LIST, variables)).auditEvents;
}

/** The entries that `work` left, oldest first. */
export async function auditOfWork(client: Client, work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const [newest] = (await auditPage(client, { first: 1 })).nodes;
  await work();
  const page = await auditPage(client, { first: 100 });
  const known = page.nodes.findIndex(({ id }) => id === newest?.id);
  return page.nodes.slice(0, known < 0 ? undefined : known).reverse();
}

/** Runs statements past the API, as somebody with the database's password could. */
export function runSql({ deps }: TestServer, statement: string, values: unknown[] = []): Promise<unknown> {
  return deps.database.transaction((manager) => manager.query<unknown>(statement, values));
}
