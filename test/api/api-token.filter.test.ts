import type { Client } from '../support/client';
import { createRole, createUser } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { LIST_TOKENS, listTokens, namesFound, setColumns } from '../support/token-lists';
import { createToken, refusal, run } from '../support/tokens';

let server: TestServer;
let accounts = 0;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** The administrator of an account without tokens. */
const emptyAccount = (): Promise<Client> => {
  accounts += 1;
  return server.createAccount(`filters-${accounts}`, `filters-${accounts}@example.com`);
};

const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);

/** Makes a token for each name, and sets its columns. */
async function make(client: Client, tokens: Record<string, Record<string, unknown>>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [name, columns] of Object.entries(tokens)) {
    const { id } = await createToken(server, { name, scopes: [] }, client);
    if (Object.keys(columns).length > 0) await setColumns(server, 'api_token', id, columns);
    ids.set(name, id);
  }
  return ids;
}

const REVOKED = { revoked: 1, revoked_at: new Date() };

describe('search', () => {
  let client: Client;
  const NAMES = [
    'Grafana export',
    'grafana-import',
    'Export 100%',
    'a_b test',
    'axb test',
    'ÉCOLE',
    '数据 管道',
    'Ｆｕｌｌ',
  ];
  beforeAll(async () => {
    client = await emptyAccount();
    await make(client, Object.fromEntries(NAMES.map((name) => [name, {}])));
    await createToken(server, { name: 'plain', description: 'Nightly\n  backup of Zürich', scopes: [] }, client);
  });

  const CASES: [search: string, found: string[], why: string][] = [
    ['graf', ['Grafana export', 'grafana-import'], 'the beginning of a word'],
    ['GRAFANA EXP', ['Grafana export'], 'each typed word, in any case'],
    ['exp graf', ['Grafana export'], 'words in any order'],
    ['rafana', [], 'not the middle of a word'],
    ['import', [], 'a hyphen ends no word'],
    ['100%', ['Export 100%'], 'a percent sign is itself'],
    ['%', [], 'and no wildcard'],
    ['a_b', ['a_b test'], 'an underscore is itself'],
    ['école', ['ÉCOLE'], 'letters with accents in any case'],
    ['ecole', [], 'accents count'],
    ['E\u0301COLE', ['ÉCOLE'], 'composed or not'],
    ['full', ['Ｆｕｌｌ'], 'wide letters are letters (NFKC)'],
    ['管道', ['数据 管道'], 'any script'],
    ['back', ['plain'], 'words of the description'],
    ['plain zü', ['plain'], 'one word in the name, one in the description'],
    ['nothing', [], 'no match'],
    ["o'; DROP", [], 'and no SQL'],
    ['\u{10FFFF}', [], 'the last of all letters'],
  ];
  test.each(CASES)('L2: search %j finds %j: %s', async (search, found) => {
    expect((await namesFound(client, { search })).sort()).toEqual([...found].sort());
  });

  test('L2: blanks alone are no search', async () => {
    expect(await namesFound(client, { search: '  ' })).toHaveLength(NAMES.length + 1);
  });

  test('L2: eleven words are refused', async () => {
    const filter = { search: 'a b c d e f g h i j k' };
    expect(await client.refused(LIST_TOKENS, { filter })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  test('L2: search follows a change of name and description', async () => {
    const { id } = await createToken(server, { name: 'formerly', scopes: [] }, client);
    await run(client, 'updateApiToken', { id, name: 'later' });
    await run(client, 'updateApiToken', { id, description: 'explained' });
    expect(await namesFound(client, { search: 'formerly' })).toEqual([]);
    expect(await namesFound(client, { search: 'expl lat' })).toEqual(['later']);
    await run(client, 'regenerateApiToken', { id, name: 'renewed' });
    expect(await namesFound(client, { search: 'renewed' })).toEqual(['renewed']);
    await run(client, 'deleteApiTokens', { ids: [id] });
    expect(await namesFound(client, { search: 'renewed' })).toEqual([]);
  });
});

describe('statuses and kinds', () => {
  let client: Client;
  beforeAll(async () => {
    client = await emptyAccount();
    await make(client, {
      active: {},
      'active until later': { expires_at: inDays(1) },
      disabled: { enabled: 0 },
      expired: { expires_at: inDays(-1) },
      'expired and disabled': { expires_at: inDays(-1), enabled: 0 },
      revoked: REVOKED,
      'revoked, expired, disabled': { ...REVOKED, expires_at: inDays(-1), enabled: 0 },
    });
    await createToken(server, { name: 'access', kind: 'ACCESS', access: 'FULL_ACCESS', lifetime: 'DAYS_7' }, client);
    await createToken(server, { name: 'reading', access: 'READ_ONLY' }, client);
  });

  test.each([
    [['ACTIVE'], ['access', 'active', 'active until later', 'reading']],
    [['DISABLED'], ['disabled']],
    [['EXPIRED'], ['expired', 'expired and disabled']],
    [['REVOKED'], ['revoked', 'revoked, expired, disabled']],
    [
      ['DISABLED', 'REVOKED', 'DISABLED'],
      ['disabled', 'revoked', 'revoked, expired, disabled'],
    ],
    [[], []],
  ])('L2: statuses %j', async (statuses, found) => {
    expect(await namesFound(client, { statuses })).toEqual(found);
  });

  test('L2: all statuses together are all tokens, each once', async () => {
    expect(await namesFound(client, { statuses: ['ACTIVE', 'DISABLED', 'EXPIRED', 'REVOKED'] })).toHaveLength(9);
  });

  test('L2: kinds and levels', async () => {
    expect(await namesFound(client, { kinds: ['ACCESS'] })).toEqual(['access']);
    expect(await namesFound(client, { access: ['READ_ONLY', 'FULL_ACCESS'] })).toEqual(['access', 'reading']);
    expect(await namesFound(client, { kinds: ['ACCESS'], access: ['READ_ONLY'] })).toEqual([]);
    expect(await namesFound(client, { kinds: [] })).toEqual([]);
    expect(await namesFound(client, { access: [] })).toEqual([]);
  });

  test('L2: a filter and an order by status', async () => {
    const filter = { statuses: ['ACTIVE', 'EXPIRED'], kinds: ['API'] };
    const { nodes } = await listTokens(client, { filter, orderBy: [{ field: 'STATUS' }, { field: 'NAME' }] });
    expect(nodes.map(({ name }) => name)).toEqual([
      ...['expired', 'expired and disabled', 'active', 'active until later', 'reading'],
    ]);
  });
});

describe('dates', () => {
  let client: Client;
  const at = new Date(Date.now() - 5 * DAY);
  beforeAll(async () => {
    client = await emptyAccount();
    await make(client, {
      'never ends, never used': { created_at: at },
      'ends soon': { created_at: inDays(-9), expires_at: inDays(3), last_used_at: at },
      ended: { created_at: inDays(-9), expires_at: inDays(-3), last_used_at: inDays(-4) },
      'ends late': { created_at: inDays(-1), expires_at: inDays(300), last_used_at: inDays(-1) },
    });
  });

  const CASES: [filter: Record<string, unknown>, found: string[]][] = [
    [{ expiresBefore: inDays(0) }, ['ended']],
    [{ expiresBefore: inDays(301) }, ['ended', 'ends late', 'ends soon']],
    [{ expiresAfter: inDays(0) }, ['ends late', 'ends soon', 'never ends, never used']],
    [{ expiresAfter: inDays(400) }, ['never ends, never used']],
    [{ expiresAfter: inDays(-4), expiresBefore: inDays(4) }, ['ended', 'ends soon']],
    [{ expiresWithinDays: 2 }, []],
    [{ expiresWithinDays: 4 }, ['ends soon']],
    [{ expiresWithinDays: 0 }, []],
    [{ expiresWithinDays: 100_000 }, ['ends late', 'ends soon']],
    [{ createdBefore: at }, ['ended', 'ends soon']],
    [{ createdAfter: at }, ['ends late']],
    [{ createdAfter: new Date(at.getTime() - 1) }, ['ends late', 'never ends, never used']],
    [{ lastUsedBefore: at }, ['never ends, never used']],
    [{ lastUsedBefore: inDays(-3) }, ['ended', 'ends soon', 'never ends, never used']],
    [{ lastUsedAfter: at }, ['ended', 'ends late']],
    [{ neverUsed: true }, ['never ends, never used']],
    [{ neverUsed: false }, ['ended', 'ends late', 'ends soon']],
    [{ neverUsed: false, lastUsedBefore: inDays(-3) }, ['ended', 'ends soon']],
    [
      { createdAfter: '0001-01-01T00:00:00Z', expiresBefore: '9999-12-31T23:59:59Z' },
      ['ended', 'ends late', 'ends soon'],
    ],
    [{ expiresAfter: '9999-12-31T23:59:59.999Z' }, ['never ends, never used']],
    [{ expiresBefore: '9999-12-31T23:59:59-12:00' }, ['ended', 'ends late', 'ends soon']],
    [{ lastUsedBefore: '1969-01-01T00:00:00Z' }, ['never ends, never used']],
    [{ lastUsedAfter: '1969-01-01T00:00:00Z' }, ['ended', 'ends late', 'ends soon']],
    [{ createdAfter: '9999-12-31T23:59:59-12:00' }, []],
    [{ createdBefore: '0000-01-01T00:00:00+12:00' }, []],
  ];
  test.each(CASES)('L2: %j', async (filter, found) => {
    expect(await namesFound(client, filter)).toEqual(found);
  });

  test('L2: a date filter and an order by the same date', async () => {
    const orders = { expiresAfter: 'EXPIRES_AT', lastUsedBefore: 'LAST_USED_AT', createdBefore: 'CREATED_AT' };
    for (const [filter, field] of Object.entries(orders)) {
      for (const direction of ['ASC', 'DESC']) {
        const { nodes } = await listTokens(client, {
          filter: { [filter]: inDays(-2.5) },
          orderBy: [{ field, direction }],
        });
        expect([filter, nodes.length]).toEqual([filter, 3]);
      }
    }
  });
});

test('L2: owners and creators', async () => {
  const client = await emptyAccount();
  const role = await createRole(server, { permissions: ['api:execute'] }, client);
  const ann = await createUser(server, { username: 'ann', roleIds: [role.id] }, client);
  await createToken(server, { name: 'mine', scopes: [] }, client);
  await createToken(server, { name: 'hers', scopes: [], ownerId: ann.id }, client);
  const { viewer } = await client.get<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
  const me = viewer.user.id;
  expect(await namesFound(client, { ownerIds: [ann.id] })).toEqual(['hers']);
  expect(await namesFound(client, { ownerIds: [ann.id, me] })).toEqual(['hers', 'mine']);
  expect(await namesFound(client, { createdByIds: [me] })).toEqual(['hers', 'mine']);
  expect(await namesFound(client, { createdByIds: [ann.id] })).toEqual([]);
  expect(await namesFound(client, { ownerIds: [ann.id], createdByIds: [me], search: 'her' })).toEqual(['hers']);
  expect(await namesFound(client, { ownerIds: [] })).toEqual([]);
  expect(await namesFound(client, { createdByIds: [] })).toEqual([]);
});

test('L2: ids, also such as are none', async () => {
  const client = await emptyAccount();
  const ids = await make(client, { one: {}, two: {} });
  const foreign = (await createToken(server, { scopes: [] })).id;
  expect(await namesFound(client, { ids: [ids.get('one'), foreign] })).toEqual(['one']);
  expect(await namesFound(client, { ids: ['é', '💥', '', "'"] })).toEqual([]);
  expect(await namesFound(client, { ownerIds: ['é'] })).toEqual([]);
  expect(await namesFound(client, { ids: [] })).toEqual([]);
});

describe('scope', () => {
  let client: Client;
  beforeAll(async () => {
    client = await emptyAccount();
    const reader = await createRole(server, { permissions: ['users:read', 'api:execute'] }, client);
    const robot = await createUser(server, { kind: 'SERVICE', roleIds: [reader.id] }, client);
    await createToken(server, { name: 'listed', scopes: ['users:read', 'roles:read'] }, client);
    await createToken(server, { name: 'other', scopes: ['roles:read'] }, client);
    await createToken(server, { name: 'all of mine', access: 'FULL_ACCESS' }, client);
    await createToken(server, { name: 'reading mine', access: 'READ_ONLY' }, client);
    await createToken(server, { name: "reading the robot's", access: 'READ_ONLY', ownerId: robot.id }, client);
  });

  test('L2: tokens that list it, and those whose level gives it now', async () => {
    expect(await namesFound(client, { scope: 'users:read' })).toEqual([
      ...['all of mine', 'listed', 'reading mine', "reading the robot's"],
    ]);
    expect(await namesFound(client, { scope: 'users:manage' })).toEqual(['all of mine']);
    expect(await namesFound(client, { scope: 'roles:read' })).toEqual([
      ...['all of mine', 'listed', 'other', 'reading mine'],
    ]);
    expect(await namesFound(client, { scope: 'no:such' })).toEqual([]);
  });

  test('L2: it follows a change of the list', async () => {
    const { id } = await createToken(server, { name: 'changing', scopes: ['apis:read'] }, client);
    await run(client, 'updateApiToken', { id, scopes: ['audit:read'] });
    expect(await namesFound(client, { scope: 'apis:read', access: ['CUSTOM'] })).toEqual([]);
    expect(await namesFound(client, { scope: 'audit:read', access: ['CUSTOM'] })).toEqual(['changing']);
    await run(client, 'updateApiToken', { id, access: 'READ_ONLY' });
    expect(await namesFound(client, { scope: 'audit:read', access: ['CUSTOM'] })).toEqual([]);
  });
});

test('L2, T9: against the policy', async () => {
  const client = await emptyAccount();
  await createToken(server, { name: 'for ever', scopes: [] }, client);
  await createToken(server, { name: 'a year', scopes: [], lifetime: 'YEAR_1' }, client);
  await createToken(server, { name: 'a week', scopes: [], lifetime: 'DAYS_7' }, client);
  expect(await namesFound(client, { againstPolicy: true })).toEqual([]);
  await run(client, 'updateAccount', { maxTokenLifetime: 'P30D' });
  expect(await namesFound(client, { againstPolicy: true })).toEqual(['a year']);
  await run(client, 'updateAccount', { unlimitedTokensAllowed: false });
  expect(await namesFound(client, { againstPolicy: true })).toEqual(['a year', 'for ever']);
  expect(await namesFound(client, { againstPolicy: false })).toEqual(['a week']);
  await run(client, 'updateAccount', { maxTokenLifetime: null });
  expect(await namesFound(client, { againstPolicy: true })).toEqual(['for ever']);
});

test('L2: all filters together must hold', async () => {
  const client = await emptyAccount();
  await make(client, { 'deploy one': {}, 'deploy two': { enabled: 0 }, other: { enabled: 0 } });
  const filter = { search: 'deploy', statuses: ['DISABLED'], kinds: ['API'], access: ['CUSTOM'], neverUsed: true };
  expect(await namesFound(client, filter)).toEqual(['deploy two']);
  expect(await namesFound(client, { ...filter, expiresAfter: new Date(), againstPolicy: false })).toEqual([
    'deploy two',
  ]);
  expect(await namesFound(client, { ...filter, ownerIds: [] })).toEqual([]);
});

test('L2: null in a filter is refused, an unknown field too', async () => {
  for (const filter of [{ search: null }, { ids: null }, { nonsense: 1 }, { statuses: ['GONE'] }]) {
    expect([filter, (await server.admin.refused(LIST_TOKENS, { filter })).extensions.code]).toEqual([
      filter,
      'BAD_USER_INPUT',
    ]);
  }
});

test('L2: more than 1,000 ids are refused', async () => {
  const ids = Array.from({ length: 1_001 }, (_, index) => String(index));
  expect((await server.admin.refused(LIST_TOKENS, { filter: { ids } })).extensions.code).toBe('BAD_USER_INPUT');
  expect((await refusal(server.admin, 'revokeApiTokens', { ids })).extensions.code).toBe('BAD_USER_INPUT');
});
