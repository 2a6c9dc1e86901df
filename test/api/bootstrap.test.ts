import { generateSecret } from '../../src/features/api-token/secret';
import { Client } from '../support/client';
import { createInstallation, type Installation, type StartedNode } from '../support/installation';
import { PASSWORD } from '../support/server';

const EMAIL = 'boss@example.com';
const ROLES = '{ roles { nodes { id name permissions builtIn } } }';
const USERS = '{ users(filter: { kinds: [SERVICE] }) { nodes { id username roles { name } } } }';
const TOKENS = '{ apiTokens { nodes { id name status scopes access expiresAt owner { username } createdBy { id } } } }';

let installation: Installation;
beforeEach(async () => {
  installation = await createInstallation();
});
afterEach(() => installation.remove());

const secret = generateSecret('api').text;
const role = { key: 'deployers', name: 'Deployers', permissions: ['api:execute', 'api-tokens:read', 'roles:read'] };
const account = { key: 'ci', username: 'ci', roles: ['deployers'] };
const token = { key: 'ci', name: 'CI', owner: 'ci', scopes: ['roles:read'], lifetime: 'DAYS_30', secret };
const whole = {
  administrator: { email: EMAIL, password: PASSWORD },
  roles: [role],
  serviceAccounts: [account],
  tokens: [token],
};

/** A node that was started with the file. */
function startWith(content: unknown, mode?: number): Promise<StartedNode> {
  return installation.start({ bootstrapFile: installation.file(content, mode) });
}

/** Starts with the file, does something as the administrator, and starts with the (other) file again. */
async function startAgain(work: (admin: Client) => Promise<unknown>, content: unknown = whole): Promise<Client> {
  const node = await startWith(whole);
  await work(await node.logIn(EMAIL));
  await node.stop();
  return (await startWith(content)).logIn(EMAIL);
}

interface Node {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

async function list(admin: Client, query: string): Promise<Node[]> {
  const [connection] = Object.values(await admin.get<Record<string, { nodes: Node[] }>>(query));
  return connection?.nodes ?? [];
}

describe('after a first start with the file', () => {
  let shared: Installation;
  let node: StartedNode;
  let admin: Client;
  beforeAll(async () => {
    shared = await createInstallation();
    node = await shared.start({ bootstrapFile: shared.file(whole) });
    admin = await node.logIn(EMAIL);
  });
  afterAll(() => shared.remove());

  test('T17: a first start makes administrator, roles, service accounts and tokens of the file', async () => {
    expect(await list(admin, ROLES)).toContainEqual(
      expect.objectContaining({ name: 'Deployers', permissions: [...role.permissions].sort(), builtIn: false }),
    );
    expect(await list(admin, USERS)).toMatchObject([{ username: 'ci', roles: [{ name: 'Deployers' }] }]);
    expect(await list(admin, TOKENS)).toMatchObject([
      {
        name: 'CI',
        status: 'ACTIVE',
        access: 'CUSTOM',
        scopes: ['roles:read'],
        owner: { username: 'ci' },
        createdBy: null,
      },
    ]);
  });

  test('T17: a given secret works at once, and is nowhere in the database in plain', async () => {
    const { url, server } = node;
    const { roles } = await new Client(url, secret).get<{ roles: { nodes: object[] } }>('{ roles { nodes { name } } }');
    expect(roles.nodes).toHaveLength(2);
    const stored = await server.deps.database.reader.query<object[]>('SELECT * FROM api_token');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(25));
  });

  test('T17: each thing leaves one audit entry, of the system', async () => {
    const { auditEvents } = await admin.get<{ auditEvents: { nodes: { action: string; actorKind: string }[] } }>(
      '{ auditEvents { nodes { action actorKind actorName targetName } } }',
    );
    const made = auditEvents.nodes.filter(({ actorKind }) => actorKind === 'SYSTEM').map(({ action }) => action);
    expect(made.sort()).toEqual(['api-token.created', 'role.created', 'user.created', 'user.created']);
  });
});

test('T17: YAML will do as well as JSON', async () => {
  const yaml = `administrator: { email: ${EMAIL}, password: ${PASSWORD} }\nroles:\n  - key: r\n    name: Readers\n    permissions: [roles:read]\n`;
  const admin = await (await startWith(yaml)).logIn(EMAIL);
  expect((await list(admin, ROLES)).map(({ name }) => name)).toContain('Readers');
});

test('T17: a later start adds what is new by key and repeats nothing', async () => {
  const more = { ...whole, tokens: [token, { ...token, key: 'cd', name: 'CD', secret: generateSecret('api').text }] };
  const admin = await startAgain(async () => undefined, more);
  expect((await list(admin, TOKENS)).map(({ name }) => name).sort()).toEqual(['CD', 'CI']);
  expect(await list(admin, USERS)).toHaveLength(1);
});

test('T17, P8: a later entry may name scopes of an API that was registered meanwhile', async () => {
  const sdl = 'type Query { orders: String @requiresScopes(scopes: [["orders:read"]]) }';
  const register = (admin: Client) =>
    admin.get('mutation ($input: RegisterApiInput!) { registerApi(input: $input) { api { id } } }', {
      input: { name: 'Orders', sdl },
    });
  const readers = { key: 'readers', name: 'Readers', permissions: ['orders:read'] };
  const admin = await startAgain(register, { ...whole, roles: [role, readers] });
  expect(await list(admin, ROLES)).toContainEqual(
    expect.objectContaining({ name: 'Readers', permissions: ['orders:read'] }),
  );
});

test('T17: what an administrator changed stays as it is', async () => {
  const admin = await startAgain(async (before) => {
    const [deployers] = (await list(before, ROLES)).filter(({ name }) => name === 'Deployers');
    const input = { id: deployers?.id, name: 'Renamed', permissions: ['roles:read'] };
    await before.get('mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }', { input });
  });
  const names = (await list(admin, ROLES)).map(({ name }) => name);
  expect(names).toContain('Renamed');
  expect(names).not.toContain('Deployers');
});

test('T17: a token that was revoked or deleted never comes back', async () => {
  const admin = await startAgain(async (before) => {
    const ids = (await list(before, TOKENS)).map(({ id }) => id);
    await before.get('mutation ($i: ApiTokensInput!) { deleteApiTokens(input: $i) { affectedCount } }', { i: { ids } });
  });
  expect(await list(admin, TOKENS)).toEqual([]);
  expect((await new Client(admin.url, secret).execute('{ viewer { id } }')).status).toBe(401);
});

test('T17: what builds on something deleted is left out, and the start goes on', async () => {
  const more = { ...whole, tokens: [token, { ...token, key: 'cd', name: 'CD', secret: undefined }] };
  const admin = await startAgain(async (before) => {
    const ids = (await list(before, USERS)).map(({ id }) => id);
    await before.get('mutation ($i: UsersInput!) { deleteUsers(input: $i) { deletedIds } }', { i: { ids } });
  }, more);
  expect(await list(admin, TOKENS)).toEqual([]);
  expect(await list(admin, USERS)).toEqual([]);
});

test('T17: several nodes that start at once make each thing once', async () => {
  const bootstrapFile = installation.file(whole);
  const nodes = await Promise.all([1, 2, 3].map(() => installation.start({ bootstrapFile })));
  const admin = await (nodes[0] as StartedNode).logIn(EMAIL);
  expect(await list(admin, TOKENS)).toHaveLength(1);
  expect(await list(admin, USERS)).toHaveLength(1);
  expect(await list(admin, ROLES)).toHaveLength(2);
});

test('T17: a file that others can read stops the start', async () => {
  await expect(installation.start({ bootstrapFile: __dirname })).rejects.toThrow(/SCOPEGATE_BOOTSTRAP.+no file/);
  await expect(startWith(whole, 0o640)).rejects.toThrow(/others can read .+ chmod 600/);
});

test('T17: a file that is no YAML stops the start without showing what it holds', async () => {
  const refusal = startWith(`secret: "${secret}\n  - [`);
  await expect(refusal).rejects.toThrow('neither YAML nor JSON');
  await expect(refusal).rejects.not.toThrow(secret.slice(25, 40));
});

const tampered = `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;

describe('a file that asks for what may not be', () => {
  let shared: Installation;
  let running: StartedNode;
  beforeAll(async () => {
    shared = await createInstallation();
    running = await shared.start({ adminEmail: EMAIL, adminPassword: PASSWORD });
  });
  afterAll(() => shared.remove());

  test.each<[string, object, RegExp]>([
    ['an unknown setting', { users: [] }, /users/],
    ['a key that stands twice', { roles: [role, role] }, /deployers twice/],
    ['a secret with a wrong checksum', { tokens: [{ ...token, secret: tampered }] }, /checksum/],
    ['a secret of another kind', { tokens: [{ ...token, secret: generateSecret('acc').text }] }, /published format/],
    [
      'an unknown permission',
      { roles: [{ ...role, permissions: ['nonsense:read'] }] },
      /role:deployers: Unknown: nonsense:read/,
    ],
    ['a scope beyond the owner', { tokens: [{ ...token, scopes: ['users:manage'] }] }, /token:ci: .*users:manage/],
    ['a right of the owner as a scope', { tokens: [{ ...token, scopes: ['api:execute'] }] }, /token:ci: .*api:execute/],
    ['an owner that is not in the file', { tokens: [{ ...token, owner: 'nobody' }] }, /service-account:nobody/],
    ['a role that is not in the file', { serviceAccounts: [{ ...account, roles: ['none'] }] }, /role:none/],
    [
      'an expiry in the past',
      { tokens: [{ ...token, lifetime: undefined, expiresAt: '2020-01-01T00:00:00Z' }] },
      /future/,
    ],
    ['two tokens of one name', { tokens: [token, { ...token, key: 'b', secret: undefined }] }, /token:b: .*"CI"/],
    ['one secret for two tokens', { tokens: [token, { ...token, key: 'b', name: 'B' }] }, /token:b: .*given secret/],
    ['addresses that are none', { tokens: [{ ...token, allowedAddresses: ['here'] }] }, /token:ci/],
  ])('T17: %s stops the start, and nothing of the file is made', async (_, change, message) => {
    const bootstrapFile = shared.file({ ...whole, ...change });
    await expect(shared.start({ bootstrapFile })).rejects.toThrow(message);
    expect(await Promise.all(['role', 'api_token', 'bootstrap_entry'].map((table) => count(running, table)))).toEqual([
      1, 0, 0,
    ]);
  });
});

async function count({ server }: StartedNode, table: string): Promise<number> {
  const [row] = await server.deps.database.reader.query<{ n: number | string }[]>(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(row?.n);
}
