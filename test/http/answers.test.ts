import { request as httpRequest } from 'node:http';
import { startServer, type TestServer } from '../support/server';

const TOKEN = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }';

describe('answers about the credential', () => {
  let server: TestServer;
  let reader: string;
  beforeAll(async () => {
    server = await startServer();
    reader = await createToken(['api-tokens:read']);
  });
  afterAll(() => server.close());

  async function createToken(scopes: string[], more: object = {}): Promise<string> {
    const input = { name: `Token ${Math.random()}`, scopes, lifetime: 'DAYS_30', ...more };
    return (await server.admin.get<{ createApiToken: { secret: string } }>(TOKEN, { input })).createApiToken.secret;
  }

  test('U2: without a credential 401 that says so, with a challenge that names no error', async () => {
    const { status, code, headers, errors } = await server.anonymous.execute('{ apiTokens { totalCount } }');
    expect([status, code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="scopegate"');
    expect(errors![0]!.message).toContain('No credential was received');
    const wrong = await server.as('nonsense').execute('{ apiTokens { totalCount } }');
    expect([wrong.status, wrong.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(wrong.errors![0]!.message).not.toContain('received');
  });

  test('U2: a missing scope is 403 and named in the answer and in the challenge', async () => {
    const { status, errors, headers } = await server
      .as(reader)
      .execute('{ auditIntegrity { entries } a: viewer { id } }');
    expect(status).toBe(403);
    expect(errors![0]!.extensions).toEqual({
      code: 'INSUFFICIENT_SCOPE',
      missing: [{ coordinate: 'Query.auditIntegrity', path: ['auditIntegrity'], anyOf: [['audit:read']] }],
    });
    expect(headers.get('www-authenticate')).toBe(
      'Bearer realm="scopegate", error="insufficient_scope", scope="audit:read"',
    );
  });

  test('U2: what only a log-in may do is LOGIN_REQUIRED, and the reserved scope is never shown', async () => {
    const answer = await server.as(reader).execute('mutation { startTwoFactor { secret } }');
    expect([answer.status, answer.code]).toEqual([403, 'LOGIN_REQUIRED']);
    expect(JSON.stringify([answer.errors, ...answer.headers])).not.toContain('scopegate:log-in');
  });

  test('U2: every answer tells what the credential holds, what would do, and when it ends', async () => {
    const { headers } = await server.as(reader).execute('{ apiTokens { totalCount } }');
    expect(headers.get('x-oauth-scopes')).toBe('api-tokens:read');
    expect(headers.get('x-accepted-oauth-scopes')).toBe('api-tokens:read, own-api-tokens:manage');
    expect(headers.get('scopegate-token-expires-in-days')).toBe('29');
  });

  test('U2: a refused answer tells it, too', async () => {
    const { headers } = await server.as(reader).execute('{ auditIntegrity { entries } }');
    expect([headers.get('x-oauth-scopes'), headers.get('x-accepted-oauth-scopes')]).toEqual([
      'api-tokens:read',
      'audit:read',
    ]);
  });

  test.each([
    ['no JSON', '{', 400],
    ['too large', JSON.stringify({ query: 'x'.repeat(2_000_000) }), 413],
  ])('U2: so does the answer to a body that is %s', async (_, body, status) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${reader}` };
    const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('x-oauth-scopes')]).toEqual([status, 'api-tokens:read']);
  });

  test('U2: nothing is told without a credential', async () => {
    const { headers } = await server.anonymous.execute('{ viewer { id } }');
    expect([headers.get('x-oauth-scopes'), headers.get('x-accepted-oauth-scopes')]).toEqual([null, null]);
  });

  test('U6: an operation that was refused, or never ran, is not a use', async () => {
    const secret = await createToken(['api-tokens:read'], { name: 'Unused' });
    await server.as(secret).execute('{ auditIntegrity { entries } }');
    await server.as(secret).execute('{ nonsense }');
    expect(await lastUse('Unused')).toBeNull();
    await server.as(secret).get('{ apiTokens { totalCount } }');
    expect(await lastUse('Unused')).not.toBeNull();
  });

  async function lastUse(name: string): Promise<string | null> {
    await server.deps.usage.flush();
    const query = 'query ($name: String!) { apiTokens(filter: { search: $name }) { nodes { lastUsedAt } } }';
    const { apiTokens } = await server.admin.get<{ apiTokens: { nodes: { lastUsedAt: string | null }[] } }>(query, {
      name,
    });
    return apiTokens.nodes[0]!.lastUsedAt;
  }

  test('U1: a bad credential is refused before the body is read', async () => {
    const status = await new Promise<number | undefined>((answered, failed) => {
      const headers = { 'content-type': 'application/json', 'content-length': 1_000, authorization: 'Bearer nonsense' };
      const open = httpRequest(`${server.url}/graphql`, { method: 'POST', headers }, (response) => {
        answered(response.statusCode);
        open.destroy();
      });
      open.on('error', failed).flushHeaders();
    });
    expect(status).toBe(401);
  });

  test.each([
    ['no scheme', 'nonsense', 400],
    ['several words', 'Bearer a b', 400],
    ['characters that no token has', 'Bearer a,b', 400],
    ['another scheme', 'Basic YTpi', 401],
  ])("U1: %s is told in GraphQL's shape", async (_, authorization, status) => {
    const answer = await server.anonymous.with({ authorization }).execute('{ viewer { id } }');
    expect([answer.status, typeof answer.code]).toEqual([status, 'string']);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer realm="scopegate", error=');
  });

  test('an error of a resolver decides on the status when there is no data', async () => {
    const { status, code, data } = await server.admin.execute('{ apiTokens(first: 0) { totalCount } }');
    expect([status, code, data]).toEqual([400, 'BAD_USER_INPUT', null]);
  });
});

describe('what is unexpected', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  test('a database that is gone is 503 with Retry-After, for a credential and for an operation', async () => {
    await server.deps.database.reader.destroy();
    const { status, code, headers } = await server.admin.execute('{ viewer { id } }');
    expect([status, code, headers.get('retry-after')]).toEqual([503, 'SERVICE_UNAVAILABLE', '2']);
    const operation = await server.anonymous.execute(
      'mutation { logIn(input: { email: "a@b.cd", password: "x" }) { expiresAt } }',
    );
    expect([operation.status, operation.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    await server.deps.database.reader.initialize();
  });

  test('an unexpected error says only where the log has it, and the log has no value of it', async () => {
    await server.deps.database.transaction((manager) => manager.query('ALTER TABLE audit_event RENAME TO gone'));
    const query = '{ auditEvents(filter: { actions: ["hunter2"] }) { totalCount } }';
    const { status, code, errors, headers } = await server.admin.execute(query);
    expect([status, code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    const requestId = headers.get('x-request-id');
    expect(errors![0]!.message).toContain(requestId);
    expect(JSON.stringify(errors)).not.toMatch(/SELECT|audit_event|at /);
    const line = server.logged.find((each) => each.includes('unexpected error'))!;
    expect(JSON.parse(line)).toMatchObject({ requestId, path: 'auditEvents', err: { type: 'QueryFailedError' } });
    expect(line).not.toMatch(/hunter2|SELECT/);
  });
});
