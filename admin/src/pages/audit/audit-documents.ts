import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';

const EVENT = graphql(`
  fragment AuditEntry on AuditEvent {
    id
    at
    action
    actorKind
    actorName
    actorTokenName
    actor {
      id
    }
    actorApiToken {
      id
    }
    credential
    address
    targetType
    targetId
    targetName
    changes {
      field
      before
      after
    }
  }
`);

export const AUDIT_EVENTS = graphql(
  `
    query AuditEvents($filter: AuditEventFilter, $first: Int, $after: String, $last: Int, $before: String) {
      auditEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        nodes {
          ...AuditEntry
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        totalCount
        totalCountIsExact
      }
    }
  `,
  [EVENT],
);

export type AuditFilter = NonNullable<VariablesOf<typeof AUDIT_EVENTS>['filter']>;
export type AuditConnection = ResultOf<typeof AUDIT_EVENTS>['auditEvents'];
export type AuditEvent = ResultOf<typeof EVENT>;

export const AUDIT_INTEGRITY = graphql(
  `
    query AuditIntegrity {
      auditIntegrity {
        entries
        sealedUntil
        firstBreak {
          ...AuditEntry
        }
      }
    }
  `,
  [EVENT],
);

export type AuditIntegrity = ResultOf<typeof AUDIT_INTEGRITY>['auditIntegrity'];
