import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPanel, violations } from './panel.mjs';

const MANY = 500;

/** An API with as many scopes as any is meant to have, each on an operation of its own. */
async function prepareMany({ api }) {
  const number = (index) => String(index).padStart(3, '0');
  const names = Array.from({ length: MANY }, (_, index) => `item${number(index)}:${index % 2 ? 'write' : 'read'}`);
  const fields = names.map((scope, index) => `field${index}: Int @requiresScopes(scopes: [["${scope}"]])`);
  const scopes = names.map((scope, index) => ({ scope, label: `Item ${number(index)}`, readOnly: index % 2 === 0 }));
  await api('mutation ($input: RegisterApiInput!) { registerApi(input: $input) { api { id } } }', {
    input: { name: 'Warehouse', sdl: `type Query { ${fields.join('\n')} }`, scopes },
  });
}

describe('the tree of scopes', { timeout: 240_000 }, () => {
  const panel = openPanel({ prepare: prepareMany });
  const row = (name) => panel.page.getByRole('treeitem', { name });
  const search = () => panel.page.getByRole('textbox', { name: 'Search scopes' });
  const focused = () => panel.page.evaluate(() => document.activeElement.innerText.replace(/\s+/g, ' '));
  const press = (key) => panel.page.keyboard.press(key);

  async function open() {
    await panel.page.goto(`${panel.url}/admin/api-tokens/new`);
    await panel.page.getByRole('radio', { name: /^Custom/ }).check();
    await row(/^API tokens/)
      .first()
      .waitFor();
  }

  test('W4: with 500 scopes a tick opens the tree in 200 ms, and a key is painted in 50 ms', async () => {
    await panel.page.goto(`${panel.url}/admin/api-tokens/new`);
    await panel.page.getByRole('radio', { name: /^Custom/ }).waitFor();
    await panel.page.waitForLoadState('networkidle');
    const paint = `new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`;
    // The best of three: what a busy machine adds isn't the tree's.
    const opened = await panel.page.evaluate(`(async () => {
      const times = [];
      for (let round = 0; round < 3; round += 1) {
        document.querySelector('input[type=radio][value=READ_ONLY]').click();
        while (document.querySelector('[role=treeitem]')) await ${paint};
        const start = performance.now();
        document.querySelector('input[type=radio][value=CUSTOM]').click();
        while (!document.querySelector('[role=treeitem]')) await ${paint};
        await ${paint};
        times.push(performance.now() - start);
      }
      return Math.min(...times);
    })()`);
    await row(/^API tokens/)
      .first()
      .focus();
    const keys = await panel.page.evaluate(`(async () => {
      const times = [];
      for (let index = 0; index < 40; index += 1) {
        const key = index % 4 === 3 ? ' ' : 'ArrowDown';
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await ${paint};
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b);
    })()`);
    const median = keys[keys.length / 2];
    console.log(`tree of ${MANY}: opened in ${opened.toFixed(0)} ms, key to paint ${median.toFixed(0)} ms`);
    assert.ok(opened <= 200, `opened in ${opened} ms`);
    assert.ok(median <= 50, `key to paint ${median} ms`);
  });

  test('W4: only rows in sight are in the document, and readers know how many there are', async () => {
    await open();
    assert.ok((await panel.page.getByRole('treeitem').count()) < 60);
    await search().fill('Item 499');
    assert.equal(await row(/^Item 499/).getAttribute('aria-setsize'), '1');
    await search().fill('');
    await row(/^API tokens/)
      .first()
      .focus();
    await press('End');
    assert.match(await focused(), /^Item 499/);
    const [size, position] = await panel.page.evaluate(() =>
      ['aria-setsize', 'aria-posinset'].map((name) => document.activeElement.getAttribute(name)),
    );
    assert.deepEqual([size, position], [String(MANY), String(MANY)]);
  });

  test('W5: arrows, Home, typing a name, opening and ticking work by keyboard alone', async () => {
    await open();
    await row(/^API tokens/)
      .first()
      .focus();
    await press('ArrowDown');
    assert.match(await focused(), /^Read/);
    await panel.page.keyboard.type('item 042');
    assert.match(await focused(), /^Item 042 item042:read/);
    await press('Space');
    assert.equal(await panel.page.evaluate(() => document.activeElement.getAttribute('aria-checked')), 'true');
    await press('ArrowRight');
    await press('ArrowRight');
    assert.match(await focused(), /^Query\.field42/);
    await press('ArrowLeft');
    await press('ArrowLeft');
    await press('ArrowLeft');
    assert.match(await focused(), /^Warehouse/);
    await press('ArrowLeft');
    assert.equal(await panel.page.evaluate(() => document.activeElement.getAttribute('aria-expanded')), 'false');
    await press('Home');
    assert.match(await focused(), /^API tokens/);
  });

  test('P9: picks that the search hides are counted, and "only checked" shows them alone', async () => {
    await open();
    await search().fill('item007:');
    await row(/^Item 007/).click();
    await search().fill('audit');
    await row(/^Read audit:read/).click();
    await panel.page.getByText('2 of 513 scopes, 1 of them hidden here').waitFor();
    await panel.page.getByRole('button', { name: 'Show all' }).click();
    await panel.page.getByLabel('Only checked').check();
    await row(/^Item 007/).waitFor();
    assert.equal(await panel.page.getByRole('treeitem', { level: 2 }).count(), 2);
    await panel.page.getByRole('button', { name: 'Clear', exact: true }).click();
    await panel.page.getByText('0 of 513 scopes').waitFor();
  });

  test('P9: sorted with what writes first, the list begins with what writes', async () => {
    await open();
    await search().fill('Item');
    await panel.page.getByRole('combobox', { name: 'Sort' }).selectOption('writing');
    await row(/^Item 001 item001:write/).waitFor();
    assert.match(await panel.page.getByRole('treeitem', { level: 2 }).first().innerText(), /writes/);
  });

  test('P2: what Manage implies is on and says with what it comes', async () => {
    await open();
    await search().fill('roles');
    await row(/^Manage roles:manage/).click();
    const read = row(/^Read roles:read.*comes with Manage/);
    assert.equal(await read.getAttribute('aria-checked'), 'true');
    assert.equal(await read.getAttribute('aria-disabled'), 'true');
    assert.equal(await row(/^Roles/).getAttribute('aria-checked'), 'true');
  });

  test('P9: a group ticks all that is shown of it, is mixed with a part, and leaves all again', async () => {
    await open();
    await search().fill('item01');
    const group = row(/^Warehouse/);
    await group.click();
    assert.equal(await group.getAttribute('aria-checked'), 'true');
    await row(/^Item 011 /).click();
    assert.equal(await group.getAttribute('aria-checked'), 'mixed');
    await group.click();
    await group.click();
    assert.equal(await group.getAttribute('aria-checked'), 'false');
  });

  test('W5: the tree is without a finding of axe in both themes, opened and ticked', async () => {
    await open();
    await search().fill('manage');
    await row(/^Manage roles:manage/).click();
    await row(/^Manage roles:manage/).press('ArrowRight');
    await row(/^Mutation\.createRole/).waitFor();
    assert.deepEqual(await violations(panel.page), []);
  });

  test('W4: nothing of it was against the content security policy', () => {
    assert.deepEqual(panel.problems(), []);
  });
});
