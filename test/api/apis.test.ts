import { heldScopes } from '../../src/access/actor';
import { Authenticator } from '../../src/authenticate';
import {
  catalogueOf,
  deleteApi,
  findApi,
  findPermission,
  freshScopes,
  refusedApi,
  REGISTER,
  registerApi,
  sdlOf,
} from '../support/apis';
import { auditOfTarget, createHolder, createRole, createUser, next } from '../support/factories';
import { PASSWORD, startServer, type TestServer } from '../support/server';
import { createToken, findToken, run, scopesOf } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const SHOP = `
  type Query @authenticated {
    "All orders. https://docs.example.com/orders."
    orders(includeArchived: Boolean @requiresScopes(scopes: [["shop-archive:read"]])): [Order!]!
    catalogue: String
  }
  type Mutation {
    refund(id: ID!): Order @requiresScopes(scopes: [["shop-orders:refund", "shop-orders:read"], ["shop:admin"]])
  }
  "An order of a customer."
  type Order @requiresScopes(scopes: [["shop-orders:read"]]) { id: ID! }
`;

test('P8: every scope of the SDL joins the catalogue with the coordinates that it opens', async () => {
  const { scopes } = await registerApi(server, { name: 'Shop', sdl: SHOP });
  expect(scopes.map(({ scope, label, operations }) => [scope, label, operations.map((one) => one.coordinate)])).toEqual(
    [
      ['shop-archive:read', 'Read', ['Query.orders(includeArchived:)']],
      ['shop-orders:read', 'Read', ['Mutation.refund', 'Order']],
      ['shop-orders:refund', 'Refund', ['Mutation.refund']],
      ['shop:admin', 'Admin', ['Mutation.refund']],
    ],
  );
  expect((await catalogueOf(server.admin)).find(({ label }) => label === 'Shop')?.permissions).toEqual(scopes);
});

test('P9: an operation has its description, and the link that stands in there', async () => {
  const [scope = ''] = freshScopes('read');
  const sdl = `type Query { "What is there. See https://docs.example.com/a?b=1." a: String @requiresScopes(scopes: [["${scope}"]]) }`;
  const [permission] = (await registerApi(server, { sdl })).scopes;
  expect(permission?.operations).toEqual([
    {
      coordinate: 'Query.a',
      description: 'What is there. See https://docs.example.com/a?b=1.',
      docsUrl: 'https://docs.example.com/a?b=1',
    },
  ]);
});

test("P8: what an SDL can't say of a scope is said beside it", async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  const said = [
    { scope: manage, label: ' All ', description: 'Everything.', implies: [read], docsUrl: 'https://example.com/docs' },
    { scope: read, readOnly: true },
  ];
  const { scopes } = await registerApi(server, { sdl: sdlOf(read, manage), scopes: said });
  expect(scopes).toMatchObject([
    { scope: manage, label: 'All', description: 'Everything.', implies: [read], docsUrl: 'https://example.com/docs' },
    { scope: read, label: 'Read', description: '', readOnly: true, implies: [], docsUrl: null, gone: false },
  ]);
});

test('P8: registering again replaces the SDL, and what is left out stays as it was said', async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  const robot = await createUser(server, { kind: 'SERVICE' });
  const said = { description: 'Ours.', docsUrl: 'https://example.com/', introspectorIds: [robot.id] };
  const scopes = [{ scope: read, description: 'Reads.', readOnly: true }];
  const first = await registerApi(server, { sdl: sdlOf(read), ...said, scopes });
  const second = await registerApi(server, { name: first.name.toUpperCase(), sdl: sdlOf(read, manage) });
  expect(second).toMatchObject({ id: first.id, name: first.name.toUpperCase(), sdl: sdlOf(read, manage) });
  expect(second).toMatchObject({ description: 'Ours.', docsUrl: 'https://example.com/' });
  expect(second.introspectors).toEqual([{ id: robot.id, username: robot.username }]);
  expect(second.scopes.map((one) => [one.scope, one.description, one.readOnly])).toEqual([
    [manage, '', false],
    [read, 'Reads.', true],
  ]);
});

test('P8: all mistakes of an SDL are told at once, with their places', async () => {
  const sdl = 'type Query { a: String @requiresScopes(scopes: ["x"]) b: String @requiresScopes(scopes: [["a b"]]) }';
  const { extensions, message } = await refusedApi(server, { sdl });
  expect(extensions.code).toBe('BAD_USER_INPUT');
  expect(extensions.fields?.map(({ path }) => path)).toEqual([['sdl'], ['sdl']]);
  expect(message).toMatch(/^Query\.a: [^]*Query\.b: /);
  expect((await refusedApi(server, { sdl: 'type Query {\n  a String }' })).message).toContain('2:5');
  expect((await refusedApi(server, { sdl: 'type Query { a: Nope b: Neither }' })).message).toMatch(/Nope[^]*Neither/);
});

test.each(['users:read', 'api:execute'])("P8: an API can't claim the built-in %s", async (scope) => {
  const { extensions } = await refusedApi(server, { sdl: sdlOf(scope) });
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['sdl'] }] });
});

test.each(['scopegate:log-in', 'Scopegate:anything'])("P8: an API can't claim the reserved %s", async (scope) => {
  const { message, extensions } = await refusedApi(server, { sdl: sdlOf(scope) });
  expect([extensions.code, message]).toEqual(['BAD_USER_INPUT', `${scope} is reserved.`]);
});

test("P8: an API can't claim another API's scope", async () => {
  const [scope = ''] = freshScopes('read');
  await registerApi(server, { sdl: sdlOf(scope) });
  const { message, extensions } = await refusedApi(server, { sdl: sdlOf(scope) });
  expect(extensions.code).toBe('CONFLICT');
  expect(message).toContain(scope);
});

test('P8: implications stay inside the API', async () => {
  const [scope = ''] = freshScopes('read');
  const scopes = [{ scope, implies: ['users:read'] }];
  expect((await refusedApi(server, { sdl: sdlOf(scope), scopes })).extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: ['scopes', '0', 'implies'] }],
  });
});

test('P8: only scopes of the SDL are described, each once', async () => {
  const [scope = '', other = ''] = freshScopes('read', 'other');
  const unknown = await refusedApi(server, { sdl: sdlOf(scope), scopes: [{ scope: other }] });
  expect(unknown.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['scopes', '0', 'scope'] }] });
  const twice = await refusedApi(server, { sdl: sdlOf(scope), scopes: [{ scope }, { scope }] });
  expect(twice.extensions.code).toBe('BAD_USER_INPUT');
});

test.each(['role', 'token', 'preset'])(
  'P8: a gone scope that a %s lists stays, marked, and counts for nothing',
  async (by) => {
    const [scope = '', other = ''] = freshScopes('read', 'other');
    const { id, name } = await registerApi(server, { sdl: sdlOf(scope) });
    if (by === 'role') await createRole(server, { permissions: [scope] });
    if (by === 'preset') await run(server.admin, 'createScopePreset', { name: `preset ${next()}`, scopes: [scope] });
    const token = by === 'token' ? await createToken(server, { scopes: [scope] }) : undefined;
    await registerApi(server, { name, sdl: sdlOf() });
    expect(await findPermission(server.admin, scope)).toMatchObject({ scope, gone: true, operations: [] });
    expect((await findApi(server.admin, id))?.scopes).toMatchObject([{ scope, gone: true }]);
    expect((await refusedApi(server, { sdl: sdlOf(scope, other) })).extensions.code).toBe('CONFLICT');
    if (!token) return;
    expect(await findToken(server, token.id)).toMatchObject({ scopes: [scope], effectiveScopes: [] });
    await registerApi(server, { name, sdl: sdlOf(scope) });
    expect(await findToken(server, token.id)).toMatchObject({ scopes: [scope], effectiveScopes: [scope] });
  },
);

test('P8: a gone scope that nothing lists is free for another API', async () => {
  const [scope = ''] = freshScopes('read');
  const { name } = await registerApi(server, { sdl: sdlOf(scope) });
  await registerApi(server, { name, sdl: sdlOf() });
  expect(await findPermission(server.admin, scope)).toBeUndefined();
  const other = await registerApi(server, { sdl: sdlOf(scope) });
  expect(other.scopes).toMatchObject([{ scope, gone: false }]);
});

test('P8: a scope of a deleted API counts again when an API of that name brings it back', async () => {
  const [scope = ''] = freshScopes('read');
  const { id, name } = await registerApi(server, { sdl: sdlOf(scope), description: 'First.' });
  const token = await createToken(server, { scopes: [scope] });
  expect(await deleteApi(server.admin, id)).toEqual([id]);
  expect([await findApi(server.admin, id), await scopesOf(server, token.secret)]).toEqual([null, []]);
  expect(await findPermission(server.admin, scope)).toMatchObject({ gone: true });
  expect((await refusedApi(server, { sdl: sdlOf(scope) })).extensions.code).toBe('CONFLICT');
  const again = await registerApi(server, { name, sdl: sdlOf(scope) });
  expect(await scopesOf(server, token.secret)).toEqual([scope]);
  expect([again.id === id, again.description]).toEqual([false, '']);
});

test('P4, P8: what a scope comes to imply counts on the next request', async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  const { name } = await registerApi(server, { sdl: sdlOf(read, manage) });
  const { secret } = await createToken(server, { scopes: [manage] });
  expect(await scopesOf(server, secret)).toEqual([manage]);
  await registerApi(server, { name, sdl: sdlOf(read, manage), scopes: [{ scope: manage, implies: [read] }] });
  expect(await scopesOf(server, secret)).toEqual([manage, read]);
});

test('P8: two scopes may imply each other, and give each other', async () => {
  const both = freshScopes('all', 'everything');
  const scopes = both.map((scope) => ({ scope, implies: both }));
  await registerApi(server, { sdl: sdlOf(...both), scopes });
  for (const scope of both) {
    const { secret } = await createToken(server, { scopes: [scope] });
    expect(await scopesOf(server, secret)).toEqual(both);
  }
});

test('P8, T4: a READ_ONLY token gives the scopes that are marked as reading', async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  const { secret } = await createToken(server, { access: 'READ_ONLY' });
  await registerApi(server, { sdl: sdlOf(read, manage), scopes: [{ scope: read, readOnly: true }] });
  const given = await scopesOf(server, secret);
  expect([given?.includes(read), given?.includes(manage)]).toEqual([true, false]);
});

test('T5: the preset "Read everything" holds the reading scopes of registered APIs', async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  await registerApi(server, { sdl: sdlOf(read, manage), scopes: [{ scope: read, readOnly: true }] });
  const { scopePresets } = await server.admin.get<{ scopePresets: { id: string; name: string; scopes: string[] }[] }>(
    '{ scopePresets { id name scopes } }',
  );
  const preset = scopePresets.find(({ name }) => name === 'Read everything');
  expect([preset?.scopes.includes(read), preset?.scopes.includes(manage)]).toEqual([true, false]);
  expect((await createToken(server, { presetId: preset?.id })).scopes).toContain(read);
});

test('R7: two accounts register the same scopes independently', async () => {
  const [scope = ''] = freshScopes('read');
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  const mine = await registerApi(server, { name: 'Twice', sdl: sdlOf(scope) });
  const token = await createToken(server, { scopes: [scope] });
  expect(await findPermission(other, scope)).toBeUndefined();
  const theirs = await registerApi(
    server,
    { name: 'Twice', sdl: sdlOf(scope), scopes: [{ scope, label: 'Theirs' }] },
    other,
  );
  expect(await findPermission(server.admin, scope)).toMatchObject({ label: 'Read' });
  expect(await findApi(other, mine.id)).toBeNull();
  await deleteApi(other, theirs.id);
  expect(await scopesOf(server, token.secret)).toEqual([scope]);
});

test("R7: another account's API and users look like missing ones", async () => {
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  const { id } = await registerApi(server);
  const robot = await createUser(server, { kind: 'SERVICE' });
  const remove = 'mutation ($input: ApiInput!) { deleteApi(input: $input) { deletedIds } }';
  expect((await other.refused(remove, { input: { id } })).extensions).toMatchObject({ code: 'NOT_FOUND', ids: [id] });
  const introspectors = await refusedApi(server, { introspectorIds: [robot.id] }, other);
  expect(introspectors.extensions).toMatchObject({ code: 'NOT_FOUND', ids: [robot.id] });
});

test('U9: only service accounts introspect', async () => {
  const person = await createUser(server);
  expect((await refusedApi(server, { introspectorIds: [person.id] })).extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: ['introspectorIds'] }],
  });
});

test('A1, C1: each change leaves one entry without the SDL, a save without a change none', async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  const { id, name } = await registerApi(server, { sdl: sdlOf(read) });
  await registerApi(server, { name, sdl: sdlOf(read) });
  const scopes = [
    { scope: manage, implies: [read] },
    { scope: read, readOnly: true },
  ];
  await registerApi(server, { name, description: 'New.', sdl: sdlOf(read, manage), scopes });
  await deleteApi(server.admin, id);
  const entries = await auditOfTarget(server, id);
  expect(entries.map(({ action, target_name }) => [action, target_name])).toEqual([
    ['api.created', name],
    ['api.updated', name],
    ['api.deleted', name],
  ]);
  const changes = Object.fromEntries(entries[1]?.changes.map(({ field, after }) => [field, after]) ?? []);
  expect(changes).toMatchObject({ description: 'New.', scopes: `${manage} ${read}`, readOnly: read });
  expect(changes).toMatchObject({
    implies: `${manage} > ${read}`,
    sdl: expect.stringMatching(/^\d+ characters, SHA-256 \w{16}$/),
  });
  expect(JSON.stringify(entries)).not.toContain('type Query');
});

test('C10: registering asks for the password first, and changes nothing until then', async () => {
  const [scope = ''] = freshScopes('read');
  const client = await server.logIn('admin@example.com', { account: 'main', password: PASSWORD, confirm: false });
  const input = { name: `API ${next()}`, sdl: sdlOf(scope) };
  expect((await client.refused(REGISTER, { input })).extensions.code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
  expect(await findPermission(server.admin, scope)).toBeUndefined();
});

test('P8: an SDL of any length and script is kept as it was', async () => {
  const [scope = ''] = freshScopes('read');
  const sdl = `${sdlOf(scope)}\n${'# 😀 "ß" \\ \n'.repeat(5_000)}`;
  const { id } = await registerApi(server, { sdl });
  expect((await findApi(server.admin, id))?.sdl).toBe(sdl);
});

test('P8: a schema with a type Scope of its own, and definitions of its own, is read', async () => {
  const [one = '', two = ''] = freshScopes('one', 'two');
  const own = `type Query { s: Scope @requiresScopes(scopes: [["${one}"]]) } type Scope { id: ID }`;
  expect((await registerApi(server, { sdl: own })).scopes).toMatchObject([{ scope: one }]);
  const defined = `directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION\n${sdlOf(two)}`;
  expect((await registerApi(server, { sdl: defined })).scopes).toMatchObject([{ scope: two }]);
});

test('P9: the catalogue is searched by the operations of registered APIs', async () => {
  const [scope = ''] = freshScopes('read');
  const field = `field${next()}x`;
  const { id, name } = await registerApi(server, {
    sdl: `type Query { ${field}: String @requiresScopes(scopes: [["${scope}"]]) }`,
  });
  expect(await catalogueOf(server.admin, `query.${field}`)).toMatchObject([
    { api: { id, name }, path: [name], label: name, permissions: [{ scope }] },
  ]);
});

test('P1: an API may be called like a built-in group, and is a group of its own', async () => {
  const [scope = ''] = freshScopes('read');
  const { id } = await registerApi(server, { name: 'Users', sdl: sdlOf(scope) });
  const groups = (await catalogueOf(server.admin)).filter(({ label }) => label === 'Users');
  expect(groups.map(({ api, permissions }) => [api?.id, permissions.map((one) => one.scope)])).toEqual([
    [undefined, ['users:read', 'users:manage']],
    [id, [scope]],
  ]);
});

test('R2: an API is a node for whoever may read APIs; its SDL for nobody else', async () => {
  const [scope = ''] = freshScopes('read');
  const { id, name } = await registerApi(server, { sdl: sdlOf(scope) });
  const node = 'query ($id: ID!) { node(id: $id) { id ... on Api { name } } }';
  const reader = await createHolder(server, ['apis:read']);
  expect(await reader.client.get(node, { id })).toEqual({ node: { id, name } });
  const other = await createHolder(server, ['roles:read']);
  expect(await other.client.get(node, { id })).toEqual({ node: null });
  const { status } = await other.client.execute('{ permissionCatalogue { api { name sdl } } }');
  expect(status).toBe(403);
});

test('P8: of two registrations at once that claim the same scope one is refused', async () => {
  const [scope = ''] = freshScopes('read');
  const inputs = [1, 2, 3].map(() => ({ name: `API ${next()}`, sdl: sdlOf(scope) }));
  const answers = await Promise.all(inputs.map((input) => server.admin.execute(REGISTER, { input })));
  expect(answers.map(({ code }) => code).sort()).toEqual(['CONFLICT', 'CONFLICT', undefined]);
});

test('P8: another node knows the new catalogue at the next credential that it looks up', async () => {
  const [read = '', manage = ''] = freshScopes('read', 'manage');
  const { name } = await registerApi(server, { sdl: sdlOf(read, manage) });
  const { secret } = await createToken(server, { scopes: [manage] });
  const node = new Authenticator(server.deps);
  const scopesThere = async () => heldScopes(await node.actorOf({ bearer: secret }));
  expect(await scopesThere()).toEqual([manage]);
  await registerApi(server, { name, sdl: sdlOf(read, manage), scopes: [{ scope: manage, implies: [read] }] });
  expect(await scopesThere()).toEqual([manage, read]);
});
