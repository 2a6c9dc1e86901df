import { auditOfTarget, callByToken, createHolder, createUser, next } from '../support/factories';
import { codeOf } from '../support/people';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const OWNED = ['api:execute', 'own-api-tokens:manage', 'users:read'];
const NEVER = '01890000-0000-7000-8000-000000000000';

const mutate = (field: string, variables: Record<string, unknown>, client = server.admin) =>
  client.execute<Record<string, Record<string, unknown>>>(`mutation ($id: ID!) { ${field} }`, variables);
const setEnabled = (id: string, enabled: boolean) =>
  mutate(`setUsersEnabled(input: { ids: [$id], enabled: ${enabled} }) { users { enabled } }`, { id });
const actionsOn = async (id: string) => (await auditOfTarget(server, id)).map(({ action }) => action);

/** A person with a token of their own. */
async function createOwner() {
  const holder = await createHolder(server, OWNED);
  const { createApiToken } = await holder.client.get<{ createApiToken: { secret: string; apiToken: { id: string } } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret apiToken { id } } }',
    { input: { name: `token ${next()}`, scopes: ['users:read'] } },
  );
  return { ...holder, tokenId: createApiToken.apiToken.id, token: server.as(createApiToken.secret) };
}

const statusOf = async (client: { execute(query: string): Promise<{ status: number }> }) =>
  (await client.execute('{ account { id } }')).status;

test('O1: of a disabled owner tokens and sessions are refused, and tokens work again when enabled', async () => {
  const { id, token, client } = await createOwner();
  expect((await setEnabled(id, false)).data).toEqual({ setUsersEnabled: { users: [{ enabled: false }] } });
  expect([await statusOf(token), await statusOf(client)]).toEqual([401, 401]);
  await setEnabled(id, true);
  expect([await statusOf(token), await statusOf(client)]).toEqual([200, 401]);
});

test('O1: open links of a disabled user are dead, also once enabled again', async () => {
  const { id } = await createUser(server, { password: null });
  const { data } = await mutate('resetUserPassword(input: { id: $id }) { invitationUrl }', { id });
  await setEnabled(id, false);
  await setEnabled(id, true);
  const token = new URL(data?.resetUserPassword?.invitationUrl as string).hash.slice(1);
  const accept = 'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { expiresAt } }';
  expect((await server.anonymous.refused(accept, { input: { token, password: PASSWORD } })).status).toBe(401);
});

test('A1: enabling and disabling leave one entry each, what is so already none', async () => {
  const { id } = await createUser(server);
  for (const enabled of [true, false, false, true]) await setEnabled(id, enabled);
  expect(await actionsOn(id)).toEqual(['user.created', 'user.disabled', 'user.enabled']);
});

test('C6: one unknown id changes nothing, and the error names it', async () => {
  const { id } = await createUser(server);
  const query = 'mutation ($ids: [ID!]!) { setUsersEnabled(input: { ids: $ids, enabled: false }) { users { id } } }';
  expect((await server.admin.refused(query, { ids: [id, NEVER] })).extensions).toMatchObject({
    code: 'NOT_FOUND',
    ids: [NEVER],
  });
  expect(await actionsOn(id)).toEqual(['user.created']);
});

test('O2, A1: with the owner the tokens and sessions are deleted, each with an entry', async () => {
  const { id, token, tokenId, client } = await createOwner();
  const { viewer } = await client.get<{ viewer: { sessions: [{ id: string }] } }>('{ viewer { sessions { id } } }');
  const { data } = await mutate('deleteUsers(input: { ids: [$id] }) { deletedIds deletedApiTokenCount }', { id });
  expect(data).toEqual({ deleteUsers: { deletedIds: [id], deletedApiTokenCount: 1 } });
  expect(await statusOf(token)).toBe(401);
  expect(await actionsOn(tokenId)).toEqual(['api-token.created', 'api-token.deleted']);
  expect(await actionsOn(viewer.sessions[0].id)).toEqual(['session.created', 'session.ended']);
  expect((await actionsOn(id)).at(-1)).toBe('user.deleted');
});

test('T12: deleting the creator leaves the token and empties the field', async () => {
  const { id, client } = await createHolder(server, ['api-tokens:manage', 'users:read']);
  const bot = await createUser(server, { kind: 'SERVICE' });
  const { createApiToken } = await client.get<{ createApiToken: { apiToken: { id: string } } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }',
    { input: { name: 'kept', ownerId: bot.id, scopes: [] } },
  );
  await mutate('deleteUsers(input: { ids: [$id] }) { deletedIds }', { id });
  const token = await server.admin.get('query ($id: ID!) { apiToken(id: $id) { name createdBy { id } } }', {
    id: createApiToken.apiToken.id,
  });
  expect(token).toEqual({ apiToken: { name: 'kept', createdBy: null } });
});

test('O3: another e-mail address revokes every token of the owner, once and for all', async () => {
  const { id, token, tokenId } = await createOwner();
  const email = `moved-${next()}@example.com`;
  await server.admin.get('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
    input: { id, email },
  });
  expect(await statusOf(token)).toBe(401);
  const { apiToken } = await server.admin.get<{ apiToken: object }>(
    'query ($id: ID!) { apiToken(id: $id) { status revocationReason } }',
    { id: tokenId },
  );
  expect(apiToken).toEqual({ status: 'REVOKED', revocationReason: 'OWNER_EMAIL_CHANGED' });
});

test('O3: another spelling of the same address revokes nothing', async () => {
  const { id, email, token } = await createOwner();
  const input = { id, email: email?.replace('user', 'User') };
  await server.admin.get('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
    input,
  });
  expect(await statusOf(token)).toBe(200);
});

test("L3: tokens sort by the owner's new user name", async () => {
  const { id, tokenId } = await createOwner();
  await server.admin.get('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
    input: { id, username: `0 first ${next()}` },
  });
  const { apiTokens } = await server.admin.get<{ apiTokens: { nodes: { id: string }[] } }>(
    '{ apiTokens(orderBy: [{ field: OWNER }], first: 1) { nodes { id } } }',
  );
  expect(apiTokens.nodes).toEqual([{ id: tokenId }]);
});

test('O4: the old password counts until the reset link is used', async () => {
  const { id, email } = await createUser(server);
  const { data } = await mutate('resetUserPassword(input: { id: $id }) { invitationUrl }', { id });
  expect(await statusOf(await server.logIn(email ?? ''))).toBe(200);
  const token = new URL(data?.resetUserPassword?.invitationUrl as string).hash.slice(1);
  const input = { token, password: 'quite another long phrase' };
  await server.anonymous.get(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { expiresAt } }',
    { input },
  );
  const tried = await server.anonymous.execute(
    'mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }',
    { input: { email, password: PASSWORD } },
  );
  expect(tried.status).toBe(401);
});

test("O4: a user manager ends a user's sessions, tokens live on", async () => {
  const { id, client, token } = await createOwner();
  expect((await mutate('endUserSessions(input: { id: $id }) { endedSessions }', { id })).data).toEqual({
    endUserSessions: { endedSessions: 1 },
  });
  expect([await statusOf(client), await statusOf(token)]).toEqual([401, 200]);
});

test('U5: a user manager takes a lost second factor away', async () => {
  const { id, client } = await createHolder(server, []);
  const { startTwoFactor } = await client.get<{ startTwoFactor: { secret: string } }>(
    'mutation { startTwoFactor { secret } }',
  );
  await client.get('mutation ($input: EnableTwoFactorInput!) { enableTwoFactor(input: $input) { recoveryCodes } }', {
    input: { oneTimeCode: codeOf(startTwoFactor.secret) },
  });
  const { data } = await mutate('resetUserTwoFactor(input: { id: $id }) { user { twoFactorEnabled } }', { id });
  expect(data).toEqual({ resetUserTwoFactor: { user: { twoFactorEnabled: false } } });
  expect((await auditOfTarget(server, id)).at(-1)).toMatchObject({
    changes: [{ field: 'twoFactorEnabled', before: 'true', after: 'false' }],
  });
});

test('R2: oneself is seen without users:read, others by name only', async () => {
  const { client, email } = await createHolder(server, []);
  expect(await client.get('{ viewer { user { email roles { name } permissions } } }')).toMatchObject({
    viewer: { user: { email } },
  });
});

test('P4: what a role loses is gone from the tokens of its users at once', async () => {
  const { token, roleId } = await createOwner();
  await server.admin.get('mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }', {
    input: { id: roleId, permissions: ['api:execute'] },
  });
  expect((await token.execute('{ users { totalCount } }')).code).toBe('INSUFFICIENT_SCOPE');
});

test("P3: a service account's token without api:execute on its owner is refused with 403", async () => {
  const client = await callByToken(server, ['users:manage']);
  const bot = await createUser(server, { kind: 'SERVICE' }, client);
  const { createApiToken } = await server.admin.get<{ createApiToken: { secret: string } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
    { input: { name: 'idle', ownerId: bot.id, scopes: [] } },
  );
  expect(await statusOf(server.as(createApiToken.secret))).toBe(403);
});
