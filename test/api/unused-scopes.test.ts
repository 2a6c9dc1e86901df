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
