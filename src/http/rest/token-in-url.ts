import type { FastifyRequest } from 'fastify';
import { MalformedCredentialError } from '../../graphql/credential-errors';
import { secretInUrl, secretParameter } from '../secrets-in-url';
import { searchOf } from '../request-context';

/**
 * U4: the credential of `session=`, for old scripts, on the paths of ALLOW_TOKEN_IN_URL. It is cut from the address at once:
 * nothing later, no log and no metric sees it.
 * @throws MalformedCredentialError (400) for a secret in any other address, and for several.
 */
export function takeTokenInUrl(request: FastifyRequest, allowedPaths: readonly string[]): string | undefined {
  const search = searchOf(request);
  if (!secretParameter(search)) return undefined;
  const path = request.url.slice(0, request.url.length - search.length);
  const parameters = new URLSearchParams(search);
  const [credential, ...more] = parameters.getAll('session');
  parameters.delete('session');
  const rest = parameters.toString();
  request.raw.url = rest === '' ? path : `${path}?${rest}`;
  const other = secretParameter(searchOf(request));
  if (other || !credential || !allowedPaths.includes(path))
    throw new MalformedCredentialError(secretInUrl(other ?? 'session'));
  if (more.length > 0) throw new MalformedCredentialError('Send one session, not several.');
  return credential;
}
