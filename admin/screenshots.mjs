import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ADMIN, apiOf, logIn, logInToApi, openContext, startBrowser, startServer } from './test/harness.mjs';

/**
 * The pictures of the docs, taken from the running panel: `npm run build && npm run screenshots -w admin`. They go to
 * docs/panel, or to the folder that is named.
 */
const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../docs/panel', import.meta.url));
const LIGHT = { colorScheme: 'light', reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } };
const DARK = { ...LIGHT, colorScheme: 'dark' };
const PHONE = { ...LIGHT, viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const ORDERS = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])
type Query {
  orders: [Order!]! @requiresScopes(scopes: [["orders:read"]])
  order(id: ID!): Order @requiresScopes(scopes: [["orders:read"]])
  invoices: [Invoice!]! @requiresScopes(scopes: [["invoices:read"]])
}
type Mutation {
  placeOrder(id: ID!): Order @requiresScopes(scopes: [["orders:write"]])
  cancelOrder(id: ID!): Order @requiresScopes(scopes: [["orders:write"]])
  refund(id: ID!): Order @requiresScopes(scopes: [["orders:refund"]])
}
type Order { id: ID! total: Int! customer: Customer! @requiresScopes(scopes: [["customers:read"]]) }
type Invoice { id: ID! amount: Int! }
type Customer { id: ID! name: String! email: String! @requiresScopes(scopes: [["customers:pii"]]) }
`;

const SCOPES = [
  { scope: 'orders:read', label: 'Read orders', readOnly: true },
  { scope: 'orders:write', label: 'Place and cancel orders', implies: ['orders:read'] },
  { scope: 'orders:refund', label: 'Refund orders', implies: ['orders:read'] },
  { scope: 'invoices:read', label: 'Read invoices', readOnly: true },
  { scope: 'customers:read', label: 'Read customers', readOnly: true },
  { scope: 'customers:pii', label: 'Read e-mail addresses of customers', readOnly: true, implies: ['customers:read'] },
];

/** One operation of the API with its input, and what it answers. */
const make = (api, name, type, fields) => async (input) =>
  (await api(`mutation Make($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input }))[name];

async function fill(url) {
  const api = await logInToApi(url);
  const registerApi = make(api, 'registerApi', 'RegisterApiInput', 'api { id }');
  const createRole = make(api, 'createRole', 'CreateRoleInput', 'role { id }');
  const createUser = make(api, 'createUser', 'CreateUserInput', 'user { id }');
  const createPreset = make(api, 'createScopePreset', 'CreateScopePresetInput', 'scopePreset { id }');
  const createToken = make(api, 'createApiToken', 'CreateApiTokenInput', 'secret apiToken { id }');

  await registerApi({ name: 'Orders', description: 'Orders, invoices and customers', sdl: ORDERS, scopes: SCOPES });
  const role = async (name, permissions) => (await createRole({ name, permissions })).role.id;
  const support = await role('Support', [
    'api:execute',
    'own-api-tokens:manage',
    'orders:read',
    'orders:refund',
    'customers:pii',
  ]);
  const robots = await role('Integrations', [
    'api:execute',
    'orders:write',
    'invoices:read',
    'customers:read',
    'users:read',
  ]);
  const person = async (firstName, lastName, roleIds) => {
    const username = firstName.toLowerCase();
    const password = `long enough for ${username}`;
    return (await createUser({ username, firstName, lastName, email: `${username}@example.com`, password, roleIds }))
      .user.id;
  };
  const service = async (username) => (await createUser({ kind: 'SERVICE', username, roleIds: [robots] })).user.id;
  const mia = await person('Mia', 'Lindqvist', [support]);
  await person('Ben', 'Okafor', [support]);
  const [shop, warehouse] = [await service('shop'), await service('warehouse')];
  await createPreset({
    name: 'Continuous delivery',
    description: 'What a pipeline needs',
    scopes: ['orders:read', 'users:read'],
  });

  const token = async (name, more) => createToken({ name, lifetime: 'DAYS_90', ...more });
  const used = await token('Checkout', {
    ownerId: shop,
    scopes: ['orders:write', 'customers:read'],
    description: 'Places orders for the web shop',
  });
  const deploy = await token('ci-deploy', {
    ownerId: warehouse,
    scopes: ['orders:read', 'users:read'],
    lifetime: undefined,
    expiresAt: daysFromNow(6),
  });
  await token('Monthly invoices', { ownerId: warehouse, scopes: ['invoices:read'], lifetime: 'UNLIMITED' });
  await token('Refunds by phone', { ownerId: mia, scopes: ['orders:refund'], lifetime: 'DAYS_30' });
  const old = await token('Import of 2025', { access: 'FULL_ACCESS', lifetime: 'YEAR_1' });
  const paused = await token('Grafana', { access: 'READ_ONLY' });
  await token('Order export', {
    ownerId: warehouse,
    scopes: ['orders:read', 'invoices:read', 'customers:read'],
    allowedAddresses: ['203.0.113.0/24'],
  });
  await make(
    api,
    'revokeApiTokens',
    'RevokeApiTokensInput',
    'affectedCount',
  )({ ids: [old.apiToken.id], reason: 'REQUESTED' });
  await make(
    api,
    'setApiTokensEnabled',
    'SetApiTokensEnabledInput',
    'affectedCount',
  )({ ids: [paused.apiToken.id], enabled: false });
  for (const { secret } of [used, deploy]) await apiOf(url, secret)('{ viewer { apiToken { id } } }');
  return { token: used.apiToken.id, role: support };
}

const daysFromNow = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

async function takeWith(browser, url, { options, suffix }, shots) {
  const { page, context } = await openContext(browser, url, options);
  await logIn(page, url, ADMIN);
  for (const [name, address, act] of shots) {
    await page.goto(`${url}/admin/${address}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await act?.(page);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${FOLDER}/${name}${suffix}.png` });
  }
  await context.close();
}

mkdirSync(FOLDER, { recursive: true });
const server = await startServer();
const made = await fill(server.url);
// Last uses are written, and audit entries sealed, once a second.
await new Promise((resolve) => setTimeout(resolve, 2_500));
const browser = await startBrowser();
const pages = [
  ['api-tokens', 'api-tokens'],
  ['token', `api-tokens/${made.token}`],
  ['token-new', 'api-tokens/new?name=Nightly%20export&scopes=orders:read,customers:read&lifetime=DAYS_30'],
  ['users', 'users'],
  ['role', `roles/${made.role}`],
  ['apis', 'apis'],
  ['audit', 'audit'],
  ['account', 'account'],
  ['profile', 'profile'],
];
await takeWith(browser, server.url, { options: LIGHT, suffix: '' }, pages);
await takeWith(browser, server.url, { options: DARK, suffix: '-dark' }, pages.slice(0, 3));
await takeWith(browser, server.url, { options: PHONE, suffix: '-phone' }, pages.slice(0, 3));
await browser.close();
await server.stop();
