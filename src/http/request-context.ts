import type { FastifyRequest } from 'fastify';
import { ANONYMOUS, type Actor } from '../access/actor';
import type { Context, Deps } from '../context';
import { canonicalAddress } from '../lib/address-range';

/** The context of a request that reads no cookies: those of REST, and what a GraphQL request builds on. */
export function requestContext(request: FastifyRequest, deps: Deps, actor: Actor = ANONYMOUS): Context {
  return {
    deps,
    actor,
    accountId: actor.authenticated ? actor.accountId : undefined,
    catalogue: (actor.authenticated && actor.catalogue) || deps.authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    operation: request.notes.operation,
    request: {
      id: request.id,
      address: canonicalAddress(request.ip),
      client: clientOf(request),
      fromPanel: false,
    },
  };
}

/** The User-Agent, as long as it is stored. */
export function clientOf({ headers }: FastifyRequest): string | undefined {
  return headers['user-agent']?.slice(0, 200);
}

/** The query of the address, with its question mark; empty without one. */
export function searchOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
