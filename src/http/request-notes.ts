import type { FastifyInstance } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Actor } from '../access/actor';
import type { OperationNotes } from '../context';

/** What is found out about a request on its way, for the log line at its end. */
export interface RequestNotes {
  actor?: Actor;
  refusedCookie?: GraphQLError;
  readonly operation: OperationNotes;
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes;
  }
}

export function registerRequestNotes(app: FastifyInstance): void {
  app.decorateRequest('notes');
  app.addHook('onRequest', (request, _reply, done) => {
    request.notes = { operation: {} };
    done();
  });
}
