import { startServer, type TestServer } from '../support/server';
import { createToken, getToken, regenerateToken, scopesOf } from '../support/tokens';
import { auditOfTarget } from '../support/factories';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterAll(() => server.close());

async function revoke(form: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(form);
  const response = await fetch(`${server.url}/oauth2/revoke`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

const DONE = { status: 200, text: '' };

test('U9, S4: whoever holds a token ends it, without a credential', async () => {
  const { id, secret } = await createToken(server);
  expect(await revoke({ token: secret })).toEqual(DONE);
  expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  expect(await getToken(server, id)).toMatchObject({ status: 'REVOKED', revocationReason: 'HOLDER' });
  expect((await auditOfTarget(server, id)).map(({ action }) => action)).toContain('api-token.revoked');
});

test('U9: an access token ends, too, whatever the hint says', async () => {
  const { id, secret } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7' });
  expect(await revoke({ token: secret, token_type_hint: 'refresh_token' })).toEqual(DONE);
  expect((await getToken(server, id)).status).toBe('REVOKED');
});

test.each([
  ['unknown', async () => 'sg_api_unknown'],
  ['revoked already', async () => revokedToken()],
  ['a session', async () => server.admin.secret ?? ''],
])('U9: the answer is the same for one that is %s', async (_, make) => {
  expect(await revoke({ token: await make() })).toEqual(DONE);
});

async function revokedToken(): Promise<string> {
  const { secret } = await createToken(server);
  await revoke({ token: secret });
  return secret;
}

test('C2: an old secret ends itself and not the new one', async () => {
  const { id, secret } = await createToken(server);
  const { secret: later } = await regenerateToken(server, { id, overlap: 'PT1H' });
  expect(await revoke({ token: secret })).toEqual(DONE);
  expect([await scopesOf(server, secret), typeof (await scopesOf(server, later))]).toEqual([
    'UNAUTHENTICATED',
    'object',
  ]);
});

test('U9: a credential beside it is not looked at', async () => {
  const { secret } = await createToken(server);
  const headers = { authorization: 'Basic bm9ib2R5Om5vdGhpbmc=' };
  expect(await revoke({ token: secret, client_id: 'nobody', client_secret: 'nothing' }, headers)).toEqual(DONE);
  expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
});

test('U9: without a token it is invalid_request', async () => {
  const { status, text } = await revoke({});
  expect([status, (JSON.parse(text) as { error: string }).error]).toEqual([400, 'invalid_request']);
});

test('U9: the authorization server tells where everything is (RFC 8414)', async () => {
  const metadata = (await (await fetch(`${server.url}/.well-known/oauth-authorization-server`)).json()) as object;
  const { publicUrl } = server.deps.config;
  expect(metadata).toMatchObject({
    issuer: publicUrl,
    introspection_endpoint: `${publicUrl}/oauth2/introspect`,
    revocation_endpoint: `${publicUrl}/oauth2/revoke`,
    token_endpoint: `${publicUrl}/oauth2/token`,
    grant_types_supported: ['urn:ietf:params:oauth:grant-type:token-exchange'],
  });
});
