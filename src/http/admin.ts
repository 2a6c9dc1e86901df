import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { opensInBrowser } from './browser';
import { builtFolder, PAGE_PROTECTION, serveBuiltAssets } from './built-assets';

export interface AdminOptions {
  /** Folder of the built panel: `index.html` and `assets/`. Where `npm run build` puts it, unless told. */
  bundle?: string;
}

/** What the page has in place of a nonce until it is sent. */
const NONCE = '__NONCE__';

/**
 * Everything comes from and goes to this server; no inline script. Mantine writes style elements, which therefore
 * carry the nonce of their page. The last three directives don't fall back to default-src: https://www.w3.org/TR/CSP3/
 */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Serves the panel: each address from `/admin` on is the same page, which then looks at the address itself. A browser
 * that opens `/` is sent there. A missing bundle never stops the start.
 */
export function registerAdmin(app: FastifyInstance, { bundle = builtFolder('admin') }: AdminOptions = {}): void {
  const index = join(bundle, 'index.html');
  const page = existsSync(index) ? readFileSync(index, 'utf8') : undefined;
  if (page !== undefined) {
    serveBuiltAssets(app, { folder: join(bundle, 'assets'), prefix: '/admin/assets/', headers: PAGE_PROTECTION });
  }
  const send = (_request: unknown, reply: FastifyReply) => sendPage(reply, page);
  app.get('/admin', send);
  app.get('/admin/*', send);
  app.get('/', (request, reply) => (opensInBrowser(request) ? reply.redirect('/admin') : reply.callNotFound()));
}

function sendPage(reply: FastifyReply, page: string | undefined): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  reply.headers(PAGE_PROTECTION).header('content-security-policy', contentSecurityPolicy(nonce));
  // Never kept: a nonce counts once, and a page revived from a cache would show what its viewer saw.
  reply.header('cache-control', 'no-store');
  if (page === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(UNBUILT);
  return reply.type('text/html; charset=utf-8').send(page.replace(NONCE, nonce));
}

const UNBUILT = 'The panel is not built. Run `npm run build`, then start the server again.\n';
