import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';

/** What a list shows of a token, and what its actions need to know. */
export const TOKEN_ROW = graphql(`
  fragment TokenRow on ApiToken {
    id
    name
    description
    hint
    kind
    access
    scopes
    status
    enabled
    againstPolicy
    createdAt
    updatedAt
    expiresAt
    lastUsedAt
    lastUsedAddress
    lastUsedClient
    revokedAt
    revocationReason
    owner {
      id
      displayName
      username
      kind
    }
    createdBy {
      id
      displayName
    }
    createdWith {
      id
    }
    overlap {
      endsAt
      lastUsedAt
      lastUsedAddress
    }
  }
`);

export type TokenRow = ResultOf<typeof TOKEN_ROW>;
export type ApiTokenKind = TokenRow['kind'];
export type ApiTokenAccess = TokenRow['access'];

/** One page. With `own-api-tokens:manage` alone these are the viewer's (R1). */
export const TOKENS = graphql(
  `
    query ApiTokens(
      $filter: ApiTokenFilter
      $orderBy: [ApiTokenOrder!]
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      apiTokens(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        nodes {
          ...TokenRow
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  `,
  [TOKEN_ROW],
);

type TokenOrder = NonNullable<VariablesOf<typeof TOKENS>['orderBy']>[number];
export type TokenOrderField = TokenOrder['field'];

/** Apart from the rows: they don't wait for the count, which takes longer where there are many. */
export const TOKEN_COUNT = graphql(`
  query ApiTokenCount($filter: ApiTokenFilter) {
    apiTokens(filter: $filter, first: 1) {
      totalCount
      totalCountIsExact
    }
  }
`);

export const SET_ENABLED = graphql(
  `
    mutation SetApiTokensEnabled($input: SetApiTokensEnabledInput!) {
      setApiTokensEnabled(input: $input) {
        affectedCount
        apiTokens {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export const REVOKE = graphql(
  `
    mutation RevokeApiTokens($input: RevokeApiTokensInput!) {
      revokeApiTokens(input: $input) {
        affectedCount
        apiTokens {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export const RESTORE = graphql(
  `
    mutation RestoreApiTokens($input: ApiTokensInput!) {
      restoreApiTokens(input: $input) {
        affectedCount
        apiTokens {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export const DELETE = graphql(`
  mutation DeleteApiTokens($input: ApiTokensInput!) {
    deleteApiTokens(input: $input) {
      affectedCount
      deletedIds
    }
  }
`);

export const REGENERATE = graphql(
  `
    mutation RegenerateApiToken($input: RegenerateApiTokenInput!) {
      regenerateApiToken(input: $input) {
        secret
        apiToken {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export const REGENERATE_SEVERAL = graphql(
  `
    mutation RegenerateApiTokens($input: RegenerateApiTokensInput!) {
      regenerateApiTokens(input: $input) {
        secrets {
          secret
          apiToken {
            ...TokenRow
          }
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export const IDENTIFY = graphql(
  `
    mutation IdentifyApiToken($input: IdentifyApiTokenInput!) {
      identifyApiToken(input: $input) {
        apiToken {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);
