import { serverAudits } from 'graphql-http';
import { startServer, type TestServer } from '../support/server';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /**
   * The specification's own checks, sent with a credential, for some read the schema. GET without a preflight header is
   * refused (CSRF): only MAY asks for it.
   */
  const audits = serverAudits({
    url: () => `${server.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${server.admin.secret}` } }),
  });

  test.each(audits.filter(({ name }) => !name.startsWith('MAY')).map((audit) => [audit.name, audit] as const))(
    '%s',
    async (_, audit) => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' });
    },
  );

  function send(init: RequestInit & { path?: string }): Promise<Response> {
    return fetch(`${server.url}${init.path ?? '/graphql'}`, { method: 'POST', ...init });
  }

  function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return send({ body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  }

  async function refusal(answer: Response): Promise<{ status: number; code: string; message: string }> {
    expect(answer.headers.get('content-type')).toMatch(/^application\/(json|graphql-response\+json)/);
    const { errors } = (await answer.json()) as { errors: { message: string; extensions: { code: string } }[] };
    return { status: answer.status, code: errors[0]!.extensions.code, message: errors[0]!.message };
  }

  test('a batch is refused', async () => {
    const answer = await post([{ query: '{ viewer { id } }' }, { query: '{ viewer { id } }' }]);
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('a body that is not JSON is 400 and is not quoted', async () => {
    const answer = await send({ body: '{"query": hunter2}', headers: { 'content-type': 'application/json' } });
    const { message, ...rest } = await refusal(answer);
    expect(rest).toEqual({ status: 400, code: 'BAD_REQUEST' });
    expect(message).not.toContain('hunter2');
  });

  test('a body that is not UTF-8 is 400', async () => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ viewer { id } }","x":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    const answer = await send({ body, headers: { 'content-type': 'application/json' } });
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('an empty body is 400', async () => {
    const answer = await send({ body: '', headers: { 'content-type': 'application/json' } });
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('__proto__ in the body is 400', async () => {
    const body = '{"query":"{ viewer { id } }","variables":{"__proto__":{"admin":true}}}';
    const answer = await send({ body, headers: { 'content-type': 'application/json' } });
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml'])(
    'a body of %s is refused',
    async (type) => {
      const answer = await send({ body: '{"query":"{ viewer { id } }"}', headers: { 'content-type': type } });
      expect(await refusal(answer)).toMatchObject({ status: 415, code: 'BAD_REQUEST' });
    },
  );

  test('a 10 MB body is 413', async () => {
    const answer = await post({ query: '{ viewer { id } }', variables: { filler: 'x'.repeat(10_000_000) } });
    expect(await refusal(answer)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is 405 and says what to use', async (method) => {
    const answer = await send({ method });
    expect(answer.headers.get('allow')).toBe('GET, POST');
    expect(await refusal(answer)).toMatchObject({ status: 405, code: 'BAD_REQUEST' });
  });

  test.each([
    ['GET', '/oauth2/introspect', 'POST'],
    ['HEAD', '/oauth2/token', 'POST'],
    ['POST', '/readyz?verbose', 'GET, HEAD'],
    ['PUT', '/api/v1/api-tokens', 'GET, HEAD, POST'],
    ['POST', '/api/v1/api-tokens/01981f5e-0000-7000-8000-000000000000', 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/api/v1/api-tokens/01981f5e-0000-7000-8000-000000000000/revoke', 'POST'],
    ['DELETE', '/admin/tokens', 'GET, HEAD'],
  ])('%s %s is 405 and says what the address takes', async (method, path, allow) => {
    const answer = await send({ method, path });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  test('an unknown route is 404 in JSON and does not repeat the address', async () => {
    const answer = await send({ method: 'GET', path: '/nowhere/hunter2' });
    const { message, ...rest } = await refusal(answer);
    expect(rest).toEqual({ status: 404, code: 'NOT_FOUND' });
    expect(message).not.toContain('hunter2');
  });

  test('an address that can not be decoded is 400 in JSON', async () => {
    const answer = await send({ method: 'GET', path: '/%c0%af' });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('a GET without a preflight header is refused (CSRF)', async () => {
    const answer = await send({ method: 'GET', path: '/graphql?query=%7B__typename%7D' });
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('a GET with one is answered, a mutation by GET is 405', async () => {
    const headers = { 'apollo-require-preflight': '1' };
    const query = await send({ method: 'GET', path: '/graphql?query=%7B__typename%7D', headers });
    expect(await query.json()).toEqual({ data: { __typename: 'Query' } });
    const mutation = await send({ method: 'GET', path: '/graphql?query=mutation%7B__typename%7D', headers });
    expect(await refusal(mutation)).toMatchObject({ status: 405, code: 'BAD_REQUEST' });
  });

  test('what only the execution finds out keeps its status whatever is accepted', async () => {
    for (const accept of ['application/json', GRAPHQL_RESPONSE]) {
      const answer = await post({ query: 'mutation { logOut { loggedOut } }' }, { accept });
      expect(answer.headers.get('content-type')).toContain(accept);
      expect(await refusal(answer)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    }
  });

  test('an Accept header that can not be met is answered in JSON', async () => {
    const answer = await post({ query: '{ __typename }' }, { accept: 'image/png' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});
