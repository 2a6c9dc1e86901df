import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('viewer is null without a credential', async () => {
  expect(await server.anonymous.get('{ viewer { id } }')).toEqual({ viewer: null });
});

test('viewer shows the user, the account and the scopes that count now', async () => {
  const { viewer } = await server.admin.get<{ viewer: { user: object; account: object; scopes: string[] } }>(
    '{ viewer { user { username email } account { slug } scopes passwordConfirmedUntil } }',
  );
  expect(viewer).toMatchObject({ user: { username: 'admin' }, account: { slug: 'main' } });
  expect(viewer.scopes).toContain('api-tokens:manage');
});

test('U1: a text that is no valid token is refused with 401, even on a public field', async () => {
  const { status, code, headers } = await server.as('nonsense').execute('{ viewer { id } }');
  expect([status, code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
});

test('@skip and @include are understood', async () => {
  const query = 'query ($yes: Boolean!) { viewer { id @skip(if: $yes) user { username @include(if: $yes) } } }';
  expect(await server.admin.get(query, { yes: true })).toEqual({ viewer: { user: { username: 'admin' } } });
});
