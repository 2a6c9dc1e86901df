import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { acceptedQualities } from '../lib/accepted-qualities';

export interface BuiltAssets {
  /** A flat folder of a front end's build, with names that change with their content. Must exist. */
  folder: string;
  /** Begins and ends with a slash. */
  prefix: string;
  /** Sent with each of them. */
  headers: Record<string, string>;
}

/** Of every page and its assets, beside the page's own content security policy. */
export const PAGE_PROTECTION = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Where `npm run build` puts a front end: `dist/<name>`, seen from `dist/src/http` as well as from `src/http`. */
export function builtFolder(name: string): string {
  const root = resolve(__dirname, '../..');
  return basename(root) === 'dist' ? join(root, name) : join(root, 'dist', name);
}

const MEDIA_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * Serves the files that are there now, from memory: a name is looked up in a list, so no path leads anywhere else, and
 * a build made meanwhile doesn't break the pages of this one. A `.gz` beside a file is sent to whoever takes gzip.
 */
export function serveBuiltAssets(app: FastifyInstance, { folder, prefix, headers }: BuiltAssets): void {
  const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  app.get<{ Params: { name: string } }>(`${prefix}:name`, (request, reply) => {
    const { name } = request.params;
    const file = files.get(name);
    const type = MEDIA_TYPES[extname(name)];
    if (file === undefined || type === undefined) return reply.callNotFound();
    reply.headers(headers).type(type).header('cache-control', 'public, max-age=31536000, immutable');
    return sendSmallest(reply, file, files.get(`${name}.gz`));
  });
}

function sendSmallest(reply: FastifyReply, file: Buffer, compressed: Buffer | undefined): FastifyReply {
  if (compressed === undefined) return reply.send(file);
  reply.header('vary', 'Accept-Encoding');
  const takesGzip = acceptedQualities(reply.request.headers['accept-encoding']).get('gzip') ?? 0;
  return takesGzip > 0 ? reply.header('content-encoding', 'gzip').send(compressed) : reply.send(file);
}
