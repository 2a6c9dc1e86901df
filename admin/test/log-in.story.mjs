import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as panel from './harness.mjs';
import { createToken } from './orders-api.mjs';
import { violations } from './panel.mjs';
import * as people from './people.mjs';
import { callWith } from './token-seeds.mjs';

const LAB = { email: 'lea@example.com', password: 'nine lives of a laboratory cat' };
const PATHS = ['login', 'reset', 'invitation', 'email', 'held-token', 'held-token?do=renew'];

describe('logging in', { timeout: 120_000 }, () => {
  let server, browser, context, page, problems;

  before(async () => {
    server = await panel.startServer();
    browser = await panel.startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    ({ context, page, problems } = await panel.openContext(browser, server.url));
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(problems(), []);
  });

  const button = (name) => page.getByRole('button', { name });
  async function enter({ email, password }) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await button('Log in').click();
  }
  const inside = () => page.getByRole('navigation', { name: 'Panel' }).waitFor();

  test('W1: who is not logged in is asked to, and then gets the page that was opened', async () => {
    await page.goto(`${server.url}/admin/audit?size=50`);
    await enter(panel.ADMIN);
    await inside();
    assert.equal(page.url(), `${server.url}/admin/audit?size=50`);
  });

  test('W1: the way on after a log-in leads to no other site', async () => {
    for (const next of ['//example.org/x', '/\\example.org', 'https://example.org']) {
      await context.clearCookies();
      await page.goto(`${server.url}/admin/login?next=${encodeURIComponent(next)}`);
      await enter(panel.ADMIN);
      await inside();
      assert.equal(new URL(page.url()).origin, server.url);
    }
  });

  test('W1: a wrong password and an unknown address are told in the same words', async () => {
    const said = [];
    for (const email of [panel.ADMIN.email, 'nobody@example.com']) {
      await page.goto(`${server.url}/admin/login`);
      await enter({ email, password: 'wrong horse battery staple' });
      said.push(await page.getByRole('alert').innerText());
    }
    assert.deepEqual(said, ["E-mail or password isn't right.", "E-mail or password isn't right."]);
  });

  test('U5: the code of a second factor is a second step', async () => {
    const person = await people.createPerson(server.url, { username: 'twofold' });
    const { code } = await people.enableSecondFactor(server.url, person);
    await page.goto(`${server.url}/admin/login`);
    await enter(person);
    await page.getByLabel('Code from your authenticator app').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.keyboard.type(code());
    await inside();
    assert.equal(page.url(), `${server.url}/admin/profile`);
  });

  test('W1: without a right there is no way to its page, and the address says what it needs', async () => {
    const person = await people.createPerson(server.url, { username: 'reader', scopes: ['roles:read'] });
    await panel.logIn(page, server.url, person);
    assert.deepEqual(await page.getByRole('navigation', { name: 'Panel' }).getByRole('link').allInnerTexts(), [
      'Scopegate',
      'Roles',
    ]);
    await page.goto(`${server.url}/admin/users`);
    await page.getByRole('heading', { level: 1, name: "You can't see this page" }).waitFor();
    await page.getByText('It needs users:read. Ask an administrator.').waitFor();
  });

  test('W1: logging out in one tab logs out the others', async () => {
    await panel.logIn(page, server.url);
    const other = await context.newPage();
    await other.goto(`${server.url}/admin/profile`);
    await other.getByRole('heading', { name: 'Profile' }).waitFor();
    await page.getByRole('button', { name: /Main/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await other.getByRole('heading', { name: 'Log in' }).waitFor();
  });

  test('W1: a server that does not answer is told, and Try again goes on', async () => {
    await panel.logIn(page, server.url);
    await page.route('**/graphql', (route) => route.abort('connectionrefused'));
    await page.goto(`${server.url}/admin/profile`);
    await page.getByText('No connection. Nothing is lost.').waitFor();
    await page.unroute('**/graphql');
    await button('Try again').click();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
  });

  test('W5: the chosen theme is there before the first paint, and after a reload', async () => {
    await panel.logIn(page, server.url);
    await page.getByRole('button', { name: /Main/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.addInitScript(() =>
      document.addEventListener('readystatechange', () => {
        window.atFirst ??= document.documentElement.getAttribute('data-mantine-color-scheme');
      }),
    );
    await page.reload();
    assert.equal(await page.evaluate(() => window.atFirst), 'dark');
    await inside();
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(21, 24, 28)');
  });

  test('W5: the pages before the log-in pass axe in both themes', async () => {
    for (const path of PATHS) {
      await page.goto(`${server.url}/admin/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(await violations(page), [], path);
    }
    await page.goto(`${server.url}/admin/login`);
    await enter({ email: 'nobody@example.com', password: 'x' });
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await violations(page), [], 'a refused log-in');
  });

  test('W5: the pages before the log-in fit 360 px', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of PATHS) {
      await page.goto(`${server.url}/admin/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await panel.assertNoSidewaysScroll(page, path);
    }
  });

  const token = async (input) => createToken({ api: await people.adminOf(server.url) }, input);
  const secretField = () => page.getByLabel('Secret', { exact: true });
  async function enterWithToken(email, secret) {
    await page.goto(`${server.url}/admin/login`);
    await button('Use an access token instead').click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Access token', { exact: true }).fill(secret);
    await button('Log in').click();
  }

  test('T1, U3: an access token logs in; what its session may not do is not there, and nothing asks for a password', async () => {
    const scopes = ['own-api-tokens:manage', 'users:manage', 'apis:manage', 'account:manage'];
    await token({ name: 'sleeping', enabled: false, scopes: [] });
    const { secret } = await token({ name: 'laptop', kind: 'ACCESS', lifetime: 'DAYS_7', scopes });
    await enterWithToken(panel.ADMIN.email, secret);
    await page.getByRole('heading', { name: 'My tokens' }).waitFor();
    // No token made this one, so by token nothing can make it stronger (P6).
    await page.getByRole('button', { name: 'sleeping is disabled. To enable it, log in with your password' }).waitFor();
    await button('More for sleeping').click();
    await page.getByRole('menuitem', { name: 'Revoke…' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Regenerate…' }).count(), 0);
    await page.keyboard.press('Escape');
    const links = page.getByRole('navigation', { name: 'Panel' }).getByRole('link');
    assert.deepEqual(await links.allInnerTexts(), ['Scopegate', 'My tokens', 'Users', 'APIs', 'Presets']);
    await page.goto(`${server.url}/admin/account`);
    await page.getByText('It needs your own log-in, not one made with an access token.').waitFor();
    await page.goto(`${server.url}/admin/users`);
    await page.getByRole('link', { name: 'New service account' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'New person' }).count(), 0);
    await page.goto(`${server.url}/admin/profile`);
    await page.getByText('with the access token laptop').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${server.url}/admin/my-tokens/new`);
    await page.getByText('You are here with an access token: only Custom goes.').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('child');
    await button('Create token').click();
    await page.getByRole('dialog', { name: 'Token created: child' }).waitFor();
  });

  test("T1, U3: what is no access token, or not this person's, logs nobody in", async () => {
    const { secret } = await token({ name: 'for calls' });
    await enterWithToken(panel.ADMIN.email, secret);
    await page.getByText('This is an API token: calls are made with it, it never logs in.').waitFor();
    const door = await token({ name: 'door', kind: 'ACCESS', lifetime: 'DAYS_7' });
    await enterWithToken('nobody@example.com', door.secret);
    await page.getByText("E-mail or access token isn't right, or the token has been ended.").waitFor();
  });

  test('S4: whoever holds a token ends it without a log-in, and hears the same whatever was pasted', async () => {
    const { secret } = await token({ name: 'found in a log' });
    await page.goto(`${server.url}/admin/login`);
    await page.getByRole('link', { name: 'End or renew a token that you hold' }).click();
    const said = [];
    for (const text of [`Authorization: Bearer ${secret}`, secret, 'anything else']) {
      await secretField().fill(text);
      await page.getByLabel('Others may have seen it').check();
      await button('End token').click();
      said.push(await page.getByRole('status').innerText());
      assert.equal(await secretField().inputValue(), '');
    }
    assert.deepEqual([...new Set(said)], ['If this was a token of this server, its calls are refused from now on.']);
    assert.equal(await callWith(server.url, secret), 401);
  });

  test('P6: a token that may renew itself gets its new secret without a log-in; another hears what it lacks', async () => {
    const { secret } = await token({ name: 'on its own', scopes: ['api-tokens:rotate-self'] });
    const { secret: other } = await token({ name: 'never', scopes: [] });
    await panel.logIn(page, server.url);
    await page.goto(`${server.url}/admin/held-token?do=renew`);
    await secretField().fill(other);
    await button('Renew secret').click();
    await page.getByText('This token may not renew itself: it needs api-tokens:rotate-self.').waitFor();
    await secretField().fill(secret);
    await page.getByLabel('Keep the old secret working for').selectOption('1 hour');
    await button('Renew secret').click();
    const dialog = page.getByRole('dialog', { name: 'New secret: on its own' });
    const renewed = await dialog.getByLabel('Secret', { exact: true }).inputValue();
    assert.deepEqual([await callWith(server.url, secret), await callWith(server.url, renewed)], [200, 200]);
    await dialog.getByLabel('I have stored it').check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  // The last one: from here on every log-in is asked.
  test('R7: which account is asked only where there are several, and each leads into its own', async () => {
    await page.goto(`${server.url}/admin/login`);
    await enter({ ...panel.ADMIN, password: 'not the one' });
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Account').count(), 0);
    const { stdout } = await server.command('account', 'create', 'lab', '--name', 'Lab', '--admin-email', LAB.email);
    const link = new URL(/http\S+/.exec(stdout)[0]);
    await page.goto(server.url + link.pathname + link.hash);
    await page.getByLabel('New password').fill(LAB.password);
    await button('Set password and log in').click();
    await page.getByText('Lab', { exact: true }).waitFor();
    await context.clearCookies();
    await page.goto(`${server.url}/admin/login`);
    await enter(LAB);
    await page.getByText('This server has several accounts: which one is yours?').waitFor();
    assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), LAB.password);
    assert.deepEqual(await violations(page), []);
    await page.getByLabel('Account').fill('main');
    await button('Log in').click();
    await page.getByText("E-mail or password isn't right.").waitFor();
    await page.getByLabel('Account').fill('lab');
    await button('Log in').click();
    await page.getByText('Lab', { exact: true }).waitFor();
  });
});
