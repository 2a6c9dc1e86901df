import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNoSidewaysScroll, logInToApi } from './harness.mjs';
import { confirmPassword, eventually, goTo, openAs, openPanel, violations } from './panel.mjs';
import { enableSecondFactor } from './people.mjs';

const CREATE_ROLE = 'mutation Role($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }';
const CREATE_USER = 'mutation User($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const PASSWORD = 'seven green bottles on a wall';

const UPDATE_ACCOUNT = 'mutation Set($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id } } }';

async function prepare(panel) {
  const { api } = panel;
  panel.askForPassword = (passwordConfirmation) => api(UPDATE_ACCOUNT, { input: { passwordConfirmation } });
  await panel.askForPassword('OFF');
  const role = async (name, permissions, description) =>
    (await api(CREATE_ROLE, { input: { name, permissions, description } })).createRole.role.id;
  panel.support = await role('Support', ['users:read', 'api-tokens:read'], 'Looks things up for customers.');
  panel.developer = await role('Developer', ['own-api-tokens:manage', 'api:execute'], 'Makes tokens of their own.');
  panel.reader = await role('Reader', ['users:read', 'roles:read']);
  panel.manager = await role('Manager', ['users:manage', 'roles:read']);
  panel.addUser = async (username, more = {}) => {
    const person = { email: `${username}@example.com`, password: PASSWORD };
    const input = { username, roleIds: [], ...(more.kind === 'SERVICE' ? {} : person), ...more };
    return { ...person, id: (await api(CREATE_USER, { input })).createUser.user.id };
  };
  await panel.addUser('ben', { firstName: 'Ben', lastName: 'Okafor', roleIds: [panel.developer] });
  await panel.addUser('chiara', { firstName: 'Chiara', lastName: 'Rossi', roleIds: [panel.support] });
  await panel.addUser('deploy-robot', { kind: 'SERVICE', roleIds: [panel.developer] });
}

describe('users', { timeout: 180_000 }, () => {
  const panel = openPanel({ prepare });
  const button = (name, exact = true) => panel.page.getByRole('button', { name, exact });
  const dialog = (name) => panel.page.getByRole('dialog', { name });
  const field = (name) => panel.page.getByRole('textbox', { name, exact: true });
  const tab = (name) => panel.page.getByRole('tab', { name });
  const says = (words) => panel.page.getByText(words).first().waitFor();
  const handles = () => panel.page.locator('.user-handle').allInnerTexts();

  async function open(address = '/users') {
    await goTo(panel.page, `/admin${address}`);
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
  }
  async function openUser({ id }, query = '') {
    await open(`/users/${id}${query}`);
    await panel.page.getByRole('tablist').waitFor();
  }
  async function userOf(id) {
    const { user } = await panel.api(
      'query User($id: ID!) { user(id: $id) { username firstName email enabled twoFactorEnabled kind roles { name } } }',
      { id },
    );
    return user;
  }
  async function more(item) {
    await button(/^More for/, false).click();
    await panel.page.getByRole('menuitem', { name: item }).click();
  }
  test('R5, C10: a new person is made with a role, after the password was asked again, and gets a link that is shown once', async () => {
    await open('/users/new');
    await field('E-mail').fill('nora@example.com');
    await field('User name').fill('nora');
    await field('First name').fill('Nora');
    await panel.askForPassword('ALWAYS');
    await panel.page.getByRole('checkbox', { name: 'Developer' }).check();
    await button('Create person').click();
    await confirmPassword(panel.page);
    await panel.askForPassword('OFF');
    const invitation = dialog('Invitation for Nora');
    const link = await invitation.getByLabel('Link', { exact: true }).inputValue();
    assert.match(link, /\/admin\/invitation#/);
    await panel.page.keyboard.press('Escape');
    assert.ok(await invitation.isVisible());
    assert.deepEqual(await violations(panel.page), []);
    await invitation.getByRole('button', { name: 'Done' }).click();
    await panel.page.getByRole('heading', { name: 'Nora' }).waitFor();
    assert.ok(!(await panel.page.content()).includes(link));
    const { users } = await panel.api('{ users(filter: { search: "nora" }) { nodes { kind roles { name } } } }');
    assert.deepEqual(users.nodes, [{ kind: 'PERSON', roles: [{ name: 'Developer' }] }]);
  });

  test('R5: a taken user name is told at its field, and what was typed stays', async () => {
    await open('/users/new');
    await field('E-mail').fill('other@example.com');
    await field('User name').fill('Ben');
    await button('Create person').click();
    await eventually(async () => assert.equal(await field('User name').getAttribute('aria-invalid'), 'true'));
    assert.equal(await field('E-mail').inputValue(), 'other@example.com');
    await field('E-mail').fill('');
    await panel.page.getByRole('link', { name: 'Roles', exact: true }).click();
    await dialog('Leave without saving?').getByRole('button', { name: 'Leave without saving' }).click();
    await panel.page.waitForURL('**/admin/roles');
  });

  test('R6: a service account has no e-mail address and no password, and is said to be unable to log in', async () => {
    await open('/users/new?kind=SERVICE');
    await panel.page.getByRole('heading', { name: 'New service account' }).waitFor();
    assert.equal(await field('E-mail').count(), 0);
    assert.equal(await panel.page.getByText('First password').count(), 0);
    await field('User name').fill('etl-robot');
    await button('Create service account').click();
    await says("Service account: can't log in");
    assert.equal(await button('Reset password').count(), 0);
  });

  test('R5: people are found by any of their names and their address', async () => {
    for (const text of ['rossi', 'chiara@', 'CHIARA']) {
      await open(`/users?search=${encodeURIComponent(text)}`);
      await eventually(async () => assert.deepEqual(await handles(), ['@chiara']));
    }
  });

  test('R5, L6: kind, role and enabled filter the list, and the address remembers it', async () => {
    await open('/users');
    await button('Kind').click();
    await panel.page.getByRole('checkbox', { name: 'Service accounts' }).check();
    await panel.page.waitForURL('**/admin/users?kinds=SERVICE');
    await eventually(async () => assert.deepEqual(await handles(), ['@deploy-robot', '@etl-robot']));
    await open(`/users?roleIds=${panel.support}`);
    await eventually(async () => assert.deepEqual(await handles(), ['@chiara']));
    await open('/users?enabled=false');
    await says('Nothing found');
    await button('Clear filters').click();
    await eventually(async () => assert.ok((await handles()).length > 3));
  });

  test('O1: somebody disabled from the list is so at once, and Undo brings them back', async () => {
    const { id } = await panel.addUser('olga');
    await open('/users?search=olga');
    await panel.page.getByRole('button', { name: 'More for olga' }).click();
    await panel.page.getByRole('menuitem', { name: 'Disable' }).click();
    await says('Disabled olga.');
    assert.equal((await userOf(id)).enabled, false);
    await button('Undo').click();
    await eventually(async () => assert.equal((await userOf(id)).enabled, true));
  });

  test('O2, W3: several are deleted together, once their number is typed', async () => {
    const ids = [await panel.addUser('gone-1'), await panel.addUser('gone-2')].map(({ id }) => id);
    await open('/users?search=gone-');
    await panel.page.getByRole('checkbox', { name: 'Select gone-1' }).check();
    await panel.page.getByRole('checkbox', { name: 'Select gone-2' }).check();
    await panel.page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Delete…' }).click();
    const asked = dialog('Delete 2 users?');
    assert.ok(await asked.getByRole('button', { name: 'Delete 2 users for good' }).isDisabled());
    assert.deepEqual(await violations(panel.page), []);
    await asked.getByLabel('Type 2 to go on').fill('2');
    await asked.getByRole('button', { name: 'Delete 2 users for good' }).click();
    await says('Deleted 2 users.');
    assert.deepEqual([await userOf(ids[0]), await userOf(ids[1])], [null, null]);
  });

  test('R9: a role is given in the Roles tab, which tells what each gives', async () => {
    const user = await panel.addUser('petra');
    await openUser(user, '?tab=roles');
    await panel.page
      .getByRole('listitem')
      .filter({ hasText: 'Support' })
      .getByRole('button', { name: '2 permissions' })
      .click();
    const gives = panel.page.getByRole('group', { name: 'What Support gives' });
    assert.match(await gives.innerText(), /api-tokens:read\s+users:read/);
    await panel.page.getByRole('checkbox', { name: 'Support' }).check();
    await panel.page.getByRole('complementary', { name: 'Summary' }).getByText('+ Support').waitFor();
    await button('Save user').click();
    await says('Saved petra.');
    assert.deepEqual((await userOf(user.id)).roles, [{ name: 'Support' }]);
    await panel.page.getByRole('heading', { name: 'May do now' }).waitFor();
  });

  test('R9: nobody changes their own roles', async () => {
    const { viewer } = await panel.api('{ viewer { user { id } } }');
    await openUser(viewer.user, '?tab=roles');
    await says('Nobody changes their own roles. Ask another administrator.');
    assert.ok(await panel.page.getByRole('checkbox', { name: 'Administrator' }).isDisabled());
    await button(/^More for/, false).click();
    assert.equal(await panel.page.getByRole('menuitem', { name: 'Delete…' }).count(), 0);
    await panel.page.keyboard.press('Escape');
  });

  test('O3: another e-mail address is said to revoke the tokens before it is saved', async () => {
    const user = await panel.addUser('quinn', { roleIds: [panel.developer] });
    const input = { ownerId: user.id, name: 'laptop', scopes: [] };
    await panel.api('mutation T($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }', {
      input,
    });
    await openUser(user);
    await field('E-mail').fill('quinn@example.org');
    await says('1 token is revoked and has to be made again.');
    await button('Save user').click();
    await says('Saved quinn.');
    await tab('Tokens 1').click();
    await panel.page.getByRole('list', { name: 'Tokens of quinn' }).getByText('Revoked').waitFor();
  });

  test("C1: until another user's page is there, nothing shows the one before, into whose form somebody would type", async () => {
    const [first, second] = [await panel.addUser('wanda'), await panel.addUser('xenia')];
    await openUser(first);
    assert.equal(await field('E-mail').inputValue(), first.email);
    let answer;
    const asked = new Promise((come) => {
      void panel.page.route('**/graphql', (route) => {
        if (!route.request().postData()?.includes(second.id)) return route.continue();
        answer = () => route.continue();
        return come();
      });
    });
    await goTo(panel.page, `/admin/users/${second.id}`);
    await asked;
    assert.equal(await field('E-mail').count(), 0);
    await answer();
    await panel.page.unroute('**/graphql');
    await eventually(async () => assert.equal(await field('E-mail').inputValue(), second.email));
  });

  test('C1: two who edit the same user see both versions, and nothing is overwritten unnoticed', async () => {
    const user = await panel.addUser('rosa', { firstName: 'Rosa' });
    await openUser(user);
    await field('First name').fill('Rosalie');
    await panel.api('mutation Meanwhile($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: user.id, firstName: 'Rosetta' },
    });
    await button('Save user').click();
    const asked = dialog('Somebody saved this meanwhile');
    await asked.getByRole('button', { name: 'Compare' }).click();
    assert.match(await asked.innerText(), /First name\s+Rosalie\s+Rosetta/);
    assert.deepEqual(await violations(panel.page), []);
    assert.equal((await userOf(user.id)).firstName, 'Rosetta');
    await asked.getByRole('button', { name: 'Save mine' }).click();
    await says('Saved Rosalie.');
    assert.equal((await userOf(user.id)).firstName, 'Rosalie');
  });

  test("W1: an administrator makes a link for somebody's password, and it works", async () => {
    const user = await panel.addUser('sven');
    await openUser(user);
    await button('Reset password').click();
    await dialog('Reset the password of sven?').getByRole('button', { name: 'Make reset link' }).click();
    const shown = dialog('Link for sven');
    const link = await shown.getByLabel('Link', { exact: true }).inputValue();
    await shown.getByRole('button', { name: 'Done' }).click();
    const context = await panel.browser.newContext();
    const page = await context.newPage();
    await page.goto(link);
    await page.getByLabel('New password').fill('a new and longer pass phrase');
    await page.getByRole('button', { name: 'Set password and log in' }).click();
    await page.getByRole('navigation', { name: 'Panel' }).waitFor();
    await context.close();
  });

  test('O4: all sessions of somebody are ended', async () => {
    const user = await panel.addUser('tara');
    const api = await logInToApi(panel.url, user);
    await openUser(user);
    await more('End sessions…');
    await dialog('End all sessions of tara?').getByRole('button', { name: 'End sessions' }).click();
    await says('Ended 1 session of tara.');
    await assert.rejects(api('{ account { name } }'), /UNAUTHENTICATED/);
  });

  test('U5: a lost second factor is taken away', async () => {
    const user = await panel.addUser('ulla');
    await enableSecondFactor(panel.url, user);
    await openUser(user);
    await says('Second factor on');
    await more('Reset second factor…');
    await dialog('Reset the second factor of ulla?').getByRole('button', { name: 'Reset second factor' }).click();
    await says('No second factor');
    assert.equal((await userOf(user.id)).twoFactorEnabled, false);
  });

  test('A3: the audit of a user tells what they did and what was done to them', async () => {
    const user = await panel.addUser('vera');
    await openUser(user, '?tab=audit');
    await says('vera has done nothing yet.');
    await panel.page.getByText('About vera', { exact: true }).click();
    await panel.page.getByRole('list', { name: 'Entries on vera' }).getByText('created user').waitFor();
    await panel.page.getByRole('link', { name: 'Open 1 in the audit' }).click();
    await panel.page.waitForURL(`**/admin/audit?targetId=${user.id}`);
  });

  test('R1, R9: who only reads sees no control, and who holds less is told why a change is refused', async () => {
    const reader = await panel.addUser('reader', { roleIds: [panel.reader] });
    const seen = await openAs(panel, reader);
    await seen.page.goto(`${panel.url}/admin/users`);
    await seen.page.getByRole('table', { name: 'Users' }).waitFor();
    assert.equal(await seen.page.getByRole('link', { name: /^New / }).count(), 0);
    assert.equal(await seen.page.getByRole('button', { name: /^More for/ }).count(), 0);
    await seen.context.close();

    const manager = await panel.addUser('manager', { roleIds: [panel.manager] });
    const { context, page } = await openAs(panel, manager);
    await page.goto(`${panel.url}/admin/users?search=chiara`);
    await page.getByRole('button', { name: 'More for Chiara Rossi' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    const refused = page.getByRole('dialog', { name: "Chiara Rossi can't be disabled" });
    await refused.getByText("Chiara Rossi comes with api-tokens:read, which you don't hold.").waitFor();
    await context.close();
  });

  test('W5: list, page and forms please axe in both themes, and fit a small screen', async () => {
    const { users } = await panel.api('{ users(filter: { search: "ben" }) { nodes { id } } }');
    const addresses = ['', '/new', `/${users.nodes[0].id}`, `/${users.nodes[0].id}?tab=roles`];
    for (const address of addresses) {
      await open(`/users${address}`);
      await panel.page.getByText('Loading').first().waitFor({ state: 'detached' });
      assert.deepEqual(await violations(panel.page), [], address);
    }
    await panel.page.setViewportSize({ width: 360, height: 740 });
    for (const address of addresses) {
      await open(`/users${address}`);
      await assertNoSidewaysScroll(panel.page, address);
    }
    await panel.page.setViewportSize({ width: 1280, height: 800 });
    assert.deepEqual(panel.problems(), []);
  });
});
