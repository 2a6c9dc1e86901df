import type { FastifyRequest } from 'fastify';
import { ANONYMOUS, type Actor } from '../access/actor';
import type { Context, Deps, RequestInfo } from '../context';

/** What a GraphQL request brings, beyond what others do. */
type OfGraphql = Pick<Context, 'schema' | 'refusedCookie'> & {
  readonly browser?: Pick<RequestInfo, 'fromPanel' | 'fromElsewhere' | 'device'>;
};

const NOT_A_BROWSER = { fromPanel: false };

/** The context of a request; without the last argument of one that reads no cookies, as those of REST. */
export function requestContext(
  request: FastifyRequest,
  deps: Deps,
  actor: Actor = ANONYMOUS,
  { schema, refusedCookie, browser = NOT_A_BROWSER }: OfGraphql = {},
): Context {
  const { fromPanel, fromElsewhere, device } = browser;
  return {
    deps,
    actor,
    accountId: actor.authenticated ? actor.accountId : undefined,
    catalogue: (actor.authenticated && actor.catalogue) || deps.authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    schema,
    operation: request.notes.operation,
    refusedCookie,
    request: {
      id: request.id,
      address: request.notes.address,
      client: clientOf(request),
      fromPanel,
      fromElsewhere,
      device,
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
