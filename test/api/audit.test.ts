import { transaction } from '../../src/graphql/transaction';
import { inAccount } from '../../src/context';
import { record, recordAll } from '../../src/features/audit/audit.record';
import { auditOfWork, auditPage, runSql } from '../support/audit';
import { callByToken, createHolder, createRole, next } from '../support/factories';
import { operatorContext, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterAll(() => server.close());

/** What the server itself does in the account `main`. */
async function mainContext() {
  const [account] = await server.deps.database.reader.query<{ id: string }[]>(
    "SELECT id FROM account WHERE slug = 'main'",
  );
  return inAccount(operatorContext(server.deps), account?.id ?? '');
}

const idsOf = async (filter: Record<string, unknown>) =>
  (await auditPage(server.admin, { filter, first: 100 })).nodes.map(({ targetId }) => targetId);

test('A3: events are listed newest first, in pages both ways', async () => {
  const roles = [await createRole(server), await createRole(server), await createRole(server)].map(({ id }) => id);
  const newest = await auditPage(server.admin, { first: 2 });
  expect(newest.nodes.map(({ targetId }) => targetId)).toEqual([roles[2], roles[1]]);
  const older = await auditPage(server.admin, { first: 1, after: newest.pageInfo.endCursor });
  expect(older.nodes[0]?.targetId).toBe(roles[0]);
  const back = await auditPage(server.admin, { last: 2, before: older.pageInfo.startCursor });
  expect(back.nodes).toEqual(newest.nodes);
});

test('A3: totalCount counts what the filter leaves', async () => {
  const { id } = await createRole(server);
  expect(await auditPage(server.admin, { filter: { targetId: id } })).toMatchObject({
    totalCount: 1,
    totalCountIsExact: true,
  });
});

test('A3: by actor, action, target type and target, all together', async () => {
  const holder = await createHolder(server, ['roles:manage']);
  const theirs = await createRole(server, {}, holder.client);
  await createRole(server);
  expect(await idsOf({ actorIds: [holder.id], actions: ['role.created'], targetTypes: ['role'] })).toEqual([theirs.id]);
  expect(await idsOf({ actorIds: [holder.id], targetId: theirs.id, targetTypes: ['user'] })).toEqual([]);
});

test('A3: by the token that was used', async () => {
  const client = await callByToken(server, ['roles:manage']);
  const role = await createRole(server, {}, client);
  const [event] = (await auditPage(server.admin, { filter: { targetId: role.id } })).nodes;
  expect(event).toMatchObject({ actorKind: 'TOKEN', credential: 'api-token', actorName: 'admin' });
  expect(await idsOf({ actorTokenIds: [event?.actorApiToken?.id] })).toEqual([role.id]);
});

test('A3: since counts that moment, until does not', async () => {
  const { id } = await createRole(server);
  const [event] = (await auditPage(server.admin, { filter: { targetId: id } })).nodes;
  expect(await idsOf({ targetId: id, since: event?.at })).toEqual([id]);
  expect(await idsOf({ targetId: id, until: event?.at })).toEqual([]);
});

test.each([
  { actorIds: [] },
  { actorTokenIds: [] },
  { actions: [] },
  { targetTypes: [] },
  { actorIds: ['00000000-0000-7000-8000-000000000000'] },
  { actorIds: ['ünknown'] },
  { actions: ['röle.created'] },
  { targetId: 'nothing' },
])('A3: %j matches nothing', async (filter) => {
  expect(await idsOf(filter)).toEqual([]);
});

test('T8: null in a filter is refused', async () => {
  const query = '{ auditEvents(filter: { actorIds: null }) { totalCount } }';
  expect(await server.admin.refused(query)).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});

test('R1: without audit:read the list and the check are refused', async () => {
  const { client } = await createHolder(server, ['users:read', 'account:manage']);
  const list = await client.refused('{ auditEvents { totalCount } }');
  const check = await client.refused('{ auditIntegrity { entries } }');
  expect([list, check].map(({ status, extensions }) => [status, extensions.code])).toEqual([
    [403, 'INSUFFICIENT_SCOPE'],
    [403, 'INSUFFICIENT_SCOPE'],
  ]);
});

test("R7: another account's events are never seen, whatever the filter names", async () => {
  const { id } = await createRole(server);
  const other = await server.createAccount(`other-${next()}`, 'admin@other.example');
  expect((await auditPage(other, { filter: { targetId: id } })).totalCount).toBe(0);
  expect((await auditPage(other)).nodes.map(({ action }) => action)).toEqual(['session.created']);
});

test('R2: the token behind an event is null for who may not see it, its name stays', async () => {
  const { client } = await createHolder(server, ['audit:read']);
  const role = await createRole(server, {}, await callByToken(server, ['roles:manage']));
  const [event] = (await auditPage(client, { filter: { targetId: role.id } })).nodes;
  expect(event?.actorApiToken).toBeNull();
  expect(event?.actorTokenName).toMatch(/^token /);
});

test("R2: on a token's own events the addresses of others are hidden without audit:read", async () => {
  const owner = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
  const created = await owner.client.get<{ createApiToken: { apiToken: { id: string } } }>(
    'mutation { createApiToken(input: { name: "watched" }) { apiToken { id } } }',
  );
  const { id } = created.createApiToken.apiToken;
  await server.admin.get('mutation ($ids: [ID!]!) { revokeApiTokens(input: { ids: $ids }) { affectedCount } }', {
    ids: [id],
  });
  const query = 'query ($id: ID!) { apiToken(id: $id) { auditEvents { nodes { action address actorName } } } }';
  const shown = await owner.client.get<{ apiToken: { auditEvents: { nodes: object[] } } }>(query, { id });
  expect(shown.apiToken.auditEvents.nodes).toEqual([
    { action: 'api-token.revoked', address: null, actorName: 'admin' },
    { action: 'api-token.created', address: '127.0.0.1', actorName: owner.username },
  ]);
});

test('A1: an event keeps its actor by name after the actor is deleted', async () => {
  const holder = await createHolder(server, ['roles:manage']);
  const role = await createRole(server, {}, holder.client);
  await server.admin.get('mutation ($ids: [ID!]!) { deleteUsers(input: { ids: $ids }) { deletedIds } }', {
    ids: [holder.id],
  });
  const [event] = (await auditPage(server.admin, { filter: { targetId: role.id } })).nodes;
  expect(event).toMatchObject({ actor: null, actorName: holder.username, actorKind: 'USER', credential: 'log-in' });
});

test('A1: an event tells the address, and before and after of the changed fields only', async () => {
  const { id } = await createRole(server, { name: `Old ${next()}`, description: 'stays', permissions: ['users:read'] });
  const input = { id, description: 'stays', permissions: ['users:read', 'audit:read'] };
  const [event, ...more] = await auditOfWork(server.admin, () =>
    server.admin.get('mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }', { input }),
  );
  const changes = [{ field: 'permissions', before: 'users:read', after: 'audit:read users:read' }];
  expect(event).toMatchObject({ action: 'role.updated', targetId: id, address: '127.0.0.1', changes });
  expect(more).toEqual([]);
});

test('A2: a change that fails leaves no event', async () => {
  const { name } = await createRole(server);
  const query = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }';
  const left = await auditOfWork(server.admin, () => server.admin.refused(query, { input: { name, permissions: [] } }));
  expect(left).toEqual([]);
});

test('A2: the event is written in the transaction of the change, and goes with it', async () => {
  const context = await mainContext();
  const left = await auditOfWork(server.admin, async () => {
    const failing = transaction(context, async (inside) => {
      await record(inside, { action: 'role.created', targetId: null, targetName: 'never' });
      throw new Error('after the entry');
    });
    await expect(failing).rejects.toThrow('after the entry');
  });
  expect(left).toEqual([]);
});

test('A1: what is recorded never holds a secret or a hash, even when a caller forgets it', async () => {
  const context = await mainContext();
  const secret = `sg_api_0123456789abcdef_${'A'.repeat(49)}`;
  const changes = ['secretHash', 'password', 'nameKey', 'note'].map((field) => ({
    field,
    before: null,
    after: secret,
  }));
  await transaction(context, (inside) =>
    record(inside, { action: 'api-token.updated', targetId: null, targetName: 'careless', changes }),
  );
  const [event] = (await auditPage(server.admin, { first: 1 })).nodes;
  expect(event?.changes).toEqual([
    { field: 'password', before: null, after: null },
    { field: 'note', before: null, after: '[withheld]' },
  ]);
});

test('A1: values too long for the table are cut, and say so', async () => {
  const context = await mainContext();
  const long = '𝕏'.repeat(50_000);
  const changes = Array.from({ length: 10 }, (_, index) => ({ field: `field ${index}`, before: long, after: long }));
  await transaction(context, (inside) =>
    record(inside, { action: 'api.updated', targetId: null, targetName: long, changes }),
  );
  const [event] = (await auditPage(server.admin, { first: 1 })).nodes;
  expect(event?.targetName).toBe('𝕏'.repeat(254));
  expect(event?.changes[9]?.after).toMatch(/^𝕏+… \(50000 characters\)$/u);
});

test('A2: events are never updated: the one of a role outlives every change of it', async () => {
  const { id } = await createRole(server);
  const before = await auditPage(server.admin, { filter: { targetId: id } });
  await server.admin.get('mutation ($ids: [ID!]!) { deleteRoles(input: { ids: $ids }) { deletedIds } }', { ids: [id] });
  const after = await auditPage(server.admin, { filter: { targetId: id } });
  expect(after.nodes.map(({ action }) => action)).toEqual(['role.deleted', 'role.created']);
  expect(after.nodes[1]).toEqual(before.nodes[0]);
});

test('L4: a page of a long list is a range of an index, in its order', async () => {
  const context = await mainContext();
  const entries = Array.from({ length: 3_000 }, () => ({
    action: 'preset.updated' as const,
    targetId: null,
    targetName: 'x',
  }));
  await transaction(context, (inside) => recordAll(inside, entries));
  const onSqlite = server.deps.database.dialect === 'sqlite';
  await runSql(server, onSqlite ? 'ANALYZE audit_event' : 'ANALYZE TABLE audit_event');
  const page = `SELECT * FROM audit_event WHERE account_id = '${context.accountId}' ORDER BY at DESC, id DESC LIMIT 20`;
  const plan = JSON.stringify(await runSql(server, `EXPLAIN ${onSqlite ? 'QUERY PLAN ' : ''}${page}`));
  expect(plan).toMatch(/audit_event_by_time/);
  expect(plan).not.toMatch(/sort|TEMP B-TREE/i);
});
