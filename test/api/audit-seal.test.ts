import { sealBatch } from '../../src/features/audit/audit.seal';
import { transaction } from '../../src/graphql/transaction';
import { createRole } from '../support/factories';
import { operatorContext, startServer, type TestServer } from '../support/server';

let server: TestServer;
/** Events are sealed when a test says so. */
beforeEach(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterEach(() => server.close());

interface Integrity {
  readonly sealedUntil: string | null;
  readonly entries: number;
  readonly firstBreak: { readonly id: string; readonly action: string } | null;
}

async function integrity(client = server.admin): Promise<Integrity> {
  const query = '{ auditIntegrity { sealedUntil entries firstBreak { id action } } }';
  return (await client.get<{ auditIntegrity: Integrity }>(query)).auditIntegrity;
}

/** Seals all that waits for it. */
async function sealed(): Promise<Integrity> {
  await transaction(operatorContext(server.deps), sealBatch);
  return integrity();
}

const sql = (statement: string, values: unknown[] = []) =>
  server.deps.database.transaction((manager) => manager.query<unknown>(statement, values));

/** The id of the only event about a thing. */
async function eventOf(targetId: string): Promise<string> {
  const [event] = await server.deps.database.reader.query<{ id: string }[]>(
    'SELECT id FROM audit_event WHERE target_id = ?',
    [targetId],
  );
  return event?.id ?? '';
}

/** Three roles, whose events are sealed; the ids of these events, oldest first. */
async function threeEvents(): Promise<[string, string, string]> {
  for (let count = 0; count < 3; count++) await createRole(server);
  await sealed();
  const found = await server.deps.database.reader.query<{ id: string }[]>(
    "SELECT id FROM audit_event WHERE action = 'role.created' ORDER BY at, id",
  );
  const [first, second, third] = found.map(({ id }) => id);
  return [first ?? '', second ?? '', third ?? ''];
}

test('A2: what is sealed and fits has no break', async () => {
  const before = await sealed();
  await createRole(server);
  expect(await sealed()).toMatchObject({ entries: before.entries + 1, firstBreak: null });
});

test('A2: a server seals events within seconds by itself', async () => {
  const busy = await startServer();
  for (let tries = 0; tries < 80 && !(await integrity(busy.admin)).sealedUntil; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await integrity(busy.admin)).entries).toBeGreaterThan(0);
  await busy.close();
});

test.each(['target_name', 'action', 'changes', 'actor_name'])('A2: a changed %s is found', async (column) => {
  const [, second] = await threeEvents();
  await sql(`UPDATE audit_event SET ${column} = '[]' WHERE id = ?`, [second]);
  expect((await integrity()).firstBreak?.id).toBe(second);
});

test('A2: a moved time is found', async () => {
  const [first] = await threeEvents();
  await sql("UPDATE audit_event SET at = '2020-01-01 00:00:00.000' WHERE id = ?", [first]);
  expect((await integrity()).firstBreak?.id).toBe(first);
});

test('A2: a deleted event is found, and told by what its seal remembers', async () => {
  const [, second] = await threeEvents();
  await sql('DELETE FROM audit_event WHERE id = ?', [second]);
  expect((await integrity()).firstBreak).toEqual({ id: second, action: 'audit-event.missing' });
});

test('A2: of two breaks the first is told', async () => {
  const [first, , third] = await threeEvents();
  await sql("UPDATE audit_event SET target_name = 'x' WHERE id IN (?, ?)", [third, first]);
  expect((await integrity()).firstBreak?.id).toBe(first);
});

test('A2: two events that changed places are found', async () => {
  const [first, second] = await threeEvents();
  const swap = (from: string, to: string) => sql('UPDATE audit_seal SET event_id = ? WHERE event_id = ?', [to, from]);
  await swap(first, 'aside');
  await swap(second, first);
  await swap('aside', second);
  expect((await integrity()).firstBreak?.id).toBe(second);
});

test('A2: a link kept from an older state and put back in its place is found', async () => {
  const [, , kept] = await threeEvents();
  await sql("UPDATE audit_seal SET account_id = 'aside' WHERE event_id = ?", [kept]);
  const [forgotten, next] = [await createRole(server), await createRole(server)];
  await sealed();
  const forgottenId = await eventOf(forgotten.id);
  await sql('DELETE FROM audit_seal WHERE event_id = ?', [forgottenId]);
  await sql('DELETE FROM audit_event WHERE id = ?', [forgottenId]);
  const [other] = await server.deps.database.reader.query<{ id: string }[]>('SELECT id FROM account');
  await sql("UPDATE audit_seal SET account_id = ? WHERE account_id = 'aside'", [other?.id]);
  expect((await integrity()).firstBreak?.id).toBe(await eventOf(next.id));
});

test('A2: a removed link is found', async () => {
  const [first, second] = await threeEvents();
  await sql('DELETE FROM audit_seal WHERE event_id = ?', [first]);
  expect((await integrity()).firstBreak?.id).toBe(second);
});

test('A2: links removed from the end are found by their events', async () => {
  const [, , third] = await threeEvents();
  await sql('DELETE FROM audit_seal WHERE event_id = ?', [third]);
  expect((await integrity()).firstBreak?.id).toBe(third);
});

test('A2: an event taken out of the queue, never to be sealed, is found', async () => {
  await sealed();
  const { id } = await createRole(server);
  await sql('DELETE FROM audit_unsealed');
  expect((await integrity()).firstBreak?.id).toBe(await eventOf(id));
});

test('A2: an event deleted before it was sealed is found', async () => {
  await sealed();
  const { id } = await createRole(server);
  await sql('DELETE FROM audit_event WHERE target_id = ?', [id]);
  expect((await sealed()).firstBreak?.action).toBe('audit-event.missing');
});

test('R7: another account sees its own chain only', async () => {
  const [first] = await threeEvents();
  const other = await server.createAccount('other', 'other@example.com');
  await sealed();
  await sql("UPDATE audit_event SET target_name = 'x' WHERE id = ?", [first]);
  expect(await integrity(other)).toMatchObject({ entries: 1, firstBreak: null });
});
