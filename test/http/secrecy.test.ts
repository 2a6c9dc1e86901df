import { startServer, type TestServer } from '../support/server';

const SECRET = 'hunter2-hunter2';

describe('nothing secret in logs and URLs', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  interface Line {
    readonly msg: string;
    readonly requestId: string;
    readonly [name: string]: unknown;
  }

  /** The lines of one request; the line of its end comes after the answer. */
  async function linesOf(requestId: string | null): Promise<Line[]> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return server.logged.map((line) => JSON.parse(line) as Line).filter((line) => line.requestId === requestId);
  }

  test('one line for each request: id, route, status, time, operation and user', async () => {
    const { headers } = await server.admin.execute('query Mine { viewer { id } }');
    const lines = (await linesOf(headers.get('x-request-id'))).filter(({ msg }) => msg === 'request');
    expect(lines).toEqual([
      expect.objectContaining({ method: 'POST', route: '/graphql', status: 200, operation: 'Mine', cost: 2 }),
    ]);
    expect(lines[0]).toMatchObject({ ms: expect.any(Number) as number, userId: expect.any(String) as string });
  });

  test('S1: documents are logged without literals, variables never', async () => {
    const query = `mutation ($password: String!) { logIn(input: { email: "${SECRET}@example.com", password: $password }) { expiresAt } }`;
    const { headers } = await server.anonymous.execute(query, { password: SECRET });
    const text = JSON.stringify(await linesOf(headers.get('x-request-id')));
    expect(text).toContain('logIn(input: {email');
    expect(text).not.toContain('hunter2');
  });

  test('S1: neither a credential nor an address that was asked for reaches the log', async () => {
    const secret = server.admin.secret!;
    await fetch(`${server.url}/${secret}`, { headers: { authorization: `Bearer ${secret}`, cookie: `a=${secret}` } });
    await fetch(`${server.url}/graphql?token=${secret}`, { headers: { 'user-agent': secret, referer: secret } });
    await server.as(secret).execute(`query ${secret} { viewer { ${secret}: id } }`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [, , , publicId, rest] = secret.split('_');
    expect(server.logged.join()).not.toContain(rest ?? publicId);
  });

  const encoded = (query: string, more = '') => `query=${encodeURIComponent(query)}${more}`;
  const list = '{ apiTokens(first: $n) { totalCount } }';

  test.each([
    ['a variable', encoded('{ __typename }', `&variables=${encodeURIComponent('{"a":[{"newPassword":"x"}]}')}`)],
    ['a declared variable', encoded(`query ($token: Int) ${list.replace('$n', '$token')}`)],
    ['a parameter', encoded('{ __typename }', '&access_token=x')],
    ['what old scripts call a token', encoded('{ __typename }', '&session=x')],
  ])('S1: %s that is named like a secret is refused by GET', async (_, search) => {
    const headers = { 'apollo-require-preflight': '1', authorization: `Bearer ${server.admin.secret}` };
    const answer = await fetch(`${server.url}/graphql?${search}`, { headers });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('must not be sent in a URL');
  });

  test('a GET with other variables is answered', async () => {
    const headers = { 'apollo-require-preflight': '1', authorization: `Bearer ${server.admin.secret}` };
    const search = encoded(`query ($n: Int) ${list}`, `&variables=${encodeURIComponent('{"n":3}')}`);
    expect((await fetch(`${server.url}/graphql?${search}`, { headers })).status).toBe(200);
  });

  test('S1: headers, cookies and addresses are hidden, whoever logs them', () => {
    const headers = { authorization: `Bearer ${SECRET}`, cookie: SECRET };
    const error = Object.assign(new Error(`"${SECRET}"`), { sql: SECRET, parameters: [SECRET] });
    server.app.log.error(
      { ...headers, headers, 'set-cookie': SECRET, url: `/?a=${SECRET}`, err: error, error },
      'test',
    );
    server.app.log.error({ req: { headers, url: SECRET }, res: { headers } }, 'test');
    expect(server.logged.filter((line) => line.includes('"test"')).length).toBe(2);
    expect(server.logged.join()).not.toContain('hunter2');
  });

  test('S1: a forwarded address is believed from nobody', async () => {
    const query = 'mutation { logIn(input: { email: "nobody@example.com", password: "x" }) { expiresAt } }';
    await server.anonymous.with({ 'x-forwarded-for': '203.0.113.9' }).execute(query);
    const rows = await server.deps.database.reader.query<{ address: string | null }[]>(
      "SELECT address FROM audit_event WHERE action = 'session.refused'",
    );
    expect(new Set(rows.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });
});
