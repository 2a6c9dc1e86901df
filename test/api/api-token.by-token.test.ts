import type { Client } from '../support/client';
import { createHolder, createUser } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import {
  codeOf,
  createToken,
  findToken,
  getToken,
  refusal,
  run,
  scopesOf,
  type Token,
  updateToken,
} from '../support/tokens';

let server: TestServer;
let parent: Token;
let byParent: Client;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const SCOPES = ['api-tokens:rotate-self', 'audit:read', 'own-api-tokens:manage', 'users:read'];

beforeAll(async () => {
  server = await startServer();
  const bounds = { lifetime: 'DAYS_30', allowedAddresses: ['127.0.0.0/8'] };
  parent = await createToken(server, { scopes: SCOPES, ...bounds });
  byParent = server.as(parent.secret);
});
afterAll(() => server?.close());

describe('children', () => {
  test('P6: left out, expiry and addresses are the parent’s and the list is empty', async () => {
    const child = await createToken(server, {}, byParent);
    const { expiresAt, allowedAddresses, owner } = parent;
    expect(child).toMatchObject({ access: 'CUSTOM', scopes: [], expiresAt, allowedAddresses, owner });
    expect(child.createdWith).toEqual({ id: parent.id });
  });

  test('P6: within its parent’s scopes, end and addresses all is allowed', async () => {
    const input = { scopes: SCOPES, expiresAt: inDays(29), allowedAddresses: ['127.0.0.1', '127.0.0.0/16'] };
    const child = await createToken(server, input, byParent);
    expect(child).toMatchObject({ scopes: SCOPES, allowedAddresses: input.allowedAddresses });
    expect(await scopesOf(server, child.secret)).toEqual(SCOPES);
  });

  test.each([
    ['a scope that the parent lacks', { scopes: ['roles:read', 'users:read'] }, { excess: ['roles:read'] }],
    ['a scope that implies what the parent lacks', { scopes: ['users:manage'] }, { excess: ['users:manage'] }],
    ['a preset beyond it', { preset: 'Introspection service' }, { excess: ['api:introspect'] }],
    ['READ_ONLY', { access: 'READ_ONLY' }, { fields: [{ path: ['access'] }] }],
    ['FULL_ACCESS', { access: 'FULL_ACCESS' }, { fields: [{ path: ['access'] }] }],
    ['another kind', { kind: 'ACCESS', lifetime: 'DAYS_7' }, { fields: [{ path: ['kind'] }] }],
    ['a later end', { expiresAt: inDays(31) }, { fields: [{ path: ['expiresAt'] }] }],
    ['no end', { lifetime: 'UNLIMITED' }, { fields: [{ path: ['expiresAt'] }] }],
    ['addresses anywhere', { allowedAddresses: null }, { fields: [{ path: ['allowedAddresses'] }] }],
    ['wider addresses', { allowedAddresses: ['126.0.0.0/7'] }, { fields: [{ path: ['allowedAddresses'] }] }],
    ['other addresses', { allowedAddresses: ['127.0.0.1', '::1'] }, { fields: [{ path: ['allowedAddresses'] }] }],
  ])('P6: a child with %s is refused', async (_, { preset, ...input }: Record<string, unknown>, told) => {
    const query = '{ scopePresets { id name } }';
    const { scopePresets } = await server.admin.get<{ scopePresets: { id: string; name: string }[] }>(query);
    const presetId = scopePresets.find(({ name }) => name === preset)?.id;
    const refused = await refusal(byParent, 'createApiToken', { name: 'too strong', presetId, ...input });
    expect(refused).toMatchObject({ status: 403, extensions: { code: 'GRANT_EXCEEDED', ...told } });
  });

  test('P6: a child belongs to its parent’s owner', async () => {
    const manager = await createToken(server, { scopes: ['api-tokens:manage', 'users:read'] });
    const other = await createUser(server);
    const input = { name: 'for another', ownerId: other.id, scopes: [] };
    expect(await codeOf(server.as(manager.secret), 'createApiToken', input)).toBe('GRANT_EXCEEDED');
    expect(await codeOf(byParent, 'createApiToken', input)).toBe('NOT_FOUND');
  });

  test('P6: a grandchild stays within the child, not the grandparent', async () => {
    const child = await createToken(server, { scopes: ['own-api-tokens:manage'], expiresAt: inDays(5) }, byParent);
    const byChild = server.as(child.secret);
    expect(await codeOf(byChild, 'createApiToken', { name: 'wide', scopes: ['users:read'] })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(byChild, 'createApiToken', { name: 'long', expiresAt: inDays(6) })).toBe('GRANT_EXCEEDED');
    const grandchild = await createToken(server, {}, byChild);
    expect(grandchild).toMatchObject({ createdWith: { id: child.id }, expiresAt: child.expiresAt });
  });

  test('P6: a copy made by token is a child within its bounds', async () => {
    const source = await createToken(server, { scopes: ['users:read'], lifetime: 'DAYS_90' });
    expect(await codeOf(byParent, 'copyApiToken', { id: source.id, name: 'too long' })).toBe('GRANT_EXCEEDED');
    const near = await createToken(server, {
      scopes: ['users:read'],
      lifetime: 'DAYS_7',
      allowedAddresses: ['127.0.0.1'],
    });
    const copy = await run<{ apiToken: Token }>(byParent, 'copyApiToken', { id: near.id, name: 'copied by token' });
    expect(copy.apiToken).toMatchObject({ createdWith: { id: parent.id }, scopes: ['users:read'] });
  });

  test('P6: without a token-managing scope no token is made or changed', async () => {
    const { secret } = await createToken(server, {
      scopes: ['api-tokens:read', 'users:manage', 'api-tokens:rotate-self'],
    });
    const refused = await refusal(server.as(secret), 'createApiToken', { name: 'none' });
    expect(refused).toMatchObject({ status: 403, extensions: { code: 'INSUFFICIENT_SCOPE' } });
    expect(await codeOf(server.as(secret), 'updateApiToken', { id: parent.id })).toBe('INSUFFICIENT_SCOPE');
  });
});

describe('what a token may change', () => {
  /** By which an existing token becomes stronger, within the parent's bounds. */
  const STRONGER: [string, object, (client: Client, id: string) => Promise<string | undefined>][] = [
    ['a scope', {}, (client, id) => codeOf(client, 'updateApiToken', { id, scopes: ['users:read'] })],
    [
      'a later end',
      { expiresAt: inDays(5) },
      (client, id) => codeOf(client, 'updateApiToken', { id, expiresAt: inDays(6) }),
    ],
    [
      'wider addresses',
      { allowedAddresses: ['127.0.0.1'] },
      (client, id) => codeOf(client, 'updateApiToken', { id, allowedAddresses: ['127.0.0.0/16'] }),
    ],
    [
      'enabling',
      { enabled: false },
      (client, id) => codeOf(client, 'setApiTokensEnabled', { ids: [id], enabled: true }),
    ],
    ['enabling by edit', { enabled: false }, (client, id) => codeOf(client, 'updateApiToken', { id, enabled: true })],
    ['a new secret', {}, (client, id) => codeOf(client, 'regenerateApiToken', { id })],
    ['a new secret in bulk', {}, (client, id) => codeOf(client, 'regenerateApiTokens', { ids: [id] })],
    [
      'restoring',
      {},
      async (client, id) => {
        await run(server.admin, 'revokeApiTokens', { ids: [id] });
        return codeOf(client, 'restoreApiTokens', { ids: [id] });
      },
    ],
  ];
  const within = { expiresAt: inDays(20), allowedAddresses: ['127.0.0.0/8'], scopes: [] };

  test.each(STRONGER)('P6: %s: allowed for what it made itself', async (_, input, attempt) => {
    const { id } = await createToken(server, { ...within, ...input }, byParent);
    expect(await attempt(byParent, id)).toBeUndefined();
  });

  test.each(STRONGER)('P6: %s: allowed for what its child made', async (_, input, attempt) => {
    const child = await createToken(server, { scopes: ['own-api-tokens:manage'] }, byParent);
    const { id } = await createToken(server, { ...within, ...input }, server.as(child.secret));
    expect(await attempt(byParent, id)).toBeUndefined();
  });

  test.each(STRONGER)('P6: %s: refused for a token that it did not make', async (_, input, attempt) => {
    const { id } = await createToken(server, { ...within, ...input });
    expect(await attempt(byParent, id)).toBe('GRANT_EXCEEDED');
  });

  test.each(STRONGER)('P6: %s: refused for its maker and its siblings', async (_, input, attempt) => {
    const child = await createToken(server, { scopes: ['own-api-tokens:manage', 'users:read'] }, byParent);
    const { id } = await createToken(server, { ...within, ...input }, byParent);
    expect(await attempt(server.as(child.secret), id)).toBe('GRANT_EXCEEDED');
  });

  test.each([
    ['a later end', { expiresAt: inDays(31) }],
    ['no end', { expiresAt: null }],
    ['addresses anywhere', { allowedAddresses: null }],
    ['a scope that it lacks', { scopes: ['roles:read'] }],
    ['FULL_ACCESS', { access: 'FULL_ACCESS' }],
    ['READ_ONLY', { access: 'READ_ONLY' }],
  ])('P6: %s: refused for its child, too', async (_, change) => {
    const child = await createToken(server, {}, byParent);
    expect(await codeOf(byParent, 'updateApiToken', { id: child.id, ...change })).toBe('GRANT_EXCEEDED');
    const { expiresAt, allowedAddresses, access, scopes } = await getToken(server, child.id);
    expect({ expiresAt, allowedAddresses, access, scopes }).toMatchObject({
      expiresAt: parent.expiresAt,
      allowedAddresses: parent.allowedAddresses,
      access: 'CUSTOM',
      scopes: [],
    });
  });

  test('P6: a child that outlives its shortened parent is prolonged, enabled and renewed no more', async () => {
    const short = await createToken(server, { scopes: ['own-api-tokens:manage'], expiresAt: inDays(9) });
    const child = await createToken(server, { enabled: false }, server.as(short.secret));
    await updateToken(server, { id: short.id, expiresAt: inDays(2) });
    const byShort = server.as(short.secret);
    expect(await codeOf(byShort, 'regenerateApiToken', { id: child.id })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(byShort, 'setApiTokensEnabled', { ids: [child.id], enabled: true })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(byShort, 'regenerateApiToken', { id: child.id, expiresAt: inDays(1) })).toBeUndefined();
  });

  test('P6: a level that follows the owner is refused, also while it adds nothing', async () => {
    const reader = await createHolder(server, ['users:read', 'api:execute']);
    const { id } = await createToken(server, { ownerId: reader.id, scopes: ['users:read'] });
    const manager = server.as((await createToken(server, { access: 'FULL_ACCESS' })).secret);
    expect(await codeOf(manager, 'updateApiToken', { id, access: 'READ_ONLY' })).toBe('GRANT_EXCEEDED');
    const service = await createUser(server, { kind: 'SERVICE', roleIds: [reader.roleId] });
    const listed = await createToken(server, { ownerId: service.id, scopes: ['users:read'] });
    expect(await codeOf(manager, 'updateApiToken', { id: listed.id, access: 'READ_ONLY' })).toBe('GRANT_EXCEEDED');
    const other = await createToken(server, { ownerId: service.id, access: 'READ_ONLY' });
    expect(await codeOf(manager, 'updateApiToken', { id: other.id, access: 'FULL_ACCESS' })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(manager, 'updateApiToken', { id: other.id, access: 'CUSTOM' })).toBeUndefined();
    const full = await createToken(server, { ownerId: service.id, access: 'FULL_ACCESS' });
    expect(await codeOf(manager, 'updateApiToken', { id: full.id, access: 'READ_ONLY' })).toBeUndefined();
  });

  test.each([
    ['a list of less', { scopes: ['users:read'] }],
    ['an earlier end', { expiresAt: inDays(1) }],
    ['narrower addresses', { allowedAddresses: ['127.0.0.1'] }],
    ['disabling', { enabled: false }],
    ['another name', { name: 'named by token' }],
  ])('P6: %s: allowed for every token that it manages', async (_, change) => {
    const { id } = await createToken(server, { scopes: ['roles:read', 'users:read'] });
    expect(await updateToken(server, { id, ...change }, byParent)).toMatchObject(change);
  });

  test.each(['revokeApiTokens', 'deleteApiTokens'] as const)(
    'P6: %s: allowed for every token of its owner',
    async (name) => {
      const { id } = await createToken(server, { access: 'FULL_ACCESS' });
      expect(await codeOf(byParent, name, { ids: [id] })).toBeUndefined();
    },
  );

  test('R1: with own-api-tokens:manage tokens of others do not exist', async () => {
    const other = await createUser(server, { kind: 'SERVICE' });
    const { id } = await createToken(server, { ownerId: other.id });
    expect(await findToken(server, id, byParent)).toBeNull();
    expect(await codeOf(byParent, 'updateApiToken', { id, enabled: false })).toBe('NOT_FOUND');
    expect(await codeOf(byParent, 'deleteApiTokens', { ids: [id] })).toBe('NOT_FOUND');
  });
});
