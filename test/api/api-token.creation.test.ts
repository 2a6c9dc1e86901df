import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    secret
    apiToken {
      id name description kind access scopes effectiveScopes status enabled hint expiresAt lastUsedAt
      owner { username } createdBy { username } createdWith { id } preset { name } allowedAddresses againstPolicy
    }
  }
}`;

interface Created {
  createApiToken: { secret: string; apiToken: Record<string, unknown> & { id: string; scopes: string[] } };
}

const create = async (input: Record<string, unknown>, client = server.admin) =>
  (await client.get<Created>(CREATE, { input })).createApiToken;

test('T14: creation answers with record and secret in one step', async () => {
  const { secret, apiToken } = await create({ name: 'first', scopes: ['users:read'] });
  expect(secret).toMatch(/^sg_api_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$/);
  expect(apiToken).toMatchObject({
    name: 'first',
    kind: 'API',
    access: 'CUSTOM',
    scopes: ['users:read'],
    status: 'ACTIVE',
    owner: { username: 'admin' },
    createdBy: { username: 'admin' },
    lastUsedAt: null,
    expiresAt: null,
  });
});

test('T1: an API token is sent on each call and has its scopes', async () => {
  const { secret } = await create({ name: 'caller', scopes: ['users:manage'] });
  const { viewer } = await server.as(secret).get<{ viewer: { scopes: string[] } }>('{ viewer { scopes } }');
  expect(viewer.scopes).toEqual(['users:manage', 'users:read']);
});

test('U2: a missing scope is refused with 403 that names it', async () => {
  const { secret } = await create({ name: 'weak', scopes: ['users:read'] });
  const refused = await server.as(secret).refused('{ apiTokens { nodes { id } } }');
  expect(refused).toMatchObject({
    status: 403,
    extensions: {
      code: 'INSUFFICIENT_SCOPE',
      missing: [{ coordinate: 'Query.apiTokens', path: ['apiTokens'], anyOf: [['api-tokens:read'], ['own-api-tokens:manage']] }],
    },
  });
});
