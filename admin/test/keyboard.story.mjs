import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { stepsOn } from './manual-steps.mjs';
import { findToken, prepareOrders } from './orders-api.mjs';
import { eventually, openPanel } from './panel.mjs';
import { askNoPassword } from './token-seeds.mjs';

/** The whole life of a token, without a mouse. */
const panel = openPanel({
  async prepare(panel) {
    await prepareOrders(panel);
    await askNoPassword(panel.api);
  },
});
const steps = stepsOn(() => panel.page);

describe('without a mouse', { timeout: 60_000 }, () => {
  const press = (key) => panel.page.keyboard.press(key);
  const focused = (locator) => locator.evaluate((element) => element === document.activeElement);
  /** To what is meant by one key again and again, as a person goes there. */
  async function reach(locator, key = 'Tab') {
    await locator.waitFor();
    for (let presses = 0; presses < 90; presses += 1) {
      if (await focused(locator)) return;
      await press(key);
    }
    assert.fail(`${key} doesn't lead to ${locator}`);
  }
  async function push(locator) {
    await reach(locator);
    await press('Enter');
  }
  async function choose(name, item) {
    await push(steps.button(`More for ${name}`));
    await reach(panel.page.getByRole('menuitem', { name: item }), 'ArrowDown');
    await press('Enter');
  }
  const secretStored = async () => {
    await push(panel.page.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }));
    await push(steps.button('Done'));
    await panel.page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const statusOf = async () => (await panel.api(STATUS, { search: 'keyed' })).apiTokens.nodes[0]?.status;
  const STATUS = 'query ($search: String) { apiTokens(filter: { search: $search }) { nodes { status } } }';
  const becomes = (status) => eventually(async () => assert.equal(await statusOf(), status));
  before(async () => {
    await panel.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: panel.url });
    await steps.visit('/profile', { name: 'Profile' });
    await panel.page.getByRole('heading', { name: 'Profile' }).focus();
  });

  test('W5: a token is made, and its secret copied', async () => {
    await press('g');
    await press('t');
    await panel.page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
    await press('n');
    await panel.page.getByRole('heading', { name: 'New token', level: 1 }).waitFor();
    await reach(steps.field('Name'));
    await panel.page.keyboard.type('keyed');
    await press('Enter');
    await steps.dialog('Token created: keyed').waitFor();
    const secret = await steps.field('Secret').inputValue();
    await secretStored();
    assert.equal(await panel.page.evaluate(() => navigator.clipboard.readText()), secret);
    await becomes('ACTIVE');
  });

  test('W5: it is found, disabled and enabled', async () => {
    await press('/');
    await reach(panel.page.getByRole('searchbox'));
    await panel.page.keyboard.type('keyed');
    await eventually(async () => assert.deepEqual(await steps.names(), ['keyed']));
    await push(steps.button('keyed is active. Disable'));
    await becomes('DISABLED');
    await push(steps.button('keyed is disabled. Enable'));
    await becomes('ACTIVE');
  });

  test('W5: it gets a new secret', async () => {
    await choose('keyed', 'Regenerate');
    await push(steps.button('Regenerate secret'));
    await secretStored();
    assert.ok(await findToken(panel, 'keyed'));
  });

  test('W5: it is revoked and restored', async () => {
    await choose('keyed', 'Revoke');
    await eventually(async () => assert.ok(await focused(steps.button('Cancel'))));
    await push(steps.button('Revoke token'));
    await becomes('REVOKED');
    await panel.page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually(async () => assert.ok(await focused(steps.button('More for keyed'))));
    await push(steps.button('keyed is revoked. Ways on'));
    await reach(panel.page.getByRole('menuitem', { name: 'Restore' }), 'ArrowDown');
    await press('Enter');
    await becomes('ACTIVE');
  });

  test('W5: it is deleted', async () => {
    await choose('keyed', 'Delete');
    await push(steps.button('Delete for good'));
    await becomes(undefined);
    assert.deepEqual(panel.problems(), []);
  });
});
