import { createHolder, auditOfTarget } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { lastUseOf, listTokens, namesFound, setColumns } from '../support/token-lists';
import { codeOf, createToken, findToken, getToken, refusal, run, setPolicy, updateToken } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);
const actionsOn = async (id: string): Promise<string[]> =>
  (await auditOfTarget(server, id)).map(({ action }) => action.replace('api-token.', ''));

describe('C3', () => {
  test('disabling keeps the secret; both are told, once each', async () => {
    const { id, secret } = await createToken(server, { scopes: ['users:read'] });
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false });
    expect((await server.as(secret).execute('{ viewer { id } }')).status).toBe(401);
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false });
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: true });
    expect((await server.as(secret).execute('{ viewer { id } }')).status).toBe(200);
    expect(await actionsOn(id)).toEqual(['created', 'disabled', 'enabled']);
  });

  test('a revoked token can be disabled and stays revoked', async () => {
    const { id } = await createToken(server);
    await run(server.admin, 'revokeApiTokens', { ids: [id] });
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false });
    expect(await getToken(server, id)).toMatchObject({ status: 'REVOKED', enabled: false });
  });
});

describe('C4', () => {
  const revoke = (ids: string[], more: object = {}) =>
    run<{ affectedCount: number }>(server.admin, 'revokeApiTokens', { ids, ...more });
  const restore = (ids: string[]) => run(server.admin, 'restoreApiTokens', { ids });
  const REVOCATION = 'query ($id: ID!) { apiToken(id: $id) { status revokedAt revocationReason revocationNote } }';
  const revocationOf = async (id: string) =>
    (await server.admin.get<{ apiToken: Record<string, string | null> }>(REVOCATION, { id })).apiToken;

  test('revoking has a reason, a note and a time', async () => {
    const { id } = await createToken(server);
    await revoke([id], { note: '  the laptop was sold ' });
    expect(await revocationOf(id)).toEqual({
      status: 'REVOKED',
      revokedAt: expect.any(String) as string,
      revocationReason: 'REQUESTED',
      revocationNote: 'the laptop was sold',
    });
  });

  test('revoking again for the same or a weaker reason changes nothing', async () => {
    const { id } = await createToken(server);
    await revoke([id], { reason: 'LEAKED', note: 'first' });
    const before = await revocationOf(id);
    await revoke([id], { reason: 'REQUESTED', note: 'second' });
    await revoke([id], { reason: 'LEAKED', note: 'third' });
    expect(await revocationOf(id)).toEqual(before);
    expect(await actionsOn(id)).toEqual(['created', 'revoked']);
  });

  test('a leak replaces a weaker reason on a token that is revoked already', async () => {
    const { id } = await createToken(server);
    await revoke([id], { note: 'tidying' });
    await revoke([id], { reason: 'LEAKED' });
    expect(await revocationOf(id)).toMatchObject({ revocationReason: 'LEAKED', revocationNote: null });
    expect(await actionsOn(id)).toEqual(['created', 'revoked', 'revoked']);
  });

  test("a leak never replaces the owner's changed e-mail, nor the other way round", async () => {
    const owner = await createHolder(server, ['api:execute', 'own-api-tokens:manage']);
    const [moved, leaked] = [await createToken(server, {}, owner.client), await createToken(server, {}, owner.client)];
    await revoke([leaked.id], { reason: 'LEAKED' });
    await server.admin.get('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: owner.id, email: 'moved-away@example.com' },
    });
    await revoke([moved.id], { reason: 'LEAKED' });
    expect((await revocationOf(moved.id)).revocationReason).toBe('OWNER_EMAIL_CHANGED');
    expect((await revocationOf(leaked.id)).revocationReason).toBe('LEAKED');
  });

  test('a holder who ends the token after it was revoked changes nothing; who reports a leak does', async () => {
    const { id, secret } = await createToken(server);
    await revoke([id]);
    await run(server.anonymous, 'revokeHeldToken', { secret });
    expect((await revocationOf(id)).revocationReason).toBe('REQUESTED');
    await run(server.anonymous, 'revokeHeldToken', { secret, leaked: true });
    expect((await revocationOf(id)).revocationReason).toBe('LEAKED');
  });

  test.each([
    ['ACTIVE', { enabled: 1 }],
    ['DISABLED', { enabled: 0 }],
    ['EXPIRED', { expires_at: inDays(-1) }],
    ['EXPIRED', { expires_at: inDays(-1), enabled: 0 }],
  ])('restoring brings it back as what it then is: %s', async (status, columns) => {
    const { id } = await createToken(server);
    await revoke([id]);
    await setColumns(server, 'api_token', id, columns);
    await restore([id]);
    expect(await revocationOf(id)).toEqual({ status, revokedAt: null, revocationReason: null, revocationNote: null });
    expect(await actionsOn(id)).toEqual(['created', 'revoked', 'restored']);
  });

  test('after a leak or a change of e-mail nothing is restored, and all or nothing', async () => {
    const [fine, leaked, moved] = [await createToken(server), await createToken(server), await createToken(server)];
    await revoke([fine.id, moved.id]);
    await revoke([leaked.id], { reason: 'LEAKED' });
    await setColumns(server, 'api_token', moved.id, { revocation_reason: 'OWNER_EMAIL_CHANGED' });
    const { extensions } = await refusal(server.admin, 'restoreApiTokens', { ids: [fine.id, leaked.id, moved.id] });
    expect([extensions.code, [...(extensions.ids ?? [])].sort()]).toEqual(['CONFLICT', [leaked.id, moved.id].sort()]);
    expect((await revocationOf(fine.id)).status).toBe('REVOKED');
  });

  test('restoring a token that is not revoked is a CONFLICT', async () => {
    const { id } = await createToken(server);
    expect((await refusal(server.admin, 'restoreApiTokens', { ids: [id] })).extensions).toMatchObject({
      code: 'CONFLICT',
      ids: [id],
    });
  });

  test('one ended by its holder comes back only through somebody who manages all tokens', async () => {
    const holder = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
    const { id, secret } = await createToken(server, {}, holder.client);
    await run(server.anonymous, 'revokeHeldToken', { secret });
    const { extensions, message } = await refusal(holder.client, 'restoreApiTokens', { ids: [id] });
    expect([extensions.code, message]).toEqual([
      'INSUFFICIENT_SCOPE',
      expect.stringContaining('ended by their holder'),
    ]);
    await restore([id]);
    expect((await getToken(server, id)).status).toBe('ACTIVE');
  });

  test('a restored token counts for the limit again (T16)', async () => {
    const holder = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
    const { id } = await createToken(server, {}, holder.client);
    const fine = await createToken(server, {}, (await createHolder(server, ['own-api-tokens:manage'])).client);
    await run(server.admin, 'revokeApiTokens', { ids: [id, fine.id] });
    await setPolicy(server, { maxTokensPerUser: 1 });
    await createToken(server, {}, holder.client);
    const { extensions } = await refusal(server.admin, 'restoreApiTokens', { ids: [id, fine.id] });
    expect(extensions).toMatchObject({ code: 'POLICY_VIOLATION', ids: [id], fields: [{ path: ['ids'] }] });
    await setPolicy(server, { maxTokensPerUser: null });
  });

  test('what the token made goes with it, through all generations, when that is asked for', async () => {
    const scopes = ['own-api-tokens:manage', 'users:read'];
    const parent = await createToken(server, { scopes });
    const child = await createToken(server, { scopes }, server.as(parent.secret));
    const grandchild = await createToken(server, { scopes: ['users:read'] }, server.as(child.secret));
    await revoke([parent.id]);
    expect((await getToken(server, child.id)).status).toBe('ACTIVE');
    const named = [child.id, parent.id];
    expect(await revoke(named, { includeCreatedByThem: true })).toMatchObject({ affectedCount: 3 });
    expect(await revocationOf(grandchild.id)).toMatchObject({ status: 'REVOKED', revocationReason: 'PARENT_REVOKED' });
    await restore([grandchild.id]);
    expect((await getToken(server, grandchild.id)).status).toBe('ACTIVE');
    expect(await actionsOn(grandchild.id)).toEqual(['created', 'revoked', 'restored']);
  });
});

describe('C5', () => {
  test('deleting is permanent: the row, its words and its secret are gone, the audit stays', async () => {
    const { id, secret, name } = await createToken(server);
    const { deletedIds } = await server.admin
      .get<{ deleteApiTokens: { deletedIds: string[] } }>(
        'mutation ($input: ApiTokensInput!) { deleteApiTokens(input: $input) { affectedCount deletedIds } }',
        { input: { ids: [id] } },
      )
      .then(({ deleteApiTokens }) => deleteApiTokens);
    expect(deletedIds).toEqual([id]);
    expect(await findToken(server, id)).toBeNull();
    expect(await namesFound(server.admin, { search: name })).toEqual([]);
    expect((await server.as(secret).execute('{ viewer { id } }')).status).toBe(401);
    expect(await actionsOn(id)).toEqual(['created', 'deleted']);
    expect((await createToken(server, { name })).name).toBe(name);
  });

  test('a token made anew under the name of a deleted one does not revive its secret', async () => {
    const old = await createToken(server, { scopes: ['users:read'] });
    await run(server.admin, 'deleteApiTokens', { ids: [old.id] });
    await createToken(server, { name: old.name, scopes: ['users:read'] });
    expect((await server.as(old.secret).execute('{ viewer { id } }')).status).toBe(401);
  });
});

describe('C9', () => {
  test('an expired token is listed and works again when its end is moved', async () => {
    const { id, secret } = await createToken(server, { scopes: ['users:read'] });
    await setColumns(server, 'api_token', id, { expires_at: inDays(-1) });
    expect(await server.as(secret).execute('{ viewer { id } }')).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' });
    const { nodes } = await listTokens(server.admin, { filter: { ids: [id] } });
    expect(nodes[0]?.status).toBe('EXPIRED');
    await updateToken(server, { id, lifetime: 'DAYS_7' });
    expect((await server.as(secret).execute('{ viewer { id } }')).status).toBe(200);
    expect((await lastUseOf(server, id)).status).toBe('ACTIVE');
  });

  test.each(['updateApiToken', 'regenerateApiToken'] as const)(
    'an expired token that %s brings back counts for the limit again, once (T16)',
    async (mutation) => {
      const { client } = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
      const [expired, living] = [await createToken(server, {}, client), await createToken(server, {}, client)];
      await setColumns(server, 'api_token', expired.id, { expires_at: inDays(-1) });
      await setPolicy(server, { maxTokensPerUser: 1 });
      const bringBack = () => codeOf(client, mutation, { id: expired.id, lifetime: 'DAYS_7' });
      expect(await bringBack()).toBe('POLICY_VIOLATION');
      expect((await updateToken(server, { id: expired.id, description: 'still over' })).status).toBe('EXPIRED');
      await run(client, 'revokeApiTokens', { ids: [living.id] });
      expect([await bringBack(), await bringBack()]).toEqual([undefined, undefined]);
      await setPolicy(server, { maxTokensPerUser: null });
    },
  );

  test('expired and revoked tokens are found and removed in bulk, and each is told', async () => {
    const client = await server.createAccount('tidy', 'tidy@example.com');
    const [kept, expired, revoked] = [
      await createToken(server, {}, client),
      await createToken(server, {}, client),
      await createToken(server, {}, client),
    ];
    await setColumns(server, 'api_token', expired.id, { expires_at: inDays(-1) });
    await run(client, 'revokeApiTokens', { ids: [revoked.id] });
    const filter = { statuses: ['EXPIRED', 'REVOKED'] };
    expect(await run(client, 'deleteApiTokens', { filter, expectedCount: 2 })).toEqual({ affectedCount: 2 });
    expect(await namesFound(client, {})).toEqual([kept.name]);
    expect([await actionsOn(expired.id), await actionsOn(revoked.id)]).toEqual([
      ['created', 'deleted'],
      ['created', 'revoked', 'deleted'],
    ]);
  });
});
