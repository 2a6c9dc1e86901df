import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAs, openPanel, eventually } from './panel.mjs';
import { createPerson } from './people.mjs';
import { scopesOf, stepsOn, tokenNamed } from './manual-steps.mjs';
import { askNoPassword } from './token-seeds.mjs';

/** What Strapi's administrators do with API tokens, clicked through: each story goes on from the one before. */
const panel = openPanel({
  async prepare(panel) {
    await askNoPassword(panel.api);
    const person = (username, ...scopes) => createPerson(panel.url, { username, scopes });
    panel.editor = await person('editor', 'users:read', 'api:execute');
    panel.reader = await person('reader', 'api-tokens:read');
    panel.owner = await person('owner', 'own-api-tokens:manage', 'api:execute', 'roles:read', 'users:read');
  },
});
const steps = stepsOn(() => panel.page);
const DAY = 86_400_000;

/** Someone else at the same panel. */
async function as(person, act) {
  const { page, context, problems } = await openAs(panel, person);
  await act(
    page,
    stepsOn(() => page),
  );
  assert.deepEqual(problems(), []);
  await context.close();
}

describe("Strapi's manual", { timeout: 60_000 }, () => {
  let readOnly, endless;

  test('T4: a read-only token reads whatever its owner may read', async () => {
    await steps.list();
    await steps.says('No tokens yet');
    await panel.page.getByRole('main').getByRole('link', { name: 'New token' }).first().click();
    await steps.fillForm({ name: 'Read only', access: /^Read only/, lifetime: '7 days' });
    await steps.picture('strapi-1-form');
    await steps.button('Create token').click();
    readOnly = await steps.store();
    const reading = ['api-tokens:read', 'apis:read', 'audit:read', 'roles:read', 'users:read'];
    assert.deepEqual(await scopesOf(panel.url, readOnly), reading);
  });

  test('T4: a full-access token may do all that its owner may', async () => {
    const secret = await steps.create({ name: 'Full', access: /^Full access/, lifetime: '30 days' });
    const scopes = await scopesOf(panel.url, secret);
    assert.ok(scopes.includes('roles:manage') && scopes.includes('users:manage'));
  });

  test('T4, W4: a custom token may do what is ticked, and nothing else', async () => {
    await steps.visit('/api-tokens/new', { name: 'New token' });
    await steps.fillForm({ name: 'Custom', access: /^Custom/, lifetime: '90 days', scopes: ['roles:read'] });
    await steps.picture('strapi-2-custom');
    await steps.button('Create token').click();
    await steps.dialog('Token created: Custom').waitFor();
    await steps.picture('strapi-3-secret');
    assert.deepEqual(await scopesOf(panel.url, await steps.store()), ['roles:read']);
  });

  for (const [name, days] of [
    ['Read only', 7],
    ['Full', 30],
    ['Custom', 90],
  ]) {
    test(`T8: ${days} days last ${days} days`, async () => {
      const { createdAt, expiresAt } = await tokenNamed(panel, name);
      assert.equal(new Date(expiresAt) - new Date(createdAt), days * DAY);
    });
  }

  test('T8: unlimited never ends, and the list says so', async () => {
    endless = await steps.create({ name: 'Endless', access: /^Custom/, lifetime: 'No expiry' });
    await steps.list();
    await steps.row('Endless').getByText('no expiry').waitFor();
    assert.equal((await tokenNamed(panel, 'Endless')).expiresAt, null);
  });

  test('T6: a name that is taken is told at its field, and nothing is made', async () => {
    await steps.visit('/api-tokens/new', { name: 'New token' });
    await steps.fillForm({ name: 'READ  only' });
    await steps.button('Create token').click();
    await steps.says(/You already have .*perhaps revoked\. Choose another name\./);
    assert.equal(await steps.field('Name').getAttribute('aria-invalid'), 'true');
    assert.equal((await panel.api('{ apiTokens { totalCount } }')).apiTokens.totalCount, 4);
  });

  test('L1: the list shows name, description, creation, last use, level and end', async () => {
    const { page } = panel;
    await steps.list();
    await steps.button('Columns').click();
    for (const column of ['Description', 'Created'])
      await page.getByRole('dialog').getByRole('checkbox', { name: column, exact: true }).check();
    await page.keyboard.press('Escape');
    for (const column of ['Name', 'Description', 'Created', 'Last used', 'Access', 'Expires'])
      await page.getByRole('columnheader', { name: column, exact: true }).waitFor();
    assert.match(await steps.row('Full').innerText(), /Full access/);
    await steps.picture('strapi-4-list');
  });

  test('L5, U6: last used is "never used" until the first call', async () => {
    await steps.list('Endless');
    await steps.row('Endless').getByText('never used').waitFor();
    await scopesOf(panel.url, endless);
    await eventually(async () => {
      await steps.button(/^Refresh/).click();
      await steps.row('Endless').getByText('never used').waitFor({ state: 'detached', timeout: 300 });
    });
    await steps.row('Endless').getByText('just now').first().waitFor();
  });

  test('C1: name, description and level are edited', async () => {
    await steps.list();
    await steps.choose('Read only', 'Edit');
    await steps.fillForm({ name: 'Now custom', description: 'x', access: /^Custom/ });
    await steps.button('Save token').click();
    await steps.says('Now custom is saved.');
    const { access, scopes, description } = await tokenNamed(panel, 'Now custom');
    assert.deepEqual([access, scopes, description], ['CUSTOM', [], 'x']);
  });

  test('C2: regenerating replaces the secret', async () => {
    await steps.list();
    await steps.choose('Now custom', 'Regenerate');
    await steps.combobox('Keep the old secret working for').click();
    await panel.page.getByRole('option', { name: 'Stop now' }).click();
    await steps.picture('strapi-5-regenerate');
    await steps.button('Regenerate secret').click();
    const secret = await steps.store('New secret: Now custom');
    assert.equal(await scopesOf(panel.url, readOnly), 'UNAUTHENTICATED');
    assert.deepEqual(await scopesOf(panel.url, secret), []);
  });

  test('R1: an administrator without the permission on tokens finds no way to them', async () => {
    await as(panel.editor, async (page) => {
      await page.getByRole('link', { name: 'Users' }).waitFor();
      assert.equal(await page.getByRole('link', { name: /tokens/ }).count(), 0);
      await page.goto(`${panel.url}/admin/api-tokens`);
      await page.getByText('It needs api-tokens:read. Ask an administrator.').waitFor();
    });
  });

  test('R1: an administrator who may only read sees tokens and makes none', async () => {
    await as(panel.reader, async (page, seen) => {
      await seen.row('Full').waitFor();
      assert.equal(await page.getByRole('link', { name: 'New token' }).count(), 0);
      await page.goto(`${panel.url}/admin/api-tokens/new`);
      await page.getByText(/^It needs .*api-tokens:manage/).waitFor();
    });
  });

  test("P4: what is taken from the owner's role is gone from the token at once", async () => {
    let secret;
    await as(panel.owner, async (_, own) => {
      secret = await own.create({ name: 'mine', access: /^Read only/ }, '/my-tokens/new');
    });
    assert.deepEqual(await scopesOf(panel.url, secret), ['roles:read', 'users:read']);
    await steps.visit('/roles', { name: 'Roles' });
    await panel.page.getByRole('link', { name: 'Role of owner' }).click();
    await steps.field('Search permissions').fill('roles:read');
    await panel.page.getByRole('treeitem', { name: /^Read roles:read/ }).click();
    await steps.says('1 token loses scopes');
    await steps.picture('strapi-6-role');
    await steps.button('Save role').click();
    await steps.says('Role of owner is saved.');
    assert.deepEqual(await scopesOf(panel.url, secret), ['users:read']);
  });

  test('W1: nothing was asked of elsewhere, and no policy was broken', () => {
    assert.deepEqual(panel.problems(), []);
  });
});
