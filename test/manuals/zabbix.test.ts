/** What Zabbix' administrators and users do with API tokens, step by step: each test goes on from the one before. */
import { createHolder, createUser, type Holder, type User } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, getToken, refusal, rewrite, run, scopesOf, type Token, updateToken } from '../support/tokens';

let server: TestServer;
let robot: User;
let user: Holder;
let token: Token;

beforeAll(async () => {
  server = await startServer();
  robot = await createUser(server, { kind: 'SERVICE', username: 'robot' });
  user = await createHolder(server, ['own-api-tokens:manage', 'api:execute', 'users:read']);
});
afterAll(() => server.close());

/** The names that a filter finds. */
async function found(filter: Record<string, unknown>): Promise<string[]> {
  const query =
    'query ($filter: ApiTokenFilter) { apiTokens(filter: $filter, orderBy: [{ field: NAME }]) { nodes { name } } }';
  const { apiTokens } = await server.admin.get<{ apiTokens: { nodes: { name: string }[] } }>(query, { filter });
  return apiTokens.nodes.map(({ name }) => name);
}

test('T10: a token is made for another user', async () => {
  token = await createToken(server, {
    name: 'agent',
    description: 'for the agents',
    ownerId: robot.id,
    scopes: [],
    enabled: false,
  });
  expect(token).toMatchObject({ owner: { username: 'robot' }, createdBy: { username: 'admin' } });
});

test('T11: it was made disabled, and is refused', async () => {
  expect(token.status).toBe('DISABLED');
  expect(await scopesOf(server, token.secret)).toBe('UNAUTHENTICATED');
});

test('C3: one click enables it and keeps the secret', async () => {
  await run(server.admin, 'setApiTokensEnabled', { ids: [token.id], enabled: true });
  expect((await getToken(server, token.id)).status).toBe('ACTIVE');
});

test('T3: the user of a token cannot be changed', async () => {
  const { extensions } = await refusal(server.admin, 'updateApiToken', { id: token.id, ownerId: user.id });
  expect(extensions.code).toBe('BAD_USER_INPUT');
});

test('L2: every filter finds its tokens', async () => {
  const mine = await createToken(server, { name: 'backup job', lifetime: 'DAYS_7', scopes: ['users:read'] });
  await createToken(server, { name: 'reader', access: 'READ_ONLY' });
  const hour = 3_600_000;
  expect(await found({ search: 'AGEN' })).toEqual(['agent']);
  expect(await found({ search: 'agents for' })).toEqual(['agent']);
  expect(await found({ ownerIds: [robot.id] })).toEqual(['agent']);
  expect(await found({ createdByIds: [mine.owner.id] })).toEqual(['agent', 'backup job', 'reader']);
  expect(await found({ statuses: ['ACTIVE'], kinds: ['API'], access: ['CUSTOM'] })).toEqual(['agent', 'backup job']);
  expect(await found({ scope: 'users:read' })).toEqual(['backup job', 'reader']);
  expect(await found({ expiresWithinDays: 7 })).toEqual(['backup job']);
  expect(await found({ expiresBefore: new Date(Date.now() + 8 * 24 * hour) })).toEqual(['backup job']);
  expect(await found({ expiresAfter: new Date(Date.now() + 8 * 24 * hour) })).toEqual(['agent', 'reader']);
  expect(await found({ createdAfter: new Date(Date.now() - hour), neverUsed: true })).toHaveLength(3);
  expect(await found({ createdBefore: new Date(Date.now() - hour) })).toEqual([]);
  expect(await found({ againstPolicy: true })).toEqual([]);
});

test('L3: the list is sorted by any column, both ways', async () => {
  const names = async (field: string, direction: string) => {
    const query = `{ apiTokens(orderBy: [{ field: ${field}, direction: ${direction} }]) { nodes { name } } }`;
    return (await server.admin.get<{ apiTokens: { nodes: { name: string }[] } }>(query)).apiTokens.nodes.map(
      ({ name }) => name,
    );
  };
  for (const field of ['NAME', 'OWNER', 'CREATED_BY', 'STATUS', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT']) {
    expect(await names(field, 'DESC')).toEqual((await names(field, 'ASC')).reverse());
  }
});

test('C9: an expired token stays in the list and works again with a later expiry', async () => {
  const mine = await createToken(server, { name: 'short', lifetime: 'DAYS_7', scopes: [] });
  await rewrite(server, 'UPDATE api_token SET expires_at = ? WHERE id = ?', ['2026-01-01 00:00:00.000', mine.id]);
  expect(await scopesOf(server, mine.secret)).toBe('TOKEN_EXPIRED');
  expect(await found({ statuses: ['EXPIRED'] })).toEqual(['short']);
  await updateToken(server, { id: mine.id, lifetime: 'DAYS_30' });
  expect(await scopesOf(server, mine.secret)).toEqual([]);
});

test('C6: several are disabled at once by a filter with the count that was seen', async () => {
  await run(server.admin, 'setApiTokensEnabled', { filter: { search: 'backup' }, expectedCount: 1, enabled: false });
  expect(await found({ statuses: ['DISABLED'] })).toEqual(['backup job']);
});

test('C6: one that may not be touched changes nothing', async () => {
  const own = await createToken(server, { name: 'own', scopes: [] }, user.client);
  const { extensions } = await refusal(user.client, 'deleteApiTokens', { ids: [own.id, token.id] });
  expect(extensions).toMatchObject({ code: 'NOT_FOUND', ids: [token.id] });
  expect((await getToken(server, own.id)).name).toBe('own');
});

test('R1: a user with the right to their own tokens only sees theirs', async () => {
  const { apiTokens } = await user.client.get<{ apiTokens: { nodes: { name: string }[] } }>(
    '{ apiTokens { nodes { name } } }',
  );
  expect(apiTokens.nodes).toEqual([{ name: 'own' }]);
});

test('R1: such a user makes none for another', async () => {
  const { extensions } = await refusal(user.client, 'createApiToken', { name: 'x', ownerId: robot.id, scopes: [] });
  expect(extensions).toMatchObject({ code: 'NOT_FOUND', ids: [robot.id] });
});

test("A1: what was done stands in the token's audit", async () => {
  const query = 'query ($id: ID!) { auditEvents(filter: { targetId: $id }) { nodes { action actorName } } }';
  const { auditEvents } = await server.admin.get<{ auditEvents: { nodes: { action: string }[] } }>(query, {
    id: token.id,
  });
  expect(auditEvents.nodes.map(({ action }) => action)).toEqual(['api-token.enabled', 'api-token.created']);
});
