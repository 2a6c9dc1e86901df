import type { Client } from '../support/client';
import { auditOfTarget } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { lastUseOf, namesFound, setColumns } from '../support/token-lists';
import {
  codeOf,
  createToken,
  getToken,
  refusal,
  regenerateToken,
  rotateToken,
  run,
  setPolicy,
  type Token,
  updateToken,
} from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);
const statusOf = async (secret: string): Promise<number> =>
  (await server.as(secret).execute('{ viewer { id } }')).status;
const use = (secret: string, client = 'a script'): Promise<unknown> =>
  server.as(secret).with({ 'user-agent': client }).get('{ viewer { id } }');

test('C2: a new secret; everything else stays', async () => {
  const { secret, ...before } = await createToken(server, {
    description: 'kept',
    scopes: ['users:read'],
    lifetime: 'DAYS_30',
    allowedAddresses: ['127.0.0.0/8', '::1'],
  });
  const { secret: renewed, ...after } = await regenerateToken(server, { id: before.id });
  const { updatedAt, regeneratedAt, hint } = after;
  expect(after).toEqual({ ...before, updatedAt, regeneratedAt, hint });
  expect([await statusOf(secret), await statusOf(renewed)]).toEqual([401, 200]);
  expect([renewed.slice(0, 23), regeneratedAt]).toEqual([secret.slice(0, 23), updatedAt]);
});

test('C2: a new name may be given, and must be free', async () => {
  const [{ id }, other] = [await createToken(server), await createToken(server)];
  expect((await regenerateToken(server, { id, name: 'fresh name' })).name).toBe('fresh name');
  expect(await namesFound(server.admin, { search: 'fresh' })).toEqual(['fresh name']);
  expect(await codeOf(server.admin, 'regenerateApiToken', { id, name: other.name.toUpperCase() })).toBe('NAME_TAKEN');
});

test('C2: a failed regeneration leaves the old secret working', async () => {
  const { id, secret } = await createToken(server);
  expect(await codeOf(server.admin, 'regenerateApiToken', { id, overlap: 'P31D' })).toBe('POLICY_VIOLATION');
  expect(await statusOf(secret)).toBe(200);
});

describe('overlap', () => {
  const overlapping = async (input: object = {}, overlap = 'PT1H'): Promise<{ old: Token; renewed: Token }> => {
    const old = await createToken(server, { scopes: ['users:read'], ...input });
    return { old, renewed: await regenerateToken(server, { id: old.id, overlap }) };
  };

  test('C2: both secrets work, and the list shows until when', async () => {
    const { old, renewed } = await overlapping();
    expect([await statusOf(old.secret), await statusOf(renewed.secret)]).toEqual([200, 200]);
    const { overlap } = await lastUseOf(server, old.id);
    expect(Math.abs(Date.parse(overlap?.endsAt ?? '') - Date.now() - 3_600_000)).toBeLessThan(60_000);
  });

  test('C2: the list shows whether the old secret is still used, apart from the new one', async () => {
    const { old, renewed } = await overlapping();
    expect((await lastUseOf(server, old.id)).overlap).toMatchObject({ lastUsedAt: null, lastUsedClient: null });
    await use(old.secret, 'the forgotten script');
    const listed = await lastUseOf(server, old.id);
    expect(listed).toMatchObject({ lastUsedAt: null, overlap: { lastUsedClient: 'the forgotten script' } });
    expect(listed.overlap?.lastUsedAt).not.toBeNull();
    await use(renewed.secret, 'the new script');
    expect(await lastUseOf(server, old.id)).toMatchObject({
      lastUsedClient: 'the new script',
      overlap: { lastUsedClient: 'the forgotten script' },
    });
  });

  test('C2: ended early, the old secret dies at once', async () => {
    const { old, renewed } = await overlapping();
    await run(server.admin, 'endApiTokenOverlap', { id: old.id });
    expect([await statusOf(old.secret), await statusOf(renewed.secret)]).toEqual([401, 200]);
    expect((await getToken(server, old.id)).overlap).toBeNull();
    const actions = (await auditOfTarget(server, old.id)).map(({ action }) => action);
    expect(actions).toEqual(['api-token.created', 'api-token.regenerated', 'api-token.updated']);
  });

  test('C2: ending what has ended changes nothing', async () => {
    const { id, updatedAt } = await createToken(server);
    await run(server.admin, 'endApiTokenOverlap', { id });
    expect((await getToken(server, id)).updatedAt).toBe(updatedAt);
    expect(await auditOfTarget(server, id)).toHaveLength(1);
  });

  test('C2: it ends by itself', async () => {
    const { old, renewed } = await overlapping();
    await setColumns(server, 'api_token', old.id, { overlap_ends_at: new Date(Date.now() - 1) });
    expect([await statusOf(old.secret), await statusOf(renewed.secret)]).toEqual([401, 200]);
    expect((await getToken(server, old.id)).overlap).toBeNull();
  });

  test('C2: regenerating again ends the first overlap: two secrets at most', async () => {
    const { old, renewed } = await overlapping();
    const third = await regenerateToken(server, { id: old.id, overlap: 'PT1H' });
    expect([await statusOf(old.secret), await statusOf(renewed.secret), await statusOf(third.secret)]).toEqual([
      401, 200, 200,
    ]);
    const last = await regenerateToken(server, { id: old.id });
    expect([await statusOf(renewed.secret), await statusOf(third.secret), await statusOf(last.secret)]).toEqual([
      401, 401, 200,
    ]);
  });

  test('C2: a use of the first overlap is not told of the second', async () => {
    const { old } = await overlapping();
    await use(old.secret, 'the first');
    await regenerateToken(server, { id: old.id, overlap: 'PT1H' });
    expect((await lastUseOf(server, old.id)).overlap).toMatchObject({ lastUsedAt: null, lastUsedClient: null });
  });

  test('C2: never past the expiry', async () => {
    const { renewed } = await overlapping({ expiresAt: inDays(1) }, 'P20D');
    expect(renewed.overlap?.endsAt).toBe(renewed.expiresAt);
  });

  test('C2: never past an earlier end that is given with it', async () => {
    const { id } = await createToken(server, { lifetime: 'YEAR_1' });
    const { overlap, expiresAt } = await regenerateToken(server, { id, overlap: 'P20D', expiresAt: inDays(2) });
    expect(overlap?.endsAt).toBe(expiresAt);
  });

  test('C2: cut when the expiry comes nearer, and not given back when that goes away again', async () => {
    const { old } = await overlapping({}, 'P20D');
    const { expiresAt, overlap } = await updateToken(server, { id: old.id, expiresAt: inDays(3) });
    expect(overlap?.endsAt).toBe(expiresAt);
    expect((await updateToken(server, { id: old.id, expiresAt: null })).overlap?.endsAt).toBe(expiresAt);
  });

  test('C2: positive, and no longer than the policy allows, which is named', async () => {
    const { id } = await createToken(server);
    for (const overlap of ['PT0S', '-PT1H', 'P1M', null]) {
      expect([overlap, await codeOf(server.admin, 'regenerateApiToken', { id, overlap })]).toEqual([
        overlap,
        'BAD_USER_INPUT',
      ]);
    }
    await setPolicy(server, { maxOverlap: 'PT1H' });
    const { extensions, message } = await refusal(server.admin, 'regenerateApiToken', { id, overlap: 'PT2H' });
    expect([extensions.code, message]).toEqual(['POLICY_VIOLATION', expect.stringContaining('maxOverlap')]);
    expect(await codeOf(server.admin, 'regenerateApiToken', { id, overlap: 'PT1H' })).toBeUndefined();
    await setPolicy(server, { maxOverlap: 'P30D' });
  });

  test('C2: through the old secret nothing manages tokens, rotates or ends the new one', async () => {
    const scopes = ['own-api-tokens:manage', 'api-tokens:rotate-self', 'users:read'];
    const { old, renewed } = await overlapping({ scopes });
    const client = server.as(old.secret);
    expect(await codeOf(client, 'createApiToken', { name: 'through the old', scopes: [] })).toBe('INSUFFICIENT_SCOPE');
    expect(await codeOf(client, 'rotateHeldToken', {})).toBe('INSUFFICIENT_SCOPE');
    await run(server.anonymous, 'revokeHeldToken', { secret: old.secret });
    expect([await statusOf(old.secret), await statusOf(renewed.secret)]).toEqual([401, 200]);
    expect((await getToken(server, old.id)).status).toBe('ACTIVE');
  });

  test('C2, U3: the old secret of an access token is not exchanged', async () => {
    const old = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', scopes: ['users:read'] });
    const renewed = await regenerateToken(server, { id: old.id, overlap: 'PT1H' });
    const exchange = (token: string): Promise<{ code?: string }> =>
      server.anonymous.execute(
        'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }',
        { input: { account: 'main', email: 'admin@example.com', token } },
      );
    expect((await exchange(old.secret)).code).toBe('UNAUTHENTICATED');
    expect((await exchange(renewed.secret)).code).toBeUndefined();
  });

  test('C7: revoking ends both secrets', async () => {
    const { old, renewed } = await overlapping();
    await run(server.admin, 'revokeApiTokens', { ids: [old.id] });
    expect([await statusOf(old.secret), await statusOf(renewed.secret)]).toEqual([401, 401]);
  });

  test('P6: a token renews itself, with overlap and within the rules', async () => {
    const { secret } = await createToken(server, { scopes: ['api-tokens:rotate-self'] });
    const renewed = await rotateToken(server.as(secret), { overlap: 'PT10M' });
    expect([await statusOf(secret), await statusOf(renewed.secret)]).toEqual([200, 200]);
    expect(await codeOf(server.as(renewed.secret), 'rotateHeldToken', { overlap: 'P31D' })).toBe('POLICY_VIOLATION');
  });
});

test('C2: an expired token needs a new lifetime', async () => {
  const { id } = await createToken(server);
  await setColumns(server, 'api_token', id, { expires_at: inDays(-1) });
  expect((await refusal(server.admin, 'regenerateApiToken', { id })).extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: ['lifetime'] }],
  });
  const renewed = await regenerateToken(server, { id, lifetime: 'DAYS_7', overlap: 'PT1H' });
  expect(renewed).toMatchObject({ status: 'ACTIVE', overlap: null });
  expect(await statusOf(renewed.secret)).toBe(200);
});

test('C2: a revoked one is a CONFLICT, a disabled one stays disabled', async () => {
  const { id } = await createToken(server);
  await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false });
  const { status, secret } = await regenerateToken(server, { id });
  expect([status, await statusOf(secret)]).toEqual(['DISABLED', 401]);
  await run(server.admin, 'revokeApiTokens', { ids: [id] });
  expect((await refusal(server.admin, 'regenerateApiToken', { id })).extensions).toMatchObject({
    code: 'CONFLICT',
    ids: [id],
  });
});

test('T9: a new lifetime obeys the policy, an old one is kept', async () => {
  const { id } = await createToken(server, { lifetime: 'YEAR_1' });
  await setPolicy(server, { maxTokenLifetime: 'P30D' });
  expect(await codeOf(server.admin, 'regenerateApiToken', { id, lifetime: 'DAYS_60' })).toBe('POLICY_VIOLATION');
  expect(await codeOf(server.admin, 'regenerateApiToken', { id })).toBeUndefined();
  await setPolicy(server, { maxTokenLifetime: null });
});

describe('several at once', () => {
  const several = (input: object, client: Client = server.admin) =>
    run<{ secrets: { secret: string; apiToken: { id: string; name: string } }[] }>(client, 'regenerateApiTokens', {
      ...input,
    });

  test('C2: in the order that was asked for, each with its secret', async () => {
    const tokens = [await createToken(server), await createToken(server), await createToken(server)].reverse();
    const { secrets } = await several({ ids: tokens.map(({ id }) => id), overlap: 'PT1H', lifetime: 'DAYS_7' });
    expect(secrets.map(({ apiToken }) => apiToken.id)).toEqual(tokens.map(({ id }) => id));
    expect(await Promise.all(secrets.map(({ secret }) => statusOf(secret)))).toEqual([200, 200, 200]);
    expect(await Promise.all(tokens.map(({ secret }) => statusOf(secret)))).toEqual([200, 200, 200]);
  });

  test('C2: all or nothing', async () => {
    const [fine, revoked] = [await createToken(server), await createToken(server)];
    await run(server.admin, 'revokeApiTokens', { ids: [revoked.id] });
    expect(await codeOf(server.admin, 'regenerateApiTokens', { ids: [fine.id, revoked.id] })).toBe('CONFLICT');
    expect(await statusOf(fine.secret)).toBe(200);
  });

  test('C2: every id that stands against it is named, once', async () => {
    const { id } = await createToken(server);
    const ids = ['one', id, 'another', 'one', id];
    expect((await refusal(server.admin, 'regenerateApiTokens', { ids })).extensions).toMatchObject({
      code: 'NOT_FOUND',
      ids: ['one', 'another'],
    });
  });

  test('C2: 1 to 100', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `id ${index}`);
    for (const some of [[], ids]) {
      expect(await codeOf(server.admin, 'regenerateApiTokens', { ids: some })).toBe('BAD_USER_INPUT');
    }
    expect((await refusal(server.admin, 'regenerateApiTokens', { ids: ids.slice(1) })).extensions).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

test('C2: of regenerations at once each ends the one before', async () => {
  const { id, secret } = await createToken(server);
  const renewed = await Promise.all(Array.from({ length: 5 }, () => regenerateToken(server, { id })));
  const living = await Promise.all([secret, ...renewed.map((token) => token.secret)].map(statusOf));
  expect(living.sort()).toEqual([200, 401, 401, 401, 401, 401]);
});

test('S1: the secret is nowhere but in the answer', async () => {
  const { id, secret } = await createToken(server);
  const renewed = await regenerateToken(server, { id, overlap: 'PT1H' });
  const told = JSON.stringify([await auditOfTarget(server, id), await getToken(server, id), server.logged]);
  for (const text of [secret, renewed.secret]) expect(told.includes(text.slice(24))).toBe(false);
});
