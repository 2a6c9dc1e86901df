import { freshScopes, registerApi, sdlOf } from '../support/apis';
import { createHolder, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import {
  codeOf,
  copyToken,
  createToken,
  getToken,
  presetIds,
  refusedToken,
  run,
  scopesOf,
  updateToken,
} from '../support/tokens';

let server: TestServer;
let builtIn: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  builtIn = await presetIds(server);
});
afterAll(() => server?.close());

const createPreset = async (scopes: string[]) => {
  const input = { name: `preset ${next()}`, scopes };
  return (await run<{ scopePreset: { id: string; name: string } }>(server.admin, 'createScopePreset', input))
    .scopePreset;
};

test.each([
  ['Read everything', ['api-tokens:read', 'apis:read', 'audit:read', 'roles:read', 'users:read']],
  ['Token automation', ['api-tokens:rotate-self', 'own-api-tokens:manage']],
  ['CI deployment', ['api-tokens:rotate-self', 'apis:read']],
  ['Introspection service', ['api-tokens:rotate-self', 'api:introspect']],
])('T5: the built-in preset %s fills the list', async (name, scopes) => {
  const token = await createToken(server, { presetId: builtIn[name] });
  expect(token).toMatchObject({ access: 'CUSTOM', scopes, preset: { name } });
  expect(await scopesOf(server, token.secret)).toEqual(scopes);
});

test('T5: a preset of the account’s own fills the list', async () => {
  const { id, name } = await createPreset(['users:read', 'audit:read']);
  expect(await createToken(server, { presetId: id, access: 'CUSTOM' })).toMatchObject({
    scopes: ['audit:read', 'users:read'],
    preset: { id, name },
  });
});

test('T5, P8: a preset fills in what its list names and the catalogue still has', async () => {
  const [kept = '', gone = ''] = freshScopes('kept', 'gone');
  const { name } = await registerApi(server, { sdl: sdlOf(kept, gone) });
  const { id } = await createPreset([kept, gone]);
  await registerApi(server, { name, sdl: sdlOf(kept) });
  const token = await createToken(server, { presetId: id });
  expect(token).toMatchObject({ scopes: [kept], preset: { id } });
});

test.each([
  ['a list', { scopes: ['users:read'] }, 'presetId'],
  ['an empty list', { scopes: [] }, 'presetId'],
  ['READ_ONLY', { access: 'READ_ONLY' }, 'access'],
  ['FULL_ACCESS', { access: 'FULL_ACCESS' }, 'access'],
])('T5: a preset and %s together are refused, on create and on update', async (_, input, field) => {
  const presetId = builtIn['CI deployment'];
  const { id } = await createToken(server);
  const refused = await refusedToken(server, { presetId, ...input });
  expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: [field] }] });
  expect(await codeOf(server.admin, 'updateApiToken', { id, presetId, ...input })).toBe('BAD_USER_INPUT');
});

test('T5: changing a preset changes no token, and the same token can take it anew', async () => {
  const preset = await createPreset(['users:read']);
  const { id } = await createToken(server, { presetId: preset.id });
  await run(server.admin, 'updateScopePreset', { id: preset.id, scopes: ['audit:read'] });
  expect(await getToken(server, id)).toMatchObject({ scopes: ['users:read'], preset: { id: preset.id } });
  expect(await updateToken(server, { id, presetId: preset.id })).toMatchObject({
    scopes: ['audit:read'],
    preset: { id: preset.id },
  });
});

test('T5: the origin is remembered until the list is edited', async () => {
  const { id, scopes } = await createToken(server, { presetId: builtIn['CI deployment'] });
  expect((await updateToken(server, { id, name: `renamed ${next()}` })).preset).not.toBeNull();
  expect((await updateToken(server, { id, scopes })).preset).not.toBeNull();
  expect((await updateToken(server, { id, scopes: scopes.slice(1) })).preset).toBeNull();
  expect((await updateToken(server, { id, scopes })).preset).toBeNull();
});

test('T5: another level forgets the origin', async () => {
  const { id } = await createToken(server, { presetId: builtIn['CI deployment'] });
  expect(await updateToken(server, { id, access: 'READ_ONLY' })).toMatchObject({ preset: null, access: 'READ_ONLY' });
});

test('T5: a preset on update makes the token CUSTOM', async () => {
  const { id } = await createToken(server, { access: 'READ_ONLY' });
  const updated = await updateToken(server, { id, presetId: builtIn['CI deployment'] });
  expect(updated).toMatchObject({ access: 'CUSTOM', preset: { name: 'CI deployment' } });
});

test('T5: a deleted preset leaves the list and is forgotten', async () => {
  const preset = await createPreset(['users:read']);
  const { id } = await createToken(server, { presetId: preset.id });
  await server.admin.get('mutation ($input: ScopePresetsInput!) { deleteScopePresets(input: $input) { deletedIds } }', {
    input: { ids: [preset.id] },
  });
  expect(await getToken(server, id)).toMatchObject({ scopes: ['users:read'], preset: null });
});

test('T15: a copy has the list and its origin', async () => {
  const { id } = await createToken(server, { presetId: builtIn['CI deployment'] });
  expect(await copyToken(server, { id })).toMatchObject({ preset: { name: 'CI deployment' } });
});

test('P5: a preset gives nobody more than they hold: the excess is named, nothing is trimmed', async () => {
  const { client } = await createHolder(server, ['api:execute', 'own-api-tokens:manage', 'users:read', 'roles:read']);
  const refused = await refusedToken(server, { presetId: builtIn['Read everything'] }, client);
  expect(refused.extensions).toMatchObject({
    code: 'GRANT_EXCEEDED',
    excess: ['api-tokens:read', 'apis:read', 'audit:read'],
  });
});

test('R2: another account’s preset is a missing one', async () => {
  const other = await server.createAccount('elsewhere', 'elsewhere@example.com');
  const { scopePresets } = await other.get<{ scopePresets: { id: string }[] }>('{ scopePresets { id } }');
  const presetId = scopePresets[0]?.id;
  expect((await refusedToken(server, { presetId })).extensions).toMatchObject({ code: 'NOT_FOUND', ids: [presetId] });
});

test.each([
  [['users:read'], null],
  [['users:read', 'roles:read'], { name: expect.stringMatching('preset') as string }],
])('R2: a token with %j sees where its own list came from like any preset', async (scopes, expected) => {
  const { id: presetId } = await createPreset(scopes);
  const { secret } = await createToken(server, { presetId });
  const { viewer } = await server
    .as(secret)
    .get<{ viewer: { apiToken: { preset: unknown } } }>('{ viewer { apiToken { preset { name } } } }');
  expect(viewer.apiToken.preset).toEqual(expected);
});
