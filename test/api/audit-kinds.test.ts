import { type AuditEntry, auditOfWork, auditPage } from '../support/audit';
import { createHolder, createRole, createUser, next } from '../support/factories';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterAll(() => server.close());

type Input = Record<string, unknown>;

/** Sends a mutation with one input; the payload's own fields. */
async function send<T = Record<string, { id: string }>>(
  name: string,
  type: string,
  input: Input,
  fields: string,
): Promise<T> {
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`;
  return (await server.admin.get<Record<string, T>>(query, { input }))[name] as T;
}

const left = (work: () => Promise<unknown>) => auditOfWork(server.admin, work);
const told = (entries: readonly AuditEntry[]) => entries.map(({ action, targetId }) => [action, targetId]);

async function createToken(input: Input = {}): Promise<string> {
  const all = { name: `token ${next()}`, ...input };
  const { apiToken } = await send('createApiToken', 'CreateApiTokenInput', all, 'apiToken { id }');
  return apiToken?.id ?? '';
}

const userId = async () => (await createUser(server)).id;
const roleId = async () => (await createRole(server)).id;

async function createPreset(): Promise<string> {
  const input = { name: `preset ${next()}`, scopes: ['users:read'] };
  const { scopePreset } = await send('createScopePreset', 'CreateScopePresetInput', input, 'scopePreset { id }');
  return scopePreset?.id ?? '';
}

interface Kind {
  readonly action: string;
  readonly make: () => Promise<string>;
  readonly act: (id: string) => Promise<unknown>;
}

const tokens =
  (name: string, type: string, more: Input = {}) =>
  (id: string) =>
    send(name, type, { ids: [id], ...more }, 'affectedCount');

const KINDS: readonly Kind[] = [
  {
    action: 'api-token.updated',
    make: createToken,
    act: (id) => send('updateApiToken', 'UpdateApiTokenInput', { id, description: 'new' }, 'apiToken { id }'),
  },
  {
    action: 'api-token.regenerated',
    make: createToken,
    act: (id) => send('regenerateApiToken', 'RegenerateApiTokenInput', { id }, 'apiToken { id }'),
  },
  {
    action: 'api-token.disabled',
    make: createToken,
    act: tokens('setApiTokensEnabled', 'SetApiTokensEnabledInput', { enabled: false }),
  },
  {
    action: 'api-token.disabled',
    make: createToken,
    act: (id) => send('updateApiToken', 'UpdateApiTokenInput', { id, enabled: false }, 'apiToken { id }'),
  },
  {
    action: 'api-token.enabled',
    make: () => createToken({ enabled: false }),
    act: tokens('setApiTokensEnabled', 'SetApiTokensEnabledInput', { enabled: true }),
  },
  { action: 'api-token.revoked', make: createToken, act: tokens('revokeApiTokens', 'RevokeApiTokensInput') },
  {
    action: 'api-token.restored',
    make: async () => {
      const id = await createToken();
      await tokens('revokeApiTokens', 'RevokeApiTokensInput')(id);
      return id;
    },
    act: tokens('restoreApiTokens', 'ApiTokensInput'),
  },
  { action: 'api-token.deleted', make: createToken, act: tokens('deleteApiTokens', 'ApiTokensInput') },
  {
    action: 'user.updated',
    make: userId,
    act: (id) => send('updateUser', 'UpdateUserInput', { id, firstName: 'New' }, 'user { id }'),
  },
  {
    action: 'user.disabled',
    make: userId,
    act: (id) => send('setUsersEnabled', 'SetUsersEnabledInput', { ids: [id], enabled: false }, 'users { id }'),
  },
  {
    action: 'user.enabled',
    make: async () => {
      const id = await userId();
      await send('setUsersEnabled', 'SetUsersEnabledInput', { ids: [id], enabled: false }, 'users { id }');
      return id;
    },
    act: (id) => send('setUsersEnabled', 'SetUsersEnabledInput', { ids: [id], enabled: true }, 'users { id }'),
  },
  { action: 'user.deleted', make: userId, act: (id) => send('deleteUsers', 'UsersInput', { ids: [id] }, 'deletedIds') },
  {
    action: 'role.updated',
    make: roleId,
    act: (id) => send('updateRole', 'UpdateRoleInput', { id, description: 'new' }, 'role { id }'),
  },
  { action: 'role.deleted', make: roleId, act: (id) => send('deleteRoles', 'RolesInput', { ids: [id] }, 'deletedIds') },
  {
    action: 'preset.updated',
    make: createPreset,
    act: (id) => send('updateScopePreset', 'UpdateScopePresetInput', { id, description: 'new' }, 'scopePreset { id }'),
  },
  {
    action: 'preset.deleted',
    make: createPreset,
    act: (id) => send('deleteScopePresets', 'ScopePresetsInput', { ids: [id] }, 'deletedIds'),
  },
];

test.each(KINDS)('A1: $action leaves exactly one entry, about the thing changed', async ({ action, make, act }) => {
  const id = await make();
  expect(told(await left(() => act(id)))).toEqual([[action, id]]);
});

test.each([
  ['api-token.created', createToken],
  ['user.created', userId],
  ['role.created', roleId],
  ['preset.created', createPreset],
] as const)('A1: %s leaves exactly one entry', async (action, create) => {
  let id: string | undefined;
  const entries = await left(async () => (id = await create()));
  expect(told(entries)).toEqual([[action, id]]);
});

test('A1: a copy is a created token', async () => {
  const id = await createToken();
  const entries = await left(() =>
    send('copyApiToken', 'CopyApiTokenInput', { id, name: `copy ${next()}` }, 'apiToken { id }'),
  );
  expect(entries.map(({ action }) => action)).toEqual(['api-token.created']);
});

test('A1: a bulk action leaves one entry for each token', async () => {
  const ids = [await createToken(), await createToken(), await createToken()];
  const entries = await left(() => send('revokeApiTokens', 'RevokeApiTokensInput', { ids }, 'affectedCount'));
  expect(entries.map(({ targetId }) => targetId).sort()).toEqual([...ids].sort());
});

test('A1: what changes nothing leaves nothing', async () => {
  const id = await createToken({ description: 'same' });
  const input = { id, description: 'same' };
  expect(await left(() => send('updateApiToken', 'UpdateApiTokenInput', input, 'apiToken { id }'))).toEqual([]);
});

test('A1: account changes leave one entry with the changed fields only', async () => {
  const [entry, ...more] = await left(() =>
    send('updateAccount', 'UpdateAccountInput', { auditRetentionDays: 400 }, 'account { id }'),
  );
  expect([entry?.action, more]).toEqual(['account.updated', []]);
  expect(entry?.changes).toEqual([{ field: 'auditRetentionDays', before: null, after: '400' }]);
});

test('A1: a log-in leaves one entry, its end another', async () => {
  const { email } = await createUser(server);
  const entries = await left(async () => {
    const client = await server.logIn(email ?? '', { account: 'main', confirm: false });
    await client.get('mutation { logOut { loggedOut } }');
  });
  expect(entries.map(({ action }) => action)).toEqual(['session.created', 'session.ended']);
});

test('A1: failed log-ins are one entry for an address, e-mail and minute, with their number', async () => {
  const input = { account: 'main', email: `nobody-${next()}@example.com`, password: 'wrong' };
  const entries = await left(async () => {
    // Both in one minute, whenever the test runs.
    if (new Date().getSeconds() > 55) await new Promise((resolve) => setTimeout(resolve, 6_000));
    for (let tries = 0; tries < 3; tries++) {
      await server.anonymous.refused('mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }', {
        input,
      });
    }
  });
  expect(entries).toMatchObject([{ action: 'session.refused', actorKind: 'ANONYMOUS', targetName: input.email }]);
  expect(entries[0]?.changes).toEqual([{ field: 'attempts', before: null, after: '3' }]);
});

test('A1: a changed password is told without a value', async () => {
  const { client, id } = await createHolder(server, []);
  const query = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }';
  const input = { currentPassword: PASSWORD, newPassword: 'another correct horse battery' };
  const entries = await left(() => client.get(query, { input }));
  expect(told(entries)).toEqual([['user.updated', id]]);
  expect(entries[0]?.changes).toEqual([{ field: 'password', before: null, after: null }]);
});

test('S1, A1: no entry of any kind holds a secret, a hash or a key', async () => {
  const { nodes } = await auditPage(server.admin, { first: 100 });
  const text = JSON.stringify(nodes);
  expect(nodes.length).toBeGreaterThan(50);
  expect(text).not.toMatch(/sg_(?:api|acc|ses|lnk)_[0-9A-Za-z]{16}_|[0-9a-f]{64}|\$2[aby]\$/);
  expect(nodes.flatMap(({ changes }) => changes.map(({ field }) => field)).join(' ')).not.toMatch(/hash|secret|key/i);
});
