import type { FastifyReply, FastifyRequest } from 'fastify';
import { heldScopes } from '../../access/actor';
import type { Deps } from '../../context';
import { exchangeAccessToken } from '../../features/session/exchange.service';
import type { LoggedIn } from '../../features/session/log-in.service';
import { ScopegateError } from '../../graphql/errors';
import { type Form, readForm, required } from './form';
import { invalidRequest, OAuthError } from './oauth-error';
import { ACCESS_TOKEN, TOKEN_EXCHANGE } from './oauth-names';
import { requestContext } from '../request-context';

/**
 * POST /oauth2/token (RFC 8693): an access token for a session that is bounded by it (U3). No e-mail is asked: the token's
 * 256 bits are proof enough.
 * @throws OAuthError: an unusable token is invalid_request (RFC 8693, 2.2.2), alike for all reasons but expiry.
 */
export async function exchangeToken(request: FastifyRequest, reply: FastifyReply, deps: Deps): Promise<FastifyReply> {
  const form = readForm(request.body);
  assertExchange(form);
  const token = required(form, 'subject_token');
  const session = await exchangeAccessToken(requestContext(request, deps), token).catch((error: unknown) => {
    throw error instanceof ScopegateError ? refusal(error) : error;
  });
  request.notes.actor = session.actor;
  return reply.send(answerOf(session));
}

/** What can't be given is refused, never left out silently. */
function assertExchange(form: Form): void {
  if (required(form, 'grant_type') !== TOKEN_EXCHANGE) {
    throw new OAuthError('unsupported_grant_type', `The only grant type is ${TOKEN_EXCHANGE}.`);
  }
  if (required(form, 'subject_token_type') !== ACCESS_TOKEN) throw onlyAccessTokens('subject_token_type');
  if ((form.get('requested_token_type') ?? ACCESS_TOKEN) !== ACCESS_TOKEN)
    throw onlyAccessTokens('requested_token_type');
  if (form.has('actor_token')) throw invalidRequest('Nobody can act for somebody else: leave actor_token out.');
  if (form.has('scope')) {
    throw new OAuthError('invalid_scope', 'A session has exactly the scopes of its token: leave scope out.');
  }
  if (form.has('audience') || form.has('resource')) {
    throw new OAuthError('invalid_target', 'A session is for this server only: leave audience and resource out.');
  }
}

function onlyAccessTokens(name: string): OAuthError {
  return invalidRequest(`${name} must be ${ACCESS_TOKEN}.`);
}

function refusal(error: ScopegateError): OAuthError | ScopegateError {
  if (error.code === 'TOKEN_EXPIRED') return invalidRequest('The token has expired.');
  if (error.code === 'UNAUTHENTICATED') return invalidRequest('The token is not valid.');
  return error.code === 'INSUFFICIENT_SCOPE' ? invalidRequest(error.message) : error;
}

function answerOf({ secret, expiresAt, actor }: LoggedIn) {
  return {
    access_token: secret,
    issued_token_type: ACCESS_TOKEN,
    token_type: 'Bearer',
    expires_in: Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1_000)),
    scope: heldScopes(actor).join(' '),
  };
}
