import { CredentialError } from './credential-error';

/** RFC 6750, 2.1: credentials = "Bearer" 1*SP b64token; the scheme's case doesn't matter. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;
const SCHEME = /^[A-Za-z][A-Za-z0-9!#$%&'*+\-.^_`|~]* +\S+$/;

/**
 * The token of an `Authorization` header. Throws a CredentialError: 400 for a header that isn't well formed, two joined ones
 * included, and 401 for another scheme.
 */
export function bearerToken(header: string): string {
  const token = BEARER.exec(header)?.[1];
  if (token !== undefined) return token;
  const otherScheme = SCHEME.test(header) && !/^Bearer /i.test(header);
  throw otherScheme
    ? new CredentialError('This service takes bearer tokens only.')
    : new CredentialError('The Authorization header is malformed.', 400);
}

/**
 * The `Authorization` header of a Node request, undefined when there is none. Throws a CredentialError (400) when there are two:
 * Node's own `headers` would silently keep the first.
 */
export function readAuthorization(request: { readonly rawHeaders: readonly string[] }): string | undefined {
  const values = request.rawHeaders.filter(
    (_value, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === 'authorization',
  );
  if (values.length > 1) throw new CredentialError('Send one credential only.', 400);
  return values[0];
}
