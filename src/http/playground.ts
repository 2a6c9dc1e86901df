import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { opensInBrowser } from './browser';
import { builtFolder, PAGE_PROTECTION, serveBuiltAssets } from './built-assets';

/** What is served: the page, or `unbuilt` when `npm run build` hasn't made it. */
type Playground = { page: string } | 'unbuilt';

declare module 'fastify' {
  interface FastifyInstance {
    /** Missing when the playground is switched off or was never registered. */
    playground?: Playground;
  }
}

export interface PlaygroundOptions {
  /** The setting PLAYGROUND. False: no page, no asset; a browser's GET is the API's like any other. */
  enabled: boolean;
  /** Folder of the built page: `index.html` and `assets/`. Where `npm run build` puts it, unless told. */
  bundle?: string;
}

/**
 * A policy of its own, for the editor writes style elements; everything else may only come from and go to this server.
 * https://www.w3.org/TR/CSP3/ : the last three directives don't fall back to default-src.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PROTECTION = { ...PAGE_PROTECTION, 'content-security-policy': CONTENT_SECURITY_POLICY };

/**
 * Serves the playground's assets under `/graphql/assets/` and makes the page ready for {@link sendPlayground}. Call it
 * once, on the instance that has the `/graphql` route or on a parent of it. A missing bundle never stops the start.
 *
 * The route itself belongs to the API, which hands a browser over:
 * `app.get('/graphql', (request, reply) => wantsPlayground(request) ? sendPlayground(reply) : answer(request, reply))`
 */
export function registerPlayground(
  app: FastifyInstance,
  { enabled, bundle = builtFolder('playground') }: PlaygroundOptions,
): void {
  if (!enabled) return;
  const index = join(bundle, 'index.html');
  if (!existsSync(index)) {
    app.decorate('playground', 'unbuilt');
    return;
  }
  app.decorate('playground', { page: readFileSync(index, 'utf8') });
  // The policy goes with the assets too: a worker is bound by that of its own script's answer, not of the page.
  serveBuiltAssets(app, { folder: join(bundle, 'assets'), prefix: '/graphql/assets/', headers: PROTECTION });
}

/** Whether a browser opens the address, and there is a playground to show. */
export function wantsPlayground(request: FastifyRequest): boolean {
  return request.server.playground !== undefined && opensInBrowser(request);
}

/** Answers with the page: 200, or 503 in plain text when it isn't built. Only after {@link wantsPlayground} said yes. */
export function sendPlayground(reply: FastifyReply): FastifyReply {
  const playground = reply.server.playground;
  reply.headers(PROTECTION).header('vary', varyWithAccept(reply));
  // Never kept: a page revived from the back-forward cache would still hold the token in its memory.
  reply.header('cache-control', 'no-store');
  if (playground === undefined || playground === 'unbuilt') {
    return reply.code(503).type('text/plain; charset=utf-8').send(UNBUILT);
  }
  return reply.type('text/html; charset=utf-8').send(playground.page);
}

const UNBUILT = 'The playground is not built. Run `npm run build`, then start the server again.\n';

function varyWithAccept(reply: FastifyReply): string {
  const vary = reply.getHeader('vary');
  return vary === undefined ? 'Accept' : `${String(vary)}, Accept`;
}
