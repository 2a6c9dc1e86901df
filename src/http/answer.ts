import type { FastifyReply, FastifyRequest } from 'fastify';
import { ScopegateError } from '../graphql/errors';
import { tellCaller } from './credential-answer';
import { asShown, type ShownError, shownAs, unexpected } from './errors/shown-error';
import { answerType } from './media-type';

/** Fastify's own errors and Node's: the status counts, the text may quote the request. */
interface StatusError {
  readonly statusCode?: number;
  readonly code?: string;
}

/** What may be shown of any error: ours as they are, anything unexpected by its code alone. Logs the latter. */
export function toShown(error: unknown, request: FastifyRequest): ShownError {
  const known = asShown(error) ?? refusedByFramework(error);
  if (known) return known;
  request.log.error({ requestId: request.id, err: error }, 'unexpected error');
  return shownAs(unexpected(request.id));
}

/** Answers a request that never reached GraphQL in GraphQL's shape. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendShown(toShown(error, request), request, reply);
}

export function sendShown(
  { status, headers, message, extensions }: ShownError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const type = answerType(request.headers.accept);
  const { actor } = request.notes;
  if (actor?.authenticated) tellCaller(reply, actor);
  return reply
    .status(status)
    .headers(headers)
    .type(type)
    .send(JSON.stringify({ errors: [{ message, extensions }] }));
}

/** A request that can't be answered for what it is: Apollo's own code, which says no more than the status. */
export function badRequest(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ShownError {
  return { status, headers, message, extensions: { code: 'BAD_REQUEST' } };
}

const NOT_JSON = 'The body is not valid JSON in UTF-8.';
const TEXTS: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood.',
  404: 'There is nothing at this address.',
  408: 'The request took too long to arrive.',
  414: 'The address is too long.',
  415: 'Send the body as application/json.',
  431: 'The headers of the request are too large.',
};

function refusedByFramework(error: unknown): ShownError | undefined {
  const { statusCode = 500, code } = error as StatusError;
  if (statusCode === 413)
    return shownAs(new ScopegateError('PAYLOAD_TOO_LARGE', 'The body is too large. Send less in one request.'));
  if (statusCode < 400 || statusCode >= 500) return undefined;
  const message =
    error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY' ? NOT_JSON : TEXTS[statusCode];
  return badRequest(statusCode, message ?? 'The request cannot be understood.');
}

export function notJson(): ShownError {
  return badRequest(400, NOT_JSON);
}
