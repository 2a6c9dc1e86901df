import { createHolder, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, updateToken } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface History {
  apiToken: { auditEvents: { nodes: { action: string; actorName: string; address: string | null }[] } };
}

const HISTORY =
  'query ($id: ID!) { apiToken(id: $id) { auditEvents(first: 10) { nodes { action actorName address } } } }';

test('A1: a token shows what happened to it, newest first', async () => {
  const { id } = await createToken(server, { scopes: [] });
  await updateToken(server, { id, name: `renamed ${next()}` });
  const { apiToken } = await server.admin.get<History>(HISTORY, { id });
  expect(apiToken.auditEvents.nodes.map(({ action }) => action)).toEqual(['api-token.updated', 'api-token.created']);
});

test("R2: its owner sees others' changes without their addresses", async () => {
  const owner = await createHolder(server, ['own-api-tokens:manage']);
  const { id } = await createToken(server, { scopes: [] }, owner.client);
  await updateToken(server, { id, description: 'seen to' });
  const { apiToken } = await owner.client.get<History>(HISTORY, { id });
  expect(apiToken.auditEvents.nodes).toEqual([
    { action: 'api-token.updated', actorName: 'admin', address: null },
    { action: 'api-token.created', actorName: owner.username, address: '127.0.0.1' },
  ]);
});
