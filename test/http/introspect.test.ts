import { registerApi, sdlOf } from '../support/apis';
import { createRole, createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, regenerateToken, rewrite, run, type Token } from '../support/tokens';

let server: TestServer;
let asking: Token;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
  asking = await createToken(server, { scopes: ['api:introspect', 'api-tokens:read'], lifetime: 'UNLIMITED' });
});
afterAll(() => server.close());

const publicId = (secret: string) => secret.split('_')[2] ?? '';
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const asCaller = () => bearer(asking.secret);

async function introspect(form: Record<string, string> | string, headers: Record<string, string> = asCaller()) {
  const body = new URLSearchParams(form);
  const response = await fetch(`${server.url}/oauth2/introspect`, { method: 'POST', headers, body });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, answer };
}

const INACTIVE = { active: false };

test('U9: an active API token is told with scopes, owner and times', async () => {
  const token = await createToken(server, { scopes: ['users:read', 'roles:read'], lifetime: 'DAYS_7' });
  const { status, headers, answer } = await introspect({ token: token.secret });
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(answer).toEqual({
    active: true,
    scope: 'roles:read users:read',
    client_id: publicId(token.secret),
    username: token.owner.username,
    sub: token.owner.id,
    exp: Math.floor(Date.parse(token.expiresAt ?? '') / 1_000),
    iat: Math.floor(Date.parse(token.createdAt) / 1_000),
    token_type: 'Bearer',
    iss: server.deps.config.publicUrl,
    jti: token.id,
  });
});

test('U9: a token without an end has no exp', async () => {
  const { answer } = await introspect({ token: asking.secret });
  expect(answer).toMatchObject({ active: true });
  expect(answer).not.toHaveProperty('exp');
});

test.each([
  ['Basic', () => [basic(publicId(asking.secret), asking.secret), {}] as const],
  ['Basic, percent-encoded', () => [basic(publicId(asking.secret), asking.secret.replaceAll('_', '%5F')), {}] as const],
  ['the form', () => [{}, { client_id: publicId(asking.secret), client_secret: asking.secret }] as const],
  ['bearer', () => [asCaller(), {}] as const],
])('U9: the caller authenticates by %s', async (_, credential) => {
  const [headers, form] = credential();
  expect((await introspect({ token: asking.secret, ...form }, headers)).answer).toMatchObject({ active: true });
});

test.each([
  ['nothing', () => ({}), 'invalid_client'],
  ['a wrong secret', () => basic(publicId(asking.secret), 'wrong'), 'invalid_client'],
  ["another's public id", () => basic('0000000000000000', asking.secret), 'invalid_client'],
  ['a text that is no token', () => bearer('nonsense'), 'invalid_token'],
  ['a session', () => bearer(server.admin.secret ?? ''), 'invalid_token'],
])('U9: a caller with %s is 401 with a challenge', async (_, headers, error) => {
  const found = await introspect({ token: asking.secret }, headers());
  expect([found.status, found.answer['error']]).toEqual([401, error]);
  expect(found.headers.get('www-authenticate')).toMatch(/^Basic realm="scopegate", Bearer realm="scopegate"/);
});

test('U9: a caller without api:introspect is 403 that names it', async () => {
  const { secret } = await createToken(server, { scopes: ['api-tokens:read'] });
  const { status, headers, answer } = await introspect({ token: asking.secret }, bearer(secret));
  expect([status, answer['error']]).toEqual([403, 'insufficient_scope']);
  expect(headers.get('www-authenticate')).toContain('scope="api:introspect"');
  expect([headers.get('x-oauth-scopes'), headers.get('x-accepted-oauth-scopes')]).toEqual([
    'api-tokens:read',
    'api:introspect',
  ]);
});

test.each([
  ['header and form at once', () => ({ token: 'x', client_secret: asking.secret }), asCaller],
  ['a parameter twice', () => 'token=a&token=b', asCaller],
  ['no token', () => ({}), asCaller],
  ['a token without value', () => ({ token: '' }), asCaller],
  ['half a Basic header', () => ({ token: 'x' }), () => ({ authorization: 'Basic' })],
  ['Basic with broken percent-encoding', () => ({ token: 'x' }), () => basic('%zz', 'x')],
  ['an address that is none', () => ({ token: 'x', client_address: 'nowhere' }), asCaller],
])('U9: %s is invalid_request', async (_, form, headers) => {
  const { status, answer } = await introspect(form(), headers());
  expect([status, answer['error']]).toEqual([400, 'invalid_request']);
});

test('U9: a body that is no form is invalid_request', async () => {
  const headers = { ...asCaller(), 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/oauth2/introspect`, { method: 'POST', headers, body: '{"token":"x"}' });
  expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([400, 'invalid_request']);
});

test('U4: a token in the URL is refused', async () => {
  const url = `${server.url}/oauth2/introspect?token=${asking.secret}`;
  expect((await fetch(url, { method: 'POST', headers: asCaller(), body: new URLSearchParams() })).status).toBe(400);
});

test.each([
  ['unknown', async () => 'sg_api_nonsense'],
  ['a text of any kind', async () => '\u0000 ü '],
  ['a session', async () => server.admin.secret ?? ''],
  ['an access token', async () => (await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7' })).secret],
  ['disabled', async () => (await createToken(server, { enabled: false })).secret],
  ['expired', expiredToken],
  ['revoked', revokedToken],
  ['of another account', foreignToken],
  ['of an owner without api:execute', powerlessToken],
])('U9, C8: %s is inactive and nothing more', async (_, make) => {
  const { status, answer } = await introspect({ token: await make() });
  expect([status, answer]).toEqual([200, INACTIVE]);
});

async function expiredToken(): Promise<string> {
  const { id, secret } = await createToken(server);
  await rewrite(server, 'UPDATE api_token SET expires_at = created_at WHERE id = ?', [id]);
  return secret;
}

async function revokedToken(): Promise<string> {
  const { id, secret } = await createToken(server);
  await run(server.admin, 'revokeApiTokens', { ids: [id] });
  return secret;
}

async function foreignToken(): Promise<string> {
  const other = await server.createAccount(`other-${next()}`, `admin-${next()}@other.example`);
  return (await createToken(server, {}, other)).secret;
}

async function powerlessToken(): Promise<string> {
  const user = await createUser(server, { kind: 'SERVICE', roleIds: [(await createRole(server)).id] });
  return (await createToken(server, { ownerId: user.id, scopes: [] })).secret;
}

test('U7: allowed addresses are held against client_address, and unknown is not allowed', async () => {
  const { secret } = await createToken(server, { allowedAddresses: ['203.0.113.0/24'] });
  const from = async (form: object) => (await introspect({ token: secret, ...form })).answer['active'];
  expect(await from({ client_address: '203.0.113.9' })).toBe(true);
  expect(await from({ client_address: '::ffff:203.0.113.9' })).toBe(true);
  expect(await from({ client_address: '203.0.114.1' })).toBe(false);
  expect(await from({})).toBe(false);
});

test('U6: an active answer is a use of the token from the address told, an inactive one is none', async () => {
  const used = await createToken(server);
  const unused = await createToken(server, { allowedAddresses: ['192.0.2.1'] });
  await introspect({ token: used.secret, client_address: '203.0.113.7' });
  await introspect({ token: unused.secret });
  await server.deps.usage.flush();
  const query = 'SELECT last_used_address FROM api_token WHERE id = ?';
  const addressOf = async (id: string) => (await server.deps.database.reader.query(query, [id])) as unknown;
  expect(await addressOf(used.id)).toEqual([{ last_used_address: '203.0.113.7' }]);
  expect(await addressOf(unused.id)).toEqual([{ last_used_address: null }]);
});

test('C2: the old secret of a regenerated token is active without what it may not do', async () => {
  const scopes = ['api-tokens:rotate-self', 'users:read'];
  const { id, secret } = await createToken(server, { scopes });
  await regenerateToken(server, { id, overlap: 'PT1H' });
  expect((await introspect({ token: secret })).answer).toMatchObject({ active: true, scope: 'users:read' });
});

test('U9: without api-tokens:read the built-in scopes stay unsaid', async () => {
  const { secret } = await createToken(server, { scopes: ['api:introspect'] });
  expect((await introspect({ token: asking.secret }, bearer(secret))).answer).toMatchObject({
    active: true,
    scope: '',
  });
});

/** An API with one scope is registered; a token of the service account that may introspect for it. */
async function introspectorOf(scope: string): Promise<string> {
  const role = await createRole(server, { permissions: ['api:introspect', 'api:execute'] });
  const { id } = await createUser(server, { kind: 'SERVICE', roleIds: [role.id] });
  await registerApi(server, { sdl: sdlOf(scope), introspectorIds: [id] });
  return (await createToken(server, { ownerId: id, scopes: ['api:introspect'] })).secret;
}

test('U9: an introspector learns the scopes of its own APIs only', async () => {
  const orders = await introspectorOf('orders:read');
  const stock = await introspectorOf('stock:read');
  const { secret } = await createToken(server, { scopes: ['orders:read', 'stock:read', 'users:read'] });
  expect((await introspect({ token: secret }, bearer(orders))).answer['scope']).toBe('orders:read');
  expect((await introspect({ token: secret }, bearer(stock))).answer['scope']).toBe('stock:read');
  expect((await introspect({ token: secret })).answer['scope']).toBe('users:read');
});
