/**
 * The credential that was sent can't be used: 401 for a token that isn't valid (expired, revoked, unknown), 400 for a request that
 * isn't well formed (RFC 6750, 3.1). Thrown for a bad credential even where none would be needed: it is never read as nobody.
 */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';

  constructor(
    message = 'The credential is not valid.',
    readonly status: 400 | 401 = 401,
  ) {
    super(message);
  }
}

/**
 * The service that knows the credentials can't be asked (503). Fails closed: nobody is let in meanwhile. Its `cause` says why, for
 * the service's own log: clients are told nothing of it.
 */
export class VerifierUnavailable extends Error {
  override readonly name = 'VerifierUnavailable';
  readonly status = 503;
  /** Seconds after which asking again makes sense. */
  readonly retryAfter = 1;

  constructor(message = 'Credentials cannot be checked at the moment.', options?: { readonly cause?: unknown }) {
    super(message, options);
  }
}
