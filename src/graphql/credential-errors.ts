import { GraphQLError } from 'graphql';
import { API_EXECUTE } from '../access/catalogue';
import { ScopegateError } from './errors';

const REALM = 'Bearer realm="scopegate"';

/** One for all, for it says the same of all; making an error is a tenth of the time of a refusal. */
const REFUSED = new ScopegateError('UNAUTHENTICATED', 'The credential that was sent is not valid.', {
  headers: { 'www-authenticate': `${REALM}, error="invalid_token", error_description="The credential is not valid"` },
});

/** RFC 6750, 3.1: all that makes a token invalid reads alike (C8). */
export function credentialRefused(): ScopegateError {
  return REFUSED;
}

/** Told only to somebody who sent the right secret. */
export function tokenExpired(): ScopegateError {
  return new ScopegateError(
    'TOKEN_EXPIRED',
    'The token has expired. Give it a later expiry, or regenerate it with a new lifetime.',
    {
      headers: { 'www-authenticate': `${REALM}, error="invalid_token", error_description="The token has expired"` },
    },
  );
}

/** Reads differently from a wrong one: a proxy may have stripped the header (docs/OPERATIONS.md). */
export function credentialMissing(): ScopegateError {
  return new ScopegateError('UNAUTHENTICATED', 'No credential was received. Send it as "Authorization: Bearer …".', {
    headers: { 'www-authenticate': REALM },
  });
}

/** RFC 6750, 3.1: the challenge of a 403 that names the scope. */
export function scopeChallenge(scope: string): Record<'www-authenticate', string> {
  return { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` };
}

/** P3: using any token needs api:execute on its owner. */
export function executionRefused(): ScopegateError {
  return new ScopegateError(
    'INSUFFICIENT_SCOPE',
    `The owner of this token may not use tokens: it lacks ${API_EXECUTE}.`,
    {
      missing: [{ coordinate: 'Query', path: [], anyOf: [[API_EXECUTE]] }],
      headers: scopeChallenge(API_EXECUTE),
    },
  );
}

/** A request that can't be understood: Apollo's own code, RFC 6750's invalid_request. */
export class MalformedCredentialError extends GraphQLError {
  readonly status = 400;
  readonly headers = { 'www-authenticate': `${REALM}, error="invalid_request"` };

  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_REQUEST' } });
  }
}
