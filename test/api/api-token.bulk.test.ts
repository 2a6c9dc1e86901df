import type { Client } from '../support/client';
import { auditOfTarget, createHolder } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { namesFound, setColumns } from '../support/token-lists';
import { codeOf, createToken, findToken, getToken, type MutationName, refusal, run } from '../support/tokens';

let server: TestServer;
let accounts = 0;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const emptyAccount = (): Promise<Client> => {
  accounts += 1;
  return server.createAccount(`bulk-${accounts}`, `bulk-${accounts}@example.com`);
};

/** As many tokens as 100 a request allows. */
async function createTokens(client: Client, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < names.length; start += 100) {
    const apiTokens = names.slice(start, start + 100).map((name) => ({ name, scopes: [] }));
    const { secrets } = await run<{ secrets: { apiToken: { id: string } }[] }>(client, 'createApiTokens', {
      apiTokens,
    });
    ids.push(...secrets.map(({ apiToken }) => apiToken.id));
  }
  return ids;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `number ${index}`);
const MISSING = '01890000-0000-7000-8000-000000000000';

const ACTIONS: [MutationName, Record<string, unknown>][] = [
  ['setApiTokensEnabled', { enabled: false }],
  ['revokeApiTokens', {}],
  ['deleteApiTokens', {}],
];

test('C6: 1,000 ids at once, and not one more', async () => {
  const client = await emptyAccount();
  const ids = await createTokens(client, numbered(1_000));
  expect(await run(client, 'revokeApiTokens', { ids })).toEqual({ affectedCount: 1_000 });
  expect(await run(client, 'restoreApiTokens', { ids })).toEqual({ affectedCount: 1_000 });
  expect(await codeOf(client, 'deleteApiTokens', { ids: [...ids, MISSING] })).toBe('BAD_USER_INPUT');
  expect(await run(client, 'deleteApiTokens', { ids })).toEqual({ affectedCount: 1_000 });
  expect(await namesFound(client, {})).toEqual([]);
  // A thousand tokens take ten requests to make.
}, 60_000);

test('C6: an id named twice counts once; no ids are refused', async () => {
  const { id } = await createToken(server);
  expect(await run(server.admin, 'setApiTokensEnabled', { ids: [id, id], enabled: false })).toEqual({
    affectedCount: 1,
  });
  expect(await codeOf(server.admin, 'setApiTokensEnabled', { ids: [], enabled: false })).toBe('BAD_USER_INPUT');
});

test('C6: the answer holds the first 100 of them', async () => {
  const client = await emptyAccount();
  const ids = await createTokens(client, numbered(101));
  const { revokeApiTokens } = await client.get<{
    revokeApiTokens: { affectedCount: number; apiTokens: { status: string }[] };
  }>(
    'mutation ($input: RevokeApiTokensInput!) { revokeApiTokens(input: $input) { affectedCount apiTokens { status } } }',
    { input: { ids } },
  );
  expect([revokeApiTokens.affectedCount, revokeApiTokens.apiTokens.length]).toEqual([101, 100]);
  expect(new Set(revokeApiTokens.apiTokens.map(({ status }) => status))).toEqual(new Set(['REVOKED']));
});

test.each(ACTIONS)('C6: %s with one id that is missing changes nothing and names it', async (mutation, more) => {
  const { id } = await createToken(server);
  const { extensions } = await refusal(server.admin, mutation, { ids: [id, MISSING, 'é'], ...more });
  expect([extensions.code, [...(extensions.ids ?? [])].sort()]).toEqual(['NOT_FOUND', [MISSING, 'é'].sort()]);
  expect((await getToken(server, id)).status).toBe('ACTIVE');
});

test.each(ACTIONS)("C6, R2: %s with an id of another account is as if it didn't exist", async (mutation, more) => {
  const client = await emptyAccount();
  const { id } = await createToken(server);
  expect((await refusal(client, mutation, { ids: [id], ...more })).extensions).toMatchObject({
    code: 'NOT_FOUND',
    ids: [id],
  });
  expect((await getToken(server, id)).status).toBe('ACTIVE');
});

test.each(ACTIONS)('R1: %s by somebody who may only look names what they may not touch', async (mutation, more) => {
  const reader = await createHolder(server, ['api-tokens:read', 'own-api-tokens:manage', 'api:execute']);
  const [own, other] = [await createToken(server, {}, reader.client), await createToken(server)];
  const { extensions } = await refusal(reader.client, mutation, { ids: [own.id, other.id], ...more });
  expect(extensions).toMatchObject({ code: 'INSUFFICIENT_SCOPE', ids: [other.id] });
  expect((await getToken(server, own.id)).status).toBe('ACTIVE');
});

test.each(ACTIONS)('C6: %s by filter and the count that was seen', async (mutation, more) => {
  const client = await emptyAccount();
  await createTokens(client, ['deploy one', 'deploy two', 'other']);
  const filter = { search: 'deploy' };
  expect(await codeOf(client, mutation, { filter, expectedCount: 1, ...more })).toBe('CONFLICT');
  expect(await codeOf(client, mutation, { filter, expectedCount: 3, ...more })).toBe('CONFLICT');
  expect(await namesFound(client, { statuses: ['ACTIVE'] })).toHaveLength(3);
  expect(await run(client, mutation, { filter, expectedCount: 2, ...more })).toEqual({ affectedCount: 2 });
  expect(await namesFound(client, { statuses: ['ACTIVE'] })).toEqual(['other']);
});

test('C6: an empty list in a filter matches nothing', async () => {
  const client = await emptyAccount();
  await createTokens(client, ['alone']);
  for (const field of ['ids', 'ownerIds', 'createdByIds', 'statuses', 'kinds', 'access']) {
    const filter = { [field]: [] };
    expect(await run(client, 'deleteApiTokens', { filter, expectedCount: 0 })).toEqual({ affectedCount: 0 });
    expect([field, await codeOf(client, 'deleteApiTokens', { filter, expectedCount: 1 })]).toEqual([field, 'CONFLICT']);
  }
  expect(await namesFound(client, {})).toEqual(['alone']);
});

test.each([
  ['neither ids nor a filter', {}],
  ['a filter without a count', { filter: {} }],
  ['ids and a filter', { ids: [MISSING], filter: {} }],
  ['ids and a count', { ids: [MISSING], expectedCount: 1 }],
  ['more than 50,000', { filter: {}, expectedCount: 50_001 }],
  ['a count below zero', { filter: {}, expectedCount: -1 }],
  ['a filter of null', { filter: null, expectedCount: 1 }],
])('C6: %s is refused', async (_what, input) => {
  expect(await codeOf(server.admin, 'revokeApiTokens', input)).toBe('BAD_USER_INPUT');
});

test('C6, R1: a filter reaches no more than its caller sees', async () => {
  const holder = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
  await createToken(server);
  const own = await createToken(server, {}, holder.client);
  expect(await run(holder.client, 'revokeApiTokens', { filter: {}, expectedCount: 1 })).toEqual({ affectedCount: 1 });
  expect((await getToken(server, own.id)).status).toBe('REVOKED');
});

test('A1: one entry for each token of a bulk change, none for those that are so already', async () => {
  const [one, two] = [await createToken(server), await createToken(server, { enabled: false })];
  await run(server.admin, 'setApiTokensEnabled', { ids: [one.id, two.id], enabled: false });
  const [, entry, ...more] = await auditOfTarget(server, one.id);
  expect([entry?.action, entry?.changes, more]).toEqual([
    'api-token.disabled',
    [{ field: 'enabled', before: 'true', after: 'false' }],
    [],
  ]);
  expect(await auditOfTarget(server, two.id)).toHaveLength(1);
});

test('P5: of a bulk that enables, one token that gives more than the caller holds changes nothing', async () => {
  const manager = await createHolder(server, ['api-tokens:manage', 'users:read', 'api:execute']);
  const [weak, strong] = [
    await createToken(server, { scopes: ['users:read'], enabled: false }),
    await createToken(server, { scopes: ['roles:manage'], enabled: false }),
  ];
  const { extensions } = await refusal(manager.client, 'setApiTokensEnabled', {
    ids: [weak.id, strong.id],
    enabled: true,
  });
  expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', ids: [strong.id] });
  expect((await getToken(server, weak.id)).status).toBe('DISABLED');
});

test('C6: two bulk changes of the same tokens at once both end, and each token is told once', async () => {
  const client = await emptyAccount();
  const ids = await createTokens(client, numbered(50));
  const [forward, backward] = await Promise.all([
    run(client, 'revokeApiTokens', { ids }),
    run(client, 'revokeApiTokens', { ids: [...ids].reverse() }),
  ]);
  expect([forward, backward]).toEqual([{ affectedCount: 50 }, { affectedCount: 50 }]);
  const entries = await auditOfTarget(server, ids[7] as string);
  expect(entries.map(({ action }) => action)).toEqual(['api-token.created', 'api-token.revoked']);
});

test('T14, T16: of a batch for several owners each has to stay within their own number', async () => {
  const client = await emptyAccount();
  const query = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
  const input = { username: 'robot', kind: 'SERVICE', roleIds: [] };
  const { createUser } = await client.get<{ createUser: { user: { id: string } } }>(query, { input });
  await run(client, 'updateAccount', { maxTokensPerUser: 2 });
  const batch = (...ownerIds: (string | undefined)[]) =>
    codeOf(client, 'createApiTokens', {
      apiTokens: ownerIds.map((ownerId, index) => ({ name: `batch ${index}`, scopes: [], ownerId })),
    });
  const robot = createUser.user.id;
  expect(await batch(robot, undefined, robot, robot)).toBe('POLICY_VIOLATION');
  expect(await batch(robot, undefined, robot, undefined)).toBeUndefined();
});

test('R7: a filter of another account deletes nothing', async () => {
  const client = await emptyAccount();
  const { id } = await createToken(server);
  expect(await run(client, 'deleteApiTokens', { filter: { ids: [id] }, expectedCount: 0 })).toEqual({
    affectedCount: 0,
  });
  expect(await findToken(server, id)).not.toBeNull();
});

test('C6: a token that expired since it was counted is another count', async () => {
  const client = await emptyAccount();
  const [id] = await createTokens(client, ['on the edge', 'steady']);
  const filter = { statuses: ['ACTIVE'] };
  await setColumns(server, 'api_token', id as string, { expires_at: new Date(Date.now() - 1) });
  expect(await codeOf(client, 'revokeApiTokens', { filter, expectedCount: 2 })).toBe('CONFLICT');
});
