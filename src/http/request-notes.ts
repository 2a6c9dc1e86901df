import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Actor } from '../access/actor';
import type { OperationNotes } from '../context';
import { canonicalAddress } from '../lib/address-range';

/** What is found out about a request on its way, once. */
export interface RequestNotes {
  /** Canonical, behind trusted proxies the caller's; undefined when it can't be known. */
  readonly address?: string;
  actor?: Actor;
  refusedCookie?: GraphQLError;
  readonly operation: OperationNotes;
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes;
  }
}

/** The first of all hooks: what the others write on, and the id by which an answer is found in the log. */
export function registerRequestNotes(app: FastifyInstance): void {
  app.decorateRequest('notes');
  app.addHook('onRequest', (request, reply, done) => {
    beginNotes(request, reply);
    done();
  });
}

export function beginNotes(request: FastifyRequest, reply: FastifyReply): void {
  request.notes = { address: canonicalAddress(request.ip), operation: {} };
  reply.header('x-request-id', request.id);
}
