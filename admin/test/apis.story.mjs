import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNoSidewaysScroll } from './harness.mjs';
import { eventually, goTo, openAs, openPanel, violations } from './panel.mjs';
import { askNoPassword } from './token-seeds.mjs';

const SHOP = `type Query {
  orders: [Order!]! @requiresScopes(scopes: [["orders:read"]])
  invoices: [Order!]! @requiresScopes(scopes: [["invoices:read"]])
}

type Order {
  id: ID!
  total: Int! @requiresScopes(scopes: [["orders:read"]])
}
`;
/** invoices:read is gone, refunds:read is new, orders is looser, Order.id is stricter. */
const NEXT = `type Query {
  orders: [Order!]! @requiresScopes(scopes: [["orders:read"], ["refunds:read"]])
  refunds: [Order!]! @requiresScopes(scopes: [["refunds:read"]])
}

type Order {
  id: ID! @requiresScopes(scopes: [["orders:read"]])
  total: Int! @requiresScopes(scopes: [["orders:read"]])
}
`;

const REGISTER = 'mutation Register($input: RegisterApiInput!) { registerApi(input: $input) { api { id } } }';
const CREATE_USER = 'mutation User($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const CREATE_ROLE = 'mutation Role($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }';
const CREATE_TOKEN =
  'mutation Token($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }';

async function prepare(panel) {
  const { api } = panel;
  await askNoPassword(api);
  panel.register = async (input) => (await api(REGISTER, { input })).registerApi.api.id;
  panel.shop = await panel.register({ name: 'Shop', description: 'Orders of the shop.', sdl: SHOP });
  await api(CREATE_USER, { input: { kind: 'SERVICE', username: 'gateway', roleIds: [] } });
  await api(CREATE_TOKEN, { input: { name: 'billing', scopes: ['invoices:read'] } });
  const { createRole } = await api(CREATE_ROLE, { input: { name: 'Reader', permissions: ['apis:read'] } });
  panel.reader = { email: 'reader@example.com', password: 'a pier by the silver lake' };
  await api(CREATE_USER, { input: { ...panel.reader, username: 'reader', roleIds: [createRole.role.id] } });
}

describe('registered APIs and presets', { timeout: 110_000 }, () => {
  const panel = openPanel({ prepare });
  const button = (name) => panel.page.getByRole('button', { name, exact: true });
  const field = (name) => panel.page.getByRole('textbox', { name, exact: true });
  const dialog = (name) => panel.page.getByRole('dialog', { name });
  const says = (words) => panel.page.getByText(words).first().waitFor();
  const changes = () => panel.page.getByRole('region', { name: 'What would change' });

  async function open(address) {
    await goTo(panel.page, `/admin${address}`);
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
  }
  async function openEdit(id) {
    await open(`/apis/${id}/edit`);
    await field('SDL').waitFor();
  }
  async function apiOf(id) {
    const selection = 'name docsUrl sdl introspectors { username } scopes { scope label readOnly implies gone }';
    return (await panel.api(`query Api($id: ID!) { api(id: $id) { ${selection} } }`, { id })).api;
  }

  test('P8: an API is registered by an SDL that was checked first, with its introspectors', async () => {
    await open('/apis');
    await panel.page.getByRole('link', { name: 'Register API' }).click();
    await field('Name').fill('Warehouse');
    await field('Docs').fill('https://docs.example.com/warehouse');
    await panel.page.getByRole('combobox', { name: 'Introspectors' }).fill('gate');
    await panel.page.getByRole('option', { name: 'gateway' }).click();
    await panel.page.keyboard.press('Escape');
    await field('SDL').fill('type Query { stock: Int @requiresScopes(scopes: [["stock:read"]]) }');
    assert.equal(await button('Register API').count(), 0);
    await button('Check change').click();
    await changes().getByText('1 added').waitFor();
    await changes().getByText('stock:read').waitFor();
    await button('Register API').click();
    await panel.page.getByRole('heading', { name: 'Warehouse' }).waitFor();
    const { apis } = await panel.api('{ apis { name docsUrl introspectors { username } scopes { scope } } }');
    assert.deepEqual(
      apis.find(({ name }) => name === 'Warehouse'),
      {
        name: 'Warehouse',
        docsUrl: 'https://docs.example.com/warehouse',
        introspectors: [{ username: 'gateway' }],
        scopes: [{ scope: 'stock:read' }],
      },
    );
  });

  test('P8: what cannot be parsed is told with line and column, and a click goes there', async () => {
    await open('/apis/new');
    await field('Name').fill('Broken');
    await field('SDL').fill('type Query {\n  orders: [Order!\n}\n');
    await button('Check change').click();
    const mistake = panel.page.getByRole('list', { name: 'Mistakes in the SDL' }).getByRole('button');
    assert.match(await mistake.innerText(), /^3:1\s/);
    await mistake.click();
    const place = await field('SDL').evaluate(({ value, selectionStart }) => value.slice(0, selectionStart));
    assert.equal(place, 'type Query {\n  orders: [Order!\n');
    assert.deepEqual(await violations(panel.page), []);
  });

  test('P8: what is wrong with a mark is found in the text, too', async () => {
    const sdl = 'type Query {\n  orders: Int @requiresScopes(scopes: [])\n}\n';
    await field('SDL').fill(sdl);
    await button('Check change').click();
    const mistake = panel.page.getByRole('list', { name: 'Mistakes in the SDL' }).getByRole('button');
    await eventually(async () => assert.match(await mistake.innerText(), /^2:3\s/));
    await field('Name').fill('');
    await field('SDL').fill('');
  });

  test('P8: a file is taken as the SDL', async () => {
    await open('/apis/new');
    const chooser = panel.page.waitForEvent('filechooser');
    await button('Choose a file').click();
    await (await chooser).setFiles({ name: 'shop.graphql', mimeType: 'text/plain', buffer: Buffer.from(NEXT) });
    await eventually(async () => assert.equal(await field('SDL').inputValue(), NEXT));
    await field('SDL').fill('');
  });

  test('P8: a new version tells what it adds, removes, loosens and tightens, and which tokens it affects', async () => {
    await openEdit(panel.shop);
    await field('SDL').fill(NEXT);
    await button('Check change').click();
    for (const words of ['1 added', '1 removed', '1 looser', '1 stricter', '1 token affected'])
      await changes().getByText(words).waitFor();
    await changes().getByRole('link', { name: 'billing' }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    assert.equal((await apiOf(panel.shop)).sdl, SHOP);
  });

  test('P8: after an edit the check counts no more', async () => {
    await field('SDL').fill(`${NEXT}\n`);
    await changes().getByText('Something was edited since. Check it again.').waitFor();
    assert.equal(await button('Register this version').count(), 0);
    await field('SDL').fill(NEXT);
    await button('Register this version').click();
    await panel.page.waitForURL(`**/admin/apis/${panel.shop}`);
    assert.equal((await apiOf(panel.shop)).sdl, NEXT);
  });

  test('P8: a scope that is gone while a token lists it stays in sight, marked', async () => {
    await open(`/apis/${panel.shop}`);
    const gone = panel.page.locator('.api-scope').filter({ hasText: 'invoices:read' });
    await gone.getByText('Gone', { exact: true }).waitFor();
    assert.equal(await gone.getByRole('button', { name: 'Edit invoices:read' }).count(), 0);
  });

  test('P8, P9: a scope gets its words, reads only and includes another, after its effect was looked at', async () => {
    await open(`/apis/${panel.shop}`);
    await button('Edit orders:read').click();
    const edit = dialog('Edit orders:read');
    await edit.getByRole('textbox', { name: 'Label' }).fill('See orders');
    await edit.getByRole('switch', { name: 'It only reads' }).click();
    await edit.getByRole('combobox', { name: 'Includes' }).click();
    await panel.page.getByRole('option', { name: 'refunds:read' }).click();
    await edit.getByRole('button', { name: 'Check change' }).click();
    await edit.getByText('1 wider').waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await edit.getByRole('button', { name: 'Save scope' }).click();
    await edit.waitFor({ state: 'detached' });
    const { scopes } = await apiOf(panel.shop);
    const expected = {
      scope: 'orders:read',
      label: 'See orders',
      readOnly: true,
      implies: ['refunds:read'],
      gone: false,
    };
    assert.deepEqual(
      scopes.find(({ scope }) => scope === 'orders:read'),
      expected,
    );
  });

  test('P9: scopes are searched by operation, and show what they open', async () => {
    await open(`/apis/${panel.shop}`);
    await field('Search scopes').fill('Query.refunds');
    await panel.page.getByText('1 of 3').waitFor();
    await button('2 operations').click();
    await panel.page.getByRole('list', { name: 'Operations of refunds:read' }).getByText('Query.refunds').waitFor();
    await field('Search scopes').fill('nothing like it');
    await says('Nothing found');
  });

  test('P8: an API is deleted once its name is typed', async () => {
    const id = await panel.register({ name: 'Old one', sdl: 'type Query { a: Int }' });
    await open(`/apis/${id}`);
    await button('More for Old one').click();
    await panel.page.getByRole('menuitem', { name: 'Delete API' }).click();
    const asked = dialog('Delete Old one?');
    assert.ok(await asked.getByRole('button', { name: 'Delete API for good' }).isDisabled());
    assert.deepEqual(await violations(panel.page), []);
    await asked.getByRole('textbox').fill('Old one');
    await asked.getByRole('button', { name: 'Delete API for good' }).click();
    await panel.page.waitForURL('**/admin/apis');
    assert.equal(await apiOf(id), null);
  });

  test('T5: a preset is made from the tree, edited and deleted', async () => {
    await open('/presets/new');
    await field('Name').fill('Shop reader');
    await field('Search scopes').fill('See orders');
    await panel.page.getByRole('treeitem', { name: /^See orders/ }).click();
    await button('Create preset').click();
    await panel.page.getByRole('link', { name: 'Shop reader' }).click();
    await field('Description').fill('For reports.');
    await button('Save preset').click();
    await panel.page.waitForURL('**/admin/presets');
    await says('For reports.');
    const { scopePresets } = await panel.api('{ scopePresets { name builtIn description scopes } }');
    const own = scopePresets.filter(({ builtIn }) => !builtIn);
    const made = { name: 'Shop reader', builtIn: false, description: 'For reports.', scopes: ['orders:read'] };
    assert.deepEqual(own, [made]);
    await panel.page.getByRole('link', { name: 'Shop reader' }).click();
    await button('More for Shop reader').click();
    await panel.page.getByRole('menuitem', { name: 'Delete preset…' }).click();
    await dialog('Delete preset Shop reader?').getByRole('button', { name: 'Delete preset' }).click();
    await panel.page.waitForURL('**/admin/presets');
    await eventually(async () => assert.equal(await panel.page.getByText('Shop reader').count(), 0));
  });

  test('T5: a taken name is told at its field', async () => {
    await open('/presets/new');
    await field('Name').fill('read EVERYTHING');
    await button('Create preset').click();
    await eventually(async () => assert.equal(await field('Name').getAttribute('aria-invalid'), 'true'));
    await field('Name').fill('');
  });

  test('T5: a built-in preset can be looked at, and not changed', async () => {
    await open('/presets');
    await panel.page.getByRole('link', { name: 'Introspection service' }).click();
    await says("It comes with Scopegate and can't be changed.");
    assert.equal(await button('Save preset').count(), 0);
    assert.equal(await button('More for Introspection service').count(), 0);
  });

  test('R1: who only reads sees APIs and presets without a control', async () => {
    const { context, page } = await openAs(panel, panel.reader);
    for (const address of ['/apis', `/apis/${panel.shop}`, '/presets']) {
      await page.goto(`${panel.url}/admin${address}`);
      await page.locator('.row, .api-scope').first().waitFor();
      assert.equal(await page.getByRole('link', { name: /^(Register|New|Edit)/ }).count(), 0, address);
      assert.equal(await page.getByRole('button', { name: /^(More|Edit)/ }).count(), 0, address);
    }
    await page.goto(`${panel.url}/admin/apis/new`);
    await page.getByRole('heading', { name: "You can't see this page" }).waitFor();
    await context.close();
  });

  test('W5: the pages please axe in both themes, and fit a small screen', async () => {
    const addresses = [
      '/apis',
      `/apis/${panel.shop}`,
      `/apis/${panel.shop}?tab=sdl`,
      '/apis/new',
      '/presets',
      '/presets/new',
    ];
    for (const address of addresses) {
      await open(address);
      await panel.page.getByText('Loading').first().waitFor({ state: 'detached' });
      assert.deepEqual(await violations(panel.page), [], address);
    }
    await panel.page.setViewportSize({ width: 360, height: 740 });
    for (const address of addresses) {
      await open(address);
      await assertNoSidewaysScroll(panel.page, address);
    }
    assert.deepEqual(panel.problems(), []);
  });
});
