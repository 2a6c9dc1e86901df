import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache, ServerError } from '@apollo/client';
import { cacheExchange, Client as UrqlClient, fetchExchange } from '@urql/core';
import { ClientError, GraphQLClient } from 'graphql-request';
import { startServer, type TestServer } from '../../support/server';
import { createToken } from '../../support/tokens';

/** GraphQL clients as they are installed and set up by their own guides. */

let server: TestServer;
let secret: string;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
  ({ secret } = await createToken(server, { scopes: ['roles:read'] }));
});
afterAll(() => server.close());

const ROLES = gql`
  query Roles($first: Int) {
    roles(first: $first) {
      nodes {
        id
        name
      }
    }
  }
`;
const USERS = gql`
  query Users {
    roles {
      nodes {
        id
      }
    }
    users {
      nodes {
        id
      }
    }
  }
`;
const DELETE = gql`
  mutation Delete($ids: [ID!]!) {
    deleteApiTokens(input: { ids: $ids }) {
      affectedCount
    }
  }
`;

interface Roles {
  readonly roles: { readonly nodes: readonly { readonly name: string }[] };
}
const NAMES = { roles: { nodes: [{ name: 'Administrator' }] } };
const MISSING = { code: 'INSUFFICIENT_SCOPE', missing: [{ coordinate: 'Query.users', anyOf: [['users:read']] }] };

const url = () => `${server.url}/graphql`;
const bearer = (token = secret) => ({ authorization: `Bearer ${token}` });
const reasonOf = (work: Promise<unknown>) => work.catch((reason: unknown) => reason);

describe('Apollo Client', () => {
  const client = (token = secret, more = {}) =>
    new ApolloClient({
      link: new HttpLink({ uri: url(), headers: bearer(token), ...more }),
      cache: new InMemoryCache(),
    });

  test('U1: a query, whose document it extends by __typename, is answered and cached', async () => {
    const apollo = client();
    const { data } = await apollo.query<Roles>({ query: ROLES, variables: { first: 1 } });
    expect(data).toMatchObject(NAMES);
    const cached = apollo.readQuery<Roles>({ query: ROLES, variables: { first: 1 } });
    expect(cached).toEqual(data);
  });

  test('U2: a refusal is an error with code and missing scopes', async () => {
    const error = await reasonOf(client().query({ query: USERS }));
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions).toMatchObject(MISSING);
  });

  test('U1: a dead token is 401', async () => {
    const error = await reasonOf(client('sg_api_nonsense').query({ query: ROLES }));
    expect(CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['code'] : error).toBe('UNAUTHENTICATED');
    expect(ServerError.is(error)).toBe(false);
  });

  test('U2: a mutation is refused by name', async () => {
    const error = await reasonOf(client().mutate({ mutation: DELETE, variables: { ids: ['1'] } }));
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.['code']).toBe('INSUFFICIENT_SCOPE');
  });

  test('U1: queries by GET are answered', async () => {
    const { data } = await client(secret, { useGETForQueries: true }).query<Roles>({
      query: ROLES,
      variables: { first: 1 },
    });
    expect(data).toMatchObject(NAMES);
  });
});

describe('urql', () => {
  const client = (token = secret, more = {}) =>
    new UrqlClient({
      url: url(),
      exchanges: [cacheExchange, fetchExchange],
      fetchOptions: { headers: bearer(token) },
      ...more,
    });

  test.each([
    ['as it does by itself, by GET', {}],
    ['by POST', { preferGetMethod: false }],
  ])('U1: a query %s is answered', async (_, more) => {
    const { data, error } = await client(secret, more).query<Roles>(ROLES, { first: 1 }).toPromise();
    expect([error, data]).toMatchObject([undefined, NAMES]);
  });

  test('U2: a refusal is an error with code and missing scopes', async () => {
    const { data, error } = await client().query(USERS, {}).toPromise();
    expect([data, error?.graphQLErrors[0]?.extensions]).toMatchObject([undefined, MISSING]);
  });

  test('U1: a dead token is 401', async () => {
    const { error } = await client('sg_api_nonsense').query(ROLES, {}).toPromise();
    expect([(error?.response as Response | undefined)?.status, error?.graphQLErrors[0]?.extensions['code']]).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });
});

describe('graphql-request', () => {
  const client = (token = secret) => new GraphQLClient(url(), { headers: bearer(token) });

  test('U1: a query is answered, with the headers that tell of the token', async () => {
    const { data, headers } = await client().rawRequest<Roles>(
      'query ($first: Int) { roles(first: $first) { nodes { name } } }',
      { first: 1 },
    );
    expect(data).toEqual(NAMES);
    expect(headers.get('x-oauth-scopes')).toBe('roles:read');
  });

  test('U2: a refusal is an error with status, code and missing scopes', async () => {
    const error = await reasonOf(client().request(USERS));
    const response = error instanceof ClientError ? error.response : undefined;
    expect([response?.status, response?.errors?.[0]?.extensions]).toMatchObject([403, MISSING]);
  });
});
