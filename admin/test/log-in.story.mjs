import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as panel from './harness.mjs';
import { violations } from './panel.mjs';
import * as people from './people.mjs';

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
    for (const path of ['login', 'reset', 'invitation', 'email']) {
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
    for (const path of ['login', 'reset', 'invitation', 'email']) {
      await page.goto(`${server.url}/admin/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await panel.assertNoSidewaysScroll(page, path);
    }
  });
});
