import { HeaderMap } from '@apollo/server';
import { LOGIN_SCOPE } from '../access/actor';
import type { Denial } from '../gate';
import { credentialMissing } from './credential-errors';
import { ScopegateError } from './errors';

/** What the gate says of a refused operation, in this server's codes (U2). */
export function denialError(denial: Denial): ScopegateError {
  const error = toError(denial);
  // Read by Apollo Server, which takes it out of the answer.
  error.extensions['http'] = { status: error.status, headers: new HeaderMap(Object.entries(error.headers)) };
  return error;
}

function toError({ code, missing, reserved, challenge }: Denial): ScopegateError {
  if (code === 'UNAUTHENTICATED') return credentialMissing();
  if (reserved.includes(LOGIN_SCOPE)) {
    return new ScopegateError(
      'LOGIN_REQUIRED',
      "This needs a person's own log-in: no token and no exchanged session may do it.",
    );
  }
  const named = [...new Set(missing.map(({ coordinate }) => coordinate))];
  const shown = named.slice(0, 5).join(', ') + (named.length > 5 ? ', …' : '');
  return new ScopegateError(
    'INSUFFICIENT_SCOPE',
    `The credential's scopes do not allow ${shown || 'this operation'}.`,
    {
      missing,
      headers: { 'www-authenticate': challenge },
    },
  );
}
