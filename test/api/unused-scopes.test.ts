import { freshScopes, registerApi, sdlOf } from '../support/apis';
import { next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, rewrite, run } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const UNUSED = 'query ($id: ID!, $days: Int) { apiToken(id: $id) { unusedScopes(days: $days) } }';

async function unusedOf(id: string, days = 30): Promise<string[]> {
  await server.deps.usage.flush();
  return (await server.admin.get<{ apiToken: { unusedScopes: string[] } }>(UNUSED, { id, days })).apiToken.unusedScopes;
}

test('P12: of a new token every scope is unused', async () => {
  const { id } = await createToken(server, { scopes: ['users:read', 'audit:read'] });
  expect(await unusedOf(id)).toEqual(['audit:read', 'users:read']);
});

test('P12: what a call needed is used, the rest is not', async () => {
  const { id, secret } = await createToken(server, { scopes: ['users:read', 'roles:read', 'audit:read'] });
  await server.as(secret).get('{ users { nodes { roles { description } } } }');
  expect(await unusedOf(id)).toEqual(['audit:read']);
});

test('P12: a refused call uses nothing', async () => {
  const { id, secret } = await createToken(server, { scopes: ['users:read'] });
  await server.as(secret).refused('{ users { totalCount } roles { totalCount } }');
  expect(await unusedOf(id)).toEqual(['users:read']);
});

test('P12: of the alternatives those that are held count', async () => {
  const scopes = ['api-tokens:read', 'own-api-tokens:manage', 'roles:read'];
  const { id, secret } = await createToken(server, { scopes });
  await server.as(secret).get('{ apiTokens { totalCount } }');
  expect(await unusedOf(id)).toEqual(['roles:read']);
});

test('P12: a scope that is needed only by what it implies is used, unless that is listed itself', async () => {
  const alone = await createToken(server, { scopes: ['users:manage', 'audit:read'] });
  const both = await createToken(server, { scopes: ['users:manage', 'users:read'] });
  for (const { secret } of [alone, both]) await server.as(secret).get('{ users { totalCount } }');
  expect([await unusedOf(alone.id), await unusedOf(both.id)]).toEqual([['audit:read'], ['users:manage']]);
});

test('P12: fields that are left out by a variable are not used', async () => {
  const { id, secret } = await createToken(server, { scopes: ['users:read', 'roles:read'] });
  const query = 'query ($with: Boolean!) { roles { totalCount } users @include(if: $with) { totalCount } }';
  await server.as(secret).get(query, { with: false });
  expect(await unusedOf(id)).toEqual(['users:read']);
  await server.as(secret).get(query, { with: true });
  expect(await unusedOf(id)).toEqual([]);
});

test('P12: a use that is longer ago than asked for does not count', async () => {
  const { id, secret } = await createToken(server, { scopes: ['users:read'] });
  await server.as(secret).get('{ users { totalCount } }');
  expect(await unusedOf(id)).toEqual([]);
  await rewrite(server, 'UPDATE api_token_scope_use SET last_used_at = ? WHERE token_id = ?', [
    '2020-01-01 00:00:00.000',
    id,
  ]);
  expect([await unusedOf(id), await unusedOf(id, 3_650)]).toEqual([['users:read'], []]);
});

test.each([0, -1, 3_651])('P12: %d days are refused', async (days) => {
  const { id } = await createToken(server, { scopes: [] });
  expect((await server.admin.refused(UNUSED, { id, days })).extensions.code).toBe('BAD_USER_INPUT');
});

test('P12: scopes that are decided elsewhere are not called unused', async () => {
  const [scope = ''] = freshScopes('read');
  await registerApi(server, { sdl: sdlOf(scope) });
  const { id } = await createToken(server, { scopes: [scope, 'users:read'] });
  expect(await unusedOf(id)).toEqual(['users:read']);
});

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** A gateway's question, which has to be answered with that status. */
async function askedByGateway(secret: string, query: string, status: number): Promise<void> {
  expect((await fetch(`${server.url}/auth/verify${query}`, { headers: bearer(secret) })).status).toBe(status);
}

test('P12, U9: what /auth/verify let through by is used, what it refused is not', async () => {
  const [read = '', write = ''] = freshScopes('read', 'write');
  await registerApi(server, { sdl: sdlOf(read, write) });
  const seen = await createToken(server, { scopes: [read, write] });
  await askedByGateway(seen.secret, `?scopes=${read}+${write}`, 200);
  await askedByGateway(seen.secret, '?scopes=audit:read', 403);
  expect(await unusedOf(seen.id)).toEqual([]);
  await rewrite(server, 'UPDATE api_token_scope_use SET last_used_at = ? WHERE token_id = ? AND scope = ?', [
    '2020-01-01 00:00:00.000',
    seen.id,
    write,
  ]);
  expect(await unusedOf(seen.id)).toEqual([write]);
});

test('P12, U9: of the alternatives of /auth/verify those that are held count, and any=1 needs none', async () => {
  const { id, secret } = await createToken(server, { scopes: ['users:read', 'roles:read', 'audit:read'] });
  await askedByGateway(secret, '?any=1', 200);
  expect(await unusedOf(id)).toEqual(['audit:read', 'roles:read', 'users:read']);
  await askedByGateway(secret, '?scopes=users:read&scopes=roles:read+apis:read', 200);
  expect(await unusedOf(id)).toEqual(['audit:read', 'roles:read']);
});

test('P12, U9: asking about tokens uses api:introspect, and api-tokens:read once a built-in scope was told', async () => {
  const asking = await createToken(server, { scopes: ['api:introspect', 'api-tokens:read', 'users:read'] });
  const ask = async (token: string) => {
    const body = new URLSearchParams({ token });
    const init = { method: 'POST', headers: bearer(asking.secret), body };
    expect((await fetch(`${server.url}/oauth2/introspect`, init)).status).toBe(200);
  };
  await ask('nonsense');
  expect(await unusedOf(asking.id)).toEqual(['api-tokens:read', 'users:read']);
  await ask(asking.secret);
  expect(await unusedOf(asking.id)).toEqual(['users:read']);
});

test('P12, A3: the export of the audit uses audit:read', async () => {
  const { id, secret } = await createToken(server, { scopes: ['audit:read', 'users:read'] });
  const response = await fetch(`${server.url}/api/v1/audit.ndjson`, { headers: bearer(secret) });
  await response.text();
  expect([response.status, await unusedOf(id)]).toEqual([200, ['users:read']]);
});

test('P12, T4: for a level it is what the level gives now', async () => {
  const { id, secret } = await createToken(server, { access: 'READ_ONLY', name: `token ${next()}` });
  await server.as(secret).get('{ users { totalCount } auditEvents { totalCount } }');
  const unused = await unusedOf(id);
  expect([unused.includes('users:read'), unused.includes('audit:read'), unused.includes('roles:read')]).toEqual([
    false,
    false,
    true,
  ]);
});

test('P12, U6: uses of a token that was deleted meanwhile hold up nobody else', async () => {
  const gone = await createToken(server, { scopes: ['users:read'] });
  const { id, secret } = await createToken(server, { scopes: ['users:read'] });
  await Promise.all([gone.secret, secret].map((text) => server.as(text).get('{ users { totalCount } }')));
  await run(server.admin, 'deleteApiTokens', { ids: [gone.id] });
  expect(await unusedOf(id)).toEqual([]);
});
