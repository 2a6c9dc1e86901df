import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ADMIN } from './harness.mjs';
import { BEN, createToken, findToken, prepareOrders } from './orders-api.mjs';
import { confirmPassword, openAs, openPanel, violations } from './panel.mjs';

const DAY = 86_400_000;

describe('the form of a token', { timeout: 240_000 }, () => {
  const panel = openPanel({ prepare: prepareOrders });
  const row = (name) => panel.page.getByRole('treeitem', { name });
  const named = (role) => (name) => panel.page.getByRole(role, { name, exact: true });
  const field = (name) => named('textbox')(name).or(named('combobox')(name));
  const date = () => panel.page.getByLabel('Date and time');
  const button = (name) => panel.page.getByRole('button', { name });
  const text = (words) => panel.page.getByText(words).first().waitFor();

  async function open(address = '/api-tokens/new') {
    await panel.page.goto(`${panel.url}/admin${address}`);
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
  }
  async function create(name) {
    if (name) await field('Name').fill(name);
    await button('Create token').click();
  }
  async function store() {
    const dialog = panel.page.getByRole('dialog', { name: /^Token created/ });
    const secret = await dialog.getByLabel('Secret', { exact: true }).inputValue();
    await dialog.getByLabel(/^I have stored it/).check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    return secret;
  }
  const custom = () => panel.page.getByRole('radio', { name: /^Custom/ }).check();

  test('T6, W2, C10: a token gets a name and scopes; after the password it shows its secret once', async () => {
    await open();
    await custom();
    await field('Search scopes').fill('refunds');
    await row(/^Read refunds/).click();
    await field('Description').fill('For the nightly report');
    await create('nightly');
    await panel.page.getByText('Enter your password to create token nightly.').waitFor();
    await confirmPassword(panel.page);
    assert.match(await store(), /^sg_api_/);
    await panel.page.waitForURL('**/admin/api-tokens');
    const token = await findToken(panel, 'nightly');
    assert.deepEqual(
      [token.access, token.scopes, token.description],
      ['CUSTOM', ['refunds:read'], 'For the nightly report'],
    );
    assert.equal(Math.round((new Date(token.expiresAt) - Date.now()) / DAY), 30);
  });

  test('T6: a taken name is told at its field, and what was typed stays', async () => {
    await open();
    await field('Description').fill('the second one');
    await create('nightly');
    await text("You already have 'nightly', perhaps revoked. Choose another name.");
    assert.equal(await field('Name').getAttribute('aria-invalid'), 'true');
    assert.equal(await panel.page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
    assert.equal(await field('Description').inputValue(), 'the second one');
  });

  test('T6: an empty name is told before anything is sent', async () => {
    await open();
    await create();
    await text('Give it a name.');
  });

  test('T8: an exact date and time, in the past refused at its field, in the future kept to the minute', async () => {
    await open();
    await field('Expires').selectOption('exact');
    await date().fill('2020-01-01T10:00');
    await create('exact');
    await text('This is over already. Choose a later time.');
    await date().fill('2031-05-06T07:08');
    await create();
    await store();
    const { expiresAt } = await findToken(panel, 'exact');
    assert.equal(new Date(expiresAt).getTime(), new Date('2031-05-06T07:08').getTime());
  });

  test('T1, T2: an access token can be chosen, and not without an end', async () => {
    await open();
    await field('Expires').selectOption('UNLIMITED');
    await panel.page.getByRole('radio', { name: /^Access token/ }).check();
    await create('door key');
    await text('An access token must expire. Choose when.');
    await field('Expires').selectOption('DAYS_7');
    await create();
    assert.match(await store(), /^sg_acc_/);
  });

  test('T4: full access without an end is warned of, by the name of whose power it is', async () => {
    await open();
    await panel.page.getByRole('radio', { name: /^Full access/ }).check();
    await field('Expires').selectOption('UNLIMITED');
    await text('It can do all that you can, without end. Choose Custom or a date?');
    await text('It can manage tokens.');
  });

  test('T5: a preset fills the list and is remembered; ticking one more forgets it', async () => {
    await open();
    await custom();
    await button('Preset').click();
    await panel.page.getByRole('menuitem', { name: /^CI deployment/ }).click();
    await text('From the preset CI deployment');
    await create('from preset');
    await store();
    assert.equal((await findToken(panel, 'from preset')).preset.name, 'CI deployment');
    await open();
    await custom();
    await button('Preset').click();
    await panel.page.getByRole('menuitem', { name: /^CI deployment/ }).click();
    await field('Search scopes').fill('customers:read');
    await row(/^Read customers/).click();
    await create('from preset and more');
    await store();
    const { preset, scopes } = await findToken(panel, 'from preset and more');
    assert.equal(preset, null);
    assert.ok(scopes.includes('customers:read') && scopes.length > 1);
  });

  test('T9: what the policy forbids is not offered, and the longest life is one press away', async () => {
    const policy = (maxTokenLifetime) =>
      panel.api('mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id } } }', {
        input: { maxTokenLifetime },
      });
    await policy('P45D');
    await open();
    assert.equal(await field('Expires').locator('option[value=DAYS_60]').isDisabled(), true);
    await field('Expires').selectOption('exact');
    await date().fill('2031-05-06T07:08');
    await create('short');
    await text(/^At most 45 days here/);
    assert.deepEqual(await violations(panel.page), []);
    await button('Use 45 days').click();
    await create();
    await store();
    assert.equal(Math.round((new Date((await findToken(panel, 'short')).expiresAt) - Date.now()) / DAY), 45);
    await policy(null);
  });

  test('T10: for somebody else only Custom goes, and a service account has no access token', async () => {
    await open();
    await field('Owner').fill('Ben');
    await panel.page.getByRole('option', { name: /Ben Ode/ }).click();
    await text('You will see the secret, not Ben Ode alone: only Custom goes.');
    assert.equal(await panel.page.getByRole('radio', { name: /^Full access/ }).isDisabled(), true);
    await field('Search scopes').fill('orders');
    await row(/^Administer/).click({ force: true });
    await row(/^Read orders:read/).click();
    assert.equal(await row(/^Administer.*Ben Ode doesn't hold it/).getAttribute('aria-disabled'), 'true');
    await create('for ben');
    await store();
    const { owner, scopes } = await findToken(panel, 'for ben');
    assert.deepEqual([owner.id, scopes], [panel.benId, ['orders:read']]);
    await open();
    await field('Owner').fill('robot');
    await panel.page.getByRole('option', { name: /Deploy robot/ }).click();
    assert.equal(await panel.page.getByRole('radio', { name: /^Access token/ }).isDisabled(), true);
  });

  test('T11, U7: it starts disabled, for the addresses that were typed', async () => {
    await open();
    await field('Allowed addresses').pressSequentially('203.0.113.0/24,nowhere,');
    await panel.page.getByLabel(/^Start disabled/).check();
    await create('locked');
    await text('nowhere is no IPv4 or IPv6 address or range, as 203.0.113.0/24 is.');
    await field('Allowed addresses').press('Backspace');
    await create();
    await store();
    const { enabled, allowedAddresses } = await findToken(panel, 'locked');
    assert.deepEqual([enabled, allowedAddresses], [false, ['203.0.113.0/24']]);
  });

  test('P11: a document becomes the scopes that it needs, with alternatives and a reason for each field', async () => {
    await open();
    await custom();
    await button('From a GraphQL document').click();
    const dialog = panel.page.getByRole('dialog', { name: 'Scopes that a GraphQL document needs' });
    await dialog.getByLabel('API', { exact: true }).selectOption('Orders API');
    await dialog.getByLabel('Query or mutation').fill('mutation { refund(id: 1) { amont } }');
    await dialog.getByRole('button', { name: 'Find scopes' }).click();
    await dialog.getByText(/^1:\d+: .*amont/).waitFor();
    await dialog.getByLabel('Query or mutation').fill('mutation { refund(id: 1) { amount } }');
    await dialog.getByRole('button', { name: 'Find scopes' }).click();
    await dialog.getByRole('radio', { name: /refunds:manage/ }).check();
    await dialog.getByRole('cell', { name: 'orders:admin, or orders:read and refunds:manage' }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await dialog.getByRole('button', { name: 'Use these 2' }).click();
    await create('refunder');
    await store();
    assert.deepEqual((await findToken(panel, 'refunder')).scopes, ['orders:read', 'refunds:manage']);
  });

  test('P11: a link fills the form, names what it can not, and sends nothing', async () => {
    await open('/api-tokens/new?name=from+link&scopes=orders:read,nothing:here&lifetime=DAYS_7&description=linked');
    await text('nothing:here: no such scope here.');
    assert.equal(await field('Name').inputValue(), 'from link');
    assert.equal(await field('Expires').inputValue(), 'DAYS_7');
    assert.equal(await findToken(panel, 'from link'), undefined);
    await button('Take it out').click();
    await create();
    await store();
    assert.deepEqual((await findToken(panel, 'from link')).scopes, ['orders:read']);
  });

  test('P5: what one does not hold is named, and taken out by one press', async () => {
    const ben = await openAs(panel, BEN);
    await ben.page.goto(`${panel.url}/admin/my-tokens/new?name=too+much&scopes=orders:read,users:manage`);
    await ben.page.getByText("You don't hold users:manage, so you can't give it.").waitFor();
    await ben.page.getByRole('button', { name: 'Create token' }).click();
    await confirmPassword(ben.page, BEN.password);
    await ben.page.getByText("You don't hold users:manage, so you can't give it.").waitFor();
    await ben.page.getByRole('button', { name: 'Take it out' }).click();
    await ben.page.getByRole('button', { name: 'Create token' }).click();
    await ben.page.getByRole('dialog', { name: /^Token created/ }).waitFor();
    assert.deepEqual(ben.problems(), []);
    await ben.context.close();
  });

  test('T15: a copy takes over scopes and addresses, with a name and an end of its own', async () => {
    const input = {
      name: 'original',
      scopes: ['orders:read'],
      allowedAddresses: ['198.51.100.7'],
      lifetime: 'DAYS_60',
    };
    const { apiToken } = await createToken(panel, input);
    await open(`/api-tokens/${apiToken.id}/copy`);
    assert.equal(await field('Name').inputValue(), 'original copy');
    assert.deepEqual(await violations(panel.page), []);
    await button('Create copy').click();
    await store();
    const { scopes, allowedAddresses, expiresAt } = await findToken(panel, 'original copy');
    assert.deepEqual([scopes, allowedAddresses], [['orders:read'], ['198.51.100.7']]);
    assert.equal(Math.round((new Date(expiresAt) - Date.now()) / DAY), 60);
  });

  test('T3, C1: an edit changes what was changed; kind and owner are only shown', async () => {
    const { apiToken } = await createToken(panel, { name: 'before', scopes: ['orders:read'], lifetime: 'DAYS_90' });
    const { expiresAt } = await findToken(panel, 'before');
    await open(`/api-tokens/${apiToken.id}/edit`);
    assert.equal(await panel.page.getByRole('radio', { name: /^API token/ }).count(), 0);
    assert.equal(await button('Save token').isDisabled(), true);
    await field('Name').fill('after');
    await field('Search scopes').fill('refund');
    await row(/^Refund refunds:manage/).click();
    assert.deepEqual(await violations(panel.page), []);
    await button('Save token').click();
    await panel.page.waitForURL(`**/admin/api-tokens/${apiToken.id}`);
    const token = await findToken(panel, 'after');
    assert.deepEqual([token.scopes, token.expiresAt], [['orders:read', 'refunds:manage'], expiresAt]);
  });

  test('C1: two editors: both versions are shown, and mine is saved only when I say so', async () => {
    const { apiToken } = await createToken(panel, { name: 'shared', scopes: ['orders:read'] });
    await open(`/api-tokens/${apiToken.id}/edit`);
    await field('Description').fill('mine');
    await panel.api('mutation ($input: UpdateApiTokenInput!) { updateApiToken(input: $input) { apiToken { id } } }', {
      input: { id: apiToken.id, description: 'theirs', scopes: ['orders:manage'] },
    });
    await button('Save token').click();
    const dialog = panel.page.getByRole('dialog', { name: /saved this meanwhile/ });
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await dialog.getByRole('cell', { name: 'theirs' }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await dialog.getByRole('button', { name: 'Save mine' }).click();
    await panel.page.waitForURL(`**/admin/api-tokens/${apiToken.id}`);
    const { description, scopes } = await findToken(panel, 'shared');
    // What only the other one changed stays.
    assert.deepEqual([description, scopes], ['mine', ['orders:manage']]);
  });

  test('C1: loading theirs drops mine', async () => {
    const { apiToken } = await createToken(panel, { name: 'dropped', scopes: ['orders:read'] });
    await open(`/api-tokens/${apiToken.id}/edit`);
    await field('Description').fill('mine');
    await panel.api('mutation ($input: UpdateApiTokenInput!) { updateApiToken(input: $input) { apiToken { id } } }', {
      input: { id: apiToken.id, description: 'theirs' },
    });
    await button('Save token').click();
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Load theirs' }).click();
    await panel.page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await field('Description').inputValue(), 'theirs');
    assert.equal(await button('Save token').isDisabled(), true);
  });

  test('S1: an answer that got lost is looked for before anything is sent again, and gives a new secret', async () => {
    await open();
    let sent = 0;
    await panel.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('createApiToken')) return route.continue();
      sent += 1;
      await route.fetch();
      return route.abort();
    });
    await create('lost');
    const dialog = panel.page.getByRole('dialog', { name: 'lost was created' });
    await dialog.waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await dialog.getByRole('button', { name: 'Regenerate secret' }).click();
    const shown = panel.page.getByRole('dialog', { name: /: lost$/ });
    assert.match(await shown.getByLabel('Secret', { exact: true }).inputValue(), /^sg_api_/);
    assert.equal(sent, 1);
    await panel.page.unroute('**/graphql');
    await shown.getByLabel(/^I have stored it/).check();
    await shown.getByRole('button', { name: 'Done' }).click();
  });

  test('W1: without a connection nothing typed is lost, and trying again goes on', async () => {
    await open();
    await panel.page.context().setOffline(true);
    await create('offline');
    await text('No connection. Nothing is lost.');
    await panel.page.context().setOffline(false);
    assert.equal(await field('Name').inputValue(), 'offline');
    await button('Try again').click();
    await store();
    const { apiTokens } = await panel.api('{ apiTokens(filter: { search: "offline" }) { totalCount } }');
    assert.equal(apiTokens.totalCount, 1);
  });

  test('W1: a session that ended asks for the log-in over the form, and the creation goes on', async () => {
    const other = await openAs(panel);
    await other.page.goto(`${panel.url}/admin/api-tokens/new`);
    await other.page.getByRole('textbox', { name: 'Name', exact: true }).fill('interrupted');
    await other.context.clearCookies();
    await other.page.getByRole('button', { name: 'Create token' }).click();
    const again = other.page.getByRole('dialog', { name: 'You were logged out' });
    await again.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await again.getByRole('button', { name: 'Log in' }).click();
    await confirmPassword(other.page);
    await other.page.getByRole('dialog', { name: 'Token created: interrupted' }).waitFor();
    await other.context.close();
  });

  test('T14: a double click makes one token', async () => {
    await open();
    await field('Name').fill('twice');
    await button('Create token').dblclick();
    await store();
    const { apiTokens } = await panel.api('{ apiTokens(filter: { search: "twice" }) { totalCount } }');
    assert.equal(apiTokens.totalCount, 1);
  });

  const names = (text) => field('Names').fill(text);
  const mistakes = () => panel.page.getByRole('list', { name: 'Mistakes in the names' });

  test('T14: several at once, a name a line: a mistake stands at its line and nothing is made; then all their secrets', async () => {
    await open();
    await custom();
    await field('Search scopes').fill('refunds');
    await row(/^Read refunds/).click();
    await button('Create several at once').click();
    await names('deploy-a\n\n deploy-b \nDeploy-A');
    await button('Create 3 tokens').click();
    await mistakes().getByText("'Deploy-A' stands on line 1 already.").waitFor();
    await names('deploy-a\n\n deploy-b \nnightly');
    await button('Create 3 tokens').click();
    await mistakes().getByText("You already have 'nightly', perhaps revoked. Choose another name.").waitFor();
    assert.equal(await findToken(panel, 'deploy-a'), undefined);
    assert.deepEqual(await violations(panel.page), []);
    await mistakes()
      .getByRole('button', { name: /^Line 4/ })
      .click();
    await panel.page.keyboard.type('deploy-c');
    await text('3 API tokens, owner admin');
    await button('Create 3 tokens').click();
    const dialog = panel.page.getByRole('dialog', { name: '3 tokens created' });
    await dialog.waitFor();
    assert.deepEqual(await violations(panel.page), []);
    const made = ['deploy-a', 'deploy-b', 'deploy-c'];
    for (const name of made)
      assert.match(await dialog.getByLabel(`Secret of ${name}`, { exact: true }).inputValue(), /^sg_api_/);
    await dialog.getByLabel('I have stored them').check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await panel.page.waitForURL('**/admin/api-tokens');
    for (const name of made) assert.deepEqual((await findToken(panel, name)).scopes, ['refunds:read']);
  });

  test('T14, S1: a list that is pasted makes several, and their secrets that got lost on the way are made anew', async () => {
    await open();
    await field('Name').evaluate((input) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'lost-a\r\nlost-b\r\n');
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await panel.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('createApiTokens')) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await button('Create 2 tokens').click();
    await panel.page
      .getByRole('dialog', { name: '2 tokens were created' })
      .getByRole('button', { name: 'Regenerate 2 secrets' })
      .click();
    await panel.page.unroute('**/graphql');
    const shown = panel.page.getByRole('dialog', { name: '2 tokens created' });
    assert.match(await shown.getByLabel('Secret of lost-b', { exact: true }).inputValue(), /^sg_api_/);
    await shown.getByLabel('I have stored them').check();
    await shown.getByRole('button', { name: 'Done' }).click();
  });

  test('W1: leaving a form with something in it asks first', async () => {
    await open();
    await field('Name').fill('half');
    await panel.page.getByRole('link', { name: 'Roles' }).click();
    const dialog = panel.page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Stay' }).click();
    assert.equal(await field('Name').inputValue(), 'half');
  });

  test('T7: a description that is too long is told at its field', async () => {
    await open();
    await field('Description').fill('x'.repeat(1001));
    await create('wordy');
    await text(/at most 1,000 characters/);
  });

  test('W5: a token is made by keyboard alone, from the first field to its stored secret', async () => {
    const { keyboard } = panel.page;
    const focused = () =>
      panel.page.evaluate(() => {
        const { ariaLabel, labels, innerText } = document.activeElement;
        return ariaLabel ?? labels?.[0]?.innerText ?? innerText;
      });
    async function tabTo(name) {
      for (let presses = 0; presses < 60; presses += 1) {
        if ((await focused()).startsWith(name)) return;
        await keyboard.press('Tab');
      }
      assert.fail(`No way to "${name}" by Tab: at "${await focused()}"`);
    }
    await open();
    await tabTo('Name');
    await keyboard.type('typed');
    await tabTo('Read only');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await tabTo('API tokens');
    await keyboard.type('refund');
    await keyboard.press('Space');
    await tabTo('Create token');
    await keyboard.press('Enter');
    await panel.page.getByRole('dialog', { name: /^Token created/ }).waitFor();
    await tabTo('I have stored it');
    await keyboard.press('Space');
    await tabTo('Done');
    await keyboard.press('Enter');
    await panel.page.waitForURL('**/admin/api-tokens');
    assert.deepEqual((await findToken(panel, 'typed')).scopes, ['refunds:manage']);
  });

  test('W5: the form is without a finding of axe in both themes, and fits 360 pixels', async () => {
    await open();
    await custom();
    await row(/^Read orders:read/)
      .or(row(/^API tokens/))
      .first()
      .waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.setViewportSize({ width: 360, height: 740 });
    await button(/^Choose scopes/).click();
    const picker = panel.page.getByRole('dialog');
    await picker.getByLabel('Search scopes').fill('orders:read');
    await picker.getByRole('treeitem', { name: /^Read orders:read/ }).click();
    assert.deepEqual(await violations(panel.page), []);
    await picker.getByRole('button', { name: 'Use 1 scope' }).click();
    await button('Choose scopes (1)').waitFor();
    const { scroll, width } = await panel.page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      width: innerWidth,
    }));
    assert.ok(scroll <= width, `scrolls sideways: ${scroll} > ${width}`);
    await panel.page.setViewportSize({ width: 1280, height: 800 });
  });

  test('W6: nothing was asked of elsewhere, and the content security policy was kept', () => {
    assert.deepEqual(panel.problems(), []);
  });
});
