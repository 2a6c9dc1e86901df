import type { FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Actor } from '../access/actor';
import { bearerOf } from '../authenticate';
import type { Deps } from '../context';
import { MalformedCredentialError } from '../graphql/credential-errors';
import { ScopegateError } from '../graphql/errors';
import type { SessionCookies } from './session-cookie';

/** Who sends a GraphQL request. */
export interface Identified {
  readonly actor: Actor;
  /** What is wrong with the session cookie: whether it matters is known once the operation is (entry-operations.ts). */
  readonly refusedCookie?: GraphQLError;
}

/**
 * By the bearer credential or by a cookie that counts (U1), before the body is read.
 * @throws like `bearerOf` and `actorOf` for the bearer credential; what is wrong with a cookie is answered.
 */
export async function identify(request: FastifyRequest, deps: Deps, cookies: SessionCookies): Promise<Identified> {
  const { address } = request.notes;
  const bearer = bearerOf(request.raw);
  const actor = await deps.authenticator.actorOf({ bearer }, address);
  const { session } = cookies.read(request);
  if (session === undefined) return { actor };
  const both = new MalformedCredentialError('Send the Authorization header or the cookie, not both.');
  if (bearer !== undefined) return { actor, refusedCookie: both };
  try {
    return { actor: await deps.authenticator.actorOf({ cookie: session }, address) };
  } catch (error) {
    if (error instanceof ScopegateError) return { actor, refusedCookie: error };
    throw error;
  }
}
