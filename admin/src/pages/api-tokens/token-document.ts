import { graphql, type ResultOf } from '../../api/graphql';
import { TOKEN_ROW } from './documents';

/** Everything that a token's page shows. */
export const TOKEN = graphql(
  `
    query ApiToken($id: ID!) {
      apiToken(id: $id) {
        ...TokenRow
        allowedAddresses
        createdWith {
          id
          name
        }
        preset {
          id
          name
          scopes
        }
        effectiveScopes
        unusedScopes
        regeneratedAt
        revocationNote
        overlap {
          lastUsedClient
        }
        auditEvents(first: 8) {
          nodes {
            id
            at
            action
            actorKind
            actorName
            actorTokenName
            credential
            targetType
            targetName
            changes {
              field
              before
              after
            }
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export type TokenDetails = NonNullable<ResultOf<typeof TOKEN>['apiToken']>;

export const UPDATE = graphql(
  `
    mutation UpdateApiToken($input: UpdateApiTokenInput!) {
      updateApiToken(input: $input) {
        apiToken {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);

export const END_OVERLAP = graphql(
  `
    mutation EndApiTokenOverlap($input: ApiTokenInput!) {
      endApiTokenOverlap(input: $input) {
        apiToken {
          ...TokenRow
        }
      }
    }
  `,
  [TOKEN_ROW],
);
