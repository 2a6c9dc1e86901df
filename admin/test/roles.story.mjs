import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BEN, createRole, createToken, prepareOrders } from './orders-api.mjs';
import { confirmPassword, openAs, openPanel, violations } from './panel.mjs';

const LEAD = { email: 'lea@example.com', password: 'nine blue kettles in a row' };

/** Lea leads: she may change roles, and holds what Ben has. */
async function prepare(panel) {
  await prepareOrders(panel);
  await createToken(panel, { name: 'report', ownerId: panel.benId, scopes: ['orders:read'] });
  const held = ['own-api-tokens:manage', 'orders:read', 'customers:read', 'refunds:read'];
  panel.leadRoleId = await createRole(panel, { name: 'Lead', permissions: [...held, 'api:execute', 'roles:manage'] });
  await panel.api('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input: { username: 'lea', firstName: 'Lea', roleIds: [panel.leadRoleId], ...LEAD },
  });
}

describe('roles', { timeout: 240_000 }, () => {
  const panel = openPanel({ prepare });
  const row = (name, page = panel.page) => page.getByRole('treeitem', { name });
  const field = (name) => panel.page.getByRole('textbox', { name, exact: true });
  const button = (name) => panel.page.getByRole('button', { name, exact: true });
  const text = (words) => panel.page.getByText(words).first().waitFor();
  const dialog = (name) => panel.page.getByRole('dialog', { name });
  const roleOf = async (id) =>
    (await panel.api('query ($id: ID!) { role(id: $id) { name description permissions } }', { id })).role;

  async function open(address) {
    await panel.page.goto(`${panel.url}/admin${address}`);
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
  }
  const openRole = async (id) => {
    await open(`/roles/${id}`);
    await row(/^API tokens/)
      .first()
      .waitFor();
  };

  test('R4, C10: a role is made of what is ticked, after the password', async () => {
    await open('/roles');
    await panel.page.getByRole('link', { name: 'New role' }).click();
    await field('Name').fill('Auditors');
    await field('Description').fill('They look, and touch nothing.');
    await field('Search permissions').fill('audit');
    await row(/^Read audit:read/).click();
    assert.deepEqual(await violations(panel.page), []);
    await button('Create role').click();
    await text('Enter your password to create role Auditors.');
    await confirmPassword(panel.page);
    await panel.page.waitForURL(/\/admin\/roles\/[^/]+$/);
    const role = await roleOf(panel.page.url().split('/').at(-1));
    assert.deepEqual([role.name, role.permissions], ['Auditors', ['audit:read']]);
  });

  test('R4: a taken name is told at its field', async () => {
    await open('/roles/new');
    await field('Name').fill('auditors');
    await button('Create role').click();
    await text('A role of this name exists. Choose another name.');
    assert.equal(await field('Name').getAttribute('aria-invalid'), 'true');
  });

  test('R4: the list is searched, filtered and sorted, and its address gives it again', async () => {
    await open('/roles');
    await panel.page.getByRole('link', { name: 'Administrator' }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.getByRole('columnheader', { name: 'Users' }).getByRole('button').click();
    await panel.page.waitForURL(/sort=userCount/);
    await panel.page.getByPlaceholder('Name').fill('supp');
    await panel.page.waitForURL(/search=supp/);
    await panel.page.getByRole('link', { name: 'Auditors' }).waitFor({ state: 'detached' });
    await panel.page.reload();
    await panel.page.getByRole('link', { name: 'Support', exact: true }).waitFor();
    assert.equal(await panel.page.getByRole('link', { name: 'Administrator' }).count(), 0);
    await open('/roles?builtIn=true');
    await panel.page.getByRole('link', { name: 'Administrator' }).waitFor();
    assert.equal(await panel.page.getByRole('link', { name: 'Support', exact: true }).count(), 0);
  });

  test('R4: a built-in role can be looked at and duplicated, not changed', async () => {
    await open('/roles');
    await panel.page.getByRole('link', { name: 'Administrator' }).click();
    await text("A built-in role can't be changed. Duplicate it to make one of your own.");
    assert.equal(await button('Save role').count(), 0);
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.getByRole('link', { name: 'Duplicate' }).click();
    await panel.page.getByRole('heading', { name: 'New role' }).waitFor();
    assert.equal(await field('Name').inputValue(), 'Administrator copy');
    await text(/^20 of 20 permissions/);
  });

  test('R8: whom a change takes from and gives to is shown before it is saved, with lists', async () => {
    await openRole(panel.roleId);
    await field('Search permissions').fill('orders');
    await row(/^Read orders:read/).click();
    await text('2 users lose');
    await text('1 token loses scopes');
    await row(/^Refund refunds:manage/).click();
    await text('2 users gain or lose');
    await button('List the tokens').click();
    const listed = dialog('1 token gains or loses scopes');
    await listed.getByRole('link', { name: 'report' }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await listed.getByRole('button', { name: 'Close' }).click();
    await button('List the users').click();
    await panel.page.getByRole('dialog').getByRole('link', { name: 'Ben Ode' }).waitFor();
    await panel.page.keyboard.press('Escape');
    assert.deepEqual(await violations(panel.page), []);
    assert.deepEqual((await roleOf(panel.roleId)).permissions.includes('orders:read'), true);
    await button('Discard').click();
    assert.equal(await row(/^Read orders:read/).getAttribute('aria-checked'), 'true');
  });

  test('R8: saving waits for the preview of what is ticked now', async () => {
    await openRole(panel.roleId);
    await field('Search permissions').fill('refunds');
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await panel.page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('previewRoleChange')) await held;
      await route.continue();
    });
    await row(/^Read refunds/).click();
    assert.equal(await button('Save role').isDisabled(), true);
    release();
    await text('2 users gain');
    await button('Save role').click();
    await text('Support is saved.');
    await panel.page.unroute('**/graphql');
    assert.ok((await roleOf(panel.roleId)).permissions.includes('refunds:read'));
  });

  test('P9: what was changed is marked, and can be shown alone', async () => {
    await openRole(panel.roleId);
    await field('Search permissions').fill('refunds');
    await row(/^Read refunds/).click();
    await row(/^Read refunds.*− removed/).waitFor();
    await field('Search permissions').fill('');
    await panel.page.getByLabel('Only changed').check();
    await row(/^API tokens/)
      .first()
      .waitFor({ state: 'detached' });
    assert.equal(await panel.page.getByRole('treeitem', { level: 2 }).count(), 1);
    await button('Discard').click();
  });

  test('C1: two editors of a role: compared, and mine saved when I say so', async () => {
    await openRole(panel.roleId);
    await field('Description').fill('mine');
    await panel.api('mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }', {
      input: { id: panel.roleId, description: 'theirs' },
    });
    await button('Save role').click();
    const conflict = dialog(/^admin saved this meanwhile/);
    await conflict.getByRole('button', { name: 'Compare' }).click();
    await conflict.getByRole('cell', { name: 'theirs' }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await conflict.getByRole('button', { name: 'Save mine' }).click();
    await text('Support is saved.');
    assert.equal((await roleOf(panel.roleId)).description, 'mine');
  });

  test('R9: what one does not hold can not be given, and a role beyond oneself is only shown', async () => {
    const lea = await openAs(panel, LEAD);
    await lea.page.goto(`${panel.url}/admin/roles/${panel.roleId}`);
    await lea.page.getByLabel('Search permissions').fill('orders:');
    const manage = row(/^Manage orders:manage.*you don't hold it/, lea.page);
    assert.equal(await manage.getAttribute('aria-disabled'), 'true');
    await lea.page.goto(`${panel.url}/admin/roles/${panel.leadRoleId}`);
    await lea.page.getByLabel('Search permissions').fill('audit');
    await row(/^Read audit:read.*you can only take from it/, lea.page).waitFor();
    await lea.page.goto(`${panel.url}/admin/roles`);
    await lea.page.getByRole('link', { name: 'Auditors' }).click();
    await lea.page.getByText("You don't hold audit:read, which this role gives, so you can't change it.").waitFor();
    assert.deepEqual(lea.problems(), []);
    await lea.context.close();
  });

  test('R1: without the right there is neither entry nor page', async () => {
    const ben = await openAs(panel, BEN);
    assert.equal(await ben.page.getByRole('link', { name: 'Roles' }).count(), 0);
    await ben.page.goto(`${panel.url}/admin/roles`);
    await ben.page.getByText(/^It needs roles:read/).waitFor();
    await ben.context.close();
  });

  test('R4: a role in use says who has it, and one that nobody has goes once its name is typed', async () => {
    await open('/roles');
    await button('More for Support').click();
    await panel.page.getByRole('menuitem', { name: 'Delete…' }).click();
    await text('2 users still have Support. Give them another role first.');
    assert.equal(await button('Delete role Support for good').isDisabled(), true);
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.keyboard.press('Escape');
    await button('More for Auditors').click();
    await panel.page.getByRole('menuitem', { name: 'Delete…' }).click();
    const remove = button('Delete role Auditors for good');
    assert.equal(await remove.isDisabled(), true);
    await panel.page.getByLabel('Type Auditors to go on').fill('Auditors');
    await remove.click();
    await text('Deleted role Auditors.');
    await panel.page.getByRole('link', { name: 'Auditors' }).waitFor({ state: 'detached' });
  });

  test('R8: at 360 pixels the preview stands before the last press, and nothing scrolls sideways', async () => {
    await panel.page.setViewportSize({ width: 360, height: 740 });
    await open(`/roles/${panel.roleId}`);
    await panel.page.getByRole('button', { name: /^Choose permissions/ }).click();
    await field('Search permissions').fill('refunds');
    await row(/^Refund refunds:manage/).click();
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.getByRole('button', { name: /^Use \d+ permissions/ }).click();
    await button('Save role').click();
    const sheet = dialog('Save Support?');
    await sheet.getByText('2 users gain').waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await sheet.getByRole('button', { name: 'Save role' }).click();
    await text('Support is saved.');
    const { scroll, width } = await panel.page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      width: innerWidth,
    }));
    assert.ok(scroll <= width, `scrolls sideways: ${scroll} > ${width}`);
  });

  test('W6: nothing was asked of elsewhere, and the content security policy was kept', () => {
    assert.deepEqual(panel.problems(), []);
  });
});
