import { auditOfTarget, callByToken, createHolder, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, findToken, rewrite, scopesOf, type TokenRecord } from '../support/tokens';

const ROOT = '/api/v1/api-tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false }, config: { allowTokenInUrl: [ROOT, '/api/v1/audit.ndjson'] } });
});
afterAll(() => server.close());

interface Body {
  readonly apiToken: TokenRecord;
  readonly secret: string;
  readonly nodes: TokenRecord[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string };
  readonly affectedCount: number;
  readonly errors: { message: string; extensions: { code: string; fields?: { path: string[] }[]; ids?: string[] } }[];
}

interface Sent {
  readonly body?: unknown;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
}

async function send(method: string, path: string, { body, secret = server.admin.secret, headers }: Sent = {}) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(secret && { authorization: `Bearer ${secret}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (
    text.startsWith('{') && response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : {}
  ) as Body;
  return { status: response.status, headers: response.headers, text, ...json, code: json.errors?.[0]?.extensions.code };
}

test('U9: a token is made, with its address and its secret', async () => {
  const name = `rest ${next()}`;
  const { status, headers, apiToken, secret } = await send('POST', ROOT, { body: { name, scopes: ['users:read'] } });
  expect([status, headers.get('location')]).toEqual([201, `${ROOT}/${apiToken.id}`]);
  expect(await scopesOf(server, secret)).toEqual(['users:read']);
  expect((await auditOfTarget(server, apiToken.id)).map(({ action }) => action)).toEqual(['api-token.created']);
});

test('P10: what REST shows of a token is what GraphQL shows', async () => {
  const { id } = await createToken(server, { scopes: ['users:manage'], lifetime: 'DAYS_7' });
  const { status, apiToken } = await send('GET', `${ROOT}/${id}`);
  expect(status).toBe(200);
  expect(apiToken).toMatchObject({ ...(await findToken(server, id)) });
});

test('U9: HEAD answers as GET does, without the body', async () => {
  const { id } = await createToken(server);
  const [head, get] = [await send('HEAD', `${ROOT}/${id}`), await send('GET', `${ROOT}/${id}`)];
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
});

test('U9: a change leaves out what stays, and null removes', async () => {
  const { id } = await createToken(server, { description: 'kept', lifetime: 'DAYS_7' });
  const body = { name: `renamed ${next()}`, expiresAt: null };
  const { status, apiToken } = await send('PATCH', `${ROOT}/${id}`, { body });
  expect([status, apiToken.name, apiToken.description, apiToken.expiresAt]).toEqual([200, body.name, 'kept', null]);
});

test('U9: the life of a token, step by step', async () => {
  const { id, secret } = await createToken(server);
  const step = async (verb: string, body?: object) =>
    (await send('POST', `${ROOT}/${id}/${verb}`, { body })).apiToken.status;
  expect(await step('disable')).toBe('DISABLED');
  expect(await step('enable')).toBe('ACTIVE');
  expect(await step('revoke', { note: 'lost', reason: 'REQUESTED' })).toBe('REVOKED');
  expect(await step('restore')).toBe('ACTIVE');
  const fresh = await send('POST', `${ROOT}/${id}/regenerate`, { body: { overlap: 'PT1H' } });
  expect([fresh.status, fresh.secret === secret, fresh.apiToken.id]).toEqual([200, false, id]);
  expect((await send('POST', `${ROOT}/${id}/end-overlap`)).apiToken.overlap).toBeNull();
  expect((await send('DELETE', `${ROOT}/${id}`)).status).toBe(204);
  expect((await send('GET', `${ROOT}/${id}`)).status).toBe(404);
});

test.each([
  ['POST', '/disable', 200],
  ['DELETE', '', 204],
  ['PATCH', '', 200],
])('U9: %s …%s takes an empty body that is announced as JSON', async (method, path, expected) => {
  const { id } = await createToken(server);
  const headers = { 'content-type': 'application/json' };
  expect((await send(method, `${ROOT}/${id}${path}`, { headers })).status).toBe(expected);
});

test('U9: a copy has an address and a secret of its own', async () => {
  const { id, secret } = await createToken(server, { scopes: ['roles:read'] });
  const copy = await send('POST', `${ROOT}/${id}/copy`, { body: { name: `copy ${next()}` } });
  expect([copy.status, copy.headers.get('location')]).toEqual([201, `${ROOT}/${copy.apiToken.id}`]);
  expect([copy.secret === secret, copy.apiToken.scopes]).toEqual([false, ['roles:read']]);
});

test('U9, L2: filters, order and pages are parameters', async () => {
  const word = `listed${next()}`;
  for (const name of ['a', 'b', 'c']) await createToken(server, { name: `${word} ${name}`, enabled: name !== 'c' });
  const list = (more: string) => send('GET', `${ROOT}?search=${word}&${more}`);
  const names = async (more: string) => (await list(more)).nodes.map(({ name }) => name.at(-1)).join('');
  expect(await names('orderBy=NAME:DESC')).toBe('cba');
  expect(await names('orderBy=NAME&statuses=ACTIVE&statuses=REVOKED')).toBe('ab');
  expect(await names('neverUsed=false')).toBe('');
  const { pageInfo } = await list('orderBy=NAME&first=2');
  expect(pageInfo.hasNextPage).toBe(true);
  expect(await names(`orderBy=NAME&first=2&after=${encodeURIComponent(pageInfo.endCursor)}`)).toBe('c');
});

test.each([
  ['unknown=1', 'unknown'],
  ['statuses=active', 'statuses'],
  ['first=1&first=2', 'first'],
  ['first=many', 'first'],
  ['neverUsed=yes', 'neverUsed'],
  ['createdAfter=yesterday', 'createdAfter'],
  ['__proto__=1', '__proto__'],
])('U9: the parameters %s are BAD_USER_INPUT that names %s', async (query, name) => {
  const { status, code, errors } = await send('GET', `${ROOT}?${query}`);
  expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(errors[0]?.extensions.fields?.[0]?.path).toContain(name);
});

test.each([
  [{ name: 'x', unknown: 1 }, 'unknown'],
  [{}, 'name'],
  [{ name: 7 }, 'name'],
  [{ name: 'x', scopes: ['no blank'] }, 'scopes'],
  [{ name: 'x', lifetime: null }, 'lifetime'],
  [{ name: 'x', allowedAddresses: [] }, 'allowedAddresses'],
])('U9: the body %j is BAD_USER_INPUT that names %s', async (body, field) => {
  const { status, code, errors } = await send('POST', ROOT, { body });
  expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(errors[0]?.extensions.fields?.[0]?.path).toContain(field);
});

test.each([
  ['PATCH', '', 'id'],
  ['POST', '/disable', 'enabled'],
  ['POST', '/revoke', 'filter'],
  ['DELETE', '', 'ids'],
])('U9: %s %s does not take %s from the body', async (method, verb, field) => {
  const { id } = await createToken(server);
  const { code, errors, headers } = await send(method, `${ROOT}/${id}${verb}`, { body: { [field]: true } });
  expect(headers.get('x-oauth-scopes')).toContain('api-tokens:manage');
  expect([code, errors[0]?.extensions.fields?.[0]?.path]).toEqual(['BAD_USER_INPUT', [field]]);
});

test('U9: a body that is no object, or no JSON, is 400', async () => {
  expect((await send('POST', ROOT, { body: [] })).status).toBe(400);
  const { id } = await createToken(server);
  const response = await fetch(`${server.url}${ROOT}/${id}/revoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.admin.secret}`, 'content-type': 'application/json' },
    body: '{',
  });
  expect(response.status).toBe(400);
});

test('T6: a taken name is 409 NAME_TAKEN', async () => {
  const { name } = await createToken(server);
  const { status, code } = await send('POST', ROOT, { body: { name } });
  expect([status, code]).toEqual([409, 'NAME_TAKEN']);
});

test('R2: another account sees nothing and changes nothing', async () => {
  const { id } = await createToken(server);
  const { secret } = await server.createAccount(`rest-${next()}`, `rest-${next()}@example.com`);
  expect((await send('GET', `${ROOT}/${id}`, { secret })).status).toBe(404);
  const { status, errors } = await send('DELETE', `${ROOT}/${id}`, { secret });
  expect([status, errors[0]?.extensions.ids]).toEqual([404, [id]]);
});

test('P10: the scope that governs GraphQL governs REST', async () => {
  const reader = await callByToken(server, ['api-tokens:read']);
  const { id } = await createToken(server);
  expect((await send('GET', ROOT, { secret: reader.secret })).status).toBe(200);
  const { status, code, headers } = await send('DELETE', `${ROOT}/${id}`, { secret: reader.secret });
  expect([status, code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
  expect(headers.get('www-authenticate')).toContain('insufficient_scope');
  expect(headers.get('x-oauth-scopes')).toBe('api-tokens:read');
  const other = await callByToken(server, ['users:read']);
  expect((await send('GET', ROOT, { secret: other.secret })).status).toBe(403);
});

test('C10: a session whose password is not confirmed is asked for it', async () => {
  const { email } = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
  const { secret } = await server.logIn(email ?? '', { account: 'main', confirm: false });
  const { status, code } = await send('POST', ROOT, { secret, body: { name: `unconfirmed ${next()}`, scopes: [] } });
  expect([status, code]).toEqual([403, 'PASSWORD_CONFIRMATION_REQUIRED']);
});

test('U1: without a credential, with a wrong one, and with a cookie 401', async () => {
  expect((await send('GET', ROOT, { secret: '' })).headers.get('www-authenticate')).toBe('Bearer realm="scopegate"');
  expect((await send('GET', ROOT, { secret: 'nonsense' })).status).toBe(401);
  const cookie = `session=${server.admin.secret}; __Host-session=${server.admin.secret}`;
  expect((await send('GET', ROOT, { secret: '', headers: { cookie } })).status).toBe(401);
});

test('U6: a call by REST is a use, a refused one is none', async () => {
  const { id, secret } = await createToken(server, { scopes: ['api-tokens:read'] });
  const used = async () => {
    await server.deps.usage.flush();
    return (await findToken(server, id)) as unknown as { lastUsedAt: string };
  };
  const query = 'SELECT last_used_address FROM api_token WHERE id = ?';
  await send('DELETE', `${ROOT}/${id}`, { secret });
  await used();
  expect(await server.deps.database.reader.query(query, [id])).toEqual([{ last_used_address: null }]);
  await send('GET', `${ROOT}/${id}`, { secret });
  await used();
  expect(await server.deps.database.reader.query(query, [id])).toEqual([{ last_used_address: '127.0.0.1' }]);
});

test('U4: session= is a credential on a listed path, and no log holds it', async () => {
  const { secret } = await createToken(server, { scopes: ['api-tokens:read', 'audit:read'] });
  expect((await send('GET', `${ROOT}?session=${secret}&first=1`, { secret: '' })).nodes).toHaveLength(1);
  expect((await send('GET', `/api/v1/audit.ndjson?session=${secret}`, { secret: '' })).status).toBe(200);
  expect(server.logged.filter((line) => line.includes(secret))).toEqual([]);
});

test.each([
  ['on another path', (secret: string) => `${ROOT}/x?session=${secret}`, ''],
  ['on /graphql', (secret: string) => `/graphql?query={viewer{id}}&session=${secret}`, ''],
  ['beside a header', (secret: string) => `${ROOT}?session=${secret}`, undefined],
  ['twice', (secret: string) => `${ROOT}?session=${secret}&session=${secret}`, ''],
  ['under another name', (secret: string) => `${ROOT}?token=${secret}`, ''],
  ['without a value', () => `${ROOT}?session=`, ''],
])('U4: session= %s is 400', async (_, path, secret) => {
  const token = await createToken(server, { scopes: ['api-tokens:read'] });
  expect((await send('GET', path(token.secret), { secret })).status).toBe(400);
});

test('U4: a wrong session= is 401, never anonymous', async () => {
  expect((await send('GET', `${ROOT}?session=nonsense`, { secret: '' })).status).toBe(401);
});

test('C8: an expired token says so by REST, too', async () => {
  const { id, secret } = await createToken(server);
  await rewrite(server, 'UPDATE api_token SET expires_at = created_at WHERE id = ?', [id]);
  const { status, code } = await send('GET', ROOT, { secret });
  expect([status, code]).toEqual([401, 'TOKEN_EXPIRED']);
});
