import { createUser, next } from '../support/factories';
import { type Mailbox, openMailbox, secretOf } from '../support/mailbox';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let mailbox: Mailbox;
let server: TestServer;
beforeAll(async () => {
  mailbox = await openMailbox();
  server = await startServer({ config: { smtpUrl: mailbox.url } });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});

const accept = (token: string, password = PASSWORD) =>
  server.anonymous.execute(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { expiresAt } }',
    {
      input: { token, password },
    },
  );

test('R5: the invitation is mailed, too, and its link sets the password', async () => {
  const { email } = await createUser(server, { password: null });
  const { text } = await mailbox.next(email ?? '');
  expect((await accept(secretOf(text))).status).toBe(200);
});

test('O4: a reset by an administrator is mailed, and makes an older link dead', async () => {
  const { id, email } = await createUser(server, { password: null });
  const invitation = await mailbox.next(email ?? '');
  await server.admin.get('mutation ($id: ID!) { resetUserPassword(input: { id: $id }) { invitationUrl } }', { id });
  const renewed = await mailbox.next(email ?? '');
  expect((await accept(secretOf(invitation.text))).status).toBe(401);
  expect((await accept(secretOf(renewed.text))).status).toBe(200);
});

test('O3: the old address hears of the new one, and links sent before are dead', async () => {
  const { id, email } = await createUser(server, { password: null });
  const invitation = await mailbox.next(email ?? '');
  const input = { id, email: `moved-${next()}@example.com` };
  await server.admin.get('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
    input,
  });
  expect((await mailbox.next(email ?? '')).text).toContain('was changed');
  expect((await accept(secretOf(invitation.text))).status).toBe(401);
});

test('nothing is mailed for a change that was refused', async () => {
  const { email } = await createUser(server);
  const input = { email, username: `other ${next()}`, roleIds: [] };
  await server.admin.refused('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input,
  });
  expect(mailbox.mails.filter(({ to }) => to === email)).toEqual([]);
});
