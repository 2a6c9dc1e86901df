import { gql } from 'graphql-request';

export const REGISTER_API = gql`
  mutation ($input: RegisterApiInput!) {
    registerApi(input: $input) {
      api {
        scopes {
          scope
        }
      }
    }
  }
`;
