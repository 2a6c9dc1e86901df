import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import Database from 'libsql';
import { apiOf, assertNoSidewaysScroll } from './harness.mjs';
import { eventually, goTo, openAs, openPanel, violations } from './panel.mjs';
import { askNoPassword } from './token-seeds.mjs';

const CREATE_USER = 'mutation User($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const CREATE_ROLE = 'mutation Role($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }';
const UPDATE_ROLE = 'mutation Role($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }';
const CREATE_TOKEN =
  'mutation Token($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret apiToken { id } } }';
const REVOKE = 'mutation Revoke($input: RevokeApiTokensInput!) { revokeApiTokens(input: $input) { affectedCount } }';
const LOG_IN = 'mutation In($input: LogInInput!) { logIn(input: $input) { sessionToken } }';

async function prepare(panel) {
  const { api, url } = panel;
  await askNoPassword(api);
  const { createRole } = await api(CREATE_ROLE, { input: { name: 'Support', permissions: ['users:read'] } });
  panel.roleId = createRole.role.id;
  await api(UPDATE_ROLE, { input: { id: panel.roleId, permissions: ['roles:read'], description: 'Helps.' } });
  panel.ben = { email: 'ben@example.com', password: 'seven green bottles on a wall' };
  const { createUser } = await api(CREATE_USER, { input: { ...panel.ben, username: 'ben', roleIds: [panel.roleId] } });
  panel.benId = createUser.user.id;
  const { createApiToken } = await api(CREATE_TOKEN, {
    input: { name: 'automation', scopes: ['own-api-tokens:manage', 'api:introspect'] },
  });
  panel.secret = createApiToken.secret;
  panel.tokenId = createApiToken.apiToken.id;
  await apiOf(url, panel.secret)(CREATE_TOKEN, { input: { name: 'child' } });
  await api(REVOKE, { input: { ids: [panel.tokenId], reason: 'LEAKED' } });
  const wrong = { input: { email: panel.ben.email, password: 'not the one' } };
  for (let tries = 0; tries < 2; tries += 1) await apiOf(url)(LOG_IN, wrong).catch(() => undefined);
}

describe('the audit', { timeout: 110_000 }, () => {
  const panel = openPanel({ prepare });
  const rows = () => panel.page.getByRole('list', { name: 'Events' }).locator('.audit-sentence');
  const row = (words) => panel.page.locator('.audit-row').filter({ hasText: words }).first();
  const dialog = (name) => panel.page.getByRole('dialog', { name });

  async function open(query = '') {
    await goTo(panel.page, '/admin/profile');
    await panel.page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    await goTo(panel.page, `/admin/audit${query}`);
    await panel.page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
  }
  const shows = (sentences) => eventually(async () => assert.deepEqual(await rows().allInnerTexts(), sentences));

  test('A1: what happened is told in sentences, newest first', async () => {
    await open('?targetTypes=role,user');
    await shows([
      'admin created user ben',
      'admin changed the description and permissions of role Support',
      'admin created role Support',
      'The server created user admin',
    ]);
  });

  test('A1: a token that acts is named beside its owner, and a leak with its reason', async () => {
    await open('?targetTypes=api-token');
    await shows([
      'admin revoked token automation because it leaked',
      'admin with automation created token child',
      'admin created token automation',
    ]);
  });

  test('A1: failed log-ins of a minute are one entry with their number', async () => {
    await open('?actions=session.refused');
    await eventually(async () =>
      assert.match((await rows().allInnerTexts()).join(), /^Somebody failed to log in as ben@example.com/),
    );
    await row('failed')
      .getByRole('button', { name: /^Details/ })
      .click();
    await row('failed').getByText('Attempts').waitFor();
  });

  test('A1: an entry opens to what changed, before and after, and to nothing secret', async () => {
    await open('?actions=role.updated,api-token.created');
    await row('role Support')
      .getByRole('button', { name: /^Details/ })
      .click();
    const details = row('role Support').locator('.audit-details');
    assert.match(await details.innerText(), /Permissions\s+\+ roles:read\s+− users:read/);
    await row('created token automation')
      .getByRole('button', { name: /^Details/ })
      .click();
    const told = row('created token automation').locator('.audit-details');
    await told.getByText('admin', { exact: true }).waitFor();
    for (const words of [/Kind\s+API token/, /Access level\s+Custom/, /Owner\s+admin/, /Enabled\s+yes/])
      assert.match(await told.innerText(), words);
    assert.deepEqual(await violations(panel.page), []);
    assert.ok(!(await panel.page.content()).includes(panel.secret));
  });

  test('A3, L6: filters stand in the address, are chosen from lists, and can be cleared', async () => {
    await open();
    await panel.page.getByRole('button', { name: 'Action', exact: true }).click();
    await panel.page.getByRole('checkbox', { name: 'User created' }).check();
    await panel.page.waitForURL('**/admin/audit?actions=user.created');
    await shows(['admin created user ben', 'The server created user admin']);
    await panel.page.keyboard.press('Escape');
    await panel.page.getByRole('button', { name: 'Clear all' }).click();
    await eventually(async () => assert.ok((await rows().count()) > 5));
    await panel.page.goBack();
    await shows(['admin created user ben', 'The server created user admin']);
  });

  test('A3: what a person did, what was done to a thing, with which token, and in which time', async () => {
    await open(`?targetId=${panel.tokenId}`);
    await shows(['admin revoked token automation because it leaked', 'admin created token automation']);
    await open(`?actorTokenIds=${panel.tokenId}`);
    await shows(['admin with automation created token child']);
    await open(`?actorIds=${panel.benId}`);
    await panel.page.getByText('Nothing found').waitFor();
    await open('?until=2020-01-01');
    await panel.page.getByText('Nothing found').waitFor();
    await open('?since=2020-01-01&actions=user.created');
    await shows(['admin created user ben', 'The server created user admin']);
  });

  test('A1: names lead to what they name', async () => {
    await open('?actions=role.created');
    await panel.page.getByRole('link', { name: 'Support' }).click();
    await panel.page.waitForURL(`**/admin/roles/${panel.roleId}`);
  });

  test('A2: the strip tells how much is sealed and that nothing is broken', async () => {
    await open();
    const strip = panel.page.locator('.audit-strip');
    await eventually(async () => {
      await panel.page.getByRole('button', { name: 'Check the seals again' }).click();
      assert.match(await strip.innerText(), /^\d+ entries, sealed until .+, no break$/m);
    });
  });

  test('A2: an entry that somebody changed behind the server is named where the chain breaks', async () => {
    const database = new Database(panel.server.database);
    const set = database.prepare("UPDATE audit_event SET target_name = ? WHERE action = 'role.created'");
    const strip = panel.page.locator('.audit-strip');
    const checkAgain = () => panel.page.getByRole('button', { name: 'Check the seals again' }).click();
    set.run('Nobody');
    await open();
    await checkAgain();
    await strip.getByText('It was changed or put in: admin created role Nobody.').waitFor();
    assert.match(await strip.innerText(), /^The chain is broken at the entry of .+/);
    assert.deepEqual(await violations(panel.page), []);
    set.run('Support');
    database.close();
    await checkAgain();
    await strip.getByText('no break').waitFor();
  });

  test('A3: what the filter finds is saved as NDJSON, oldest first, as the REST export writes it', async () => {
    await open('?targetTypes=api-token');
    await panel.page.getByRole('button', { name: 'Export NDJSON' }).click();
    const asked = dialog('Export the audit');
    await asked.getByText('The file holds 3 entries').waitFor();
    assert.match(
      await asked.getByLabel(/^For scripts/).inputValue(),
      /\/api\/v1\/audit\.ndjson\?targetType=api-token"$/,
    );
    assert.deepEqual(await violations(panel.page), []);
    const saved = panel.page.waitForEvent('download');
    await asked.getByRole('button', { name: 'Save the file' }).click();
    const text = await readFile(await (await saved).path(), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = lines.map(({ action, targetName, actorTokenName }) => [action, targetName, actorTokenName]);
    assert.deepEqual(told, [
      ['api-token.created', 'automation', null],
      ['api-token.created', 'child', 'automation'],
      ['api-token.revoked', 'automation', null],
    ]);
    assert.deepEqual(await restFields(), Object.keys(lines[0]));
    await asked.getByRole('button', { name: 'Close' }).last().click();
  });

  async function restFields() {
    const { createApiToken } = await panel.api(CREATE_TOKEN, { input: { name: 'reader', scopes: ['audit:read'] } });
    const headers = { authorization: `Bearer ${createApiToken.secret}` };
    const answer = await fetch(`${panel.url}/api/v1/audit.ndjson?targetType=role`, { headers });
    const [first = ''] = (await answer.text()).split('\n');
    return Object.keys(JSON.parse(first));
  }

  test('R1: without audit:read there is no such page', async () => {
    const { context, page } = await openAs(panel, panel.ben);
    assert.equal(await page.getByRole('link', { name: 'Audit' }).count(), 0);
    await page.goto(`${panel.url}/admin/audit`);
    await page.getByText('It needs audit:read. Ask an administrator.').waitFor();
    await context.close();
  });

  test('W5: the page pleases axe in both themes, and fits a small screen', async () => {
    await open();
    await rows().first().waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await panel.page.setViewportSize({ width: 360, height: 740 });
    await open();
    await rows().first().waitFor();
    await assertNoSidewaysScroll(panel.page, 'audit');
    assert.deepEqual(panel.problems(), []);
  });
});
