import type { Client } from '../support/client';
import { createHolder, createRole, createUser } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { LIST_TOKENS, listTokens, setColumns } from '../support/token-lists';
import { createToken, findToken, run } from '../support/tokens';

let server: TestServer;
let admin: Client;
beforeAll(async () => {
  server = await startServer();
  // An account of its own: what is listed is what this file made.
  admin = await server.createAccount('lists', 'lists@example.com');
  await makeTokens();
});
afterAll(() => server.close());

const DAY = 86_400_000;
const NOW = Date.now();
const inDays = (days: number): Date => new Date(NOW + days * DAY);

interface Made {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly creator: string;
  readonly status: string;
  readonly created: number;
  readonly expires: number | null;
  readonly used: number | null;
}

/** Ties in every column; the four statuses; never expiring and never used ones. */
const PLAN: readonly Omit<Made, 'id'>[] = [
  { name: 'alpha', owner: 'bob', creator: 'lists', status: 'ACTIVE', created: -9, expires: null, used: null },
  { name: 'Beta', owner: 'anna', creator: 'lists', status: 'ACTIVE', created: -9, expires: 30, used: -1 },
  { name: 'gamma', owner: 'bob', creator: 'lists', status: 'ACTIVE', created: -9, expires: 30, used: -1 },
  { name: 'delta', owner: 'anna', creator: '', status: 'DISABLED', created: -7, expires: null, used: null },
  { name: 'epsilon', owner: 'bob', creator: '', status: 'DISABLED', created: -6, expires: 5, used: -2 },
  { name: 'Éclair', owner: 'anna', creator: 'lists', status: 'EXPIRED', created: -6, expires: -1, used: -3 },
  { name: 'zeta', owner: 'bob', creator: 'lists', status: 'EXPIRED', created: -5, expires: -2, used: null },
  { name: 'eta', owner: 'anna', creator: 'lists', status: 'REVOKED', created: -4, expires: null, used: null },
  { name: 'theta', owner: 'bob', creator: 'lists', status: 'REVOKED', created: -3, expires: -1, used: -3 },
];
const made: Made[] = [];

async function makeTokens(): Promise<void> {
  const role = await createRole(server, { permissions: ['api:execute'] }, admin);
  const owners = new Map<string, string>();
  for (const username of ['anna', 'bob']) {
    owners.set(username, (await createUser(server, { username, roleIds: [role.id] }, admin)).id);
  }
  for (const plan of PLAN) {
    const { id } = await createToken(server, { name: plan.name, ownerId: owners.get(plan.owner) }, admin);
    await setColumns(server, 'api_token', id, columnsOf(plan));
    made.push({ ...plan, id });
  }
}

function columnsOf({ status, created, expires, used, creator }: Omit<Made, 'id'>): Record<string, unknown> {
  const revoked = status === 'REVOKED';
  return {
    created_at: inDays(created),
    expires_at: expires === null ? new Date('9999-12-31T23:59:59.999Z') : inDays(expires),
    last_used_at: used === null ? new Date(0) : inDays(used),
    enabled: status !== 'DISABLED' ? 1 : 0,
    revoked: revoked ? 1 : 0,
    revoked_at: revoked ? inDays(-1) : null,
    ...(creator === '' && { created_by_id: null, creator_key: '' }),
  };
}

const STATUSES = ['REVOKED', 'EXPIRED', 'DISABLED', 'ACTIVE'];

/** What each order compares first, and what closes it; L3, told once more. */
const KEYS: Record<string, (token: Made) => readonly (string | number)[]> = {
  NAME: ({ name, id }) => [name.toLowerCase(), id],
  OWNER: ({ owner, id }) => [owner, id],
  CREATED_BY: ({ creator, id }) => [creator, id],
  STATUS: ({ status, expires, id }) => [STATUSES.indexOf(status), expires ?? Infinity, id],
  CREATED_AT: ({ created, id }) => [created, id],
  EXPIRES_AT: ({ expires, id }) => [expires ?? Infinity, id],
  LAST_USED_AT: ({ used, id }) => [used ?? -Infinity, id],
};

function expected(field: string, direction: string): string[] {
  const key = KEYS[field] as (typeof KEYS)[string];
  const sorted = [...made].sort((a, b) => (key(a) < key(b) ? -1 : 1)).sort((a, b) => compare(key(a), key(b)));
  return (direction === 'ASC' ? sorted : sorted.reverse()).map(({ name }) => name);
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return (a[index] as string) < (b[index] as string) ? -1 : 1;
}

const CASES = Object.keys(KEYS).flatMap((field): [string, string][] => [
  [field, 'ASC'],
  [field, 'DESC'],
]);

test.each(CASES)('L3: sorted by %s %s', async (field, direction) => {
  const { nodes } = await listTokens(admin, { orderBy: [{ field, direction }] });
  expect(nodes.map(({ name }) => name)).toEqual(expected(field, direction));
});

test.each(CASES)('L4: forward by twos the pages of %s %s are the list', async (field, direction) => {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo } = await listTokens(admin, { orderBy: [{ field, direction }], first: 2, after });
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    names.push(...nodes.map(({ name }) => name));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect(names).toEqual(expected(field, direction));
});

test.each(CASES)('L4: backward by twos the pages of %s %s are the list', async (field, direction) => {
  const names: string[] = [];
  let before: string | null = null;
  do {
    const { nodes, pageInfo } = await listTokens(admin, { orderBy: [{ field, direction }], last: 2, before });
    expect(pageInfo.hasNextPage).toBe(before !== null);
    names.unshift(...nodes.map(({ name }) => name));
    before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
  } while (before);
  expect(names).toEqual(expected(field, direction));
});

test('L3: several orders: status, then the latest use first', async () => {
  const orderBy = [{ field: 'STATUS' }, { field: 'LAST_USED_AT', direction: 'DESC' }, { field: 'NAME' }];
  const { nodes } = await listTokens(admin, { orderBy });
  expect(nodes.map(({ name }) => name)).toEqual([
    ...['theta', 'eta', 'Éclair', 'zeta', 'epsilon', 'delta'],
    ...['Beta', 'gamma', 'alpha'],
  ]);
});

test('L3: several orders page as one', async () => {
  const orderBy = [{ field: 'STATUS', direction: 'DESC' }, { field: 'OWNER' }, { field: 'NAME', direction: 'DESC' }];
  const all = (await listTokens(admin, { orderBy })).nodes.map(({ name }) => name);
  const names: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { nodes, pageInfo } = await listTokens(admin, { orderBy, first: 1, after });
    names.push(...nodes.map(({ name }) => name));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  expect(names).toEqual(all);
});

test('L3: without an order the newest come first', async () => {
  const { nodes } = await listTokens(admin);
  expect(nodes.map(({ name }) => name)).toEqual(expected('CREATED_AT', 'DESC'));
});

test('L3: an order that names a field twice is refused', async () => {
  const orderBy = [{ field: 'NAME' }, { field: 'NAME', direction: 'DESC' }];
  expect(await admin.refused(LIST_TOKENS, { orderBy })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});

test('L4: a page between two cursors', async () => {
  const orderBy = [{ field: 'STATUS' }];
  const { edges } = await listTokens(admin, { orderBy });
  const between = { orderBy, after: edges[1]?.cursor, before: edges[7]?.cursor };
  expect((await listTokens(admin, between)).nodes.map(({ name }) => name)).toEqual(
    expected('STATUS', 'ASC').slice(2, 7),
  );
});

test.each([{ first: 1, last: 1 }, { first: 0 }, { first: 101 }, { last: 0 }, { last: 101 }, { first: -1 }])(
  'L4: %j is refused',
  async (page) => {
    expect(await admin.refused(LIST_TOKENS, page)).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  },
);

test('L4: a cursor of another order, of another list or made up is refused', async () => {
  const { pageInfo } = await listTokens(admin, { orderBy: [{ field: 'NAME' }], first: 1 });
  const forged = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
  const cursors = [
    [pageInfo.endCursor, 'OWNER'],
    ['nonsense', 'NAME'],
    [forged(['token.nameKey,token.id', 'a', 'é']), 'NAME'],
    [forged(['token.createdAt,token.id', 8.6e15, made[0]?.id]), 'CREATED_AT'],
    [forged(['status,token.expiresAt,token.id', 7, 0, made[0]?.id]), 'STATUS'],
    [forged(['status,token.expiresAt,token.id', '1', 0, made[0]?.id]), 'STATUS'],
  ];
  for (const [after, field] of cursors) {
    const { extensions } = await admin.refused(LIST_TOKENS, { orderBy: [{ field }], after });
    expect([after, extensions.code, extensions.fields?.[0]?.path]).toEqual([after, 'BAD_USER_INPUT', ['after']]);
  }
});

test('L4: 20 are shown by default, and the total is exact', async () => {
  const client = await server.createAccount('twenty', 'twenty@example.com');
  const apiTokens = Array.from({ length: 25 }, (_, index) => ({ name: `token ${index}`, scopes: [] }));
  await run(client, 'createApiTokens', { apiTokens });
  const { nodes, pageInfo, totalCount, totalCountIsExact } = await listTokens(client);
  expect([nodes.length, pageInfo.hasNextPage, totalCount, totalCountIsExact]).toEqual([20, true, 25, true]);
});

test('L1: every column', async () => {
  const { secret: _secret, ...token } = await createToken(server, {
    name: 'columns',
    description: 'All of them',
    scopes: ['users:read'],
    lifetime: 'DAYS_7',
    allowedAddresses: ['203.0.113.0/24'],
  });
  expect(await findToken(server, token.id)).toEqual(token);
  expect(token).toMatchObject({
    name: 'columns',
    description: 'All of them',
    kind: 'API',
    access: 'CUSTOM',
    scopes: ['users:read'],
    effectiveScopes: ['users:read'],
    status: 'ACTIVE',
    owner: { username: 'admin' },
    createdBy: { username: 'admin' },
    createdWith: null,
    allowedAddresses: ['203.0.113.0/24'],
    againstPolicy: false,
  });
  expect(Date.parse(token.expiresAt ?? '') - Date.parse(token.createdAt)).toBe(7 * DAY);
  expect(token.hint).toMatch(/^sg_api_[0-9A-Za-z]{16}…[0-9A-Za-z]{4}$/);
});

test('L5: never used is null, not a date', async () => {
  const { nodes } = await listTokens(admin, { filter: { neverUsed: true } });
  expect(nodes.map(({ lastUsedAt }) => lastUsedAt)).toEqual([null, null, null, null]);
});

test('R1: whoever manages only their own sees only their own, whatever is asked for', async () => {
  const holder = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
  await createToken(server, { name: 'of the administrator' });
  const { id } = await createToken(server, { name: 'my own' }, holder.client);
  for (const orderBy of [[], [{ field: 'STATUS' }], [{ field: 'NAME' }]]) {
    const { nodes, totalCount } = await listTokens(holder.client, { orderBy });
    expect([nodes.map((node) => node.id), totalCount]).toEqual([[id], 1]);
  }
});

test('R7: nothing of another account is listed or counted', async () => {
  const client = await server.createAccount('empty', 'empty@example.com');
  const foreign = { filter: { ids: made.map(({ id }) => id) } };
  expect(await listTokens(client)).toMatchObject({ nodes: [], totalCount: 0, totalCountIsExact: true });
  expect(await listTokens(client, foreign)).toMatchObject({ nodes: [], totalCount: 0 });
});
