import type { KnownActor } from '../../access/actor';
import { BUILT_IN_CATALOGUE } from '../../access/catalogue';
import { scopeChallenge } from '../../graphql/credential-errors';
import { ScopegateError } from '../../graphql/errors';
import { isScope } from '../../graphql/scalars';
import { badRequest } from '../answer';
import type { ShownError } from '../errors/shown-error';

/** What the gateway was configured to ask for: alternatives, of which each is a list that must be held as a whole. */
export type Wanted = readonly (readonly string[])[] | 'any';

/** The gateway's configuration is wrong, and nothing goes through. */
export class WantedUnclear extends Error {
  readonly shown: ShownError;

  constructor(message: string) {
    super(message);
    this.shown = badRequest(403, message);
  }
}

/**
 * `scopes=a+b` (both), repeated (either), or `any=1` (whatever the token may do).
 * @throws WantedUnclear for anything else: what is forgotten or misspelt lets nobody through.
 */
export function readWanted(search: string): Wanted {
  const parameters = new URLSearchParams(search);
  for (const name of parameters.keys()) {
    if (name !== 'scopes' && name !== 'any')
      throw new WantedUnclear('The gateway may ask with scopes or any, nothing else.');
  }
  const any = parameters.getAll('any');
  const groups = parameters.getAll('scopes').map((text) => text.split(' '));
  if (any.length === 0 && groups.length === 0)
    throw new WantedUnclear('The gateway asks for no scopes: add ?scopes=… or ?any=1.');
  if (any.length > 0 && (groups.length > 0 || any.some((value) => value !== '1'))) {
    throw new WantedUnclear('The gateway asks with any=1 alone, or with scopes.');
  }
  if (!groups.flat().every(isScope)) throw new WantedUnclear('The gateway asks for a scope that is none.');
  return any.length > 0 ? 'any' : groups;
}

/**
 * @throws INSUFFICIENT_SCOPE naming the alternatives; WantedUnclear for what looks like a client's path behind the
 * gateway's own query, as proxies append it (Envoy's path_prefix): a client could add alternatives of its own.
 */
export function assertWanted(wanted: Wanted, { scopes, catalogue = BUILT_IN_CATALOGUE }: KnownActor): void {
  if (wanted === 'any') return;
  const appended = wanted.flat().some((scope) => /[/?]/.test(scope) && !catalogue.has(scope));
  if (appended) throw new WantedUnclear("The gateway appends the client's address to its own.");
  if (wanted.some((group) => group.every((scope) => scopes.has(scope)))) return;
  throw new ScopegateError(
    'INSUFFICIENT_SCOPE',
    `This needs ${wanted.map((group) => group.join(' and ')).join(', or ')}.`,
    {
      missing: [{ coordinate: '/auth/verify', path: [], anyOf: wanted.map((group) => [...group]) }],
      headers: scopeChallenge(wanted[0]?.join(' ') ?? ''),
    },
  );
}
