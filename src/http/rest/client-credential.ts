import type { FastifyRequest } from 'fastify';
import type { KnownActor } from '../../access/actor';
import { bearerOf } from '../../authenticate';
import { parseSecret } from '../../features/api-token/secret';
import { MalformedCredentialError } from '../../graphql/credential-errors';
import { ScopegateError } from '../../graphql/errors';
import { rawHeader } from '../../lib/raw-header';
import { reasonOf } from '../metrics';
import type { Form } from './form';
import { invalidRequest, OAuthError } from './oauth-error';
import type { RestOptions } from './rest-options';

const REALM = 'realm="scopegate"';

/** Credentials of a client, as they were sent. */
interface Sent {
  readonly secret: string;
  /** The public id that stands beside it; undefined for a bearer token. */
  readonly id?: string;
}

/**
 * The API token by which a client of OAuth authenticates: Basic with public id and secret, the same two in the form, or
 * bearer (RFC 7662, 2.1). One way at a time (RFC 6749, 2.3).
 * @throws OAuthError: invalid_request (400), invalid_client or invalid_token (401), insufficient_scope (403).
 */
export async function clientOf(
  request: FastifyRequest,
  form: Form,
  { deps, metrics }: RestOptions,
): Promise<KnownActor> {
  const sent = credentialsIn(request, form);
  if (!sent) throw new OAuthError('invalid_client', 'No credential was received.', challenge());
  try {
    if (!isOwnToken(sent)) throw refused(sent);
    const actor = await deps.authenticator.actorOf({ bearer: sent.secret }, request.notes.address);
    if (!actor.authenticated) throw refused(sent);
    request.notes.actor = actor;
    return actor;
  } catch (error) {
    metrics.credentialRefused(error instanceof OAuthError ? 'not_valid' : reasonOf(error));
    throw error instanceof ScopegateError ? asOAuth(error, sent) : error;
  }
}

/** Sessions and access tokens are no clients; a secret under another's id is a mistake that must not go unnoticed. */
function isOwnToken({ secret, id }: Sent): boolean {
  const parsed = parseSecret(secret);
  return parsed.ok && parsed.kind === 'api' && (id === undefined || id === parsed.publicId);
}

function asOAuth(error: ScopegateError, sent: Sent): OAuthError | ScopegateError {
  if (error.status === 401) return refused(sent);
  if (error.code !== 'INSUFFICIENT_SCOPE') return error;
  return scopeMissing(error.message, error.headers['www-authenticate']);
}

/** RFC 6750, 3.1. */
export function scopeMissing(description: string, authenticate = ''): OAuthError {
  return new OAuthError('insufficient_scope', description, {
    status: 403,
    headers: { 'www-authenticate': authenticate },
  });
}

function refused({ id }: Sent): OAuthError {
  const code = id === undefined ? 'invalid_token' : 'invalid_client';
  return new OAuthError(
    code,
    'The credential is not valid.',
    challenge(id === undefined ? ', error="invalid_token"' : ''),
  );
}

/** Both ways that the header knows: a client takes the one that it can. */
function challenge(why = '') {
  return { status: 401, headers: { 'www-authenticate': `Basic ${REALM}, Bearer ${REALM}${why}` } };
}

function credentialsIn(request: FastifyRequest, form: Form): Sent | undefined {
  const header = request.headers.authorization;
  const secret = form.get('client_secret');
  if (header === undefined) return secret === undefined ? undefined : { id: form.get('client_id') ?? '', secret };
  if (secret !== undefined) throw invalidRequest('Authenticate by the header or in the form, not both.');
  return /^basic(?:\s|$)/i.test(header.trimStart()) ? basic(request) : bearer(request);
}

function bearer(request: FastifyRequest): Sent {
  try {
    return { secret: bearerOf(request.raw) ?? '' };
  } catch (error) {
    if (error instanceof MalformedCredentialError)
      throw invalidRequest('The Authorization header cannot be understood.');
    throw refused({ secret: '' });
  }
}

/** RFC 7617, its two parts percent-encoded as in forms (RFC 6749, 2.3.1). */
function basic({ raw, headers }: FastifyRequest): Sent {
  const sentTwice = rawHeader(raw.rawHeaders, 'authorization').length > 1;
  const encoded = /^basic[ \t]+([A-Za-z0-9+/_-]+=*)[ \t]*$/i.exec(headers.authorization?.trimStart() ?? '')?.[1];
  const [id, secret] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(/:(.*)/s);
  if (sentTwice || !id || !secret) throw invalidRequest('The Authorization header cannot be understood.');
  return { id: decoded(id), secret: decoded(secret) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidRequest('The Authorization header is not percent-encoded properly.');
  }
}
