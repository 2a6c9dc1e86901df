import { auditOf, createAccessToken, createPerson } from '../support/people';
import { startServer, type TestServer } from '../support/server';
import { createToken, regenerateToken, rewrite, run, scopesOf } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterAll(() => server.close());
// Failures from one address are counted together.
afterEach(() => rewrite(server, 'DELETE FROM attempt', []));

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

async function exchange(token: string, more: Record<string, string> = {}) {
  const form = { grant_type: GRANT, subject_token: token, subject_token_type: ACCESS_TOKEN, ...more };
  const body = new URLSearchParams(form);
  const response = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, answer };
}

const accessToken = (input = {}) => createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', ...input });

test('U9, U3: an access token gives a session with exactly its scopes, without an e-mail', async () => {
  const { secret } = await accessToken({ scopes: ['users:read'] });
  const { status, headers, answer } = await exchange(secret);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(answer).toMatchObject({ issued_token_type: ACCESS_TOKEN, token_type: 'Bearer', scope: 'users:read' });
  expect(await scopesOf(server, String(answer['access_token']))).toEqual(['users:read']);
  expect(Math.abs(Number(answer['expires_in']) - 7 * 86_400)).toBeLessThan(60);
});

test('U3: the session lives no longer than the token', async () => {
  const { id, secret } = await accessToken({ lifetime: undefined, expiresAt: new Date(Date.now() + 3_600_000) });
  const { answer } = await exchange(secret);
  expect(Number(answer['expires_in'])).toBeLessThanOrEqual(3_600);
  await run(server.admin, 'revokeApiTokens', { ids: [id] });
  expect(await scopesOf(server, String(answer['access_token']))).toBe('UNAUTHENTICATED');
});

test('U6, A1: the exchange is a use of the token and stands in the audit', async () => {
  const person = await createPerson(server);
  const { id, secret } = await createAccessToken(person.client);
  await exchange(secret);
  await server.deps.usage.flush();
  const [row] = await server.deps.database.reader.query<{ last_used_address: string }[]>(
    'SELECT last_used_address FROM api_token WHERE id = ?',
    [id],
  );
  expect(row?.last_used_address).toBe('127.0.0.1');
  expect((await auditOf(server, person.account, 'session.created')).at(-1)).toMatchObject({ credential: 'exchange' });
});

test.each([
  ['unknown', async () => 'sg_acc_unknown'],
  ['an API token', async () => (await createToken(server)).secret],
  ['a session', async () => server.admin.secret ?? ''],
  ['disabled', async () => (await accessToken({ enabled: false })).secret],
  ['an old secret', oldSecret],
  ['for other addresses', async () => (await accessToken({ allowedAddresses: ['192.0.2.1'] })).secret],
])('U9, C8: one that is %s is refused, alike for all', async (_, make) => {
  const { status, answer } = await exchange(await make());
  expect([status, answer]).toEqual([400, { error: 'invalid_request', error_description: 'The token is not valid.' }]);
});

async function oldSecret(): Promise<string> {
  const { id, secret } = await accessToken();
  await regenerateToken(server, { id, overlap: 'PT1H' });
  return secret;
}

test('C8: an expired one says so', async () => {
  const { id, secret } = await accessToken();
  await rewrite(server, 'UPDATE api_token SET expires_at = created_at WHERE id = ?', [id]);
  expect((await exchange(secret)).answer['error_description']).toBe('The token has expired.');
});

test.each([
  [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  [{ grant_type: '' }, 'invalid_request'],
  [{ subject_token: '' }, 'invalid_request'],
  [{ subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' }, 'invalid_request'],
  [{ requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }, 'invalid_request'],
  [{ actor_token: 'x' }, 'invalid_request'],
  [{ scope: 'users:manage' }, 'invalid_scope'],
  [{ audience: 'orders' }, 'invalid_target'],
])('U9: %j is %s', async (form: Record<string, string>, error) => {
  const { secret } = await accessToken();
  const { status, answer } = await exchange(secret, form);
  expect([status, answer['error']]).toEqual([400, error]);
});

test('U9: guesses from one address are slowed down', async () => {
  for (let tries = 0; tries < 5; tries += 1) await exchange(`sg_acc_guess${tries}`);
  const { status, headers, answer } = await exchange('sg_acc_guess');
  expect([status, answer['error'], Number(headers.get('retry-after')) > 0]).toEqual([
    429,
    'temporarily_unavailable',
    true,
  ]);
});

test('A1: a refused try with a real token is told in the audit', async () => {
  const person = await createPerson(server);
  const { secret } = await createAccessToken(person.client, { enabled: false });
  await exchange(secret);
  expect(await auditOf(server, person.account, 'session.refused')).toMatchObject([{ target_name: person.email }]);
});
