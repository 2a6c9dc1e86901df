import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { type AdminOptions, registerAdmin } from '../../src/http/admin';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const PAGE = '<meta name="csp-nonce" content="__NONCE__" /><title>Scopegate</title>';

describe('panel', () => {
  let bundle: string;
  let app: FastifyInstance;

  beforeAll(() => {
    bundle = mkdtempSync(join(tmpdir(), 'panel-'));
    mkdirSync(join(bundle, 'assets'));
    writeFileSync(join(bundle, 'index.html'), PAGE);
    writeFileSync(join(bundle, 'assets', 'index-abc.js'), 'export {}');
  });
  afterAll(() => rmSync(bundle, { recursive: true }));
  afterEach(() => app.close());

  function serve(options: AdminOptions = {}): void {
    app = fastify();
    registerAdmin(app, { bundle, ...options });
  }

  const open = (url: string, headers: Record<string, string> = BROWSER) => app.inject({ url, headers });
  const nonceOf = (body: string) => /content="([^"]+)"/.exec(body)?.[1] ?? '';

  test.each(['/admin', '/admin/', '/admin/api-tokens?statuses=ACTIVE', '/admin/users/018f/roles', '/admin/nowhere'])(
    'W1: %s is the panel, which looks at the address itself',
    async (url) => {
      serve();
      const { statusCode, headers, body } = await open(url);
      expect(statusCode).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(body).toContain('<title>Scopegate</title>');
    },
  );

  test('W1: the page may load from and talk to this server alone, and holds no inline script', async () => {
    serve();
    const policy = String((await open('/admin')).headers['content-security-policy']).split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]));
    expect(policy).toEqual(expect.arrayContaining(["frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"]));
    expect(policy.join()).not.toMatch(/https?:|blob:|\*|unsafe-/);
  });

  test('W1: the nonce of the styles is in page and policy alike, and another one in each answer', async () => {
    serve();
    const [first, second] = [await open('/admin'), await open('/admin')];
    expect(nonceOf(first.body)).toMatch(/^[\w+/]{22}==$/);
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonceOf(first.body)}'`);
    expect(nonceOf(second.body)).not.toBe(nonceOf(first.body));
  });

  test('W1: the page is kept by no cache, sniffed by no browser, named to no other site', async () => {
    serve();
    expect((await open('/admin/users')).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  test('W1: an asset may be kept for ever', async () => {
    serve();
    const { headers, body } = await open('/admin/assets/index-abc.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toMatch(/^text\/javascript/);
    expect(body).toBe('export {}');
  });

  test('W1: an asset of another build is not there, rather than being the page', async () => {
    serve();
    expect((await open('/admin/assets/index-old.js')).statusCode).toBe(404);
  });

  test('W1: a browser that opens the server itself is sent to the panel, a program is not', async () => {
    serve();
    const { statusCode, headers } = await open('/');
    expect([statusCode, headers.location]).toEqual([302, '/admin']);
    expect((await open('/', { accept: 'application/json' })).statusCode).toBe(404);
  });

  test('W1: without a build the server starts, and the page says what to run', async () => {
    serve({ bundle: join(bundle, 'nowhere') });
    const { statusCode, headers, body } = await open('/admin');
    expect([statusCode, headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(body).toContain('npm run build');
  });
});
