import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, test } from 'node:test';
import { confirmPassword, eventually, goTo, openPanel, violations } from './panel.mjs';
import { askNoPassword, callWith, createPeople, createTokens } from './token-seeds.mjs';

const USED = ['ci-deploy', 'grafana'];
const PLAIN = ['etl', 'warehouse', 'press-twice', 'leaky', 'lost-and-found', 'mistake', 'short-lived'];

const panel = openPanel({
  async prepare(panel) {
    panel.people = await createPeople(panel.api);
    const many = (prefix, count) =>
      Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(2, '0')}`);
    const names = [
      ...USED,
      ...PLAIN,
      ...many('night', 3),
      ...many('flock', 6),
      ...many('heap', 23),
      ...many('pair', 2),
    ];
    panel.tokens = await createTokens(
      panel.api,
      names.map((name) => ({ name, lifetime: 'DAYS_30' })),
    );
    await createTokens(panel.api, [{ name: 'yesterday', expiresAt: new Date(Date.now() + 1000).toISOString() }]);
    for (const name of USED) await callWith(panel.url, panel.tokens[name].secret);
  },
});

/** What a story that failed left open mustn't fail the next ones. */
beforeEach(async () => {
  if ((await panel.page.getByRole('dialog').count()) > 0) await panel.page.goto(`${panel.url}/admin/profile`);
});

async function open(query) {
  await goTo(panel.page, `/admin/api-tokens${query}`);
  await panel.page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
}

const dialog = (name) => panel.page.getByRole('dialog', { name });
const row = (name) => panel.page.getByRole('row', { name: new RegExp(name) });
const said = (text) => panel.page.getByRole('status').filter({ hasText: text }).first().waitFor();

/** From the menu of a token's row. */
async function choose(name, item) {
  await open(`?search=${name}`);
  await row(name)
    .getByRole('button', { name: `More for ${name}` })
    .click();
  await panel.page.getByRole('menuitem', { name: item }).click();
}

async function select(...names) {
  for (const name of names) await panel.page.getByRole('checkbox', { name: `Select ${name}` }).click();
}

const bar = () => panel.page.getByRole('region', { name: 'Selection' });

async function more(item) {
  await bar().getByRole('button', { name: 'More' }).click();
  await panel.page.getByRole('menuitem', { name: item }).click();
}

const statusOf = async (name) => {
  const { apiTokens } = await panel.api(
    'query S($search: String) { apiTokens(filter: { search: $search }) { nodes { name status revocationReason revocationNote } } }',
    { search: name },
  );
  return apiTokens.nodes.find((token) => token.name === name);
};

const secretShown = () => panel.page.getByRole('textbox', { name: 'Secret', exact: true }).inputValue();

async function closeSecret() {
  await panel.page.getByRole('checkbox', { name: 'I have stored it' }).check();
  await panel.page.getByRole('button', { name: 'Done' }).click();
}

describe('switching tokens on and off', () => {
  test('C10: the first change asks for the password, and is done when it was right', async () => {
    const { page } = panel;
    await open('?search=warehouse');
    await page.getByRole('button', { name: 'warehouse is active. Disable' }).click();
    await page.getByText('Enter your password to disable warehouse.').waitFor();
    assert.deepEqual(await violations(page), []);
    await confirmPassword(page);
    await row('warehouse').getByText('Disabled').waitFor();
    assert.equal((await statusOf('warehouse')).status, 'DISABLED');
    await askNoPassword(panel.api);
  });

  test('C3: one press disables, and Undo enables again', async () => {
    const { page } = panel;
    await open('?search=etl');
    await page.getByRole('button', { name: 'etl is active. Disable' }).click();
    await said('Disabled etl.');
    assert.equal((await statusOf('etl')).status, 'DISABLED');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('button', { name: 'etl is active. Disable' }).waitFor();
    assert.equal((await statusOf('etl')).status, 'ACTIVE');
  });

  test('C3: several are enabled and disabled at once', async () => {
    await open('?search=night');
    await select('night-00', 'night-02');
    await bar().getByRole('button', { name: 'Disable' }).click();
    await said('Disabled 2 tokens.');
    assert.equal((await statusOf('night-01')).status, 'ACTIVE');
    assert.equal((await statusOf('night-02')).status, 'DISABLED');
    await select('night-00', 'night-02');
    await bar().getByRole('button', { name: 'Enable' }).click();
    await said('Enabled 2 tokens.');
    assert.equal((await statusOf('night-02')).status, 'ACTIVE');
  });

  test('C6: all that match are changed together after a question that names their number', async () => {
    await open('?search=flock');
    await select('flock-00');
    await bar().getByRole('button', { name: 'Select all 6' }).click();
    await bar().getByText('All 6 tokens selected').waitFor();
    await bar().getByRole('button', { name: 'Disable' }).click();
    await dialog('Disable all 6 tokens?').getByRole('button', { name: 'Disable 6 tokens' }).click();
    await said('Disabled 6 tokens.');
    assert.equal((await statusOf('flock-05')).status, 'DISABLED');
  });

  test('C6: another number than was seen changes nothing, and says both', async () => {
    await open('?search=flock&sort=-name');
    await select('flock-05');
    await bar().getByRole('button', { name: 'Select all 6' }).click();
    await createTokens(panel.api, [{ name: 'flock-06', lifetime: 'DAYS_30' }]);
    await bar().getByRole('button', { name: 'Enable' }).click();
    await dialog('Enable all 6 tokens?').getByRole('button', { name: 'Enable 6 tokens' }).click();
    await panel.page.getByText('Now 7 match, not 6.').waitFor();
    assert.equal((await statusOf('flock-05')).status, 'DISABLED');
    await panel.page.getByRole('button', { name: 'Look again' }).click();
    await row('flock-06').waitFor();
  });

  test('C6: the one that stands against a change is named, and can be deselected', async () => {
    const { page } = panel;
    await open('?search=pair');
    await panel.api('mutation R($ids: [ID!]) { revokeApiTokens(input: { ids: $ids }) { affectedCount } }', {
      ids: [panel.tokens['pair-00'].id],
    });
    await select('pair-00', 'pair-01');
    await more('Restore');
    await page.getByText('It is about pair-01.').waitFor();
    assert.equal((await statusOf('pair-00')).status, 'REVOKED');
    await page.getByRole('button', { name: 'Deselect it' }).click();
    await bar().getByText('1 selected').waitFor();
    await more('Restore');
    await said('Restored pair-00.');
    assert.equal((await statusOf('pair-00')).status, 'ACTIVE');
  });
});

describe('new secrets', () => {
  test('C2: a new secret, with the old one going on for a day where it was in use; shown once', async () => {
    const { page, url, tokens } = panel;
    await choose('ci-deploy', 'Regenerate');
    await page.getByText(/The old secret was used/).waitFor();
    assert.equal(
      await page.getByRole('combobox', { name: 'Keep the old secret working for' }).inputValue(),
      '24 hours',
    );
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await dialog('New secret: ci-deploy').waitFor();
    const secret = await secretShown();
    assert.deepEqual(await violations(page), []);
    assert.equal(await callWith(url, secret), 200);
    assert.equal(await callWith(url, tokens['ci-deploy'].secret), 200);
    await closeSecret();
    assert.equal((await page.content()).includes(secret), false);
    await row('ci-deploy').getByText('old secret:').waitFor();
  });

  test('W2: the secret survives Escape and a click beside it, and is closed only when it is stored', async () => {
    const { page, context } = panel;
    await choose('etl', 'Regenerate');
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await dialog('New secret: etl').waitFor();
    const secret = await secretShown();
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    assert.equal(await secretShown(), secret);
    assert.equal(await page.getByRole('button', { name: 'Done' }).isDisabled(), true);
    assert.match(
      await page.getByRole('textbox', { name: 'Header' }).inputValue(),
      new RegExp(`^Authorization: Bearer ${secret}$`),
    );
    assert.match(
      await page.getByRole('textbox', { name: 'curl' }).inputValue(),
      new RegExp(`^curl ${panel.url}/graphql`),
    );
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: panel.url });
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
    await page.getByRole('button', { name: 'Done' }).click();
    await dialog('New secret: etl').waitFor({ state: 'detached' });
  });

  test('W2: where the browser refuses to copy, the panel says so and selects the text', async () => {
    const { page } = panel;
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
    await choose('etl', 'Regenerate');
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await dialog('New secret: etl').waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('The browser refused. The text is selected: press Ctrl+C.').first().waitFor();
    const selected = await page.evaluate(() => {
      const { value, selectionStart, selectionEnd } = document.activeElement;
      return value.slice(selectionStart, selectionEnd);
    });
    assert.equal(selected, await secretShown());
    assert.equal(await page.getByRole('button', { name: 'Done' }).isDisabled(), true);
    await closeSecret();
    await page.reload();
  });

  test('C2: several at once, and one file holds them all', async () => {
    const { page } = panel;
    await open('?search=night');
    await select('night-00', 'night-01', 'night-02');
    await more('Regenerate');
    await page.getByRole('button', { name: 'Regenerate 3 secrets' }).click();
    await dialog('3 new secrets').waitFor();
    assert.deepEqual(await violations(page), []);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    assert.deepEqual(
      lines.map((line) => line.split('\t')[0]),
      ['night-00', 'night-01', 'night-02'],
    );
    assert.equal(await callWith(panel.url, lines[1].split('\t')[1]), 200);
    await page.getByRole('button', { name: 'Done' }).click();
  });

  test('C2: a new name and a new end come with it; a name that is taken is said at its field', async () => {
    const { page } = panel;
    await choose('short-lived', 'Regenerate');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('etl');
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await page.getByText(/already has 'etl', perhaps revoked/).waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('long-lived');
    await page.getByRole('combobox', { name: 'Ends' }).click();
    await page.getByRole('option', { name: '1 year' }).click();
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await dialog('New secret: long-lived').waitFor();
    await closeSecret();
    await open('?search=long-lived');
    await row('long-lived')
      .getByText(String(new Date(Date.now() + 365 * 86_400_000).getFullYear()))
      .waitFor();
  });

  test('C9: an expired token is found, and works again with a new end and secret', async () => {
    const { page } = panel;
    await open('?search=yesterday');
    await page.getByRole('button', { name: 'yesterday is expired. Ways on' }).click();
    await page.getByRole('menuitem', { name: 'Regenerate with a new end' }).click();
    await page.getByRole('combobox', { name: 'Ends' }).click();
    assert.equal(await page.getByRole('option', { name: /As now/ }).getAttribute('data-combobox-disabled'), 'true');
    await page.getByRole('option', { name: '60 days' }).click();
    await page.getByRole('button', { name: 'Regenerate secret' }).click();
    await dialog('New secret: yesterday').waitFor();
    assert.equal(await callWith(panel.url, await secretShown()), 200);
    await closeSecret();
    await row('yesterday').getByText('Active').waitFor();
  });

  test('C2: a double click renews once', async () => {
    const { page, api, tokens } = panel;
    await choose('press-twice', 'Regenerate');
    await page
      .getByRole('button', { name: 'Regenerate secret' })
      .dblclick({ delay: 5 })
      .catch(() => undefined);
    await dialog('New secret: press-twice').waitFor();
    const { auditEvents } = await api(
      'query A($id: ID!) { auditEvents(filter: { targetId: $id, actions: ["api-token.regenerated"] }) { totalCount } }',
      { id: tokens['press-twice'].id },
    );
    assert.equal(auditEvents.totalCount, 1);
    await closeSecret();
  });
});

describe('ending tokens', () => {
  test('C4: revoked with a reason and a note, then restored', async () => {
    const { page } = panel;
    await choose('mistake', 'Revoke');
    await page.getByText('Calls are refused within a second. You can restore it.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Cancel');
    assert.deepEqual(await violations(page), []);
    await page.getByRole('textbox', { name: 'Note' }).fill('Moved to the new pipeline');
    await page.getByRole('button', { name: 'Revoke token' }).click();
    await said('Revoked mistake.');
    assert.equal((await statusOf('mistake')).revocationNote, 'Moved to the new pipeline');
    assert.equal(await callWith(panel.url, panel.tokens.mistake.secret), 401);
    await page.getByRole('button', { name: 'mistake is revoked. Ways on' }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    await said('Restored mistake.');
    assert.equal((await statusOf('mistake')).status, 'ACTIVE');
  });

  test('C4: a leaked token is never restored', async () => {
    const { page, tokens } = panel;
    await choose('leaky', 'Revoke');
    await page.getByRole('radio', { name: /Leaked/ }).check();
    await page.getByText("It can't be restored.").waitFor();
    await page.getByRole('checkbox', { name: 'Also revoke the tokens made with it' }).check();
    await page.getByRole('button', { name: 'Revoke token' }).click();
    await said('Revoked leaky.');
    await goTo(page, `/admin/api-tokens/${tokens.leaky.id}`);
    await page.getByText("It was reported as leaked, so it can't be restored.").waitFor();
    assert.equal(await page.getByRole('button', { name: 'Restore' }).count(), 0);
  });

  test('C5: one goes for good after a question that names it', async () => {
    const { page } = panel;
    await choose('warehouse', 'Delete');
    await page.getByText('warehouse goes for good; the audit keeps its name.').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await said('Deleted warehouse.');
    await page.getByText('Nothing found').waitFor();
    assert.equal(await statusOf('warehouse'), undefined);
  });

  test('C5: where a row was, the next one has the focus', async () => {
    const { page } = panel;
    await open('?search=heap');
    await row('heap-00').getByRole('button', { name: 'More for heap-00' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await said('Deleted heap-00.');
    await eventually(async () => {
      const focused = await page.evaluate(() => document.activeElement.closest('tr')?.innerText);
      assert.match(focused ?? '', /heap-01/);
    });
  });

  test('C5: more than twenty go only when their number is typed', async () => {
    const { page } = panel;
    await open('?search=heap');
    await select('heap-01');
    await bar().getByRole('button', { name: 'Select all 22' }).click();
    await more('Delete');
    const confirm = page.getByRole('button', { name: 'Delete 22 tokens for good' });
    assert.equal(await confirm.isDisabled(), true);
    await page.getByRole('textbox', { name: 'Type 22 to go on' }).fill('22');
    await confirm.click();
    await said('Deleted 22 tokens.');
    await page.getByText('Nothing found').waitFor();
  });

  test('S4: a secret that was found leads to its token, which can be ended as leaked', async () => {
    const { page, tokens } = panel;
    await open('');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Identify a token' }).click();
    await page
      .getByRole('textbox', { name: 'Secret' })
      .fill(`Authorization: Bearer ${tokens['lost-and-found'].secret}`);
    await page.getByRole('button', { name: 'Identify token' }).click();
    await dialog('Identify a token').getByRole('link', { name: 'lost-and-found' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Revoke as leaked' }).click();
    await page.getByRole('button', { name: 'Revoke token' }).click();
    await said('Revoked lost-and-found.');
    assert.equal((await statusOf('lost-and-found')).revocationReason, 'LEAKED');
  });

  test('S4: an unknown secret is said to be unknown', async () => {
    const { page } = panel;
    await open('');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Identify a token' }).click();
    await page.getByRole('textbox', { name: 'Secret' }).fill('not a secret of ours');
    await page.getByRole('button', { name: 'Identify token' }).click();
    await page.getByText('No token of this account has this secret.').waitFor();
    await page.keyboard.press('Escape');
    await dialog('Identify a token').waitFor({ state: 'detached' });
  });

  test('S1: no secret was in an address, and no policy of the page was broken', () => {
    assert.deepEqual(panel.problems(), []);
    assert.doesNotMatch(panel.page.url(), /sg_(api|acc)_/);
  });
});
