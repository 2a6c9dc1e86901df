import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as panel from './harness.mjs';
import { confirmPassword } from './panel.mjs';
import { openMailbox } from './mailbox.mjs';

describe('links', { timeout: 120_000 }, () => {
  let server, browser, context, page, problems, api, mailbox, url;

  before(async () => {
    mailbox = await openMailbox();
    server = await panel.startServer({ SMTP_URL: mailbox.url });
    // As links are written: PUBLIC_URL.
    url = server.url.replace('127.0.0.1', 'localhost');
    browser = await panel.startBrowser();
    api = await panel.logInToApi(server.url);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await mailbox?.close();
  });
  beforeEach(async () => {
    ({ context, page, problems } = await panel.openContext(browser, url));
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(problems(), []);
  });

  async function invite(username) {
    const { createUser } = await api(
      'mutation Invite($input: CreateUserInput!) { createUser(input: $input) { invitationUrl user { id } } }',
      { input: { username, email: `${username}@example.com`, roleIds: [] } },
    );
    return createUser.invitationUrl;
  }
  const fill = (password) => page.getByLabel('New password').fill(password);
  const submit = () => page.getByRole('button', { name: 'Set password and log in' }).click();

  test('W1: an invitation lets its person set a password, and logs in', async () => {
    await page.goto(await invite('ben'));
    await fill('plenty of letters for ben');
    await submit();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    assert.equal(await page.getByLabel('User name').inputValue(), 'ben');
  });

  test('W1: the secret of a link is out of the address and the history before the server is asked', async () => {
    const link = await invite('cleo');
    const addresses = [];
    page.on('request', (request) => request.url().endsWith('/graphql') && addresses.push(page.url()));
    await page.goto(link);
    await fill('short');
    await submit();
    await page.getByText('15 characters', { exact: false }).nth(1).waitFor();
    assert.deepEqual([...new Set(addresses)], [`${url}/admin/invitation`]);
    assert.equal(await page.evaluate(() => history.length), 2);
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.body.innerHTML]));
    assert.ok(!kept.includes(new URL(link).hash.slice(1)));
  });

  test('W1: a weak password is refused at its field, and the link still works', async () => {
    await page.goto(await invite('dora'));
    await fill('password');
    await submit();
    const field = page.getByLabel('New password');
    await page.locator('[aria-invalid="true"]').waitFor();
    assert.equal(await field.inputValue(), 'password');
    await fill('plenty of letters for dora');
    await submit();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
  });

  test('W1: a used link says so, and where to get another', async () => {
    const link = await invite('eric');
    await page.goto(link);
    await fill('plenty of letters for eric');
    await submit();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    await page.goto('about:blank');
    await page.goto(link);
    await fill('another long text for eric');
    await submit();
    await page.getByText('This link was used or is too old.').waitFor();
    await page.getByText('Ask whoever invited you for a new link.').waitFor();
  });

  test('W1: asking for a reset says the same for every address', async () => {
    for (const email of [panel.ADMIN.email, 'nobody@example.com']) {
      await page.goto(`${url}/admin/reset`);
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByText('If we know this address, a link is on its way.', { exact: false }).waitFor();
    }
  });

  test('O3: a new e-mail address counts once its link was opened, by a press', async () => {
    await page.goto(await invite('fay'));
    await fill('plenty of letters for fay');
    await submit();
    await page.getByRole('button', { name: 'Change e-mail' }).click();
    await page.getByText('every token that you own is revoked', { exact: false }).waitFor();
    await page.getByLabel('New e-mail').fill('fay@example.org');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await confirmPassword(page, 'plenty of letters for fay');
    await page.getByText('A link is on its way to fay@example.org.', { exact: false }).waitFor();
    await page.goto(await mailbox.linkTo('fay@example.org', 'email'));
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await page.getByText('This is your address from now on', { exact: false }).waitFor();
    await page.getByRole('link', { name: 'Go to your profile' }).click();
    await page.getByText('fay@example.org').waitFor();
  });

  test('W1: a forgotten password is set anew by the link of a mail', async () => {
    await page.goto(await invite('gil'));
    await fill('plenty of letters for gil');
    await submit();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    await context.clearCookies();
    await page.goto(`${url}/admin/reset`);
    await page.getByLabel('E-mail').fill('gil@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.goto(await mailbox.linkTo('gil@example.com', 'reset'));
    await fill('gil forgot the first one');
    await submit();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
  });

  test('W1: the set-up link of a first start makes its administrator', async () => {
    const fresh = await panel.startServer({ SCOPEGATE_ADMIN_PASSWORD: '' });
    const opened = await panel.openContext(browser, fresh.url.replace('127.0.0.1', 'localhost'));
    try {
      const [, link] = /(http\S+\/admin\/\S+)/.exec(fresh.said) ?? [];
      await opened.page.goto(link);
      await opened.page.getByLabel('New password').fill('the very first of them all');
      await opened.page.getByRole('button', { name: 'Set password and log in' }).click();
      await opened.page.getByRole('link', { name: 'Account' }).waitFor();
      assert.deepEqual(opened.problems(), []);
    } finally {
      await opened.context.close();
      await fresh.stop();
    }
  });
});
