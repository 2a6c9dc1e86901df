import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { withoutCredentials } from './document-log';

/**
 * One line for each request, with nothing in it that a client could have put a secret in: the route as it is
 * registered, never the address that was asked for.
 */
export function registerRequestLog(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info(describe(request, reply), 'request');
    done();
  });
}

function describe(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  const { actor, operation } = request.notes;
  return {
    requestId: request.id,
    method: request.method,
    route: routeOf(request),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 100) / 100,
    ...(operation.name && { operation: withoutCredentials(operation.name.slice(0, 100)) }),
    ...(operation.cost !== undefined && { cost: operation.cost }),
    ...(actor?.authenticated && { userId: actor.userId, ...(actor.tokenId && { tokenId: actor.tokenId }) }),
  };
}

/** For logs and metrics: few different texts, whatever is asked for. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}
