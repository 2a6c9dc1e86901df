import type { GraphQLError } from 'graphql';
import { isUnavailable } from '../../database-errors';
import { MalformedCredentialError } from '../../graphql/credential-errors';
import { ScopegateError } from '../../graphql/errors';

/** What a client sees of an error, and what it means for the HTTP answer. */
export interface ShownError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** An error that was made to be shown; undefined for everything else. */
export function asShown(error: unknown): ShownError | undefined {
  const ours = ownErrorIn(error);
  if (ours) return shownAs(ours);
  return causes(error).some(isUnavailable) ? shownAs(unavailable()) : undefined;
}

/** The ScopegateError (or the one of a malformed credential) that was thrown, however GraphQL wrapped it. */
export function ownErrorIn(error: unknown): ScopegateError | MalformedCredentialError | undefined {
  return causes(error).find((each) => each instanceof ScopegateError || each instanceof MalformedCredentialError);
}

export function shownAs({
  message,
  extensions,
  status,
  headers,
}: ScopegateError | MalformedCredentialError): ShownError {
  // For Apollo Server alone.
  const { http: _, ...rest } = extensions;
  return { message, extensions: rest, status, headers };
}

export function unavailable(): ScopegateError {
  return new ScopegateError('SERVICE_UNAVAILABLE', 'The server cannot answer now. Try again in a few seconds.', {
    retryAfter: 2,
  });
}

/** Says nothing of what happened. */
export function unexpected(requestId: string): ScopegateError {
  return new ScopegateError(
    'INTERNAL_SERVER_ERROR',
    `Something unexpected happened. The log has it under request id ${requestId}.`,
  );
}

/** The error itself and what it wraps, outermost first. */
export function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each !== undefined && each !== null && chain.length < 8;) {
    chain.push(each);
    each = (each as GraphQLError).originalError;
  }
  return chain;
}
