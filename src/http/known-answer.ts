import { HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Context, Deps } from '../context';
import { recordUse, tellCredential } from './credential-answer';
import { logDocument } from './document-log';
import { type KnownOperations, type SentOperation, sentOperation } from './execution/known-operations';
import { answerType } from './media-type';

/** An answer, and the context that it was made with. */
export interface Answered {
  readonly response: HTTPGraphQLResponse;
  readonly context: Context;
}

interface Parts {
  readonly known: KnownOperations;
  readonly schema: GraphQLSchema;
  readonly deps: Deps;
  readonly newContext: () => Context;
}

/**
 * Answers an operation that is known and goes well; undefined: Apollo Server has to. What its plug-ins tell and note is told
 * and noted here, too; what they refuse is left to them.
 */
export async function answerKnown(
  { known, schema, deps, newContext }: Parts,
  request: FastifyRequest,
): Promise<Answered | undefined> {
  const sent = sentByPost(request);
  const operation = sent && known.find(sent);
  if (!operation) return undefined;
  const context = newContext();
  const done = await known.run(operation, sent, context);
  if (!done) return undefined;
  const { document } = operation;
  const asked = { schema, document, operationName: sent.operationName, variables: sent.variables };
  tellCredential(context, asked);
  recordUse(context, asked, deps.usage);
  logDocument(deps.log, document, request.id);
  Object.assign(request.notes.operation, { name: operation.node.name?.value, cost: done.cost });
  const headers = new HeaderMap([['content-type', answerType(request.headers.accept)]]);
  return { context, response: { headers, body: { kind: 'complete', string: JSON.stringify({ data: done.data }) } } };
}

/** A bad cookie is told and cleared by Apollo's plug-ins; what isn't said to be JSON may come from a form of another site. */
function sentByPost({ method, headers, body, notes }: FastifyRequest): SentOperation | undefined {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return method === 'POST' && isJson && !notes.refusedCookie ? sentOperation(body) : undefined;
}
