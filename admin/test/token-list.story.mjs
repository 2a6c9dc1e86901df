import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, goTo, openAs, openPanel, violations } from './panel.mjs';
import { BEN, CLEO, DAN, createTokens, fillLists } from './token-seeds.mjs';

const panel = openPanel({ prepare: fillLists });

/** Names in the list, from top to bottom. */
const names = (page = panel.page) => page.locator('.token-name a').allInnerTexts();

/** What the API answers to the same question. */
async function expected(filter, orderBy = [{ field: 'NAME' }]) {
  const { apiTokens } = await panel.api(
    'query L($filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!]) { apiTokens(filter: $filter, orderBy: $orderBy) { nodes { name } } }',
    { filter, orderBy },
  );
  return apiTokens.nodes.map(({ name }) => name);
}

/** Within the panel, as a link does: loading all of it anew each time would take most of the stories' time. */
async function open(query = '') {
  await goTo(panel.page, `/admin/api-tokens${query}`);
  await panel.page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
}

const shows = (list, page = panel.page) => eventually(async () => assert.deepEqual(await names(page), list));

const popover = () => panel.page.getByRole('dialog');

/** Behind the button of its own, or under "Filter". */
async function openFilter(label, pinned) {
  const { page } = panel;
  if (pinned) return page.locator('.filter-bar').getByRole('button', { name: label, exact: true }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await popover().getByRole('button', { name: label, exact: true }).click();
}

const tick = (name) => () => popover().getByRole('checkbox', { name }).check();
const choose = (name) => () => popover().getByRole('radio', { name, exact: true }).check();
const typeIn = (text) => async () => {
  await popover().getByRole('textbox').fill(text);
  await popover().getByRole('button', { name: 'Apply' }).click();
};
const onDay = (days) => async () => {
  await popover().locator('input[type=date]').fill(dayIn(days));
  await popover().getByRole('button', { name: 'Apply' }).click();
};
const midnightIn = (days) => {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
};
const dayIn = (days) => {
  const at = midnightIn(days);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};
const instantIn = (days) => midnightIn(days).toISOString();

describe('lists of tokens', () => {
  test('L1: the list shows name, hint, owner, status, access, end and last use, and other columns when they are chosen', async () => {
    const { page } = panel;
    await open('?search=ci-deploy');
    await shows(['ci-deploy']);
    const row = page.getByRole('row', { name: /ci-deploy/ });
    for (const text of [/sg_api_\w+…\w+/, 'Active', 'Read only', 'in 7 days', 'just now']) {
      await row.getByText(text).first().waitFor();
    }
    await page.getByRole('button', { name: 'Columns' }).click();
    await popover().getByRole('checkbox', { name: 'Created by' }).check();
    await popover().getByRole('checkbox', { name: 'Owner' }).uncheck();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Created by' }).waitFor();
    assert.equal(await page.getByRole('columnheader', { name: 'Owner' }).count(), 0);
    await page.getByRole('button', { name: 'Columns' }).click();
    await popover().getByRole('button', { name: 'Reset columns' }).click();
    await page.getByRole('columnheader', { name: 'Owner' }).waitFor();
    await page.keyboard.press('Escape');
  });

  const FILTERS = [
    { label: 'Status', pinned: true, answer: tick('Expired'), filter: () => ({ statuses: ['EXPIRED'] }) },
    { label: 'Owner', pinned: true, answer: tick(/deploy-bot/), filter: () => ({ ownerIds: [panel.people.bot] }) },
    { label: 'Expires', pinned: true, answer: choose('within 7 days'), filter: () => ({ expiresWithinDays: 7 }) },
    { label: 'Kind', answer: tick('Access token'), filter: () => ({ kinds: ['ACCESS'] }) },
    { label: 'Access', answer: tick('Full access'), filter: () => ({ access: ['FULL_ACCESS'] }) },
    { label: 'Scope', answer: typeIn('audit:read'), filter: () => ({ scope: 'audit:read' }) },
    { label: 'Use', answer: choose('Used'), filter: () => ({ neverUsed: false }) },
    { label: 'Policy', answer: choose('Against the policy'), filter: () => ({ againstPolicy: true }) },
    { label: 'Expires after', answer: onDay(80), filter: () => ({ expiresAfter: instantIn(80) }) },
    { label: 'Expires before', answer: onDay(20), filter: () => ({ expiresBefore: instantIn(20) }) },
    { label: 'Last used after', answer: onDay(0), filter: () => ({ lastUsedAfter: instantIn(0) }) },
    { label: 'Last used before', answer: onDay(0), filter: () => ({ lastUsedBefore: instantIn(0) }) },
    { label: 'Created after', answer: onDay(1), filter: () => ({ createdAfter: instantIn(1) }) },
    { label: 'Created before', answer: onDay(1), filter: () => ({ createdBefore: instantIn(1) }) },
    { label: 'Created by', answer: tick(/Ben/), filter: () => ({ createdByIds: [panel.people.ben] }) },
  ];
  for (const { label, pinned, answer, filter } of FILTERS) {
    test(`L2: the filter ${label} finds what the API finds, and stands in the address`, async () => {
      const { page } = panel;
      await open();
      await openFilter(label, pinned);
      await answer();
      await shows(await expected(filter()));
      const [name] = Object.keys(filter());
      assert.ok(new URL(page.url()).searchParams.has(name), `no ${name} in ${page.url()}`);
      await page.getByRole('button', { name: `Take out the filter ${label}` }).click();
      await shows(await expected({}));
    });
  }

  test('L2: typed words find the beginnings of words in name and description', async () => {
    await open();
    await panel.page.getByRole('searchbox').fill('ware');
    await shows(['full']);
    assert.equal(new URL(panel.page.url()).searchParams.get('search'), 'ware');
  });

  test('L2: filters hold together, and a link may name tokens', async () => {
    const { etl, full, paused } = panel.tokens;
    await open(`?ids=${etl.id},${full.id},${paused.id}&statuses=ACTIVE`);
    await shows(['etl', 'full']);
  });

  test('L2: a value that is not known is left out, and said', async () => {
    await open('?statuses=SLEEPING&search=etl');
    await shows(['etl']);
    await panel.page.getByText(/this filter is left out: Status/).waitFor();
  });

  test('L3: every column that the API sorts by sorts both ways', async () => {
    const { page } = panel;
    await open('?search=');
    await page.getByRole('button', { name: 'Columns' }).click();
    for (const name of ['Created by', 'Created']) await popover().getByRole('checkbox', { name, exact: true }).check();
    await page.keyboard.press('Escape');
    const orders = { Owner: 'OWNER', Status: 'STATUS', Expires: 'EXPIRES_AT', 'Last used': 'LAST_USED_AT' };
    const more = { 'Created by': 'CREATED_BY', Created: 'CREATED_AT', Name: 'NAME' };
    for (const [title, field] of Object.entries({ ...orders, ...more })) {
      for (const direction of ['ASC', 'DESC']) {
        await page.getByRole('columnheader', { name: title, exact: true }).getByRole('button').click();
        await shows(await expected({}, [{ field, direction }]));
      }
    }
    assert.equal(new URL(page.url()).searchParams.get('sort'), '-name');
  });

  test('L4: pages go on and back, in the order of the list, and the address keeps the place', async () => {
    const { page } = panel;
    await open('?search=batch');
    await eventually(async () => assert.equal((await names()).length, 20));
    const says = (words) => page.getByRole('navigation', { name: 'Pages' }).getByText(words, { exact: true }).waitFor();
    await says('1-20 of 25');
    await page.getByRole('button', { name: 'Next' }).click();
    await says('21-25 of 25');
    const rest = ['batch-20', 'batch-21', 'batch-22', 'batch-23', 'batch-24'];
    await shows(rest);
    await page.reload();
    await shows(rest);
    await page.getByRole('button', { name: 'Previous' }).click();
    await eventually(async () => assert.equal((await names())[0], 'batch-00'));
    await says('1-20 of 25');
    await page.getByLabel('Rows on a page').selectOption('50');
    await eventually(async () => assert.equal((await names()).length, 25));
  });

  test('L4: the rows of a page are numbered while pages are turned, and not where nobody can know', async () => {
    const { page } = panel;
    const says = (words) => page.getByRole('navigation', { name: 'Pages' }).getByText(words, { exact: true }).waitFor();
    // A page in the middle needs three of them.
    const more = await createTokens(
      panel.api,
      Array.from({ length: 20 }, (_, index) => ({ name: `zebra-${index}`, lifetime: 'DAYS_60' })),
    );
    const { totalCount } = (await panel.api('{ apiTokens { totalCount } }')).apiTokens;
    await open();
    await page.getByRole('button', { name: 'Next' }).click();
    await says(`21-40 of ${totalCount}`);
    await page.reload();
    await says(`21-40 of ${totalCount}`);
    await goTo(page, `/admin/api-tokens${new URL(page.url()).search}`);
    await says(`20 of ${totalCount}`);
    await page.goBack();
    await says(`21-40 of ${totalCount}`);
    await panel.api('mutation D($ids: [ID!]) { deleteApiTokens(input: { ids: $ids }) { affectedCount } }', {
      ids: Object.values(more).map(({ id }) => id),
    });
  });

  test('L5: never used, no expiry and a date are three different things', async () => {
    await open('?search=full');
    const row = panel.page.getByRole('row', { name: /full/ });
    await row.getByText('never used').waitFor();
    await row.getByText('no expiry').waitFor();
  });

  test('L6: Back undoes a filter, and Refresh shows what came meanwhile', async () => {
    const { page } = panel;
    await open('?search=newcomer');
    await page.getByText('Nothing found').waitFor();
    const made = await createTokens(panel.api, [{ name: 'newcomer', lifetime: 'DAYS_30' }]);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await shows(['newcomer']);
    await page.getByRole('button', { name: 'Expiring' }).click();
    await eventually(() => assert.match(page.url(), /expiresWithinDays=30/));
    await page.goBack();
    await eventually(() => assert.doesNotMatch(page.url(), /expiresWithinDays/));
    await panel.api('mutation D($ids: [ID!]) { deleteApiTokens(input: { ids: $ids }) { affectedCount } }', {
      ids: [made.newcomer.id],
    });
  });

  test('L6: a time says when exactly, here and in UTC, to the keyboard too', async () => {
    const { page } = panel;
    await open('?search=ci-deploy');
    await shows(['ci-deploy']);
    await page.getByRole('row', { name: /ci-deploy/ }).focus();
    const onTime = () => page.evaluate(() => document.activeElement?.tagName === 'TIME');
    while (!(await onTime())) await page.keyboard.press('Tab');
    await page.getByRole('tooltip').filter({ hasText: 'UTC' }).waitFor();
  });

  test('T9: what is against the policy is marked and found by one press', async () => {
    const { page } = panel;
    await open();
    await page.getByRole('button', { name: 'Against policy' }).click();
    await shows(await expected({ againstPolicy: true }));
    const row = page.getByRole('row', { name: /bot-sync/ });
    await row.getByRole('img', { name: 'against the policy' }).waitFor();
  });
});

describe('choosing tokens', () => {
  const bar = () => panel.page.getByRole('region', { name: 'Selection' });
  const box = (name) => panel.page.getByRole('checkbox', { name: `Select ${name}` });

  test('W3: Shift takes a range, Ctrl adds, and the selection outlives the page and ends with the filter', async () => {
    const { page } = panel;
    await open('?search=batch');
    await box('batch-01').click();
    await box('batch-04').click({ modifiers: ['Shift'] });
    await bar().getByText('4 selected').waitFor();
    await page
      .getByRole('row', { name: /batch-08/ })
      .getByText('deploy-bot')
      .click({ modifiers: ['Control'] });
    await bar().getByText('5 selected').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await box('batch-22').click();
    await bar().getByText('6 selected').waitFor();
    await page.getByRole('button', { name: 'Never used' }).click();
    await bar().waitFor({ state: 'detached' });
  });

  test('W3: all that match are selected by one press; unticking one keeps the others of the page', async () => {
    await open('?search=batch&size=20');
    await box('batch-00').click();
    await bar().getByRole('button', { name: 'Select all 25' }).click();
    await bar().getByText('All 25 tokens selected').waitFor();
    await box('batch-03').click();
    await bar().getByText('19 selected').waitFor();
    await bar().getByRole('button', { name: 'Clear the selection' }).click();
    await bar().waitFor({ state: 'detached' });
  });

  test('W5: arrows, Space, Shift and Enter do without a mouse', async () => {
    const { page } = panel;
    await open('?search=batch');
    await page.getByRole('row', { name: /batch-00/ }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await bar().getByText('3 selected').waitFor();
    await page.keyboard.press('Escape');
    await bar().waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'batch-00' }).waitFor();
  });
});

describe('who sees what', () => {
  let ben;
  let cleo;
  let dan;
  before(async () => {
    ben = await openAs(panel, BEN, { viewport: { width: 360, height: 740 } });
    cleo = await openAs(panel, CLEO);
    dan = await openAs(panel, DAN);
  });
  after(() => Promise.all([ben, cleo, dan].map((one) => one?.context.close())));

  test('R1: with the right to their own tokens somebody sees theirs, and no owner to filter by', async () => {
    const { page } = ben;
    await page.goto(`${panel.url}/admin/my-tokens`);
    await shows(['ben-script'], page);
    await page.getByText('A token lives 90 days at most.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Owner' }).count(), 0);
    await page.goto(`${panel.url}/admin/api-tokens`);
    await page.getByText("You can't see this page").waitFor();
  });

  test('W1: at 360 pixels rows are cards and nothing goes sideways', async () => {
    const { page } = ben;
    await page.goto(`${panel.url}/admin/my-tokens`);
    await shows(['ben-script'], page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(overflow, 0);
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Select ben-script' }).check();
    await page.getByRole('region', { name: 'Selection' }).getByText('1 selected').waitFor();
    assert.deepEqual(await violations(page), []);
  });

  test('W1: at 360 pixels the filters fit, however long the name of an owner is', async () => {
    const lastName = 'von Hohenstein-Bartholomäus zu Unterreichenbach';
    await panel.api('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
      input: { username: 'long', email: 'long@example.com', lastName, roleIds: [] },
    });
    const { page } = cleo;
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${panel.url}/admin/api-tokens`);
    await page.getByRole('button', { name: 'Filters' }).click();
    const drawer = page.getByRole('dialog', { name: 'Filters' });
    await drawer.getByText(lastName).first().waitFor();
    assert.deepEqual(await drawer.evaluate((box) => [box.scrollWidth, box.scrollLeft]), [360, 0]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('R1: who may only read sees everything and no way to change it', async () => {
    const { page } = cleo;
    await page.goto(`${panel.url}/admin/api-tokens?search=etl`);
    await shows(['etl'], page);
    assert.equal(await page.getByRole('button', { name: /New token/ }).count(), 0);
    assert.equal(await page.getByRole('link', { name: /New token/ }).count(), 0);
    assert.equal(await page.getByRole('checkbox', { name: /Select/ }).count(), 0);
    assert.equal(await page.getByRole('button', { name: /Disable/ }).count(), 0);
  });

  test('R1: without any right the pages of tokens are not there, and their addresses say so', async () => {
    const { page } = dan;
    assert.equal(await page.getByRole('link', { name: 'API tokens' }).count(), 0);
    await page.goto(`${panel.url}/admin/my-tokens`);
    await page.getByText('It needs own-api-tokens:manage. Ask an administrator.').waitFor();
  });

  test('W5: an empty list offers the first token to who may make one', async () => {
    const { page } = panel;
    await page.goto(`${panel.url}/admin/my-tokens?search=nothing-like-this`);
    await page.getByRole('button', { name: 'Clear filters' }).waitFor();
    const { page: bens } = ben;
    await panel.api(
      'mutation D($ids: [ID!]) { deleteApiTokens(input: { filter: { ownerIds: $ids }, expectedCount: 1 }) { affectedCount } }',
      {
        ids: [panel.people.ben],
      },
    );
    await bens.goto(`${panel.url}/admin/my-tokens`);
    await bens.getByText('No tokens yet').waitFor();
    await bens.getByRole('main').getByRole('link', { name: 'New token' }).last().waitFor();
  });
});

describe('the list in trouble', () => {
  test('W1: without a connection the rows stay, and Try again brings the new ones', async () => {
    const { page, context } = panel;
    await open('?search=etl');
    await shows(['etl']);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('No connection. Nothing is lost.').waitFor();
    assert.deepEqual(await names(), ['etl']);
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No connection').waitFor({ state: 'detached' });
  });

  test('W5: the list, its filters and its columns have no fault that axe knows, in both themes', async () => {
    const { page } = panel;
    await open('?search=e&statuses=ACTIVE');
    await page.getByRole('row').nth(1).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Columns' }).click();
    await popover().waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await openFilter('Owner', true);
    await popover().getByRole('checkbox').first().waitFor();
    assert.deepEqual(await violations(page), []);
  });

  test('W1: nothing was asked of another server, and no policy broken', () => {
    assert.deepEqual(panel.problems(), []);
  });
});
