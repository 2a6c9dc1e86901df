import { randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Assertions } from '../../src/http/rest/assertion';
import { KeyRing } from '../../src/keys';
import { createRole, createUser } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, rewrite, run, type Token } from '../support/tokens';

/** Behind a trusted gateway, and behind one that nobody said to trust. */
let server: TestServer;
let plain: TestServer;
let token: Token;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false }, config: { trustedProxies: ['127.0.0.1'] } });
  plain = await startServer({ options: { jobs: false } });
  token = await createToken(server, { scopes: ['users:read', 'roles:read'] });
});
afterAll(() => Promise.all([server.close(), plain.close()]));

const FORWARDED = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-host': 'orders.example',
  'x-forwarded-method': 'POST',
  'x-forwarded-uri': '/orders?x=1',
};

interface Asking {
  readonly secret?: string;
  readonly headers?: Record<string, string>;
  readonly at?: TestServer;
  readonly method?: string;
}

async function verify(query: string, { secret = token.secret, headers = {}, at = server, method }: Asking = {}) {
  const authorization = secret && { authorization: `Bearer ${secret}` };
  const response = await fetch(`${at.url}/auth/verify${query}`, { method, headers: { ...authorization, ...headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const statusOf = async (query: string, asking?: Asking) => (await verify(query, asking)).status;

test.each([
  ['?scopes=users:read', 200],
  ['?scopes=users:read+roles:read', 200],
  ['?scopes=users:read%20roles:read', 200],
  ['?scopes=users:manage&scopes=users:read', 200],
  ['?any=1', 200],
  ['?scopes=users:manage', 403],
  ['?scopes=users:read+users:manage', 403],
  ['?scopes=users:manage&scopes=audit:read', 403],
  ['', 403],
  ['?scopes=', 403],
  ['?scopes=users:read+', 403],
  ['?scopes=users:manage&scopes=', 403],
  ['?any=0', 403],
  ['?any=1&scopes=users:manage', 403],
  ['?scope=users:read', 403],
  ['?scopes=users:read&other=1', 403],
])('U9: the gateway asks %s and the answer is %i', async (query, status) => {
  expect(await statusOf(query)).toBe(status);
});

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('U9: %s is answered', async (method) => {
  expect(await statusOf('?any=1', { method })).toBe(200);
});

test.each([
  ['a path', '?scopes=users:manage/orders&scopes=users:read'],
  ['a path with a query', '?scopes=users:manage/orders?x=1&any=1'],
])("U9: %s of the client's behind the gateway's query lets nobody through", async (_, query) => {
  expect(await statusOf(query)).toBe(403);
});

test('U9: scopes in headers or in the forwarded address count for nothing', async () => {
  const headers = { ...FORWARDED, 'x-forwarded-uri': '/?any=1', scopes: 'users:read', 'x-scopes': 'users:read' };
  expect(await statusOf('', { headers })).toBe(403);
});

test.each([
  ['nothing', () => ({ secret: '' })],
  ['a text that is no token', () => ({ secret: 'nonsense' })],
  ['two words', () => ({ secret: 'a b' })],
  ['Basic', () => ({ secret: '', headers: { authorization: 'Basic eDp5' } })],
  ['a session', () => ({ secret: server.admin.secret })],
  ['a session cookie', () => ({ secret: '', headers: { cookie: `__Host-session=${server.admin.secret}` } })],
])('U9: %s is 401 with a challenge', async (_, asking) => {
  const { status, headers } = await verify('?any=1', asking());
  expect([status, headers.get('www-authenticate')?.startsWith('Bearer realm="scopegate"')]).toEqual([401, true]);
});

test('U9: an access token is 401', async () => {
  const { secret } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7' });
  expect(await statusOf('?any=1', { secret })).toBe(401);
});

test('U4: a token in the URL is 401, with a good header too', async () => {
  expect(await statusOf(`?any=1&session=${token.secret}`)).toBe(401);
});

test('U9: too few scopes are named', async () => {
  const { text, headers } = await verify('?scopes=users:manage+audit:read');
  expect(headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="users:manage audit:read"');
  expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'INSUFFICIENT_SCOPE' } }] });
  expect(headers.get('x-accepted-oauth-scopes')).toBe('audit:read, users:manage');
});

test('U2: every answer to a good credential tells what it holds', async () => {
  for (const query of ['?any=1', '?scopes=account:manage', '']) {
    expect((await verify(query)).headers.get('x-oauth-scopes')).toBe('roles:read, users:read');
  }
});

test('P3: a token of an owner without api:execute is 403', async () => {
  const user = await createUser(server, { kind: 'SERVICE', roleIds: [(await createRole(server)).id] });
  const { secret } = await createToken(server, { ownerId: user.id, scopes: [] });
  expect(await statusOf('?any=1', { secret })).toBe(403);
});

test('C7: a revoked token is refused at once', async () => {
  const { id, secret } = await createToken(server);
  expect(await statusOf('?any=1', { secret })).toBe(200);
  await run(server.admin, 'revokeApiTokens', { ids: [id] });
  expect(await statusOf('?any=1', { secret })).toBe(401);
});

const NAMES = ['subject', 'account', 'token', 'scopes', 'assertion'].map((name) => `x-scopegate-${name}`);

test('U9: every answer that lets through says who it is', async () => {
  const { headers } = await verify('?any=1', { headers: FORWARDED });
  expect(headers.get('x-scopegate-subject')).toBe(token.owner.id);
  expect(headers.get('x-scopegate-token')).toBe(token.id);
  expect(headers.get('x-scopegate-scopes')).toBe('roles:read users:read');
  expect(NAMES.filter((name) => !headers.get(name))).toEqual([]);
});

test('U9: where there is nothing to say the headers are empty, and none is missing', async () => {
  const { secret } = await createToken(server, { scopes: [] });
  const { headers } = await verify('?any=1', { secret });
  expect([headers.get('x-scopegate-scopes'), headers.get('x-scopegate-assertion')]).toEqual(['', '']);
  expect(NAMES.filter((name) => headers.get(name) === null)).toEqual([]);
});

test('U9: the assertion is for one minute, host, method and address, and verifies by the published keys', async () => {
  const { headers } = await verify('?any=1', { headers: FORWARDED });
  const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
  const issuer = server.deps.config.publicUrl;
  const { payload } = await jwtVerify(headers.get('x-scopegate-assertion') ?? '', keys, {
    issuer,
    audience: 'orders.example',
    algorithms: ['ES256'],
  });
  expect(payload).toMatchObject({ sub: token.owner.id, method: 'POST', uri: '/orders?x=1', token: token.id });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});

test('U9: the keys are published without their secrets', async () => {
  const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: object[] };
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  expect(keys[0]).not.toHaveProperty('d');
});

test.each(Object.keys(FORWARDED).slice(1))('U9: without %s there is no assertion', async (name) => {
  const headers: Record<string, string> = { ...FORWARDED };
  delete headers[name];
  expect((await verify('?any=1', { headers })).headers.get('x-scopegate-assertion')).toBe('');
});

test('U7: allowed addresses are held against the forwarded client', async () => {
  const { secret } = await createToken(server, { allowedAddresses: ['203.0.113.0/24'] });
  expect(await statusOf('?any=1', { secret, headers: FORWARDED })).toBe(200);
  expect(await statusOf('?any=1', { secret, headers: { ...FORWARDED, 'x-forwarded-for': '203.0.114.1' } })).toBe(401);
  expect(await statusOf('?any=1', { secret, headers: { 'x-forwarded-host': 'orders.example' } })).toBe(401);
});

test('U9: of a gateway that is not trusted nothing is believed, its own address neither', async () => {
  const open = await createToken(plain);
  const bound = await createToken(plain, { allowedAddresses: ['203.0.113.9', '127.0.0.1'] });
  const { status, headers } = await verify('?any=1', { secret: open.secret, headers: FORWARDED, at: plain });
  expect([status, headers.get('x-scopegate-assertion')]).toEqual([200, '']);
  expect(await statusOf('?any=1', { secret: bound.secret, headers: FORWARDED, at: plain })).toBe(401);
});

test('U6: what is let through is a use from the forwarded address, what is refused is none', async () => {
  const { id, secret } = await createToken(server, { scopes: [] });
  const used = async () => {
    await server.deps.usage.flush();
    return server.deps.database.reader.query('SELECT last_used_address FROM api_token WHERE id = ?', [id]) as unknown;
  };
  await verify('?scopes=users:read', { secret, headers: FORWARDED });
  expect(await used()).toEqual([{ last_used_address: null }]);
  await verify('?any=1', { secret, headers: FORWARDED });
  expect(await used()).toEqual([{ last_used_address: '203.0.113.9' }]);
});

test('U9: what fails is 403 and says nothing of itself', async () => {
  const broken = await startServer({ options: { jobs: false } });
  const { secret } = await createToken(broken);
  await rewrite(broken, 'ALTER TABLE api_token RENAME TO api_token_gone', []);
  const { status, text } = await verify('?any=1', { secret, at: broken });
  expect([status, text.includes('api_token')]).toEqual([403, false]);
  await broken.close();
});

test('U9: a body is not looked at, whatever its type', async () => {
  const headers = { authorization: `Bearer ${token.secret}`, 'content-type': 'text/xml' };
  const response = await fetch(`${server.url}/auth/verify?any=1`, { method: 'POST', headers, body: '<x/>' });
  expect(response.status).toBe(200);
});

test('U9: every node publishes the same keys, one for each of SCOPEGATE_KEYS, the newest first', async () => {
  const [old, fresh] = ['old', 'fresh'].map((id) => ({ id, bytes: randomBytes(32) }));
  const keysOf = async (...keys: (typeof old)[]) =>
    (await new Assertions(new KeyRing(keys.flatMap((key) => key ?? [])), 'https://x').publicKeys()).keys;
  const [before] = await keysOf(old);
  const after = await keysOf(fresh, old);
  expect(after).toHaveLength(2);
  expect(after[1]).toEqual(before);
  expect(await keysOf(fresh, old)).toEqual(after);
});
