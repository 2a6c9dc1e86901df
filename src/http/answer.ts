import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '../database-errors';
import { MalformedCredentialError } from '../graphql/credential-errors';
import { ScopegateError } from '../graphql/errors';

interface Shown {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> };
}

export function unavailable(): ScopegateError {
  return new ScopegateError('SERVICE_UNAVAILABLE', 'The server cannot answer now. Try again in a few seconds.', { retryAfter: 2 });
}

/** What may be shown of any error: ours as they are, anything unexpected by its code alone. Logs the latter. */
export function toShown(error: unknown, request: FastifyRequest): Shown {
  const known = isUnavailable(error) ? unavailable() : error;
  if (known instanceof ScopegateError || known instanceof MalformedCredentialError) {
    const { status, headers, message, extensions } = known;
    return { status, headers, error: { message, extensions } };
  }
  request.log.error({ err: error }, 'unexpected error');
  const hidden = unexpected(request.id);
  return { status: hidden.status, headers: {}, error: { message: hidden.message, extensions: hidden.extensions } };
}

export function unexpected(requestId: string): ScopegateError {
  return new ScopegateError('INTERNAL_SERVER_ERROR', `Something unexpected happened. The log has it under request id ${requestId}.`);
}

/** Answers a request that never reached GraphQL in GraphQL's shape. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, headers, error: shown } = toShown(error, request);
  return reply.status(status).headers(headers).type(mediaType(request)).send(JSON.stringify({ errors: [shown] }));
}

function mediaType(request: FastifyRequest): string {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/graphql-response+json')
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8';
}

