import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNoSidewaysScroll } from './harness.mjs';
import { confirmPassword, eventually, goTo, openAs, openPanel, violations } from './panel.mjs';

const CREATE_USER = 'mutation User($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const CREATE_TOKEN =
  'mutation Token($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }';
const FIELDS =
  'name maxTokenLifetime defaultTokenLifetime unlimitedTokensAllowed maxTokensPerUser maxOverlap passwordConfirmation passwordConfirmationWindow expiryNoticeDays webhookUrl auditRetentionDays';

async function prepare(panel) {
  const { api } = panel;
  await api(CREATE_TOKEN, { input: { name: 'long-lived', scopes: [], lifetime: 'YEAR_1' } });
  panel.ben = { email: 'ben@example.com', password: 'seven green bottles on a wall' };
  await api(CREATE_USER, { input: { ...panel.ben, username: 'ben', roleIds: [] } });
}

describe('the account', { timeout: 110_000 }, () => {
  const panel = openPanel({ prepare });
  const button = (name) => panel.page.getByRole('button', { name, exact: true });
  const field = (name) => panel.page.getByRole('textbox', { name, exact: true });
  const flip = (name) => panel.page.getByRole('switch', { name }).click();
  const dialog = (name) => panel.page.getByRole('dialog', { name });
  const summary = () => panel.page.getByRole('complementary', { name: 'Summary' });
  const account = async () => (await panel.api(`{ account { ${FIELDS} } }`)).account;

  async function open() {
    await goTo(panel.page, '/admin/profile');
    await panel.page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    await goTo(panel.page, '/admin/account');
    await button('Save account').waitFor();
  }

  test('C10, T9: a longest lifetime is set after the password was asked again, and nothing typed is lost by cancelling that', async () => {
    await open();
    await flip('There is a longest lifetime');
    await field('Longest lifetime').fill('90');
    await summary().getByText('no limit → 90 days').waitFor();
    await button('Save account').click();
    await dialog("Confirm it's you").getByText('Enter your password to save the account.').waitFor();
    await panel.page.keyboard.press('Escape');
    assert.equal(await field('Longest lifetime').inputValue(), '90');
    assert.equal((await account()).maxTokenLifetime, null);
    await button('Save account').click();
    await confirmPassword(panel.page);
    await panel.page.getByText('Account saved.').waitFor();
    assert.equal((await account()).maxTokenLifetime, 'P90D');
  });

  test('T9: tokens against the policy are counted, and the list shows them', async () => {
    await open();
    await summary().getByRole('link', { name: '1 token against the policy' }).click();
    await panel.page.waitForURL('**/admin/api-tokens?againstPolicy=true');
    await panel.page.getByText('long-lived').first().waitFor();
  });

  test('T9: a default beyond the longest is refused at its field', async () => {
    await open();
    await flip('There is a default');
    await field('Default lifetime').fill('91');
    await button('Save account').click();
    await panel.page
      .getByText('The default lifetime is longer than the longest one that is allowed.')
      .first()
      .waitFor();
    assert.equal(await field('Default lifetime').getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await violations(panel.page), []);
    await field('Default lifetime').fill('30');
    await flip('API tokens may be unlimited');
    await button('Save account').click();
    await eventually(async () => assert.equal((await account()).defaultTokenLifetime, 'P30D'));
    assert.equal((await account()).unlimitedTokensAllowed, false);
  });

  test('T16, C2: a limit per user and the longest overlap are set', async () => {
    await open();
    await flip('There is a limit of tokens per user');
    await field('Tokens per user').fill('25');
    await field('Longest overlap').fill('7');
    await button('Save account').click();
    await eventually(async () => assert.equal((await account()).maxTokensPerUser, 25));
    assert.equal((await account()).maxOverlap, 'P7D');
  });

  test('T9: no number, no saving; Discard puts all back', async () => {
    await open();
    await field('Longest overlap').fill('soon');
    await panel.page.getByText('Enter a whole number.').waitFor();
    assert.ok(await button('Save account').isDisabled());
    await button('Discard').click();
    assert.equal(await field('Longest overlap').inputValue(), '7');
    assert.ok(await button('Save account').isDisabled());
  });

  test('C10: how often the password is asked for can be chosen', async () => {
    await open();
    await field('A confirmation lasts').fill('30');
    await button('Save account').click();
    await eventually(async () => assert.equal((await account()).passwordConfirmationWindow, 'PT30M'));
    await panel.page.getByRole('radio', { name: 'For each change' }).check();
    await summary().getByText('once in a while → for each change').waitFor();
    await panel.page.getByRole('radio', { name: 'Never' }).check();
    await button('Save account').click();
    await eventually(async () => assert.equal((await account()).passwordConfirmation, 'OFF'));
  });

  test('W1: days of notice are added and taken out, and a webhook gets a secret that is shown once', async () => {
    await open();
    await panel.page.getByText('sends no notices yet').waitFor();
    await field('Days before a token expires').fill('14');
    await panel.page.keyboard.press('Enter');
    await button('Take out 1 day').click();
    await field('Webhook').fill('https://hooks.example.com/scopegate');
    await button('Save account').click();
    await eventually(async () => assert.deepEqual((await account()).expiryNoticeDays, [14, 7]));
    assert.equal((await account()).webhookUrl, 'https://hooks.example.com/scopegate');

    await field('Name').fill('Not saved yet');
    await button('Make a new signing secret').click();
    await dialog('Make a new signing secret?').getByRole('button', { name: 'Make new secret' }).click();
    const shown = dialog('New signing secret');
    const secret = await shown.getByLabel('Signing secret', { exact: true }).inputValue();
    assert.match(secret, /^whsec_/);
    await panel.page.keyboard.press('Escape');
    assert.ok(await shown.isVisible());
    assert.deepEqual(await violations(panel.page), []);
    await shown.getByRole('button', { name: 'Done' }).click();
    assert.ok(!(await panel.page.content()).includes(secret));
    assert.equal(await field('Name').inputValue(), 'Not saved yet');
    assert.notEqual((await account()).name, 'Not saved yet');
    await button('Discard').click();
  });

  test('W1: an address that is not https is refused at its field', async () => {
    await open();
    await field('Webhook').fill('http://hooks.example.com');
    await button('Save account').click();
    await eventually(async () => assert.equal(await field('Webhook').getAttribute('aria-invalid'), 'true'));
    await button('Discard').click();
  });

  test('A2: how long the audit is kept is said before it is saved', async () => {
    await open();
    await flip('Old entries are removed');
    await field('Kept for so many days').fill('400');
    await summary().getByText('for ever → 400 days').waitFor();
    await button('Save account').click();
    await eventually(async () => assert.equal((await account()).auditRetentionDays, 400));
  });

  test('C1: fields that another administrator changes meanwhile stay', async () => {
    await open();
    await field('Name').fill('Shop team');
    const input = { maxTokensPerUser: 5 };
    await panel.api('mutation M($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id } } }', {
      input,
    });
    await button('Save account').click();
    await eventually(async () => assert.equal((await account()).name, 'Shop team'));
    assert.equal((await account()).maxTokensPerUser, 5);
  });

  test('R1: without account:manage there is no such page', async () => {
    const { context, page } = await openAs(panel, panel.ben);
    assert.equal(await page.getByRole('link', { name: 'Account' }).count(), 0);
    await page.goto(`${panel.url}/admin/account`);
    await page.getByText('It needs account:manage. Ask an administrator.').waitFor();
    await context.close();
  });

  test('W5: the page pleases axe in both themes, and fits a small screen', async () => {
    await open();
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.setViewportSize({ width: 360, height: 740 });
    await open();
    await assertNoSidewaysScroll(panel.page, 'account');
    assert.deepEqual(panel.problems(), []);
  });
});
