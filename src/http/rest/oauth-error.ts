import type { FastifyReply, FastifyRequest } from 'fastify';
import { toShown } from '../answer';

/** The codes of RFC 6749 (5.2), RFC 6750 (3.1) and RFC 8693 (2.2.2) that the endpoints answer. */
export type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_token'
  | 'invalid_scope'
  | 'invalid_target'
  | 'insufficient_scope'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'server_error';

interface OAuthErrorOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as OAuth clients read it. The description is shown: ASCII without quotation marks and backslashes (RFC 6749, 5.2). */
export class OAuthError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: OAuthCode,
    readonly description: string,
    { status = 400, headers = {} }: OAuthErrorOptions = {},
  ) {
    super(description);
    this.status = status;
    this.headers = headers;
  }
}

export function invalidRequest(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}

/** Any error of an OAuth endpoint. What nobody decided on says nothing of itself. */
export function sendOAuthError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, headers, code, description } = error instanceof OAuthError ? error : translated(error, request);
  return reply
    .status(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .send({ error: code, error_description: description });
}

/** RFC 6749 gives an unreadable request 400; a body that is too large keeps its own status. */
function translated(error: unknown, request: FastifyRequest): OAuthError {
  const { status, headers, message } = toShown(error, request);
  if (status === 429 || status === 503)
    return new OAuthError('temporarily_unavailable', ascii(message), { status, headers });
  if (status >= 500) return new OAuthError('server_error', ascii(message), { status, headers });
  if (status === 413) return new OAuthError('invalid_request', ascii(message), { status });
  if (status === 415) return invalidRequest('Send the parameters as application/x-www-form-urlencoded.');
  return new OAuthError('invalid_request', ascii(message), { headers });
}

function ascii(text: string): string {
  return text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');
}
