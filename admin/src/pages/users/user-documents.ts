import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';

export const USERS = graphql(`
  query Users($filter: UserFilter, $orderBy: [UserOrder!], $first: Int, $after: String, $last: Int, $before: String) {
    users(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        kind
        displayName
        username
        email
        enabled
        twoFactorEnabled
        apiTokenCount
        lastLoginAt
        createdAt
        roles {
          id
          name
        }
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
`);

export type UserRow = ResultOf<typeof USERS>['users']['nodes'][number];
export type UserFilter = NonNullable<VariablesOf<typeof USERS>['filter']>;

export const USER = graphql(`
  query User($id: ID!) {
    user(id: $id) {
      id
      kind
      displayName
      username
      firstName
      lastName
      email
      enabled
      twoFactorEnabled
      apiTokenCount
      lastLoginAt
      createdAt
      updatedAt
      permissions
      roles {
        id
        name
      }
    }
  }
`);

export type ShownUser = NonNullable<ResultOf<typeof USER>['user']>;

/** A hundred are plenty to tick; beyond them there is the search. */
export const ROLES = graphql(`
  query RolesToGive($filter: RoleFilter) {
    roles(first: 100, filter: $filter, orderBy: [{ field: NAME }]) {
      nodes {
        id
        name
        builtIn
        description
        permissions
      }
      totalCount
    }
  }
`);

export type GivenRole = ResultOf<typeof ROLES>['roles']['nodes'][number];

export const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      invitationUrl
      user {
        id
        displayName
      }
    }
  }
`);

export const UPDATE_USER = graphql(`
  mutation UpdateUser($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user {
        id
        username
        firstName
        lastName
        displayName
        email
        updatedAt
        permissions
        roles {
          id
          name
        }
      }
    }
  }
`);

export const SET_USERS_ENABLED = graphql(`
  mutation SetUsersEnabled($input: SetUsersEnabledInput!) {
    setUsersEnabled(input: $input) {
      users {
        id
        enabled
        updatedAt
      }
    }
  }
`);

export const DELETE_USERS = graphql(`
  mutation DeleteUsers($input: UsersInput!) {
    deleteUsers(input: $input) {
      deletedIds
      deletedApiTokenCount
    }
  }
`);

export const RESET_PASSWORD = graphql(`
  mutation ResetUserPassword($input: UserInput!) {
    resetUserPassword(input: $input) {
      invitationUrl
      user {
        id
        displayName
      }
    }
  }
`);

export const RESET_TWO_FACTOR = graphql(`
  mutation ResetUserTwoFactor($input: UserInput!) {
    resetUserTwoFactor(input: $input) {
      user {
        id
        twoFactorEnabled
        updatedAt
      }
    }
  }
`);

export const END_SESSIONS = graphql(`
  mutation EndUserSessions($input: UserInput!) {
    endUserSessions(input: $input) {
      endedSessions
    }
  }
`);
