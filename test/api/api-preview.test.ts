import { findApi, freshScopes, registerApi, sdlOf } from '../support/apis';
import { createHolder, createRole, createUser, next } from '../support/factories';
import type { Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';
import { createToken, run } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Preview {
  readonly added: string[];
  readonly removed: string[];
  readonly widened: string[];
  readonly loosened: { coordinate: string; description: string | null }[];
  readonly tightened: { coordinate: string }[];
  readonly apiTokenCount: number;
  readonly apiTokens: { nodes: { id: string; name: string }[]; pageInfo: { endCursor: string }; totalCount: number };
}
type Input = Record<string, unknown>;

const PREVIEW = `query ($input: RegisterApiInput!, $first: Int, $after: String) {
  previewApiChange(input: $input) {
    added removed widened loosened { coordinate description } tightened { coordinate }
    apiTokenCount apiTokens(first: $first, after: $after) { nodes { id name } pageInfo { endCursor } totalCount }
  }
}`;

async function preview(input: Input, page: Input = {}, client: Client = server.admin): Promise<Preview> {
  return (await client.get<{ previewApiChange: Preview }>(PREVIEW, { input, ...page })).previewApiChange;
}

const coordinates = (operations: { coordinate: string }[]) => operations.map(({ coordinate }) => coordinate);
const marked = (...guards: readonly (readonly string[][])[]) =>
  `type Query { open: String ${guards.map((guard, index) => `f${index}: String ${guard.length > 0 ? `@requiresScopes(scopes: ${JSON.stringify(guard)})` : ''}`).join(' ')} }`;

test('P8: of a new API everything is added, and nothing is written', async () => {
  const scopes = freshScopes('read', 'write');
  const name = `API ${next()}`;
  expect(await preview({ name, sdl: sdlOf(...scopes) })).toMatchObject({
    added: [...scopes].sort(),
    removed: [],
    loosened: [],
    tightened: [],
    widened: [],
  });
  expect((await preview({ name, sdl: sdlOf(...scopes) })).added).toHaveLength(2);
  const { apis } = await server.admin.get<{ apis: { name: string }[] }>('{ apis { name } }');
  expect(apis.map((api) => api.name)).not.toContain(name);
});

test('P8: added and removed scopes', async () => {
  const [a = '', b = '', c = ''] = freshScopes('a', 'b', 'c');
  const { name } = await registerApi(server, { sdl: sdlOf(a, b) });
  expect(await preview({ name: name.toLowerCase(), sdl: sdlOf(b, c) })).toMatchObject({ added: [c], removed: [a] });
});

test.each<[string, (a: string, b: string) => [before: string[][], after: string[][]], string[]]>([
  ['one more scope', (a, b) => [[[a]], [[a, b]]], ['tightened']],
  ['one scope less', (a, b) => [[[a, b]], [[a]]], ['loosened']],
  ['one more alternative', (a, b) => [[[a]], [[a], [b]]], ['loosened']],
  ['one alternative less', (a, b) => [[[a], [b]], [[a]]], ['tightened']],
  ['another scope', (a, b) => [[[a]], [[b]]], ['loosened', 'tightened']],
  ['a mark where none was', (a) => [[], [[a]]], ['tightened']],
  ['no mark any more', (a) => [[[a]], []], ['loosened']],
  ['the same in another order', (a, b) => [[[a, b], [b]], [[b]]], []],
])('P8: %s', async (_, guards, expected) => {
  const [a = '', b = '', other = ''] = freshScopes('a', 'b', 'other');
  const [before, after] = guards(a, b);
  const { name } = await registerApi(server, { sdl: marked(before, [[other]]) });
  const changes = await preview({ name, sdl: marked(after, [[other]]) });
  const found = (['loosened', 'tightened'] as const).filter((kind) => coordinates(changes[kind]).includes('Query.f0'));
  expect(found).toEqual(expected);
  expect(coordinates([...changes.loosened, ...changes.tightened])).not.toContain('Query.f1');
});

test('P8: an element that comes or goes is neither loosened nor tightened', async () => {
  const [a = ''] = freshScopes('a');
  const { name } = await registerApi(server, { sdl: marked([[a]]) });
  const grown = await preview({ name, sdl: marked([[a]], [[a]]) });
  expect([grown.loosened, grown.tightened]).toEqual([[], []]);
  await registerApi(server, { name, sdl: marked([[a]], [[a]]) });
  const shrunk = await preview({ name, sdl: marked([[a]]) });
  expect([shrunk.loosened, shrunk.tightened]).toEqual([[], []]);
});

test('P8: scopes that come to imply more, or to read, are widened', async () => {
  const [a = '', b = '', c = ''] = freshScopes('a', 'b', 'c');
  const sdl = sdlOf(a, b, c);
  const { name } = await registerApi(server, { sdl, scopes: [{ scope: a, implies: [b] }] });
  const scopes = [
    { scope: b, implies: [c] },
    { scope: c, readOnly: true },
  ];
  expect((await preview({ name, sdl, scopes: [...scopes, { scope: a, implies: [b] }] })).widened).toEqual([a, b, c]);
  expect((await preview({ name, sdl })).widened).toEqual([]);
});

test('P8: the tokens that list an affected scope, or one that implies it, are named page by page', async () => {
  const [read = '', manage = '', other = ''] = freshScopes('read', 'manage', 'other');
  const scopes = [{ scope: manage, implies: [read] }];
  const { name } = await registerApi(server, { sdl: sdlOf(read, manage, other), scopes });
  const reads = await createToken(server, { scopes: [read] });
  const manages = await createToken(server, { scopes: [manage] });
  await createToken(server, { scopes: [other] });
  const ended = await createToken(server, { scopes: [read] });
  await run(server.admin, 'revokeApiTokens', { ids: [ended.id] });
  const input = { name, sdl: sdlOf(manage, other) };
  const first = await preview(input, { first: 1 });
  expect(first).toMatchObject({ removed: [read], apiTokenCount: 2, apiTokens: { totalCount: 2 } });
  const second = await preview(input, { first: 1, after: first.apiTokens.pageInfo.endCursor });
  const named = [first, second].flatMap(({ apiTokens }) => apiTokens.nodes.map(({ id }) => id));
  expect(named).toEqual([manages.id, reads.id]);
});

test('P8, T4: so are tokens of a level that gives the scope through their owner', async () => {
  const [read = '', write = ''] = freshScopes('read', 'write');
  const { name } = await registerApi(server, { sdl: sdlOf(read, write), scopes: [{ scope: read, readOnly: true }] });
  const role = await createRole(server, { permissions: [read, 'api:execute'] });
  const ownerId = (await createUser(server, { kind: 'SERVICE', roleIds: [role.id] })).id;
  const reads = await createToken(server, { ownerId, access: 'READ_ONLY' });
  const all = await createToken(server, { ownerId, access: 'FULL_ACCESS' });
  const idsOf = async (input: Input) =>
    (await preview(input)).apiTokens.nodes.map(({ id }) => id).filter((id) => [reads.id, all.id].includes(id));
  expect(await idsOf({ name, sdl: sdlOf(write) })).toEqual([all.id, reads.id]);
  expect(await idsOf({ name, sdl: sdlOf(read) })).toEqual([]);
});

test('R1: whoever may see no tokens learns how many, and sees none', async () => {
  const [read = ''] = freshScopes('read');
  const { name } = await registerApi(server, { sdl: sdlOf(read) });
  await createToken(server, { scopes: [read] });
  const { client } = await createHolder(server, ['apis:manage']);
  expect(await preview({ name, sdl: sdlOf() }, {}, client)).toMatchObject({
    apiTokenCount: 1,
    apiTokens: { nodes: [], totalCount: 0 },
  });
});

test('P8: what could not be registered is refused in the preview, too', async () => {
  const [read = ''] = freshScopes('read');
  await registerApi(server, { sdl: sdlOf(read) });
  const refusal = async (sdl: string) =>
    (await server.admin.refused(PREVIEW, { input: { name: `API ${next()}`, sdl } })).extensions.code;
  expect(await refusal('type Query {')).toBe('BAD_USER_INPUT');
  expect(await refusal(sdlOf('users:read'))).toBe('BAD_USER_INPUT');
  expect(await refusal(sdlOf(read))).toBe('CONFLICT');
});

test('R7: tokens of another account that list the same scope are not counted', async () => {
  const [read = ''] = freshScopes('read');
  const other = await server.createAccount(`other-${next()}`, `other-${next()}@example.com`);
  const mine = await registerApi(server, { sdl: sdlOf(read) });
  const theirs = await registerApi(server, { sdl: sdlOf(read) }, other);
  await createToken(server, { scopes: [read] });
  expect((await preview({ name: theirs.name, sdl: sdlOf() }, {}, other)).apiTokenCount).toBe(0);
  expect((await findApi(server.admin, mine.id))?.name).toBe(mine.name);
});
