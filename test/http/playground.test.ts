import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { registerPlayground, sendPlayground, wantsPlayground, type PlaygroundOptions } from '../../src/http/playground';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

describe('playground', () => {
  let bundle: string;
  let app: FastifyInstance;

  beforeAll(() => {
    bundle = mkdtempSync(join(tmpdir(), 'playground-'));
    mkdirSync(join(bundle, 'assets'));
    writeFileSync(join(bundle, 'index.html'), '<title>Scopegate playground</title>');
    writeFileSync(join(bundle, 'assets', 'index-abc.js'), 'export {}');
    writeFileSync(join(bundle, 'assets', 'index-abc.js.gz'), gzipSync('export {}'));
  });
  afterAll(() => rmSync(bundle, { recursive: true }));
  afterEach(() => app.close());

  async function serve(options: PlaygroundOptions): Promise<void> {
    app = fastify();
    registerPlayground(app, { bundle, ...options });
    app.register(async (api) => {
      api.get('/graphql', (request, reply) => (wantsPlayground(request) ? sendPlayground(reply) : { api: true }));
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
  }

  /** Not fetch: it would tidy the path, and unpack the answer. */
  async function open(headers: Record<string, string>, path = '/graphql'): Promise<Answer> {
    const { port } = app.server.address() as AddressInfo; // listens on TCP
    const response = await new Promise<IncomingMessage>((answered, failed) => {
      get({ host: '127.0.0.1', port, path, headers, agent: false }, answered).on('error', failed);
    });
    return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
  }

  test('W6: a browser that opens /graphql gets the page', async () => {
    await serve({ enabled: true });
    const answer = await open(BROWSER);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(answer.body)).toContain('Scopegate playground');
  });

  test('W6: the page may load from and talk to this server alone', async () => {
    await serve({ enabled: true });
    const policy = String((await open(BROWSER)).headers['content-security-policy']).split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]));
    expect(policy).toEqual(expect.arrayContaining(["frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"]));
    expect(policy.join()).not.toMatch(/https?:|blob:|\*|unsafe-eval/);
  });

  test('W6: the page is kept by no cache, sniffed by no browser, named to no other site', async () => {
    await serve({ enabled: true });
    expect((await open(BROWSER)).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      vary: 'Accept',
    });
  });

  test('W6: the page sets no cookie', async () => {
    await serve({ enabled: true });
    expect((await open(BROWSER)).headers).not.toHaveProperty('set-cookie');
  });

  test.each([
    ['nothing', ''],
    ['anything', '*/*'],
    ['JSON', 'application/json'],
    ['JSON rather than HTML', 'application/graphql-response+json, text/html;q=0.5'],
    ['HTML never', 'text/html;q=0, */*'],
  ])('W6: a GET that accepts %s stays with the API', async (_, accept) => {
    await serve({ enabled: true });
    expect(String((await open({ accept })).body)).toBe('{"api":true}');
  });

  test('W6: an asset may be kept for ever and carries the policy that binds a worker', async () => {
    await serve({ enabled: true });
    const answer = await open({}, '/graphql/assets/index-abc.js');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('W6: an asset goes compressed to a browser that takes gzip, and plain to others', async () => {
    await serve({ enabled: true });
    const url = '/graphql/assets/index-abc.js';
    const packed = await open({ 'accept-encoding': 'gzip, br' }, url);
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(gunzipSync(packed.body).toString()).toBe('export {}');
    expect(String((await open({ 'accept-encoding': 'gzip;q=0' }, url)).body)).toBe('export {}');
  });

  test.each(['/graphql/assets/missing.js', '/graphql/assets/../index.html', '/graphql/assets/%2e%2e/index.html'])(
    'W6: %s is not an asset',
    async (url) => {
      await serve({ enabled: true });
      expect((await open({}, url)).status).toBe(404);
    },
  );

  test('W6: switched off, a browser gets what the API says', async () => {
    await serve({ enabled: false });
    expect(String((await open(BROWSER)).body)).toBe('{"api":true}');
    expect((await open({}, '/graphql/assets/index-abc.js')).status).toBe(404);
  });

  test('W6: without a build the server starts, and the page says what to run', async () => {
    await serve({ enabled: true, bundle: join(bundle, 'nowhere') });
    const answer = await open(BROWSER);
    expect(answer.status).toBe(503);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(String(answer.body)).toContain('npm run build');
  });
});
