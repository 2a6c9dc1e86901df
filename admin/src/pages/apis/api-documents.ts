import { graphql, type ResultOf } from '../../api/graphql';

/** All of them: an account has 500 at most. */
export const APIS = graphql(`
  query Apis {
    apis {
      id
      name
      description
      docsUrl
      updatedAt
      scopes {
        scope
        gone
      }
      introspectors {
        id
        displayName
      }
    }
  }
`);

export type ListedApi = ResultOf<typeof APIS>['apis'][number];

export const API = graphql(`
  query Api($id: ID!) {
    api(id: $id) {
      id
      name
      description
      docsUrl
      sdl
      updatedAt
      introspectors {
        id
        displayName
        username
        kind
      }
      scopes {
        scope
        label
        description
        readOnly
        implies
        gone
        docsUrl
        operations {
          coordinate
          description
          docsUrl
        }
      }
    }
  }
`);

export type ShownApi = NonNullable<ResultOf<typeof API>['api']>;
export type ApiScope = ShownApi['scopes'][number];

export const PREVIEW = graphql(`
  query PreviewApiChange($input: RegisterApiInput!) {
    previewApiChange(input: $input) {
      added
      removed
      widened
      loosened {
        coordinate
        description
      }
      tightened {
        coordinate
        description
      }
      apiTokenCount
      apiTokens(first: 20) {
        nodes {
          id
          name
          status
          owner {
            id
            displayName
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

export type Impact = ResultOf<typeof PREVIEW>['previewApiChange'];

export const REGISTER = graphql(`
  mutation RegisterApi($input: RegisterApiInput!) {
    registerApi(input: $input) {
      api {
        id
        name
        updatedAt
      }
    }
  }
`);

export const DELETE_API = graphql(`
  mutation DeleteApi($input: ApiInput!) {
    deleteApi(input: $input) {
      deletedIds
    }
  }
`);
