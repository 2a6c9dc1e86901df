import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openAs, openPanel } from './panel.mjs';
import { createPerson } from './people.mjs';
import { scopesOf, stepsOn, tokenNamed } from './manual-steps.mjs';
import { askNoPassword } from './token-seeds.mjs';

/** What Qualytics' users do with personal tokens and service users, clicked through: each story goes on from the one before. */
const panel = openPanel({
  async prepare(panel) {
    await askNoPassword(panel.api);
    const scopes = ['own-api-tokens:manage', 'api:execute', 'users:read'];
    panel.person = await createPerson(panel.url, { username: 'nina', scopes });
  },
});
/** The administrator's window, and Nina's. */
const admin = stepsOn(() => panel.page);
const nina = stepsOn(() => panel.nina.page);
const DAY = 86_400_000;

describe("Qualytics' manual", { timeout: 60_000 }, () => {
  let secret;
  before(async () => void (panel.nina = await openAs(panel, panel.person)));

  for (const [lifetime, days] of [
    ['30 days', 30],
    ['60 days', 60],
    ['90 days', 90],
    ['1 year', 365],
  ]) {
    test(`T8: a personal token for ${lifetime}`, async () => {
      const token = { name: `for ${lifetime}`, access: /^Custom/, scopes: ['users:read'], lifetime };
      secret = await nina.create(token, '/my-tokens/new');
      const { createdAt, expiresAt } = await tokenNamed(panel, token.name);
      assert.equal(new Date(expiresAt) - new Date(createdAt), days * DAY);
    });
  }

  test('T14: the token is used as soon as it was shown', async () => {
    await nina.visit('/my-tokens');
    await nina.row('for 1 year').waitFor();
    await nina.picture('qualytics-1-my-tokens');
    assert.deepEqual(await scopesOf(panel.url, secret), ['users:read']);
  });

  test('C4: revoking ends it, with a note', async () => {
    await nina.choose('for 1 year', 'Revoke');
    await nina.field('Note').fill('not needed');
    await nina.picture('qualytics-2-revoke');
    await nina.button('Revoke token').click();
    await nina.says('Revoked for 1 year.');
    assert.equal(await scopesOf(panel.url, secret), 'UNAUTHENTICATED');
    assert.equal((await tokenNamed(panel, 'for 1 year')).revocationReason, 'REQUESTED');
  });

  test('C4: a revoked token is restored with the same secret', async () => {
    await nina.button('for 1 year is revoked. Ways on').click();
    await panel.nina.page.getByRole('menuitem', { name: 'Restore' }).click();
    await nina.says('Restored for 1 year.');
    assert.deepEqual(await scopesOf(panel.url, secret), ['users:read']);
  });

  test('C4: what is not revoked is not offered to be restored', async () => {
    await nina.button('for 1 year is active. Disable').waitFor();
    await nina.button('More for for 1 year').click();
    await panel.nina.page.getByRole('menuitem', { name: 'Revoke' }).waitFor();
    assert.equal(await panel.nina.page.getByRole('menuitem', { name: 'Restore' }).count(), 0);
    await panel.nina.page.keyboard.press('Escape');
  });

  test('C5: deleting is for good', async () => {
    await nina.choose('for 1 year', 'Delete');
    await nina.button('Delete for good').click();
    await nina.says('Deleted for 1 year.');
    assert.equal(await tokenNamed(panel, 'for 1 year'), undefined);
    assert.equal(await scopesOf(panel.url, secret), 'UNAUTHENTICATED');
  });

  test('R6: a service user is made, which cannot log in, and owns a token', async () => {
    await admin.createServiceAccount('pipeline');
    await admin.picture('qualytics-3-service-user');
    await admin.create({ name: 'nightly', owner: 'pipeline', access: /^Custom/ });
    assert.equal((await tokenNamed(panel, 'nightly')).owner.username, 'pipeline');
  });

  test('T2: a service user owns no access token', async () => {
    await admin.visit('/api-tokens/new', { name: 'New token' });
    await admin.fillForm({ owner: 'pipeline' });
    assert.equal(await panel.page.getByRole('radio', { name: /^Access token/ }).isDisabled(), true);
  });

  const flipLimit = async (limit) => {
    await admin.visit('/account', { name: 'Account' });
    await panel.page.getByRole('switch', { name: 'There is a limit of tokens per user' }).click();
    if (limit) {
      await admin.field('Tokens per user').fill(limit);
      await admin.picture('qualytics-4-account');
    }
    await admin.button('Save account').click();
    await admin.says('Account saved.');
  };

  test('T16: the account limits tokens for each user, and who has enough is told so', async () => {
    await flipLimit('3');
    await nina.visit('/my-tokens/new', { name: 'New token' });
    await nina.fillForm({ name: 'one too many' });
    await nina.button('Create token').click();
    await nina.says('You already have as many tokens as this account allows. Revoke or delete one first.');
    assert.equal(await nina.field('Name').inputValue(), 'one too many');
    assert.equal(await tokenNamed(panel, 'one too many'), undefined);
  });

  test('T16: without the limit the same press makes it', async () => {
    await flipLimit();
    await nina.button('Create token').click();
    await nina.store('Token created: one too many');
  });

  test('O1: a deactivated user is refused, and let in again with the same tokens', async () => {
    secret = await nina.create({ name: 'lasting', access: /^Custom/, scopes: ['users:read'] }, '/my-tokens/new');
    const choose = async (item, said) => {
      await admin.visit('/users?search=nina', { name: 'Users' });
      await admin.button('More for nina').click();
      await panel.page.getByRole('menuitem', { name: item }).click();
      await admin.says(said);
    };
    await choose('Disable', 'Disabled nina.');
    await admin.picture('qualytics-5-disabled');
    assert.equal(await scopesOf(panel.url, secret), 'UNAUTHENTICATED');
    await choose('Enable', 'Enabled nina.');
    assert.deepEqual(await scopesOf(panel.url, secret), ['users:read']);
  });

  test('W1: nothing was asked of elsewhere, and no policy was broken', () => {
    assert.deepEqual([...panel.problems(), ...panel.nina.problems()], []);
  });
});
