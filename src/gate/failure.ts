import { GraphQLError } from 'graphql';
import { CredentialError, VerifierUnavailable } from './credential-error';
import { challenge } from './denial';

/** An answer instead of an execution. */
export interface Refusal {
  readonly error: GraphQLError;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The answer when the actor could not be found: a bad credential is never read as nobody (rule 12), and a failure that isn't about
 * the credential says nothing of itself.
 */
export function refusalOfFailure(realm: string, failure: unknown): Refusal {
  if (failure instanceof CredentialError) {
    const malformed = failure.status === 400;
    const headers = { 'www-authenticate': challenge(realm, malformed ? 'invalid_request' : 'invalid_token', []) };
    return {
      error: coded(failure.message, malformed ? 'BAD_REQUEST' : 'UNAUTHENTICATED'),
      status: failure.status,
      headers,
    };
  }
  if (failure instanceof VerifierUnavailable) {
    const headers = { 'retry-after': String(failure.retryAfter) };
    return { error: coded(failure.message, 'SERVICE_UNAVAILABLE'), status: failure.status, headers };
  }
  if (failure instanceof GraphQLError) return { error: failure, status: 401, headers: {} };
  return { error: coded('The caller could not be identified.', 'INTERNAL_SERVER_ERROR'), status: 500, headers: {} };
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
