import { createHolder, createRole, createUser, next } from '../support/factories';
import { PASSWORD, startServer, type TestServer } from '../support/server';
import { run } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const accept = (invitationUrl: string) =>
  server.anonymous.execute(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { expiresAt } }',
    {
      input: { token: invitationUrl.split('#')[1], password: PASSWORD },
    },
  );

/** Somebody invited by a user manager, who knows the link. */
async function invite() {
  const manager = await createHolder(server, ['users:manage', 'roles:read']);
  const { createUser: created } = await manager.client.get<{
    createUser: { user: { id: string }; invitationUrl: string };
  }>('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } invitationUrl } }', {
    input: { username: `invited ${next()}`, email: `invited-${next()}@example.com`, roleIds: [] },
  });
  return { manager, userId: created.user.id, url: created.invitationUrl };
}

test('R9: a link is dead once its user holds more than who made it', async () => {
  const { userId, url } = await invite();
  const role = await createRole(server, { permissions: ['audit:read'] });
  await run(server.admin, 'updateUser', { id: userId, roleIds: [role.id] });
  expect(await accept(url)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
});

test('R9: a link lives on while its maker holds what its user gained', async () => {
  const { userId, url } = await invite();
  const role = await createRole(server, { permissions: ['roles:read'] });
  await run(server.admin, 'updateUser', { id: userId, roleIds: [role.id] });
  expect((await accept(url)).status).toBe(200);
});

test('R9: an invitation of somebody who gained nothing opens the door', async () => {
  const { url } = await invite();
  await createUser(server);
  expect((await accept(url)).status).toBe(200);
});
