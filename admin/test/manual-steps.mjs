import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, goTo } from './panel.mjs';

/** Where the manuals keep pictures of their main steps; without a folder they keep none. */
const PICTURES = process.env.SCREENSHOTS;

/** What people do in the panel, as steps of a page; `page()` gives the page, which may be another one later. */
export function stepsOn(page) {
  const button = (name) => page().getByRole('button', { name, exact: typeof name === 'string' });
  const field = (name) => page().getByRole('textbox', { name, exact: true });
  const combobox = (name) => page().getByRole('combobox', { name, exact: true });
  const dialog = (name) => page().getByRole('dialog', { name });
  const row = (name) =>
    page()
      .getByRole('row')
      .filter({ has: page().getByRole('link', { name, exact: true }) });
  const bar = () => page().getByRole('region', { name: 'Selection' });
  const says = (words) => page().getByText(words).first().waitFor();

  /** A page by its address below /admin, with nothing left of a form that was open there. */
  async function visit(address, heading = {}) {
    if (new URL(page().url()).pathname === `/admin${address.split('?')[0]}`) {
      await goTo(page(), '/admin/profile');
      await page().getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
    }
    await goTo(page(), `/admin${address}`);
    await page()
      .getByRole('heading', { level: 1, ...heading })
      .waitFor();
    await page().waitForURL(`**/admin${address}`);
  }
  const list = (search = '') => visit(`/api-tokens${search && `?search=${search}`}`, { name: 'API tokens' });

  async function tick(...scopes) {
    for (const scope of scopes) {
      await field('Search scopes').fill(scope);
      await page().getByRole('treeitem', { level: 2 }).filter({ hasText: scope }).first().click();
    }
    await field('Search scopes').fill('');
  }
  async function fillForm({ name, description, kind, owner, access, scopes, lifetime, preset, disabled }) {
    if (name !== undefined) await field('Name').fill(name);
    if (description !== undefined) await field('Description').fill(description);
    if (kind) await page().getByRole('radio', { name: kind }).check();
    if (owner) {
      await combobox('Owner').fill(owner);
      await page().getByRole('option', { name: owner }).click();
    }
    if (lifetime) await combobox('Expires').selectOption({ label: lifetime });
    if (access) await page().getByRole('radio', { name: access }).check();
    if (preset) {
      await button('Preset').click();
      await page().getByRole('menuitem', { name: preset }).click();
    }
    if (scopes) await tick(...scopes);
    if (disabled) await page().getByLabel('Start disabled').check();
  }
  /** Takes the secret out of its dialog, and closes that. */
  async function store(title = /^Token created/) {
    const shown = dialog(title);
    const secret = await shown.getByLabel('Secret', { exact: true }).inputValue();
    await shown.getByLabel('I have stored it').check();
    await shown.getByRole('button', { name: 'Done' }).click();
    await shown.waitFor({ state: 'detached' });
    return secret;
  }
  /** From the form to the secret. */
  async function create(token, address = '/api-tokens/new') {
    await visit(address, { name: 'New token' });
    await fillForm(token);
    await button('Create token').click();
    return store();
  }
  async function createServiceAccount(username) {
    await visit('/users/new?kind=SERVICE', { name: 'New service account' });
    await field('User name').fill(username);
    await button('Create service account').click();
    await says("Service account: can't log in");
  }
  async function choose(name, item) {
    await row(name)
      .getByRole('button', { name: `More for ${name}` })
      .click();
    await page().getByRole('menuitem', { name: item }).click();
  }
  async function select(...names) {
    for (const name of names)
      await page()
        .getByRole('checkbox', { name: `Select ${name}`, exact: true })
        .click();
  }
  async function chooseForSelection(item) {
    await bar().getByRole('button', { name: 'More' }).click();
    await page().getByRole('menuitem', { name: item }).click();
  }
  const names = () => page().locator('.token-name a').allInnerTexts();
  const picture = async (name) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page().screenshot({ path: join(PICTURES, `${name}.png`) });
  };
  return {
    ...{ button, field, combobox, dialog, row, bar, says, visit, list, tick, fillForm, store, create },
    ...{ createServiceAccount, choose, select, chooseForSelection, names, picture },
  };
}

/** What a secret may do, as its holder's script sees it: its scopes, or the code of the refusal. */
export async function scopesOf(url, secret) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ viewer { scopes } }' }),
  });
  const { data, errors } = await answer.json();
  return errors?.[0].extensions.code ?? [...data.viewer.scopes].sort();
}

const RECORD = `id name description kind access scopes effectiveScopes status hint createdAt expiresAt lastUsedAt
  revocationReason preset { name } owner { username } createdBy { username }`;

/** The token of this name as the API has it, or undefined. */
export async function tokenNamed({ api }, name) {
  const { apiTokens } = await api(
    `query ($search: String) {
    apiTokens(filter: { search: $search }) { nodes { ${RECORD} } }
  }`,
    { search: name },
  );
  return apiTokens.nodes.find((token) => token.name === name);
}

/** Waits until it is so. */
export const becomes = (read, wanted) => eventually(async () => assert.deepEqual(await read(), wanted));
