import { compile } from '@fastify/proxy-addr';
import type { FastifyRequest } from 'fastify';
import { rawHeader } from '../../lib/raw-header';

/** The request that a gateway asks about, as far as the gateway may be believed. */
export interface Forwarded {
  /** Canonical. */
  readonly address?: string;
  readonly host?: string;
  readonly method?: string;
  readonly uri?: string;
}

const HOST = /^[A-Za-z0-9.:[\]_-]{1,255}$/;
const METHOD = /^[A-Z][A-Z-]{0,31}$/;
const URI = /^\/[\x21-\x7e]{0,4000}$/;

/**
 * Reads X-Forwarded-For, -Host, -Method and -Uri of TRUSTED_PROXIES; anybody else could have written them. Without
 * X-Forwarded-For the client is unknown: the gateway's own address is not the client's.
 */
export function forwardedBy(trustedProxies: readonly string[]): (request: FastifyRequest) => Forwarded {
  const isTrusted = compile([...trustedProxies]);
  return (request) => {
    const peer = request.raw.socket.remoteAddress;
    if (trustedProxies.length === 0 || !peer || !isTrusted(peer, 0)) return {};
    return {
      address: request.headers['x-forwarded-for'] ? request.notes.address : undefined,
      host: single(request, 'x-forwarded-host', HOST),
      method: single(request, 'x-forwarded-method', METHOD),
      uri: single(request, 'x-forwarded-uri', URI),
    };
  };
}

/** Sent twice, a client may have written the one and the gateway the other. */
function single({ raw }: FastifyRequest, name: string, form: RegExp): string | undefined {
  const [value, ...more] = rawHeader(raw.rawHeaders, name);
  return value !== undefined && more.length === 0 && form.test(value) ? value : undefined;
}
