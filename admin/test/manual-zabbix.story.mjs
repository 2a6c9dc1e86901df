import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { logInToApi } from './harness.mjs';
import { openAs, openPanel } from './panel.mjs';
import { createPerson } from './people.mjs';
import { becomes, scopesOf, stepsOn, tokenNamed } from './manual-steps.mjs';
import { askNoPassword, createTokens } from './token-seeds.mjs';

/** What Zabbix' administrators and users do with API tokens, clicked through: each story goes on from the one before. */
const panel = openPanel({
  async prepare(panel) {
    const { api, url } = panel;
    await askNoPassword(api);
    panel.user = await createPerson(url, {
      username: 'user',
      scopes: ['own-api-tokens:manage', 'api:execute', 'users:read'],
    });
    await api('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
      input: { kind: 'SERVICE', username: 'robot', roleIds: await rolesOf(api, panel.user.id) },
    });
    const soon = new Date(Date.now() + 1000).toISOString();
    panel.short = (await createTokens(api, [{ name: 'short', access: 'CUSTOM', expiresAt: soon }])).short;
  },
});
const steps = stepsOn(() => panel.page);
const popover = () => panel.page.getByRole('dialog');
const shows = (names) => becomes(steps.names, names);

async function rolesOf(api, id) {
  const { user } = await api('query ($id: ID!) { user(id: $id) { roles { id } } }', { id });
  return user.roles.map((role) => role.id);
}

/** Through the filter bar: a button of its own, or one under "Filter". */
async function filterBy(label, answer, pinned = false) {
  if (!pinned) await steps.button('Filter').click();
  const within = pinned ? panel.page.locator('.filter-bar') : popover();
  await within.getByRole('button', { name: label, exact: true }).click();
  await answer(popover());
  await panel.page.keyboard.press('Escape');
  await popover().waitFor({ state: 'detached' });
}
const tick = (name) => (choices) => choices.getByRole('checkbox', { name }).check();
const choose = (name) => (choices) => choices.getByRole('radio', { name, exact: true }).check();

describe("Zabbix' manual", { timeout: 60_000 }, () => {
  let agent;

  test('T10: a token is made for another user', async () => {
    await steps.visit('/api-tokens/new', { name: 'New token' });
    const token = { name: 'agent', description: 'for the agents', owner: 'robot', access: /^Custom/, disabled: true };
    await steps.fillForm(token);
    await steps.picture('zabbix-1-form');
    await steps.button('Create token').click();
    agent = await steps.store();
    const { owner, createdBy } = await tokenNamed(panel, 'agent');
    assert.deepEqual([owner.username, createdBy.username], ['robot', 'admin']);
  });

  test('T11: it was made disabled, and is refused', async () => {
    await steps.list();
    await steps.row('agent').getByText('Disabled').waitFor();
    assert.equal(await scopesOf(panel.url, agent), 'UNAUTHENTICATED');
  });

  test('C3: one click enables it and keeps the secret', async () => {
    await steps.button('agent is disabled. Enable').click();
    await steps.button('agent is active. Disable').waitFor();
    assert.deepEqual(await scopesOf(panel.url, agent), []);
  });

  test('T3: the user of a token cannot be changed', async () => {
    await steps.choose('agent', 'Edit');
    await steps.field('Description').waitFor();
    await panel.page.getByText('robot', { exact: true }).first().waitFor();
    assert.equal(await steps.combobox('Owner').count(), 0);
  });

  test('L2: filters find their tokens, alone and together', async () => {
    await steps.create({ name: 'backup job', lifetime: '7 days', access: /^Custom/, scopes: ['users:read'] });
    await steps.create({ name: 'reader', access: /^Read only/, lifetime: 'No expiry' });
    await steps.list();
    const clear = () => steps.button('Clear all').click();
    for (const words of ['AGEN', 'agents for']) {
      await panel.page.getByRole('searchbox').fill(words);
      await shows(['agent']);
    }
    await steps.list();
    await filterBy('Owner', tick(/robot/), true);
    await shows(['agent']);
    await clear();
    await filterBy('Status', tick('Expired'), true);
    await shows(['short']);
    await clear();
    await filterBy('Expires', choose('within 7 days'), true);
    await shows(['backup job']);
    await clear();
    await filterBy('Scope', async (asked) => {
      await asked.getByRole('textbox').fill('users:read');
      await asked.getByRole('button', { name: 'Apply' }).click();
    });
    await shows(['backup job', 'reader']);
    await filterBy('Access', tick('Custom'));
    await shows(['backup job']);
    await steps.picture('zabbix-2-filters');
    await clear();
    await shows(['agent', 'backup job', 'reader', 'short']);
  });

  test('L3: the list is sorted by a column, both ways', async () => {
    await steps.list();
    for (const [column, field] of Object.entries({ Owner: 'OWNER', Expires: 'EXPIRES_AT', Name: 'NAME' })) {
      for (const direction of ['ASC', 'DESC']) {
        await panel.page.getByRole('columnheader', { name: column, exact: true }).getByRole('button').click();
        const { apiTokens } = await panel.api(
          'query ($by: [ApiTokenOrder!]) { apiTokens(orderBy: $by) { nodes { name } } }',
          { by: [{ field, direction }] },
        );
        await shows(apiTokens.nodes.map(({ name }) => name));
      }
    }
  });

  test('C9: an expired token stays in the list and works again with a later expiry', async () => {
    assert.equal(await scopesOf(panel.url, panel.short.secret), 'TOKEN_EXPIRED');
    await steps.list('short');
    await steps.row('short').getByText('Expired', { exact: true }).waitFor();
    await steps.choose('short', 'Edit');
    await steps.fillForm({ lifetime: '30 days' });
    await steps.button('Save token').click();
    await steps.says('short is saved.');
    await panel.page.getByRole('main').getByText('Active', { exact: true }).waitFor();
    assert.deepEqual(await scopesOf(panel.url, panel.short.secret), []);
  });

  test('C6: several are disabled at once', async () => {
    await steps.list();
    await steps.select('backup job', 'reader');
    await steps.bar().getByText('2 selected').waitFor();
    await steps.picture('zabbix-3-selection');
    await steps.bar().getByRole('button', { name: 'Disable' }).click();
    await steps.says('Disabled 2 tokens.');
    await steps.button('backup job is disabled. Enable').waitFor();
    await steps.button('reader is disabled. Enable').waitFor();
  });

  test('C6: one that may not be touched changes nothing, and is named', async () => {
    const own = await logInToApi(panel.url, panel.user);
    const { own: token } = await createTokens(own, [{ name: 'own' }]);
    await steps.list();
    await steps.select('agent', 'own');
    await own('mutation ($ids: [ID!]) { deleteApiTokens(input: { ids: $ids }) { affectedCount } }', {
      ids: [token.id],
    });
    await steps.chooseForSelection('Delete');
    await steps.button('Delete 2 tokens for good').click();
    await steps.says('It is about own.');
    assert.equal((await tokenNamed(panel, 'agent')).name, 'agent');
    await steps.button('Cancel').click();
  });

  test('R1: a user with the right to their own tokens sees only theirs, and makes none for another', async () => {
    const { page, context, problems } = await openAs(panel, panel.user);
    const own = stepsOn(() => page);
    await own.create({ name: 'mine' }, '/my-tokens/new');
    await page.waitForURL('**/admin/my-tokens');
    await becomes(own.names, ['mine']);
    await own.picture('zabbix-4-my-tokens');
    assert.equal(await page.getByRole('link', { name: 'API tokens' }).count(), 0);
    await own.visit('/my-tokens/new', { name: 'New token' });
    assert.equal(await own.combobox('Owner').count(), 0);
    assert.deepEqual(problems(), []);
    await context.close();
  });

  test("A1: what was done stands in the token's history, and in the audit", async () => {
    await steps.list('agent');
    await panel.page.getByRole('link', { name: 'agent', exact: true }).click();
    const history = panel.page.getByRole('region', { name: 'History' });
    await becomes(
      async () => (await history.locator('li span').allInnerTexts()).filter((text) => text.includes('agent')),
      ['admin enabled token agent', 'admin created token agent'],
    );
    await steps.picture('zabbix-5-token');
    await history.getByRole('link', { name: 'In the audit' }).click();
    await panel.page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    await steps.says('enabled token');
  });

  test('W1: nothing was asked of elsewhere, and no policy was broken', () => {
    assert.deepEqual(panel.problems(), []);
  });
});
