import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { ADMIN, assertNoSidewaysScroll, openContext } from './harness.mjs';
import { stepsOn } from './manual-steps.mjs';
import { BEN, createRole, createToken, prepareOrders } from './orders-api.mjs';
import { confirmPassword, eventually, goTo, openAs, openPanel } from './panel.mjs';
import { askNoPassword } from './token-seeds.mjs';

/** What goes wrong while people work: the server, the session, the rights, somebody else; and that nothing else does. */
const panel = openPanel({
  async prepare(panel) {
    await prepareOrders(panel);
    await askNoPassword(panel.api);
  },
});
const steps = stepsOn(() => panel.page);
const text = (words, page = panel.page) => page.getByText(words).first().waitFor();
const countOf = async (search) =>
  (await panel.api('query ($search: String) { apiTokens(filter: { search: $search }) { totalCount } }', { search }))
    .apiTokens.totalCount;

/** A new token, typed and not sent. */
async function typeToken(name, on = steps, address = '/api-tokens/new') {
  await on.visit(address, { name: 'New token' });
  await on.fillForm({ name, description: 'half a sentence' });
}
/** Below a dialog, too, which hides the form from readers. */
async function keeps(name, page = panel.page) {
  const typed = (field) => page.getByLabel(field).first().inputValue();
  assert.deepEqual([await typed(/^Name/), await typed(/^Description/)], [name, 'half a sentence']);
}

describe('the password that is asked for again', { timeout: 60_000 }, () => {
  test('C10: cancelled, the form is as it was and nothing was done; given, it is done, and not asked for again', async () => {
    await panel.api('mutation { updateAccount(input: { passwordConfirmation: WINDOW }) { account { id } } }');
    await typeToken('careful');
    await steps.button('Create token').click();
    const asked = steps.dialog("Confirm it's you");
    await asked.getByText('Enter your password to create token careful.').waitFor();
    await panel.page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    await keeps('careful');
    assert.equal(await countOf('careful'), 0);
    await steps.button('Create token').click();
    await confirmPassword(panel.page);
    await steps.store();
    await steps.create({ name: 'unasked' });
    await askNoPassword(panel.api);
  });
});

describe('the server in trouble', { timeout: 60_000 }, () => {
  afterEach(async () => {
    panel.server.resume();
    await panel.context.setOffline(false);
    await panel.page.unroute('**/graphql');
  });

  test('T14: while it is slow a form waits, two more presses do nothing more, and it goes through', async () => {
    await typeToken('patient');
    panel.server.pause();
    await steps.button('Create token').dblclick();
    await keeps('patient');
    await steps.button('Create token').click({ force: true });
    panel.server.resume();
    await steps.store();
    assert.equal(await countOf('patient'), 1);
  });

  test('W1: when it is not there nothing typed is lost, and Try again goes through', async () => {
    await typeToken('stubborn');
    await panel.context.setOffline(true);
    await steps.button('Create token').click();
    await text('No connection. Nothing is lost.');
    await keeps('stubborn');
    await steps.button('Try again').click();
    await text('No connection. Nothing is lost.');
    await panel.context.setOffline(false);
    await steps.button('Try again').click();
    await steps.store();
    assert.equal(await countOf('stubborn'), 1);
  });

  test('W1: a page that comes while it is not there says so, and its Try again brings it', async () => {
    await steps.visit('/presets', { name: 'Presets' });
    await steps.visit('/profile', { name: 'Profile' });
    await panel.context.setOffline(true);
    await goTo(panel.page, '/admin/presets?search=ci');
    await text('No connection. Nothing is lost.');
    await panel.context.setOffline(false);
    await steps.button('Try again').first().click();
    await panel.page.getByRole('link', { name: 'CI deployment' }).waitFor();
  });

  /** Something between answers in the server's stead, once. */
  async function answerOnce(operation, answer) {
    let answered = false;
    await panel.page.route('**/graphql', async (route) => {
      if (answered || !route.request().postData()?.includes(operation)) return route.continue();
      answered = true;
      return route.fulfill(answer);
    });
  }
  const ANSWERS = [
    {
      named: 'a proxy that finds no server',
      answer: { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' },
      words: 'The server is busy. Nothing is lost: try again in a moment.',
    },
    {
      named: 'a proxy that slows down',
      answer: { status: 429, headers: { 'retry-after': '42' }, contentType: 'text/plain', body: 'slow down' },
      words: /Too many tries\. Next in 0:4\d\./,
    },
    {
      named: 'a fault of the server',
      answer: {
        status: 500,
        json: { errors: [{ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-7' } }] },
      },
      words: 'Something went wrong on the server. Reference: req-7',
    },
  ];
  for (const [index, { named, answer, words }] of ANSWERS.entries()) {
    test(`W1: ${named} is told above the form, which stays, and the next press goes through`, async () => {
      const name = `answered ${index}`;
      await typeToken(name);
      await answerOnce('createApiToken', answer);
      await steps.button('Create token').click();
      await panel.page.getByRole('alert').filter({ hasText: words }).waitFor();
      await keeps(name);
      await steps.button('Create token').click();
      await steps.store();
    });
  }

  test('S1, W1: a token whose server died before it answered is found by the next press, and gets a new secret', async () => {
    await typeToken('interrupted');
    await panel.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('createApiToken')) return route.continue();
      await route.fetch();
      await panel.server.crash();
      return route.abort('connectionreset');
    });
    await steps.button('Create token').click();
    await text(/No connection\. Nothing is lost\. .+: trying again looks first\./);
    await keeps('interrupted');
    await panel.page.unroute('**/graphql');
    await panel.server.startAgain();
    await steps.button('Try again').click();
    await steps.dialog('interrupted was created').getByRole('button', { name: 'Regenerate secret' }).click();
    await steps.store();
    assert.equal(await countOf('interrupted'), 1);
  });

  test('W1: a fault while the panel looks who is there takes no form away', async () => {
    await typeToken('undisturbed');
    await answerOnce('query Viewer', { status: 500, json: { errors: [{ message: 'x' }] } });
    await comeBack(panel.page);
    await keeps('undisturbed');
    await steps.button('Create token').click();
    await steps.store();
  });
});

/** The window was left for a minute: what it shows is asked for again. @returns when the answers are here. */
async function comeBack(page) {
  const answered = page.waitForResponse((response) => response.request().postData()?.includes('query Viewer') ?? false);
  await page.evaluate(() => {
    const now = Date.now;
    window.dispatchEvent(new Event('blur'));
    Date.now = () => now() + 60_000;
    window.dispatchEvent(new Event('focus'));
    Date.now = now;
  });
  await (await answered).finished();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
}

async function enter(page, { email, password }) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

describe('two windows of one person', { timeout: 60_000 }, () => {
  let second;
  before(async () => {
    await createToken(panel, { name: 'seen twice', scopes: [] });
    second = await panel.context.newPage();
    await second.goto(`${panel.url}/admin/api-tokens?search=twice`);
    await second.getByRole('button', { name: 'seen twice is active. Disable' }).waitFor();
  });
  after(() => second?.close());

  test('W3: what one changes the other shows, without being touched', async () => {
    await steps.list('twice');
    await steps.button('seen twice is active. Disable').click();
    await second.getByRole('button', { name: 'seen twice is disabled. Enable' }).waitFor();
  });

  test('W5: the theme that one chooses the other has', async () => {
    const choose = async (theme) => {
      await panel.page.locator('.shell-person').click();
      await panel.page.getByRole('menuitemradio', { name: theme }).click();
      await panel.page.keyboard.press('Escape');
    };
    await choose('Dark');
    await second.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await choose('As the system');
  });

  test('W1: a log-out in one ends the other, which says what is lost, and shows whoever logs in next', async () => {
    const ben = await openAs(panel, BEN);
    const other = await ben.context.newPage();
    await other.goto(`${panel.url}/admin/my-tokens/new`);
    await other.getByLabel(/^Name/).fill("Ben's draft");
    await ben.page.locator('.shell-person').click();
    await ben.page.getByRole('menuitem', { name: 'Log out' }).click();
    await ben.page.waitForURL('**/admin/login**');
    await other.waitForURL('**/admin/login**');
    assert.equal(await other.getByText('Ben Ode').count(), 0);
    await text('You were logged out in another window. What you had typed here is gone.', other);
    await enter(ben.page, ADMIN);
    await other.getByRole('heading', { name: 'New token' }).waitFor();
    await other.getByLabel(/^Name/).fill("The administrator's draft");
    await ben.page.goto(`${panel.url}/admin/login`);
    await enter(ben.page, BEN);
    await text(/^Ben Ode logged in in another window\. What .+ had typed here is gone\.$/, other);
    assert.equal(await other.getByLabel(/^Name/).inputValue(), '');
    await ben.context.close();
  });
});

describe('going back', { timeout: 60_000 }, () => {
  test('L6: Back undoes one filter after the other', async () => {
    const { page } = panel;
    await steps.list();
    await steps.button('Never used').click();
    await page.waitForURL(/neverUsed=true/);
    await page.getByRole('columnheader', { name: 'Expires', exact: true }).getByRole('button').click();
    await page.waitForURL(/sort=expiresAt/);
    await page.goBack();
    await page.waitForURL((url) => url.search === '?neverUsed=true');
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    assert.equal(await steps.button('Never used').getAttribute('aria-pressed'), 'false');
  });

  test('W1: Back leaves a form with something in it only after a question', async () => {
    const { page } = panel;
    await steps.visit('/roles', { name: 'Roles' });
    await page.getByRole('link', { name: 'New role' }).click();
    await steps.field('Name').fill('Half a role');
    await page.goBack();
    await steps.dialog('Leave without saving?').getByRole('button', { name: 'Stay' }).click();
    assert.equal(await steps.field('Name').inputValue(), 'Half a role');
    assert.equal(new URL(page.url()).pathname, '/admin/roles/new');
    await page.goBack();
    await steps.dialog('Leave without saving?').getByRole('button', { name: 'Leave without saving' }).click();
    await page.waitForURL('**/admin/roles');
  });
});

describe('session and rights that go while a form is open', { timeout: 60_000 }, () => {
  let ben, steps;
  const endSessions = () =>
    panel.api('mutation ($id: ID!) { endUserSessions(input: { id: $id }) { endedSessions } }', { id: panel.benId });
  const again = () => ben.page.getByRole('dialog', { name: 'You were logged out' });
  async function logInAgain() {
    await again().getByLabel('Password', { exact: true }).fill(BEN.password);
    await again().getByRole('button', { name: 'Log in' }).click();
    await again().waitFor({ state: 'detached' });
  }
  before(async () => {
    ben = await openAs(panel, BEN);
    steps = stepsOn(() => ben.page);
  });
  after(() => ben?.context.close());

  test('C10: a session that has ended is made anew above the form, and the change goes through', async () => {
    await typeToken('survivor', steps, '/my-tokens/new');
    await endSessions();
    await steps.button('Create token').click();
    await again().getByText('Log in to go on; your text is still here.').waitFor();
    await keeps('survivor', ben.page);
    await logInAgain();
    await steps.store();
    assert.equal(await countOf('survivor'), 1);
  });

  test('W1: whoever comes back to the window after the session ended finds the form, and is asked to log in', async () => {
    await typeToken('comeback', steps, '/my-tokens/new');
    await endSessions();
    await comeBack(ben.page);
    await again().waitFor();
    await keeps('comeback', ben.page);
    await logInAgain();
    await keeps('comeback', ben.page);
    await steps.button('Create token').click();
    await steps.store();
  });

  test('U3, C10: the end of the access token that a session was made from asks for a log-in above the form', async () => {
    const door = { name: 'door', kind: 'ACCESS', access: 'FULL_ACCESS', lifetime: 'DAYS_7' };
    const { apiToken, secret } = await createToken(panel, door);
    const { page, context } = await openContext(panel.browser, panel.url, { reducedMotion: 'reduce' });
    await page.goto(`${panel.url}/admin/login?next=/api-tokens/new`);
    await page.getByRole('button', { name: 'Use an access token instead' }).click();
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Access token', { exact: true }).fill(secret);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByLabel(/^Name/).fill('through the door');
    await page.getByLabel(/^Description/).fill('half a sentence');
    await panel.api('mutation ($ids: [ID!]) { revokeApiTokens(input: { ids: $ids }) { affectedCount } }', {
      ids: [apiToken.id],
    });
    await page.getByRole('button', { name: 'Create token' }).click();
    const asked = page.getByRole('dialog', { name: 'You were logged out' });
    await asked.getByText('Log in to go on; your text is still here.').waitFor();
    await keeps('through the door', page);
    await asked.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await asked.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByRole('dialog', { name: 'Token created: through the door' }).waitFor();
    await context.close();
  });

  test('R1: a right that was taken away is named, the text stays, and the menu has no way there any more', async () => {
    const permit = (permissions) =>
      panel.api('mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }', {
        input: { id: panel.roleId, permissions },
      });
    await typeToken('too late', steps, '/my-tokens/new');
    await permit(['api:execute', 'orders:read']);
    await steps.button('Create token').click();
    await text('This needs api-tokens:manage or own-api-tokens:manage. Ask an administrator.', ben.page);
    await ben.page.getByRole('navigation').getByRole('link', { name: 'My tokens' }).waitFor({ state: 'detached' });
    await keeps('too late', ben.page);
    await permit(['api:execute', 'orders:read', 'customers:read', 'own-api-tokens:manage']);
    await steps.button('Create token').click();
    await steps.store();
    // One goes somewhere, and the menu is right again.
    await ben.page.getByRole('navigation').getByRole('link', { name: 'My tokens' }).waitFor();
    assert.deepEqual(ben.problems(), []);
  });
});

describe('what is gone, and addresses that lead nowhere', { timeout: 60_000 }, () => {
  test('C1: a token that was deleted while its form was open leaves the form, which says so', async () => {
    const { apiToken } = await createToken(panel, { name: 'short-lived', scopes: [] });
    await steps.visit(`/api-tokens/${apiToken.id}/edit`);
    await steps.field('Description').fill('half a sentence');
    await panel.api('mutation ($ids: [ID!]) { deleteApiTokens(input: { ids: $ids }) { affectedCount } }', {
      ids: [apiToken.id],
    });
    await steps.button('Save token').click();
    await text('This is gone, or not yours to see any more.');
    await keeps('short-lived');
  });

  test('L6: a page of a list that does not exist leads to the first one', async () => {
    await goTo(panel.page, '/admin/api-tokens?after=nowhere');
    await steps.button('Go to the first page').click();
    await panel.page.getByRole('link', { name: 'short-lived' }).waitFor({ state: 'detached' });
    assert.equal(new URL(panel.page.url()).search, '');
  });
});

describe('every page', { timeout: 110_000 }, () => {
  let pages;
  const errors = [];
  before(async () => {
    const { apiToken } = await createToken(panel, { name: 'walked through', scopes: ['orders:read'] });
    const roleId = await createRole(panel, { name: 'Walkers', permissions: ['orders:read'] });
    const { apis, scopePresets } = await panel.api('{ apis { id } scopePresets { id } }');
    pages = [
      ...['/my-tokens', '/my-tokens/new', '/api-tokens', '/api-tokens/new', '/api-tokens?view=none&statuses=ODD'],
      ...['', '/edit', '/copy'].map((more) => `/api-tokens/${apiToken.id}${more}`),
      ...['/users', '/users/new', `/users/${panel.benId}`, `/users/${panel.botId}?tab=tokens`],
      ...['/roles', '/roles/new', `/roles/${roleId}`, '/apis', '/apis/new', `/apis/${apis[0].id}`],
      ...[`/apis/${apis[0].id}/edit`, '/presets', '/presets/new', `/presets/${scopePresets[0].id}`],
      ...['/audit', '/account', '/profile', '/no-such-page'],
    ];
    panel.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  });

  async function walk(look) {
    for (const address of pages) {
      await goTo(panel.page, `/admin${address}`);
      await panel.page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await panel.page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
      await look(address);
    }
  }

  for (const colorScheme of ['light', 'dark'])
    test(`W5: no page has an error, breaks the policy or asks elsewhere (${colorScheme})`, async () => {
      await panel.page.emulateMedia({ colorScheme });
      await walk(async (address) => {
        assert.equal(await panel.page.getByText(/couldn't be shown|Something went wrong/).count(), 0, address);
        assert.deepEqual([errors, panel.problems()], [[], []], address);
      });
    });

  test('W1: no page goes sideways at 360 pixels', async () => {
    await panel.page.setViewportSize({ width: 360, height: 740 });
    await walk((address) => eventually(() => assertNoSidewaysScroll(panel.page, address)));
    await panel.page.setViewportSize({ width: 1280, height: 800 });
  });
});
