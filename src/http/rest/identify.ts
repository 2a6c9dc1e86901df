import type { FastifyRequest } from 'fastify';
import type { KnownActor } from '../../access/actor';
import { bearerOf } from '../../authenticate';
import { credentialMissing, MalformedCredentialError } from '../../graphql/credential-errors';
import { reasonOf } from '../metrics';
import type { RestOptions } from './rest-options';
import { takeTokenInUrl } from './token-in-url';

/**
 * Who sends a REST request: by the bearer credential, or by one in the address where that is allowed (U4); never by a cookie.
 * @throws UNAUTHENTICATED, TOKEN_EXPIRED, INSUFFICIENT_SCOPE and MalformedCredentialError like every way in (U1).
 */
export async function identify(request: FastifyRequest, { deps, metrics }: RestOptions): Promise<KnownActor> {
  try {
    const inUrl = takeTokenInUrl(request, deps.config.allowTokenInUrl);
    const bearer = bearerOf(request.raw);
    if (inUrl !== undefined && bearer !== undefined) {
      throw new MalformedCredentialError('Send the Authorization header or session, not both.');
    }
    const actor = await deps.authenticator.actorOf({ bearer: bearer ?? inUrl }, request.notes.address);
    if (!actor.authenticated) throw credentialMissing();
    request.notes.actor = actor;
    return actor;
  } catch (error) {
    metrics.credentialRefused(reasonOf(error));
    throw error;
  }
}
