import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { freePort } from '../../../examples/tour/server';
import { registerApi, sdlOf } from '../../support/apis';
import { createRole, createUser } from '../../support/factories';
import { startServer, type TestServer } from '../../support/server';
import { createToken, scopesOf, type Token } from '../../support/tokens';

/** OAuth clients as they are installed, told nothing but the issuer and a credential. */

let server: TestServer;
/** A service account's token that may ask about the tokens of one API. */
let asking: Token;
let issuer: URL;
beforeAll(async () => {
  const port = await freePort();
  issuer = new URL(`http://127.0.0.1:${port}`);
  server = await startServer({ options: { jobs: false }, config: { port, publicUrl: issuer.origin } });
  const role = await createRole(server, { permissions: ['api:introspect', 'api:execute'] });
  const { id } = await createUser(server, { kind: 'SERVICE', roleIds: [role.id] });
  await registerApi(server, { sdl: sdlOf('orders:read'), introspectorIds: [id] });
  asking = await createToken(server, { ownerId: id, scopes: ['api:introspect'], lifetime: 'UNLIMITED' });
});
afterAll(() => server.close());

const publicId = (secret: string): string => secret.split('_')[2] ?? '';
const ordersToken = (more = {}) => createToken(server, { scopes: ['orders:read', 'users:read'], ...more });
const accessToken = () => createToken(server, { kind: 'ACCESS', scopes: ['users:read'], lifetime: 'DAYS_7' });

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const exchangeOf = (subject: string) => ({
  subject_token: subject,
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
});

describe('openid-client', () => {
  const discovered = (auth: openid.ClientAuth) =>
    openid.discovery(issuer, publicId(asking.secret), undefined, auth, {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    });

  test('U9: finds every endpoint by the issuer alone', async () => {
    const metadata = (await discovered(openid.None())).serverMetadata();
    expect(metadata).toMatchObject({ issuer: issuer.origin, token_endpoint: `${issuer.origin}/oauth2/token` });
    expect(metadata.introspection_endpoint).toBe(`${issuer.origin}/oauth2/introspect`);
  });

  test.each([
    ['Basic', openid.ClientSecretBasic],
    ['the form', openid.ClientSecretPost],
  ])('U9: introspects with its secret sent by %s', async (_, method) => {
    const token = await ordersToken();
    const found = await openid.tokenIntrospection(await discovered(method(asking.secret)), token.secret);
    expect(found).toMatchObject({ active: true, scope: 'orders:read', sub: token.owner.id, jti: token.id });
  });

  test('U9, U7: tells the address of whoever sent the token', async () => {
    const { secret } = await ordersToken({ allowedAddresses: ['203.0.113.0/24'] });
    const config = await discovered(openid.ClientSecretBasic(asking.secret));
    expect(await openid.tokenIntrospection(config, secret)).toEqual({ active: false });
    expect(await openid.tokenIntrospection(config, secret, { client_address: '203.0.113.9' })).toMatchObject({
      active: true,
    });
  });

  test('U9, S4: revokes, and the token is dead', async () => {
    const { secret } = await ordersToken();
    const config = await discovered(openid.ClientSecretBasic(asking.secret));
    await openid.tokenRevocation(config, secret);
    expect(await openid.tokenIntrospection(config, secret)).toEqual({ active: false });
  });

  test('U9, U3: exchanges an access token for a session with its scopes', async () => {
    const config = await discovered(openid.None());
    const session = await openid.genericGrantRequest(config, GRANT, exchangeOf((await accessToken()).secret));
    expect([session.token_type, session.scope, session['issued_token_type']]).toEqual([
      'bearer',
      'users:read',
      'urn:ietf:params:oauth:token-type:access_token',
    ]);
    expect(await scopesOf(server, session.access_token)).toEqual(['users:read']);
  });

  test('U9: a refused exchange is the error of RFC 8693, 2.2.2', async () => {
    const config = await discovered(openid.None());
    const refused = openid.genericGrantRequest(config, GRANT, exchangeOf((await ordersToken()).secret));
    await expect(refused).rejects.toMatchObject({ name: 'ResponseBodyError', error: 'invalid_request', status: 400 });
  });
});

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const client = (): oauth.Client => ({ client_id: publicId(asking.secret) });
  const discover = async () => {
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    return oauth.processDiscoveryResponse(issuer, response);
  };
  const introspect = async (token: string, secret = asking.secret) => {
    const as = await discover();
    const response = await oauth.introspectionRequest(as, client(), oauth.ClientSecretBasic(secret), token, insecure);
    return oauth.processIntrospectionResponse(as, client(), response);
  };

  test('U9: introspects', async () => {
    expect(await introspect((await ordersToken()).secret)).toMatchObject({ active: true, scope: 'orders:read' });
    expect(await introspect('sg_api_nonsense')).toEqual({ active: false });
  });

  test('U9: reads the challenges of a refused client', async () => {
    const { cause } = (await introspect('x', 'wrong').catch((error: unknown) => error)) as { cause: unknown };
    expect(cause).toMatchObject([
      { scheme: 'basic', parameters: { realm: 'scopegate' } },
      { scheme: 'bearer', parameters: { realm: 'scopegate' } },
    ]);
  });

  test('U9, S4: revokes without a credential of its own', async () => {
    const { secret } = await ordersToken();
    const as = await discover();
    const response = await oauth.revocationRequest(as, client(), oauth.None(), secret, insecure);
    await oauth.processRevocationResponse(response);
    expect(await introspect(secret)).toEqual({ active: false });
  });

  test('U9, U3: exchanges an access token for a session', async () => {
    const as = await discover();
    const parameters = exchangeOf((await accessToken()).secret);
    const response = await oauth.genericTokenEndpointRequest(as, client(), oauth.None(), GRANT, parameters, insecure);
    const session = await oauth.processGenericTokenEndpointResponse(as, client(), response);
    expect(await scopesOf(server, session.access_token)).toEqual(['users:read']);
  });

  test('U2: reads from the challenge of a resource what is missing', async () => {
    const url = new URL('/graphql', issuer);
    const headers = new Headers({ 'content-type': 'application/json' });
    const body = JSON.stringify({ query: '{ users { totalCount } roles { totalCount } }' });
    const { secret } = await createToken(server, { scopes: ['users:read'] });
    const request = oauth.protectedResourceRequest(secret, 'POST', url, headers, body, insecure);
    const { cause } = (await request.catch((error: unknown) => error)) as { cause: unknown };
    expect(cause).toMatchObject([
      { scheme: 'bearer', parameters: { error: 'insufficient_scope', scope: 'roles:read' } },
    ]);
  });
});
