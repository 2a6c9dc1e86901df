import { generateSecret } from '../../src/features/api-token/secret';
import { startServer, type TestServer } from '../support/server';

describe('for operators', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const open = (path: string, init?: RequestInit): Promise<Response> => fetch(`${server.url}${path}`, init);

  test('/healthz tells that the process is alive', async () => {
    const answer = await open('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'alive' }]);
  });

  test('/readyz asks the database', async () => {
    expect((await open('/readyz')).status).toBe(200);
    await server.deps.database.reader.destroy();
    const answer = await open('/readyz');
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable' }]);
    expect((await open('/healthz')).status).toBe(200);
    await server.deps.database.reader.initialize();
    expect((await open('/readyz')).status).toBe(200);
  });

  test('/metrics counts requests by route and status, and refused credentials by reason', async () => {
    await server.anonymous.execute('{ viewer { id } }');
    await server.as('nonsense').execute('{ viewer { id } }');
    await open('/nowhere/at/all');
    const text = await (await open('/metrics')).text();
    expect(text).toMatch(/request_duration_seconds_count\{route="\/graphql",status="200"\} \d+/);
    expect(text).toMatch(/request_duration_seconds_count\{route="unknown",status="404"\} 1/);
    expect(text).toMatch(/scopegate_credentials_refused_total\{reason="not_valid"\} 1/);
    expect(text).toMatch(
      /scopegate_http_request_duration_seconds_bucket\{le="0.01",route="\/graphql",status="200"\} \d+/,
    );
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toMatch(/sg_|nonsense|at\/all/);
  });

  test('S2: the published pattern and checksum tell a real credential', async () => {
    const answer = await open('/.well-known/scopegate-token-format');
    const { pattern, prefixes } = (await answer.json()) as { pattern: string; prefixes: Record<string, string> };
    const kinds = Object.keys(prefixes).map((prefix) => prefix.split('_')[1] as 'api' | 'acc' | 'ses');
    expect(kinds).toEqual(['api', 'acc', 'ses']);
    for (const kind of kinds) expect(generateSecret(kind).text).toMatch(new RegExp(`^${pattern}$`));
    expect('sg_api_short_1').not.toMatch(new RegExp(pattern));
  });

  test('every answer has its own request id, whatever id was sent', async () => {
    const answers = await Promise.all([open('/healthz'), open('/nowhere', { headers: { 'x-request-id': 'mine' } })]);
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set([...ids, 'mine', null]).size).toBe(4);
  });

  test('an answer may load nothing, be framed nowhere, be kept by no cache and be read by no other site', async () => {
    const { headers } = await server.anonymous
      .with({ origin: 'https://elsewhere.example' })
      .execute('{ viewer { id } }');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull();
  });

  test('a preflight of another origin is not granted', async () => {
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };
    const answer = await open('/graphql', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('access-control-allow-methods')).toBeNull();
  });
});

describe('behind a proxy', () => {
  test.each([
    ['an address of the proxy', ['127.0.0.1'], '203.0.113.9, 198.51.100.7', '198.51.100.7'],
    ['a range', ['127.0.0.0/8', '198.51.100.0/24'], '203.0.113.9, 198.51.100.7', '203.0.113.9'],
    ['IPv6 that holds IPv4', ['127.0.0.1'], '::ffff:203.0.113.9', '203.0.113.9'],
    ['nobody who connects', ['192.0.2.1'], '203.0.113.9', '127.0.0.1'],
    ['an address that is none', ['127.0.0.1'], 'nonsense', null],
  ])(
    'TRUSTED_PROXIES with %s: the client is the last that is not trusted',
    async (_, trustedProxies, forwarded, expected) => {
      const server = await startServer({ config: { trustedProxies } });
      const client = server.admin.with({ 'x-forwarded-for': forwarded });
      await client.execute('mutation { logIn(input: { email: "nobody@example.com", password: "x" }) { expiresAt } }');
      const rows = await server.deps.database.reader.query<{ address: string | null }[]>(
        "SELECT address FROM audit_event WHERE action = 'session.refused'",
      );
      await server.close();
      expect(rows).toEqual([{ address: expected }]);
    },
  );
});
