import type { FastifyRequest } from 'fastify';

/** Of these a proxy in front may have read one and this server the other; Node keeps the first and says nothing. */
const SINGLE = new Set(['host', 'content-length', 'content-type', 'transfer-encoding', 'origin']);

/** A header that may stand once and stands twice; undefined when there is none. Authorization has its own answer (U1). */
export function doubledHeader({ raw }: FastifyRequest): string | undefined {
  const seen = new Set<string>();
  for (let index = 0; index < raw.rawHeaders.length; index += 2) {
    const name = (raw.rawHeaders[index] ?? '').toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
