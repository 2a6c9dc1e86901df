import type { Client } from '../support/client';
import { auditOfTarget } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import {
  codeOf,
  createToken,
  getToken,
  regenerateToken,
  rotateToken,
  run,
  scopesOf,
  updateToken,
} from '../support/tokens';

/** What a token may do to itself, by its old secret, to generations below it, and in a session that it was exchanged for. */

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const SCOPES = ['api-tokens:rotate-self', 'audit:read', 'own-api-tokens:manage', 'users:read'];

const exchange = (token: string, client: Client) =>
  client.execute<{ logInWithAccessToken: { sessionToken: string } }>(
    'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }',
    { input: { email: 'admin@example.com', account: 'main', token } },
  );

describe('itself', () => {
  const itself = () => createToken(server, { scopes: SCOPES, expiresAt: inDays(9), allowedAddresses: ['127.0.0.1'] });

  test.each([
    ['updateApiToken', { expiresAt: inDays(10) }],
    ['updateApiToken', { scopes: [...SCOPES, 'roles:read'] }],
    ['updateApiToken', { allowedAddresses: null }],
    ['updateApiToken', { access: 'FULL_ACCESS' }],
    ['regenerateApiToken', {}],
  ] as const)('P6: %s %j is refused', async (name, input) => {
    const { id, secret } = await itself();
    expect(await codeOf(server.as(secret), name, { id, ...input })).toBe('GRANT_EXCEEDED');
  });

  test('P6: may weaken and end itself', async () => {
    const { id, secret } = await itself();
    const client = server.as(secret);
    const less = { scopes: SCOPES.slice(2), expiresAt: inDays(1) };
    expect(await updateToken(server, { id, ...less }, client)).toMatchObject(less);
    await run(client, 'revokeApiTokens', { ids: [id] });
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  });

  test('P6: may end itself without any scope', async () => {
    const { secret } = await createToken(server, { scopes: [] });
    await run(server.anonymous, 'revokeHeldToken', { secret });
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  });

  test('P6: with api-tokens:rotate-self it renews its own secret and keeps everything else', async () => {
    const { secret, ...old } = await createToken(server, { scopes: ['api-tokens:rotate-self', 'users:read'] });
    const renewed = await rotateToken(server.as(secret), { overlap: 'PT1H' });
    const { id, name, scopes, expiresAt, allowedAddresses, createdAt } = old;
    expect(renewed).toMatchObject({ id, name, scopes, expiresAt, allowedAddresses, createdAt });
    expect(await scopesOf(server, renewed.secret)).toEqual(['api-tokens:rotate-self', 'users:read']);
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
  });

  test('P6: without an overlap the old secret dies at once', async () => {
    const { secret } = await createToken(server, { scopes: ['api-tokens:rotate-self'] });
    await rotateToken(server.as(secret));
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  });

  test('P6: a rotation obeys the longest overlap', async () => {
    const { secret } = await createToken(server, { scopes: ['api-tokens:rotate-self'] });
    expect(await codeOf(server.as(secret), 'rotateHeldToken', { overlap: 'P31D' })).toBe('POLICY_VIOLATION');
  });

  test('P6: without that scope, and in a session, it does not rotate', async () => {
    const { secret } = await createToken(server, { scopes: ['own-api-tokens:manage'] });
    expect(await codeOf(server.as(secret), 'rotateHeldToken', {})).toBe('INSUFFICIENT_SCOPE');
    expect(await codeOf(server.admin, 'rotateHeldToken', {})).toBe('CONFLICT');
  });
});

describe('the old secret of a regenerated token', () => {
  const regenerated = async () => {
    const old = await createToken(server, { scopes: SCOPES });
    return { old, renewed: await regenerateToken(server, { id: old.id, overlap: 'P1D' }) };
  };

  test('C2: still does its work, but neither manages tokens nor rotates', async () => {
    const { old, renewed } = await regenerated();
    const client = server.as(old.secret);
    expect(await scopesOf(server, old.secret)).toEqual(['audit:read', 'users:read']);
    expect(await codeOf(client, 'createApiToken', { name: 'by old secret' })).toBe('INSUFFICIENT_SCOPE');
    expect(await codeOf(client, 'rotateHeldToken', {})).toBe('INSUFFICIENT_SCOPE');
    expect(await codeOf(client, 'endApiTokenOverlap', { id: old.id })).toBe('INSUFFICIENT_SCOPE');
    expect(await scopesOf(server, renewed.secret)).toEqual(SCOPES);
  });

  test('C2: neither rotates nor manages tokens in the rest of the request that rotated it', async () => {
    const overlap = '(input: { overlap: "P1D" }) { apiToken { id } }';
    const child = '(input: { name: "made by an old secret" }) { apiToken { id } }';
    for (const rest of [`rotateHeldToken${overlap}`, `createApiToken${child}`]) {
      const { id, secret } = await createToken(server, { scopes: SCOPES });
      const { code } = await server.as(secret).execute(`mutation { first: rotateHeldToken${overlap} then: ${rest} }`);
      expect([code, (await auditOfTarget(server, id)).length]).toEqual(['UNAUTHENTICATED', 2]);
    }
  });

  test('C2: can end itself, not the new one', async () => {
    const { old, renewed } = await regenerated();
    await run(server.anonymous, 'revokeHeldToken', { secret: old.secret });
    expect(await scopesOf(server, old.secret)).toBe('UNAUTHENTICATED');
    expect(await scopesOf(server, renewed.secret)).toEqual(SCOPES);
  });

  test('C2: is not exchanged for a session', async () => {
    const { id, secret } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', scopes: ['users:read'] });
    const renewed = await regenerateToken(server, { id, overlap: 'P1D' });
    expect((await exchange(secret, server.anonymous)).code).toBe('UNAUTHENTICATED');
    expect((await exchange(renewed.secret, server.anonymous)).code).toBeUndefined();
  });
});

describe('generations', () => {
  const line = async () => {
    const first = await createToken(server, { scopes: ['own-api-tokens:manage'] });
    const second = await createToken(server, { scopes: ['own-api-tokens:manage'] }, server.as(first.secret));
    const third = await createToken(server, {}, server.as(second.secret));
    return { first, second, third };
  };

  test('P6: ended together with their parent', async () => {
    const { first, second, third } = await line();
    const { affectedCount } = await run<{ affectedCount: number }>(server.admin, 'revokeApiTokens', {
      ids: [first.id],
      includeCreatedByThem: true,
    });
    expect(affectedCount).toBe(3);
    expect(await getToken(server, first.id)).toMatchObject({ status: 'REVOKED', revocationReason: 'REQUESTED' });
    for (const { id } of [second, third]) {
      expect(await getToken(server, id)).toMatchObject({ status: 'REVOKED', revocationReason: 'PARENT_REVOKED' });
    }
  });

  test('P6: left alone when only the parent is meant', async () => {
    const { first, third } = await line();
    await run(server.admin, 'revokeApiTokens', { ids: [first.id] });
    expect((await getToken(server, third.id)).status).toBe('ACTIVE');
  });

  test('P6: not hidden from their grandparent by deleting the one between', async () => {
    const { first, second, third } = await line();
    await run(server.as(second.secret), 'deleteApiTokens', { ids: [second.id] });
    await run(server.admin, 'revokeApiTokens', { ids: [first.id], includeCreatedByThem: true });
    expect((await getToken(server, third.id)).status).toBe('REVOKED');
  });

  test.each([
    ['revoked', 'revokeApiTokens(input: { ids: [$id], includeCreatedByThem: true }) { affectedCount }'],
    ['disabled', 'setApiTokensEnabled(input: { ids: [$id], enabled: false }) { affectedCount }'],
    ['deleted', 'deleteApiTokens(input: { ids: [$id] }) { affectedCount }'],
  ])('P6: not made any more by a parent that was %s since its request began', async (_, end) => {
    const { id, secret } = await createToken(server, { scopes: ['own-api-tokens:manage'] });
    const name = `late child of ${id}`;
    const create = 'createApiToken(input: { name: $name }) { secret }';
    const { data, code } = await server
      .as(secret)
      .execute(`mutation ($id: ID!, $name: String!) { end: ${end} late: ${create} }`, { id, name });
    expect([data, code]).toEqual([null, 'UNAUTHENTICATED']);
    const query = 'query ($search: String) { apiTokens(filter: { search: $search }) { totalCount } }';
    expect(await server.admin.get(query, { search: id })).toEqual({ apiTokens: { totalCount: 0 } });
  });

  test('P6: made by nobody once the whole line above is deleted', async () => {
    const { first, second, third } = await line();
    await run(server.admin, 'deleteApiTokens', { ids: [first.id, second.id] });
    expect(await getToken(server, third.id)).toMatchObject({ createdWith: null, status: 'ACTIVE' });
  });
});

describe('an exchanged session', () => {
  const exchanged = async () => {
    const scopes = ['own-api-tokens:manage', 'users:read'];
    const token = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', scopes });
    const { data } = await exchange(token.secret, server.anonymous);
    return { token, client: server.as(data?.logInWithAccessToken.sessionToken ?? '') };
  };

  test('U3: makes children of its access token, within its bounds', async () => {
    const { token, client } = await exchanged();
    const child = await createToken(server, { scopes: ['users:read'] }, client);
    expect(child).toMatchObject({ kind: 'API', createdWith: { id: token.id }, expiresAt: token.expiresAt });
    expect(await codeOf(client, 'createApiToken', { name: 'x', scopes: ['roles:read'] })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(client, 'createApiToken', { name: 'x', expiresAt: inDays(8) })).toBe('GRANT_EXCEEDED');
  });

  test('U3: never strengthens its own access token', async () => {
    const { token, client } = await exchanged();
    expect(await codeOf(client, 'regenerateApiToken', { id: token.id })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(client, 'updateApiToken', { id: token.id, expiresAt: inDays(8) })).toBe('GRANT_EXCEEDED');
  });
});
