import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { startToyApi } from './toy-api.mjs';

// Debian's path, unless told. The flags keep the browser from asking the internet for anything by itself.
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'].concat([
  '--disable-background-networking',
  '--disable-component-update',
]);

describe('playground in a browser', { timeout: 60_000 }, () => {
  let api, browser, context, page, outside, violations;

  before(async () => {
    api = await startToyApi();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  after(async () => {
    await browser?.close();
    await api.stop();
  });

  beforeEach(async () => {
    api.seen.length = outside = 0;
    violations = [];
    context = await browser.newContext();
    await context.addCookies([{ name: 'session', value: 'of-the-panel', url: api.url }]);
    page = await context.newPage();
    context.on('request', (request) => request.url().startsWith(api.url) || (outside += 1));
    await page.exposeFunction('violated', (directive) => violations.push(directive));
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (event) => window.violated(event.violatedDirective)),
    );
    await page.goto(api.url);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(violations, [], 'the content security policy was violated');
    assert.equal(outside, 0, 'something outside the server was asked for');
  });

  const token = () => page.getByLabel('API token');
  const banner = (text) => page.locator('.notices').getByText(text).waitFor();
  const status = (text) => page.getByLabel('Last answer').getByText(text).waitFor();
  const result = (text) => page.locator('.result-window').getByText(text).first().waitFor();
  async function enterToken(secret) {
    await token().fill(secret);
    await token().press('Enter');
  }
  async function run(operation) {
    // Not typed: the editor would close each bracket by itself.
    await page.evaluate((text) => {
      const model = window.__MONACO.editor.getModels().find((each) => each.getLanguageId() === 'graphql');
      model.setValue(text);
    }, operation);
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('Control+Enter');
  }
  async function openDocs() {
    await page.getByLabel('Show Documentation Explorer').click();
    return page.getByLabel('Documentation Explorer', { exact: true });
  }

  test('W6: nothing is asked for, and the page says what to do, before a token is entered', async () => {
    await banner('Enter a token to load the schema. Public operations work without one.');
    assert.equal(api.seen.length, 0);
  });

  test('W6: a public operation runs without a token and without the cookie', async () => {
    await run('{ viewer { scopes } }');
    await status('HTTP 200');
    await result('null');
    assert.equal(api.seen[0].headers.authorization, undefined);
    assert.equal(api.seen[0].headers.cookie, undefined);
  });

  test('W6: a token loads the schema, by itself and without the cookie', async () => {
    await enterToken('sg_api_all');
    await (await openDocs()).getByRole('link', { name: 'Query' }).waitFor();
    assert.equal(api.seen.length, 1);
    assert.equal(api.seen[0].headers.authorization, 'Bearer sg_api_all');
    assert.equal(api.seen[0].headers.cookie, undefined);
  });

  test('W6: a missing scope is named', async () => {
    await enterToken('sg_api_weak');
    await run('{ all: users { name } }');
    await banner('403: needs users:read');
    await banner('Query.users (at all) needs users:read');
    await status('HTTP 403');
  });

  test('W6: alternatives of missing scopes are told apart', async () => {
    await enterToken('sg_api_weak');
    await run('{ users { name } audit }');
    await banner('403: needs users:read and (audit:read or roles:read and users:read)');
  });

  test('W6: a guarded operation without a token says that it needs one', async () => {
    await run('{ audit }');
    await banner('401: needs a token');
  });

  test('W6: a token that the server refuses is told, and asked for the schema once', async () => {
    await enterToken('sg_api_unknown');
    await banner('401: The token is not valid.');
    assert.equal(api.seen.length, 1);
  });

  test('W6: a token that may not read the schema still runs operations', async () => {
    await enterToken('sg_api_blind');
    await banner('403: needs api:introspect');
    await run('{ viewer { scopes } }');
    await status('HTTP 200');
  });

  test('W6: a pasted header line is understood, and what is no token is never sent', async () => {
    await enterToken('Authorization: Bearer sg_api_all');
    await page.locator('.hint').waitFor({ state: 'detached' });
    await enterToken('sg_api all');
    await page.getByText('This is not a token').waitFor();
    await run('{ viewer { scopes } }');
    await result('Request not sent');
    assert.deepEqual(
      api.seen.map(({ headers }) => headers.authorization),
      ['Bearer sg_api_all'],
    );
  });

  test('W6: the token is in no storage, cookie, address or attribute, and gone after a reload', async () => {
    await enterToken('sg_api_all');
    await run('{ users { name } }');
    await result('Ana');
    await page.getByRole('button', { name: 'Show token' }).click();
    const kept = await page.evaluate(async () => [
      localStorage.length + sessionStorage.length + (await indexedDB.databases()).length + (await caches.keys()).length,
      document.cookie + location.href + document.documentElement.outerHTML,
    ]);
    assert.equal(kept[0], 0);
    assert.doesNotMatch(kept[1], /sg_api_all/);
    await page.reload();
    assert.equal(await token().inputValue(), '');
  });

  test('W6: a forgotten token is not sent again, and its schema goes with it', async () => {
    await enterToken('sg_api_all');
    const docs = await openDocs();
    await docs.getByRole('link', { name: 'Query' }).waitFor();
    await page.getByRole('button', { name: 'Forget token' }).click();
    await docs.getByText('No GraphQL schema available').waitFor();
    await run('{ viewer { scopes } }');
    await status('HTTP 200');
    assert.equal(api.seen.at(-1).headers.authorization, undefined);
  });

  test('W6: the token is hidden until asked to show', async () => {
    assert.equal(await token().getAttribute('type'), 'password');
    await page.getByRole('button', { name: 'Show token' }).click();
    assert.equal(await token().getAttribute('type'), 'text');
  });

  test('W6: no headers can be written where GraphiQL would keep them', async () => {
    assert.equal(await page.getByRole('button', { name: 'Headers' }).count(), 0);
  });

  test('W6: the keyboard is enough, into the editor and out of it', async () => {
    await token().focus();
    await page.keyboard.type('sg_api_all');
    await page.keyboard.press('Enter');
    await page.locator('.graphiql-query-editor textarea').focus();
    await page.keyboard.press('Control+Enter');
    await status('HTTP 200');
    await page.keyboard.press('Control+m');
    await page.keyboard.press('Tab');
    assert.equal(
      await page.evaluate(() => document.activeElement.closest('.graphiql-query-editor .monaco-editor')),
      null,
    );
  });

  for (const theme of ['Light', 'Dark']) {
    test(`W6: the ${theme.toLowerCase()} theme reaches bar and editor`, async () => {
      await page.getByLabel('Theme').selectOption(theme);
      await page.locator(`body.graphiql-${theme.toLowerCase()}`).waitFor();
      const isDark = (selector) =>
        page.locator(selector).evaluate((element) => {
          const [red] = getComputedStyle(element).backgroundColor.match(/\d+/);
          return Number(red) < 128;
        });
      assert.equal(await isDark('.bar'), theme === 'Dark');
      assert.equal(await isDark('.graphiql-container'), theme === 'Dark');
    });
  }
});
