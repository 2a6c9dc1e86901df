import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { eventually, goTo, openAs, openPanel, violations } from './panel.mjs';
import { askNoPassword, BEN, callWith, createPeople, createTokens } from './token-seeds.mjs';

const panel = openPanel({
  async prepare(panel) {
    const { api } = panel;
    await askNoPassword(api);
    panel.people = await createPeople(api);
    const { createScopePreset } = await api(
      'mutation P($input: CreateScopePresetInput!) { createScopePreset(input: $input) { scopePreset { id } } }',
      { input: { name: 'Nightly', scopes: ['users:read', 'audit:read'] } },
    );
    panel.presetId = createScopePreset.scopePreset.id;
    panel.tokens = await createTokens(api, [
      { name: 'nightly', presetId: panel.presetId, lifetime: 'DAYS_30', description: 'Copies orders at two' },
      {
        name: 'robot-reader',
        ownerId: panel.people.bot,
        access: 'CUSTOM',
        scopes: ['users:read', 'audit:read'],
        lifetime: 'DAYS_30',
      },
      {
        name: 'careful',
        access: 'CUSTOM',
        scopes: ['users:read', 'roles:read'],
        lifetime: 'DAYS_30',
        allowedAddresses: ['203.0.113.0/24'],
      },
      { name: 'renewed', lifetime: 'DAYS_30' },
      { name: 'switched', lifetime: 'DAYS_30' },
      { name: 'parent', access: 'CUSTOM', scopes: ['own-api-tokens:manage'], lifetime: 'DAYS_30' },
    ]);
  },
});

beforeEach(async () => {
  if ((await panel.page.getByRole('dialog').count()) > 0) await panel.page.goto(`${panel.url}/admin/profile`);
});

const region = (name, page = panel.page) => page.getByRole('region', { name });

async function open(name, page = panel.page) {
  await goTo(page, `/admin/api-tokens/${panel.tokens[name].id}`);
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

const chips = (label) => panel.page.getByRole('list', { name: label }).locator('code').allInnerTexts();
const said = (text) => panel.page.getByRole('status').filter({ hasText: text }).first().waitFor();

describe("a token's page", () => {
  test('L1: it says what the token is, and what happened to it', async () => {
    const { page } = panel;
    await open('careful');
    const details = region('Details');
    for (const text of ['API token: sent with every call', '203.0.113.0/24', 'never used', 'in 30 days']) {
      await details.getByText(text).waitFor();
    }
    await region('History')
      .getByText(/created token careful/)
      .waitFor();
    assert.equal(await page.title(), 'careful · Scopegate');
    assert.deepEqual(await violations(page), []);
  });

  test('P4: a right that the owner lost counts for nothing, and is named', async () => {
    const { page, api, people } = panel;
    await open('robot-reader');
    await page.getByText('2 scopes given, 2 count now').waitFor();
    await api('mutation R($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }', {
      input: { id: people.robots, permissions: ['api:execute', 'users:read'] },
    });
    await page.reload();
    await page.getByText('2 scopes given, 1 counts now').waitFor();
    await page.getByText("deploy-bot doesn't hold it now").waitFor();
    await page.getByRole('listitem').filter({ hasText: "audit:read (doesn't count)" }).first().waitFor();
    assert.deepEqual(await violations(page), []);
  });

  test('P12: what was never used can be taken away', async () => {
    const { page } = panel;
    await open('careful');
    assert.deepEqual(await chips('Unused scopes'), ['roles:read', 'users:read']);
    await page.getByRole('button', { name: 'Remove them' }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Remove 2 scopes' }).click();
    await said('Removed 2 scopes from careful.');
    await page.getByText('0 scopes given, 0 count now').waitFor();
    await page.getByText(/it may do nothing/).waitFor();
  });

  test('T5: a changed preset is applied anew after its difference was shown', async () => {
    const { page, api, presetId } = panel;
    await open('nightly');
    assert.equal(await page.getByRole('button', { name: 'Apply anew' }).count(), 0);
    await api(
      'mutation U($input: UpdateScopePresetInput!) { updateScopePreset(input: $input) { scopePreset { id } } }',
      {
        input: { id: presetId, scopes: ['users:read', 'roles:read'] },
      },
    );
    await page.reload();
    assert.deepEqual(await eventually(async () => nonEmpty(await chips('Given scopes'))), ['audit:read', 'users:read']);
    await page.getByRole('button', { name: 'Apply anew' }).click();
    await page.getByRole('dialog').getByText('roles:read').waitFor();
    await page.getByRole('button', { name: 'Apply preset' }).click();
    await said('nightly has the scopes of Nightly now.');
    await eventually(async () => assert.deepEqual(await chips('Given scopes'), ['roles:read', 'users:read']));
  });

  test('C1: two who change the same token: the second one is told, and nothing is overwritten', async () => {
    const { page, api, presetId, tokens } = panel;
    await open('nightly');
    await api(
      'mutation U($input: UpdateScopePresetInput!) { updateScopePreset(input: $input) { scopePreset { id } } }',
      {
        input: { id: presetId, scopes: ['audit:read'] },
      },
    );
    await page.reload();
    await page.getByRole('button', { name: 'Apply anew' }).click();
    await api('mutation T($input: UpdateApiTokenInput!) { updateApiToken(input: $input) { apiToken { id } } }', {
      input: { id: tokens.nightly.id, description: 'Changed meanwhile' },
    });
    await page.getByRole('button', { name: 'Apply preset' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('Changed meanwhile').waitFor();
    assert.deepEqual(await chips('Given scopes'), ['roles:read', 'users:read']);
  });

  test('C2: while the old secret works the page says until when and whether it is used, and ends it', async () => {
    const { page, url, tokens } = panel;
    await open('renewed');
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await page.getByRole('combobox', { name: 'Keep the old secret working for' }).click();
    await page.getByRole('option', { name: '7 days' }).click();
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await page.getByRole('checkbox', { name: 'I have stored it' }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('it was not used since').waitFor();
    assert.equal(await callWith(url, tokens.renewed.secret), 200);
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByRole('button', { name: 'End old secret' }).click();
    await said('The old secret of renewed has ended.');
    assert.equal(await callWith(url, tokens.renewed.secret), 401);
    await page.getByRole('button', { name: 'End now' }).waitFor({ state: 'detached' });
  });

  test('C3: it switches the token off and on, and the status follows', async () => {
    const { page } = panel;
    await open('switched');
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('main').getByText('Disabled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('main').getByText('Active', { exact: true }).waitFor();
    await region('History')
      .getByText(/enabled token switched/)
      .first()
      .waitFor();
  });

  test('P6: a token made with another one leads to it', async () => {
    const { page, url, tokens } = panel;
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.parent.secret}` },
      body: JSON.stringify({
        query: 'mutation { createApiToken(input: { name: "child", access: CUSTOM }) { apiToken { id } } }',
      }),
    });
    const { data } = await answer.json();
    await goTo(page, `/admin/api-tokens/${data.createApiToken.apiToken.id}`);
    await page.getByRole('heading', { name: 'child', level: 1 }).waitFor();
    await region('Details').getByRole('link', { name: 'parent' }).click();
    await page.getByRole('heading', { name: 'parent', level: 1 }).waitFor();
  });

  test('C5: deleted from its page, the list is shown again', async () => {
    const { page } = panel;
    await open('switched');
    await page.getByRole('button', { name: 'More for switched' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
    assert.equal(await page.locator('.token-name a').filter({ hasText: 'switched' }).count(), 0);
  });
});

describe('a page of a token that one may not see', () => {
  test("R2: another's token looks like one that isn't there", async () => {
    const { page, context } = await openAs(panel, BEN, { viewport: { width: 360, height: 740 } });
    for (const id of [panel.tokens.careful.id, '00000000-0000-7000-8000-000000000000']) {
      await goTo(page, `/admin/api-tokens/${id}`);
      await page.getByText('There is no such token').waitFor();
    }
    assert.deepEqual(await violations(page), []);
    await context.close();
  });

  test('W1: at 360 pixels the page is one column and nothing goes sideways', async () => {
    const { page } = panel;
    await page.setViewportSize({ width: 360, height: 740 });
    await open('careful');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.deepEqual(panel.problems(), []);
  });
});

function nonEmpty(list) {
  assert.notEqual(list.length, 0);
  return list;
}
