import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { apiOf } from './harness.mjs';
import { openAs, openPanel } from './panel.mjs';
import { createPerson } from './people.mjs';
import { becomes, scopesOf, stepsOn } from './manual-steps.mjs';
import { askNoPassword } from './token-seeds.mjs';

/** What Panaya's users do with API tokens and access tokens, clicked through: each story goes on from the one before. */
const panel = openPanel({
  async prepare(panel) {
    await askNoPassword(panel.api);
    const person = (username, ...scopes) => createPerson(panel.url, { username, scopes });
    panel.rosa = await person('rosa', 'own-api-tokens:manage', 'api:execute', 'users:read');
    panel.ben = await person('ben', 'own-api-tokens:manage');
  },
});
/** The administrator's window, and Rosa's. */
const admin = stepsOn(() => panel.page);
const rosa = stepsOn(() => panel.rosas.page);

/** As a script logs in with a token and an address. */
async function exchange(email, token) {
  const { logInWithAccessToken } = await apiOf(panel.url)(
    'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }',
    { input: { email, token } },
  );
  return logInWithAccessToken.sessionToken;
}

describe("Panaya's manual", { timeout: 60_000 }, () => {
  let apiToken, accessToken, session;
  before(async () => void (panel.rosas = await openAs(panel, panel.rosa)));

  test('P3: a user without the right to execute gets no answer by token', async () => {
    const bens = await openAs(panel, panel.ben);
    const ben = stepsOn(() => bens.page);
    const secret = await ben.create({ name: 'too early' }, '/my-tokens/new');
    assert.equal(await scopesOf(panel.url, secret), 'INSUFFICIENT_SCOPE');
    assert.deepEqual(bens.problems(), []);
    await bens.context.close();
  });

  test('T1: rosa generates an API token and calls with it', async () => {
    await rosa.visit('/my-tokens/new', { name: 'New token' });
    await rosa.fillForm({ name: 'reports', access: /^Custom/, scopes: ['users:read'] });
    await rosa.button('Create token').click();
    await rosa.dialog('Token created: reports').waitFor();
    await rosa.picture('panaya-1-secret');
    apiToken = await rosa.store();
    assert.deepEqual(await scopesOf(panel.url, apiToken), ['users:read']);
  });

  test('T2: an access token needs an expiry', async () => {
    await rosa.visit('/my-tokens/new', { name: 'New token' });
    await rosa.fillForm({ name: 'door key', access: /^Custom/, scopes: ['users:read'], lifetime: 'No expiry' });
    await rosa.fillForm({ kind: /^Access token/ });
    await rosa.button('Create token').click();
    await rosa.says('An access token must expire. Choose when.');
    await rosa.picture('panaya-2-access-token');
  });

  test('T1: with one it is generated, and is refused as an API token', async () => {
    await rosa.fillForm({ lifetime: '30 days' });
    await rosa.button('Create token').click();
    accessToken = await rosa.store();
    assert.match(accessToken, /^sg_acc_/);
    assert.equal(await scopesOf(panel.url, accessToken), 'UNAUTHENTICATED');
  });

  test('U3: the access token with the e-mail of its user logs in, and the panel lists the session', async () => {
    session = await exchange(panel.rosa.email, accessToken);
    assert.deepEqual(await scopesOf(panel.url, session), ['users:read']);
    await rosa.visit('/profile', { name: 'Profile' });
    await panel.rosas.page.getByRole('region', { name: 'Sessions' }).getByRole('listitem').nth(1).waitFor();
  });

  test('U3: with the e-mail of somebody else it is refused', async () => {
    await assert.rejects(exchange(panel.ben.email, accessToken), /UNAUTHENTICATED/);
  });

  test('T1: an API token is refused at the exchange', async () => {
    await assert.rejects(exchange(panel.rosa.email, apiToken), /UNAUTHENTICATED/);
  });

  test("R3: the administrator watches everybody's tokens", async () => {
    await admin.list();
    for (const name of ['too early', 'reports', 'door key']) await admin.row(name).waitFor();
    assert.match(await admin.row('reports').innerText(), /rosa/);
    await admin.picture('panaya-3-all-tokens');
  });

  test("R3, U3: the administrator ends a user's access token, and the session with it", async () => {
    await admin.choose('door key', 'Revoke');
    await admin.button('Revoke token').click();
    await admin.says('Revoked door key.');
    assert.equal(await scopesOf(panel.url, session), 'UNAUTHENTICATED');
  });

  test('T6: one account for each user of tokens: two users may give the same name', async () => {
    await admin.createServiceAccount('reports-robot');
    await admin.create({ name: 'reports', owner: 'reports-robot', access: /^Custom/ });
    await admin.list('reports');
    await becomes(admin.names, ['reports', 'reports']);
  });

  test("O3: a change of the user's e-mail ends the tokens, which have to be made again", async () => {
    await admin.visit('/users?search=rosa', { name: 'Users' });
    await panel.page.getByRole('link', { name: 'rosa', exact: true }).click();
    await admin.field('E-mail').fill('rosa.ruiz@example.com');
    await admin.says(/revoked and ha(s|ve) to be made again/);
    await admin.picture('panaya-4-new-address');
    await admin.button('Save user').click();
    await admin.says('Saved rosa.');
    assert.equal(await scopesOf(panel.url, apiToken), 'UNAUTHENTICATED');
    await rosa.visit('/my-tokens');
    await rosa.row('reports').getByText('Revoked').waitFor();
    await panel.rosas.page.getByRole('link', { name: 'reports', exact: true }).click();
    await rosa.says(/e-mail address changed/);
    assert.equal(await rosa.button('Restore').count(), 0);
  });

  test('W1: nothing was asked of elsewhere, and no policy was broken', () => {
    assert.deepEqual([...panel.problems(), ...panel.rosas.problems()], []);
  });
});
