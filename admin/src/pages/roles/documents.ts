import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';

export const ROLE_VALUES = graphql(`
  fragment RoleValues on Role {
    id
    name
    description
    permissions
    builtIn
    userCount
    updatedAt
  }
`);

export type Role = ResultOf<typeof ROLE_VALUES>;

export const ROLES = graphql(
  `
    query Roles($filter: RoleFilter, $orderBy: [RoleOrder!], $first: Int, $after: String, $last: Int, $before: String) {
      roles(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        nodes {
          ...RoleValues
        }
        totalCount
        totalCountIsExact
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  `,
  [ROLE_VALUES],
);

export type RoleFilter = NonNullable<VariablesOf<typeof ROLES>['filter']>;

/** With the viewer's own roles: one of those may only lose (R9). */
export const ROLE = graphql(
  `
    query Role($id: ID!) {
      role(id: $id) {
        ...RoleValues
      }
      viewer {
        id
        user {
          id
          roles {
            id
          }
        }
      }
    }
  `,
  [ROLE_VALUES],
);

/** Who saved it last; only for whoever may read the audit. */
export const LAST_SAVED_BY = graphql(`
  query RoleSavedBy($id: ID!) {
    auditEvents(first: 1, filter: { targetId: $id, actions: ["role.updated"] }) {
      nodes {
        actorName
        at
      }
    }
  }
`);

export const CREATE_ROLE = graphql(
  `
    mutation CreateRole($input: CreateRoleInput!) {
      createRole(input: $input) {
        role {
          ...RoleValues
        }
      }
    }
  `,
  [ROLE_VALUES],
);

export const UPDATE_ROLE = graphql(
  `
    mutation UpdateRole($input: UpdateRoleInput!) {
      updateRole(input: $input) {
        role {
          ...RoleValues
        }
      }
    }
  `,
  [ROLE_VALUES],
);

export const DELETE_ROLES = graphql(`
  mutation DeleteRoles($input: RolesInput!) {
    deleteRoles(input: $input) {
      deletedIds
    }
  }
`);

export const PREVIEW = graphql(`
  query PreviewRoleChange($input: UpdateRoleInput!) {
    previewRoleChange(input: $input) {
      added
      removed
      userCount
      users(first: 100) {
        nodes {
          id
          displayName
          kind
        }
      }
      apiTokenCount
      apiTokens(first: 100) {
        nodes {
          id
          name
          lastUsedAt
          owner {
            id
            displayName
          }
        }
      }
      usedTodayCount
    }
  }
`);

export type Preview = ResultOf<typeof PREVIEW>['previewRoleChange'];
