import { graphql, type ResultOf } from '../../api/graphql';

/** What the form shows of a token, and what tells whether somebody else saved it meanwhile. */
export const EDITED_TOKEN = graphql(`
  fragment EditedToken on ApiToken {
    id
    name
    description
    kind
    access
    scopes
    enabled
    status
    expiresAt
    allowedAddresses
    updatedAt
    owner {
      id
      displayName
      username
      kind
    }
    preset {
      id
      name
    }
  }
`);

export type EditedToken = ResultOf<typeof EDITED_TOKEN>;

export const TOKEN = graphql(
  `
    query EditedToken($id: ID!) {
      apiToken(id: $id) {
        ...EditedToken
      }
    }
  `,
  [EDITED_TOKEN],
);

/** Who saved it last, for a conflict. */
export const LAST_SAVED = graphql(
  `
    query LastSavedToken($id: ID!) {
      apiToken(id: $id) {
        ...EditedToken
        auditEvents(first: 1) {
          nodes {
            actorName
            at
          }
        }
      }
    }
  `,
  [EDITED_TOKEN],
);

export const CREATE = graphql(`
  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      secret
      apiToken {
        id
        name
      }
    }
  }
`);

/** All or nothing (T14). */
export const CREATE_SEVERAL = graphql(`
  mutation CreateApiTokens($input: CreateApiTokensInput!) {
    createApiTokens(input: $input) {
      secrets {
        secret
        apiToken {
          id
          name
        }
      }
    }
  }
`);

export const UPDATE = graphql(
  `
    mutation UpdateApiToken($input: UpdateApiTokenInput!) {
      updateApiToken(input: $input) {
        apiToken {
          ...EditedToken
        }
      }
    }
  `,
  [EDITED_TOKEN],
);

export const COPY = graphql(`
  mutation CopyApiToken($input: CopyApiTokenInput!) {
    copyApiToken(input: $input) {
      secret
      apiToken {
        id
        name
      }
    }
  }
`);

/** The newest ones: whether those of some names are there, after a creation that nobody answered. */
export const NEWEST = graphql(`
  query NewestApiTokens($filter: ApiTokenFilter!) {
    apiTokens(first: 100, filter: $filter, orderBy: [{ field: CREATED_AT, direction: DESC }]) {
      nodes {
        id
        name
      }
    }
  }
`);

export const GRANTABLE = graphql(`
  query GrantableScopes($ownerId: ID!) {
    grantableScopes(ownerId: $ownerId)
  }
`);

export const PRESETS = graphql(`
  query PresetChoices {
    scopePresets {
      id
      name
      description
      scopes
    }
  }
`);

export const REQUIRED = graphql(`
  query RequiredScopes($input: RequiredScopesInput!) {
    requiredScopes(input: $input) {
      alternatives
      complete
      fields {
        coordinate
        path
        anyOf
      }
    }
  }
`);
