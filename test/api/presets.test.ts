import { auditOfTarget, callByToken, createHolder, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Preset {
  readonly id: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly scopes: string[];
}
type Input = Record<string, unknown>;

const LIST = '{ scopePresets { id name description builtIn scopes } }';
const CREATE =
  'mutation ($input: CreateScopePresetInput!) { createScopePreset(input: $input) { scopePreset { id name builtIn scopes } } }';
const UPDATE =
  'mutation ($input: UpdateScopePresetInput!) { updateScopePreset(input: $input) { scopePreset { id name builtIn scopes } } }';
const DELETE = 'mutation ($input: ScopePresetsInput!) { deleteScopePresets(input: $input) { deletedIds } }';

const list = async (client = server.admin) => (await client.get<{ scopePresets: Preset[] }>(LIST)).scopePresets;
const create = async (input: Input = {}) =>
  (
    await server.admin.get<{ createScopePreset: { scopePreset: Preset } }>(CREATE, {
      input: { name: `preset ${next()}`, scopes: [], ...input },
    })
  ).createScopePreset.scopePreset;
const update = async (input: Input) =>
  (await server.admin.get<{ updateScopePreset: { scopePreset: Preset } }>(UPDATE, { input })).updateScopePreset
    .scopePreset;
const builtIn = async (name: string) => {
  const preset = (await list()).find((one) => one.name === name);
  if (!preset) throw new Error(`There is no preset ${name}.`);
  return preset;
};

test('T5: four presets are built in and come first', async () => {
  const presets = await list();
  expect(presets.slice(0, 4).map((preset) => [preset.name, preset.builtIn])).toEqual([
    ['CI deployment', true],
    ['Introspection service', true],
    ['Read everything', true],
    ['Token automation', true],
  ]);
});

test('T5: "Read everything" holds every scope that only reads', async () => {
  const { scopes } = await builtIn('Read everything');
  expect(scopes).toEqual(['api-tokens:read', 'apis:read', 'audit:read', 'roles:read', 'users:read']);
});

test('T5: own presets hold their scopes, each once', async () => {
  expect(await create({ name: ' Mine ', scopes: ['users:read', 'audit:read', 'users:read'] })).toMatchObject({
    name: 'Mine',
    builtIn: false,
    scopes: ['audit:read', 'users:read'],
  });
});

test("T5: a preset is no grant: it may name what its maker doesn't hold", async () => {
  const { client } = await createHolder(server, ['apis:manage']);
  const input = { name: `preset ${next()}`, scopes: ['account:manage'] };
  expect((await client.execute(CREATE, { input })).status).toBe(200);
});

test('P3: api:execute is refused in a preset', async () => {
  const input = { name: `preset ${next()}`, scopes: ['api:execute'] };
  expect((await server.admin.refused(CREATE, { input })).extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: ['scopes'] }],
  });
});

test('P7: an unknown scope is refused and named', async () => {
  const { message, extensions } = await server.admin.refused(UPDATE, {
    input: { id: (await create()).id, scopes: ['nope:read'] },
  });
  expect(message).toContain('nope:read');
  expect(extensions.code).toBe('BAD_USER_INPUT');
});

test('T6: a taken name is NAME_TAKEN, also that of a built-in preset', async () => {
  const { id } = await create();
  for (const name of ['read  EVERYTHING', (await create()).name]) {
    expect((await server.admin.refused(UPDATE, { input: { id, name } })).extensions).toMatchObject({
      code: 'NAME_TAKEN',
      fields: [{ path: ['name'] }],
    });
  }
});

test("T5: a built-in preset can't be changed or deleted, and with it nothing else", async () => {
  const { id } = await builtIn('CI deployment');
  const own = await create();
  const conflict = { code: 'CONFLICT', ids: [id] };
  expect((await server.admin.refused(UPDATE, { input: { id, scopes: [] } })).extensions).toMatchObject(conflict);
  expect((await server.admin.refused(DELETE, { input: { ids: [own.id, id] } })).extensions).toMatchObject(conflict);
  expect((await list()).map((preset) => preset.id)).toContain(own.id);
});

test('T5: changing and deleting a preset changes no token that took its list', async () => {
  const { id } = await create({ scopes: ['users:read'] });
  const { createApiToken } = await server.admin.get<{ createApiToken: { apiToken: { id: string } } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }',
    { input: { name: `token ${next()}`, presetId: id } },
  );
  const read = () =>
    server.admin.get('query ($id: ID!) { apiToken(id: $id) { scopes preset { id } } }', {
      id: createApiToken.apiToken.id,
    });
  await update({ id, scopes: ['audit:read'] });
  expect(await read()).toEqual({ apiToken: { scopes: ['users:read'], preset: { id } } });
  await server.admin.get(DELETE, { input: { ids: [id] } });
  expect(await read()).toEqual({ apiToken: { scopes: ['users:read'], preset: null } });
});

test('C1, A1: each change leaves one entry, a save without a change none', async () => {
  const { id, name } = await create({ scopes: ['users:read'] });
  await update({ id, name, scopes: ['users:read', 'users:read'] });
  await update({ id, scopes: [] });
  await server.admin.get(DELETE, { input: { ids: [id] } });
  const entries = await auditOfTarget(server, id);
  expect(entries.map(({ action }) => action)).toEqual(['preset.created', 'preset.updated', 'preset.deleted']);
  expect(entries[1]?.changes).toEqual([{ field: 'scopes', before: 'users:read', after: '' }]);
});

test('R7: a preset of another account looks like a missing one', async () => {
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  const { id } = await create();
  expect((await other.refused(UPDATE, { input: { id, name: 'x' } })).extensions).toMatchObject({
    code: 'NOT_FOUND',
    ids: [id],
  });
  expect((await list(other)).map((preset) => preset.id)).not.toContain(id);
});

test('R1: presets are for those who fill or see lists of scopes', async () => {
  const { client } = await createHolder(server, ['users:read']);
  expect((await client.refused(LIST)).extensions.code).toBe('INSUFFICIENT_SCOPE');
  expect(await list(await callByToken(server, ['apis:read']))).not.toEqual([]);
});
