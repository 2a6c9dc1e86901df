import assert from 'node:assert/strict';
import { GraphQLClient } from 'graphql-request';
import * as api from './operations';
import { startFreshServer } from './server';
import { clientWith, refused, say, step } from './steps';

const EMAIL = 'admin@example.com';
const PASSWORD = 'a first password of some length';

/** The whole life of an API token against a fresh server, step by step. */
async function tour(url: string): Promise<void> {
  const session = await step('An administrator logs in', () => api.logIn(new GraphQLClient(url), EMAIL, PASSWORD));
  const admin = clientWith(url, session);

  await step('A change asks for the password first', async () => {
    const { code } = await refused(api.createRole(admin, 'Deployers', []));
    assert.equal(code, 'PASSWORD_CONFIRMATION_REQUIRED');
    say(`confirmed until ${await api.confirmPassword(admin, PASSWORD)}`);
  });

  const ownerId = await step('A role, and a service account that has it', async () => {
    const roleId = await api.createRole(admin, 'Deployers', ['api:execute', 'roles:read', 'users:read']);
    return api.createServiceAccount(admin, 'deploy-bot', roleId);
  });

  const created = await step('A token for it: 30 days, one scope. Its secret is shown once', async () => {
    const made = await api.createToken(admin, { name: 'Deploy', ownerId, scopes: ['roles:read'], lifetime: 'DAYS_30' });
    say(`${made.secret.slice(0, 24)}… in full; lists show ${made.apiToken.hint}`);
    return made;
  });
  const { id } = created.apiToken;

  await step('A program sends it and is let through', async () => {
    const { roles } = await clientWith(url, created.secret).request<{ roles: { nodes: object[] } }>(api.LIST_ROLES);
    assert.equal(roles.nodes.length, 2);
  });

  await step('What its scopes do not allow is refused, and the scope is named', async () => {
    const { code, missing } = await refused(clientWith(url, created.secret).request(api.LIST_USERS));
    assert.equal(code, 'INSUFFICIENT_SCOPE');
    say(missing?.map(({ coordinate, anyOf }) => `${coordinate} needs ${JSON.stringify(anyOf)}`).join('; ') ?? '');
  });

  await step('The scope is added; the same secret may do it now', async () => {
    await api.updateToken(admin, { id, scopes: ['roles:read', 'users:read'] });
    await clientWith(url, created.secret).request(api.LIST_USERS);
  });

  await step('Nobody gives more than the owner holds', async () => {
    const { code } = await refused(api.updateToken(admin, { id, scopes: ['users:manage'] }));
    assert.equal(code, 'GRANT_EXCEEDED');
  });

  const second = await step('A new secret, with a day in which the old one works too', async () => {
    const regenerated = await api.regenerateToken(admin, id, 'P1D');
    await clientWith(url, created.secret).request(api.LIST_ROLES);
    await clientWith(url, regenerated.secret).request(api.LIST_ROLES);
    return regenerated.secret;
  });

  await step('The overlap is ended early: the old secret is dead', async () => {
    await api.endOverlap(admin, id);
    assert.equal((await refused(clientWith(url, created.secret).request(api.LIST_ROLES))).status, 401);
  });

  const token = clientWith(url, second);
  await step('Disabled, it is refused at once; enabled, it works again', async () => {
    await api.setEnabled(admin, id, false);
    assert.equal((await refused(token.request(api.LIST_ROLES))).status, 401);
    await api.setEnabled(admin, id, true);
    await token.request(api.LIST_ROLES);
  });

  await step('Revoked with a note, it is over; restored, it is what it was', async () => {
    await api.revoke(admin, id, 'the laptop was lost');
    assert.equal((await refused(token.request(api.LIST_ROLES))).status, 401);
    assert.equal((await api.restore(admin, id))?.status, 'ACTIVE');
    await token.request(api.LIST_ROLES);
  });

  const copy = await step('A copy has the same scopes, and a name and a secret of its own', async () => {
    const { apiToken } = await api.copyToken(admin, id, 'My own deploy token');
    assert.deepEqual(apiToken.scopes, ['roles:read', 'users:read']);
    return apiToken;
  });

  await step('The list finds it by words, status and scope', async () => {
    const found = await api.listTokens(admin, { search: 'own dep', statuses: ['ACTIVE'], scope: 'users:read' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['My own deploy token'],
    );
  });

  await step('An access token only logs in: it is exchanged for a session with its scopes', async () => {
    const access = { name: 'Laptop', kind: 'ACCESS', scopes: ['roles:read'], lifetime: 'DAYS_7' };
    const { secret } = await api.createToken(admin, access);
    assert.equal((await refused(clientWith(url, secret).request(api.LIST_ROLES))).status, 401);
    const exchanged = clientWith(url, await api.exchange(new GraphQLClient(url), EMAIL, secret));
    await exchanged.request(api.LIST_ROLES);
    assert.equal((await refused(exchanged.request(api.LIST_USERS))).code, 'INSUFFICIENT_SCOPE');
  });

  await step('Deleted, it is gone for good; the audit remembers everything', async () => {
    assert.equal(await api.deleteTokens(admin, [id, copy.id]), 2);
    assert.equal((await refused(token.request(api.LIST_ROLES))).status, 401);
    const actions = await api.listActions(admin, id);
    assert.equal(actions[0], 'api-token.deleted');
    say(actions.reverse().join(', '));
  });
}

async function main(): Promise<void> {
  const server = await startFreshServer({ SCOPEGATE_ADMIN_EMAIL: EMAIL, SCOPEGATE_ADMIN_PASSWORD: PASSWORD });
  try {
    await tour(server.url);
    process.stdout.write('Everything went as it should.\n');
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
