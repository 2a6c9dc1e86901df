import { createUser } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import {
  codeOf,
  copyToken,
  createExpiredToken,
  createToken,
  getToken,
  refusal,
  refusedToken,
  regenerateToken,
  rewrite,
  run,
  scopesOf,
  setPolicy,
  updateToken,
} from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const lengthOf = ({ createdAt, expiresAt }: { createdAt: string; expiresAt: string | null }) =>
  expiresAt && (Date.parse(expiresAt) - Date.parse(createdAt)) / DAY;

describe('lifetimes', () => {
  test.each([
    ['DAYS_7', 7],
    ['DAYS_30', 30],
    ['DAYS_60', 60],
    ['DAYS_90', 90],
    ['YEAR_1', 365],
    ['UNLIMITED', null],
  ])('T8: %s is %s days', async (lifetime, days) => {
    expect(lengthOf(await createToken(server, { lifetime }))).toBe(days);
  });

  test.each([
    ['to the millisecond', '2031-02-28T23:59:59.987Z'],
    ['after 2038', '2040-02-29T12:00:00.001Z'],
    ['in the year 9999', '9999-12-31T23:59:59.998Z'],
  ])('T8: an exact end %s is kept', async (_, expiresAt) => {
    const { id } = await createToken(server, { expiresAt });
    expect((await getToken(server, id)).expiresAt).toBe(expiresAt);
  });

  test('T8: an end with an offset is kept in UTC', async () => {
    const { id } = await createToken(server, { expiresAt: '2040-01-01T00:30:00+02:00' });
    expect((await getToken(server, id)).expiresAt).toBe('2039-12-31T22:30:00.000Z');
  });

  test.each([
    ['past', '2020-01-01T00:00:00Z'],
    ['present', () => new Date().toISOString()],
    ['beyond every calendar', '9999-12-31T23:59:59.999Z'],
    ['in the year 10000 elsewhere', '9999-12-31T23:59:59-05:00'],
    ['no date', '2031-02-30T00:00:00Z'],
    ['a day without time', '2031-02-03'],
  ])('T8: an end that is %s is refused, on create and on update', async (_, end) => {
    const expiresAt = typeof end === 'string' ? end : end();
    const { id } = await createToken(server);
    expect((await refusedToken(server, { expiresAt })).extensions.code).toBe('BAD_USER_INPUT');
    expect(await codeOf(server.admin, 'updateApiToken', { id, expiresAt })).toBe('BAD_USER_INPUT');
    expect((await getToken(server, id)).expiresAt).toBeNull();
  });

  test('T8: a lifetime and an end together are refused, on create, copy, update and regenerate', async () => {
    const { id } = await createToken(server);
    const both = { lifetime: 'DAYS_7', expiresAt: inDays(7) };
    const error = { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: ['expiresAt'] }] } };
    expect(await refusedToken(server, both)).toMatchObject(error);
    expect(await refusal(server.admin, 'copyApiToken', { id, name: 'both', ...both })).toMatchObject(error);
    expect(await refusal(server.admin, 'updateApiToken', { id, ...both })).toMatchObject(error);
    expect(await refusal(server.admin, 'regenerateApiToken', { id, ...both })).toMatchObject(error);
  });

  test('T8: a lifetime on update counts from now', async () => {
    const { id } = await createToken(server, { lifetime: 'DAYS_7' });
    const before = Date.now();
    const { expiresAt } = await updateToken(server, { id, lifetime: 'DAYS_30' });
    const end = Date.parse(expiresAt ?? '') - 30 * DAY;
    expect(end).toBeGreaterThanOrEqual(before);
    expect(end).toBeLessThanOrEqual(Date.now());
  });

  test('C1: null removes the end on update; left out keeps it', async () => {
    const { id } = await createToken(server, { lifetime: 'DAYS_7' });
    expect((await updateToken(server, { id, description: 'same end' })).expiresAt).not.toBeNull();
    expect((await updateToken(server, { id, expiresAt: null })).expiresAt).toBeNull();
  });

  test('C8: an expired token is expired in the list and at the door alike', async () => {
    const { id, secret } = await createExpiredToken(server);
    expect((await getToken(server, id)).status).toBe('EXPIRED');
    expect(await scopesOf(server, secret)).toBe('TOKEN_EXPIRED');
  });

  test('C9: an expired token works again when its end is moved to the future', async () => {
    const { id, secret } = await createExpiredToken(server, { scopes: ['users:read'] });
    expect((await updateToken(server, { id, lifetime: 'DAYS_7' })).status).toBe('ACTIVE');
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
  });

  test('C1: the same past end saved again is no change and no mistake', async () => {
    const { id, expiresAt } = await createExpiredToken(server);
    const { updatedAt } = await getToken(server, id);
    expect(await updateToken(server, { id, expiresAt })).toMatchObject({ updatedAt, status: 'EXPIRED' });
  });
});

describe('access tokens', () => {
  test.each([
    [{}, 'expiresAt'],
    [{ lifetime: 'UNLIMITED' }, 'lifetime'],
  ])('T2: an access token has an end: %j is refused', async (input, field) => {
    const refused = await refusedToken(server, { kind: 'ACCESS', scopes: [], ...input });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: [field] }] });
  });

  test("T2: an access token's end can't be removed", async () => {
    const { id } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7' });
    for (const input of [{ expiresAt: null }, { lifetime: 'UNLIMITED' }]) {
      expect(await codeOf(server.admin, 'updateApiToken', { id, ...input })).toBe('BAD_USER_INPUT');
    }
    expect(await codeOf(server.admin, 'regenerateApiToken', { id, lifetime: 'UNLIMITED' })).toBe('BAD_USER_INPUT');
  });

  test("T2: an access token takes the account's default", async () => {
    await setPolicy(server, { defaultTokenLifetime: 'P10D' });
    expect(lengthOf(await createToken(server, { kind: 'ACCESS' }))).toBe(10);
    await setPolicy(server, { defaultTokenLifetime: null });
  });
});

describe('policy', () => {
  const NONE = { maxTokenLifetime: null, defaultTokenLifetime: null, unlimitedTokensAllowed: true };
  afterEach(() => setPolicy(server, NONE));

  test('T9: left out, the end is the default', async () => {
    await setPolicy(server, { defaultTokenLifetime: 'P10DT1H' });
    expect(lengthOf(await createToken(server))).toBe(10 + 1 / 24);
    expect((await createToken(server, { lifetime: 'UNLIMITED' })).expiresAt).toBeNull();
  });

  test.each([
    ['a longer lifetime', { lifetime: 'DAYS_60' }],
    ['a later end', { expiresAt: inDays(30.1) }],
  ])('T9: %s than the longest is refused on every change that sets it', async (_, input) => {
    const { id } = await createToken(server, { lifetime: 'DAYS_7' });
    await setPolicy(server, { maxTokenLifetime: 'P30D' });
    const refused = await refusedToken(server, input);
    expect(refused).toMatchObject({ extensions: { code: 'POLICY_VIOLATION', fields: [{ path: Object.keys(input) }] } });
    expect(refused.message).toContain('maxTokenLifetime');
    expect(await codeOf(server.admin, 'updateApiToken', { id, ...input })).toBe('POLICY_VIOLATION');
    expect(await codeOf(server.admin, 'copyApiToken', { id, name: 'too long', ...input })).toBe('POLICY_VIOLATION');
    expect(await codeOf(server.admin, 'regenerateApiToken', { id, ...input })).toBe('POLICY_VIOLATION');
    expect(await codeOf(server.admin, 'regenerateApiTokens', { ids: [id], ...input })).toBe('POLICY_VIOLATION');
  });

  test('T9: the longest itself is allowed', async () => {
    await setPolicy(server, { maxTokenLifetime: 'P30D' });
    expect(lengthOf(await createToken(server, { lifetime: 'DAYS_30' }))).toBe(30);
  });

  test('T9: unlimited may be forbidden, and the refusal names that policy', async () => {
    const { id } = await createToken(server, { lifetime: 'DAYS_7' });
    await setPolicy(server, { unlimitedTokensAllowed: false });
    const refused = await refusedToken(server, { lifetime: 'UNLIMITED' });
    expect(refused.extensions.code).toBe('POLICY_VIOLATION');
    expect(refused.message).toContain('unlimitedTokensAllowed');
    expect((await refusedToken(server)).extensions.code).toBe('POLICY_VIOLATION');
    expect(await codeOf(server.admin, 'updateApiToken', { id, expiresAt: null })).toBe('POLICY_VIOLATION');
    expect(await codeOf(server.admin, 'regenerateApiToken', { id, lifetime: 'UNLIMITED' })).toBe('POLICY_VIOLATION');
  });

  test('T9: a longest lifetime alone does not forbid unlimited', async () => {
    await setPolicy(server, { maxTokenLifetime: 'P30D' });
    expect((await createToken(server, { lifetime: 'UNLIMITED' })).expiresAt).toBeNull();
  });

  test('T9: the policy counts from the moment of the change, not from the creation', async () => {
    const { id, expiresAt } = await createToken(server, { lifetime: 'DAYS_30' });
    await rewrite(server, 'UPDATE api_token SET created_at = ? WHERE id = ?', ['2020-01-01 00:00:00.000', id]);
    await setPolicy(server, { maxTokenLifetime: 'P30D' });
    expect((await updateToken(server, { id, lifetime: 'DAYS_30' })).expiresAt).not.toBe(expiresAt);
  });

  test('T9: existing tokens keep theirs and are listed as against the policy', async () => {
    const { id: ownerId } = await createUser(server);
    const [long, short, endless] = await Promise.all(
      ['YEAR_1', 'DAYS_7', 'UNLIMITED'].map((lifetime) => createToken(server, { lifetime, ownerId })),
    );
    await setPolicy(server, { maxTokenLifetime: 'P30D', unlimitedTokensAllowed: false });
    expect(await getToken(server, long?.id ?? '')).toMatchObject({ expiresAt: long?.expiresAt, againstPolicy: true });
    expect(await getToken(server, short?.id ?? '')).toMatchObject({ againstPolicy: false });
    const query = `query ($ids: [ID!]) { apiTokens(filter: { againstPolicy: true, ownerIds: $ids }) { nodes { id } } }`;
    const { apiTokens } = await server.admin.get<{ apiTokens: { nodes: { id: string }[] } }>(query, { ids: [ownerId] });
    expect(apiTokens.nodes.map(({ id }) => id).sort()).toEqual([long?.id, endless?.id].sort());
  });

  test('T9: a token against the policy can be edited as long as its end stays', async () => {
    const { id, expiresAt } = await createToken(server, { lifetime: 'YEAR_1' });
    await setPolicy(server, { maxTokenLifetime: 'P30D' });
    expect(await updateToken(server, { id, description: 'edited', expiresAt })).toMatchObject({ expiresAt });
  });

  test('T15: a copy of a token against the policy needs an end of its own', async () => {
    const { id } = await createToken(server, { lifetime: 'YEAR_1' });
    await setPolicy(server, { maxTokenLifetime: 'P30D' });
    expect(await codeOf(server.admin, 'copyApiToken', { id, name: 'as long' })).toBe('POLICY_VIOLATION');
    expect(lengthOf(await copyToken(server, { id, lifetime: 'DAYS_7' }))).toBe(7);
  });
});

describe('copy', () => {
  test('T15: takes over description, level, scopes, addresses and the length of the lifetime, from now', async () => {
    const source = await createToken(server, {
      description: 'the original',
      scopes: ['users:read', 'audit:read'],
      allowedAddresses: ['127.0.0.0/8', '203.0.113.0/24'],
      lifetime: 'DAYS_60',
    });
    const copy = await copyToken(server, { id: source.id, name: 'the copy' });
    const { description, kind, access, scopes, allowedAddresses } = source;
    expect(copy).toMatchObject({ name: 'the copy', description, kind, access, scopes, allowedAddresses });
    expect(lengthOf(copy)).toBe(60);
    expect(copy.secret.slice(7, 23)).not.toBe(source.secret.slice(7, 23));
    expect(await scopesOf(server, copy.secret)).toEqual(['audit:read', 'users:read']);
  });

  test.each(['DISABLED', 'REVOKED', 'EXPIRED'])('T15: is active although the original is %s', async (status) => {
    const expiresAt = status === 'EXPIRED' ? new Date(Date.now() + 1_500) : undefined;
    const { id } = await createToken(server, { expiresAt, enabled: status !== 'DISABLED' });
    if (status === 'REVOKED') await run(server.admin, 'revokeApiTokens', { ids: [id] });
    if (expiresAt) await new Promise((resolve) => setTimeout(resolve, 1_550));
    expect((await getToken(server, id)).status).toBe(status);
    expect((await copyToken(server, { id })).status).toBe('ACTIVE');
  });

  test('T15: belongs to the caller unless another owner is named', async () => {
    const [source, other] = [await createUser(server, { kind: 'SERVICE' }), await createUser(server)];
    const { id } = await createToken(server, { ownerId: source.id, scopes: [] });
    expect((await copyToken(server, { id })).owner.username).toBe('admin');
    expect((await copyToken(server, { id, ownerId: other.id })).owner.id).toBe(other.id);
  });

  test("T15: has a name of its own, free among its owner's", async () => {
    const { id, name } = await createToken(server);
    expect(await codeOf(server.admin, 'copyApiToken', { id, name })).toBe('NAME_TAKEN');
    expect(await codeOf(server.admin, 'copyApiToken', { id, name: '' })).toBe('BAD_USER_INPUT');
  });

  test('T15: is a copy of the length set last, also after the original was prolonged', async () => {
    const { id } = await createToken(server, { lifetime: 'DAYS_7' });
    await updateToken(server, { id, lifetime: 'DAYS_90' });
    await regenerateToken(server, { id });
    expect(lengthOf(await copyToken(server, { id }))).toBe(90);
  });
});
