import type { FastifyRequest } from 'fastify';
import { acceptedQualities } from '../lib/accepted-qualities';

/**
 * Whether this is a browser that opens the address: GET or HEAD with `text/html` accepted by name, and no less than
 * JSON. Programs, which accept JSON or anything, are none.
 */
export function opensInBrowser({ method, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const qualities = acceptedQualities(headers.accept);
  const html = qualities.get('text/html') ?? 0;
  const json = Math.max(
    qualities.get('application/json') ?? 0,
    qualities.get('application/graphql-response+json') ?? 0,
  );
  return html > 0 && html >= json;
}
