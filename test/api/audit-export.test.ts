import { transaction } from '../../src/graphql/transaction';
import { inAccount } from '../../src/context';
import { recordAll } from '../../src/features/audit/audit.record';
import { auditPage } from '../support/audit';
import { callByToken, createHolder, createRole } from '../support/factories';
import { operatorContext, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterAll(() => server.close());

type Parameters = Record<string, string> | [string, string][];
const fetchExport = (secret: string | undefined, parameters: Parameters = {}, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/audit.ndjson?${new URLSearchParams(parameters).toString()}`, {
    headers: { ...(secret && { authorization: `Bearer ${secret}` }), ...headers },
  });

interface Line {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actorId: string | null;
  readonly actorTokenId: string | null;
  readonly targetId: string | null;
}

async function linesOf(parameters: Parameters = {}, secret = server.admin.secret): Promise<Line[]> {
  const response = await fetchExport(secret, parameters);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

async function refused(secret: string | undefined, parameters: Parameters = {}, headers: Record<string, string> = {}) {
  const response = await fetchExport(secret, parameters, headers);
  const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
  return { status: response.status, headers: response.headers, extensions: errors[0]?.extensions };
}

test('A3: the export is NDJSON, oldest first, with the names of AuditEvent', async () => {
  await createRole(server);
  const response = await fetchExport(server.admin.secret);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = await linesOf();
  const listed = (await auditPage(server.admin, { first: 100 })).nodes;
  expect(lines.map(({ id }) => id)).toEqual(listed.map(({ id }) => id).reverse());
  const { actor, actorApiToken, ...plain } = listed[0] ?? ({} as (typeof listed)[number]);
  expect(lines.at(-1)).toEqual({ ...plain, actorId: actor?.id, actorTokenId: actorApiToken });
});

test('A3: every event is exported once, over many pages with equal times', async () => {
  const [account] = await server.deps.database.reader.query<{ id: string }[]>(
    "SELECT id FROM account WHERE slug = 'main'",
  );
  const context = inAccount(operatorContext(server.deps), account?.id ?? '');
  const entries = Array.from({ length: 1_250 }, (_, index) => ({ targetId: null, targetName: `preset ${index}` }));
  await transaction(context, (inside) =>
    recordAll(
      inside,
      entries.map((entry) => ({ action: 'preset.deleted' as const, ...entry })),
    ),
  );
  const lines = await linesOf({ action: 'preset.deleted' });
  expect(new Set(lines.map(({ id }) => id)).size).toBe(1_250);
  expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).sort());
});

test('A3: filters are parameters, those of lists may stand several times', async () => {
  const one = await createRole(server);
  const other = await createRole(server);
  expect((await linesOf({ targetId: one.id })).map(({ targetId }) => targetId)).toEqual([one.id]);
  const actions: [string, string][] = [
    ['action', 'role.created'],
    ['action', 'session.created'],
  ];
  const both = await linesOf(actions);
  expect(new Set(both.map(({ action }) => action))).toEqual(new Set(['role.created', 'session.created']));
  const [last] = await linesOf({ targetId: other.id, targetType: 'role' });
  expect(await linesOf({ targetId: other.id, since: last?.at ?? '' })).toHaveLength(1);
  expect(await linesOf({ targetId: other.id, until: last?.at ?? '' })).toEqual([]);
});

test('A3: by actor and by token', async () => {
  const client = await callByToken(server, ['roles:manage']);
  const { id } = await createRole(server, {}, client);
  const [line] = await linesOf({ targetId: id });
  expect(await linesOf({ actorTokenId: line?.actorTokenId ?? '' })).toEqual([line]);
  expect(await linesOf({ actorId: line?.actorId ?? '', targetId: id })).toEqual([line]);
});

test('A3: an id that nothing has matches nothing', async () => {
  expect(await linesOf({ actorId: 'ünknown' })).toEqual([]);
});

test.each([
  ['actor', 'x'],
  ['since', 'yesterday'],
  ['until', '2030-01-01'],
  ['targetId', ''],
])('A3: the parameter %s=%s is BAD_USER_INPUT that names it', async (name, value) => {
  const { status, extensions } = await refused(server.admin.secret, { [name]: value });
  expect([status, extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(extensions?.fields).toMatchObject([{ path: [name] }]);
});

test('A3: a parameter that may stand once and stands twice is refused', async () => {
  const twice: [string, string][] = [
    ['since', '2030-01-01T00:00:00Z'],
    ['since', '2031-01-01T00:00:00Z'],
  ];
  expect((await refused(server.admin.secret, twice)).extensions?.code).toBe('BAD_USER_INPUT');
});

test('U2: without a credential 401, with too little 403 that names audit:read', async () => {
  const nobody = await refused(undefined);
  expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="scopegate"']);
  const { client } = await createHolder(server, ['users:read']);
  const weak = await refused(client.secret);
  expect([weak.status, weak.extensions?.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
  expect(weak.headers.get('www-authenticate')).toBe(
    'Bearer realm="scopegate", error="insufficient_scope", scope="audit:read"',
  );
  expect([weak.headers.get('x-oauth-scopes'), weak.headers.get('x-accepted-oauth-scopes')]).toEqual([
    'users:read',
    'audit:read',
  ]);
});

test('P10: a token with audit:read exports, one without does not', async () => {
  const reader = await callByToken(server, ['audit:read']);
  expect((await linesOf({}, reader.secret)).length).toBeGreaterThan(0);
  const other = await callByToken(server, ['users:read']);
  expect((await refused(other.secret)).status).toBe(403);
});

test('U1: a text that is no valid token is refused, and a session cookie never counts', async () => {
  expect((await refused('nonsense')).status).toBe(401);
  const cookie = `session=${server.admin.secret}; __Host-session=${server.admin.secret}`;
  expect((await refused(undefined, {}, { cookie })).status).toBe(401);
});

test.each(['session', 'token'])('U4: a credential as parameter %s is refused', async (name) => {
  const { status, extensions } = await refused(undefined, { [name]: server.admin.secret ?? '' });
  expect([status, extensions?.code]).toEqual([400, 'BAD_REQUEST']);
});

test('R7: the export holds nothing of another account', async () => {
  const { id } = await createRole(server);
  const other = await server.createAccount('elsewhere', 'admin@elsewhere.example');
  expect(await linesOf({ targetId: id }, other.secret)).toEqual([]);
  expect((await linesOf({}, other.secret)).map(({ action }) => action)).toEqual(['session.created']);
});
