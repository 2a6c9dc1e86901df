import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startServer, type TestServer } from '../support/server';

/** Sends bytes as they are, and reads until the server closes. */
async function raw(server: TestServer, bytes: string): Promise<string> {
  const { port, hostname } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

const BODY = '{"query":"{ __typename }"}';
const HEAD = 'POST /graphql HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n';

describe('requests that are not quite HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ options: { times: { headers: 300, request: 400, check: 50 } } });
  });
  afterAll(() => server.close());

  test('one of everything is answered', async () => {
    expect(await raw(server, `${HEAD}Host: a\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`)).toMatch(
      /^HTTP\/1.1 200 /,
    );
  });

  test.each([
    ['two lengths', `Host: a\r\nContent-Length: ${BODY.length}\r\nContent-Length: 3\r\n`],
    ['two equal lengths', `Host: a\r\nContent-Length: ${BODY.length}\r\nContent-Length: ${BODY.length}\r\n`],
    ['a length and chunks', `Host: a\r\nContent-Length: ${BODY.length}\r\nTransfer-Encoding: chunked\r\n`],
    ['a coding that nobody knows', 'Host: a\r\nTransfer-Encoding: chunked, identity\r\n'],
    ['two hosts', `Host: a\r\nHost: b\r\nContent-Length: ${BODY.length}\r\n`],
    ['no host', `Content-Length: ${BODY.length}\r\n`],
    ['two content types', `Host: a\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\n`],
    [
      'two credentials',
      `Host: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nContent-Length: ${BODY.length}\r\n`,
    ],
    ['a header that goes on in the next line', `Host: a\r\nX-A: b\r\n c\r\nX\r\nContent-Length: ${BODY.length}\r\n`],
    ['a blank before the colon', `Host : a\r\nContent-Length: ${BODY.length}\r\n`],
    ['a null byte in a header', `Host: a\r\nX-A: \0\r\nContent-Length: ${BODY.length}\r\n`],
  ])('%s: 400', async (_, headers) => {
    const answer = await raw(server, `${HEAD}${headers}\r\n${BODY}`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });

  test('headers of 100 kB: 431 in JSON', async () => {
    const answer = await raw(server, `${HEAD}Host: a\r\nX-A: ${'x'.repeat(100_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 431 .*\{"errors":\[/s);
  });

  test('headers that never end are given up (slowloris)', async () => {
    expect(await raw(server, `${HEAD}Host: a\r\nX-A: `)).toMatch(/^HTTP\/1.1 408 .*\{"errors":\[/s);
  });

  test('a body that never ends is given up', async () => {
    expect(await raw(server, `${HEAD}Host: a\r\nContent-Length: 1000\r\n\r\n{`)).toMatch(/^HTTP\/1.1 408 /);
  });
});

describe('time', () => {
  /** Holds the writer of the database, so that whatever changes something waits. */
  function hold(server: TestServer): { release: () => void; held: Promise<void> } {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    // MySQL and MariaDB have many connections: there the row that log-out deletes is locked.
    void server.deps.database.transaction(async (manager) => {
      await manager.query('UPDATE session SET confirmed_until = NULL');
      await held;
    });
    return { release, held };
  }

  const CHANGE = 'mutation { logOut { loggedOut } }';

  test('an operation that takes too long is given up with 503', async () => {
    const server = await startServer({ options: { times: { operation: 200 } } });
    const { release } = hold(server);
    const { status, code, headers } = await server.admin.execute(CHANGE);
    expect([status, code, headers.get('retry-after')]).toEqual([503, 'SERVICE_UNAVAILABLE', '2']);
    release();
    await server.close();
  });

  test('a server that stops is not ready, finishes what runs, writes what is pending and takes nothing new', async () => {
    const server = await startServer();
    const { release } = hold(server);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const running = server.admin.execute(CHANGE);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = server.app.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
    release();
    const { status, data, headers } = await running;
    expect([status, data]).toEqual([200, { logOut: { loggedOut: true } }]);
    expect(headers.get('connection')).toBe('close');
    await closed;
    await server.close();
  });

  test('what does not finish in time is cut off', async () => {
    const server = await startServer({ options: { times: { shutdown: 100 } } });
    const { release } = hold(server);
    const running = server.admin.execute(CHANGE).catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = server.app.close();
    expect(await running).toBe('cut off');
    release();
    await closed;
    await server.close();
  });
});
