import type { ApolloServer, GraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Context } from '../../context';
import { notFound } from '../../graphql/errors';
import { withinTime } from '../within-time';
import { API_TOKEN_ROUTES, type ApiTokenRoute } from './api-token-routes';
import { variablesOf } from './api-token-variables';
import { identify } from './identify';
import type { RestOptions } from './rest-options';
import { requestContext } from '../request-context';

/** What answers GraphQL: the same server, with everything that it sees to. */
export interface GraphqlServer {
  readonly apollo: ApolloServer<Context>;
  readonly schema: GraphQLSchema;
  /** Milliseconds for an answer to be made. */
  readonly timeLimit: number;
}

/**
 * /api/v1/api-tokens…: the life of tokens. Each route runs the GraphQL operation that it stands for, so that the gate, the
 * rules, the errors and the audit can't differ (P10). Bearer credentials only, never a cookie.
 */
export function registerApiTokens(app: FastifyInstance, options: RestOptions, server: GraphqlServer): void {
  for (const route of API_TOKEN_ROUTES) {
    app.route({
      method: route.method,
      url: route.url,
      onRequest: async (request) => void (await identify(request, options)),
      handler: (request, reply) => answer(request, reply, { route, options, server }),
    });
  }
}

interface Answering {
  readonly route: ApiTokenRoute;
  readonly options: RestOptions;
  readonly server: GraphqlServer;
}

async function answer(request: FastifyRequest, reply: FastifyReply, answering: Answering): Promise<FastifyReply> {
  const { route, options, server } = answering;
  const { schema } = server;
  const context = requestContext(request, options.deps, request.notes.actor, { schema });
  const variables = variablesOf(request, route, schema);
  const work = server.apollo.executeOperation({ query: route.document, variables }, { contextValue: context });
  const response = await withinTime(work, server.timeLimit);
  reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
  for (const [name, value] of context.answer.headers) reply.header(name, value);
  return send(request, reply, { route, response });
}

interface Sending {
  readonly route: ApiTokenRoute;
  readonly response: GraphQLResponse<Record<string, unknown>>;
}

function send(request: FastifyRequest, reply: FastifyReply, { route, response }: Sending): FastifyReply {
  const { body, http } = response;
  const { data, errors } = body.kind === 'single' ? body.singleResult : {};
  if (errors) return sendErrors(reply, errors, http);
  const result = data?.['result'];
  if (!isRecord(result)) throw notFound([(request.params as { id?: string }).id ?? '']);
  if (route.status === 201) reply.header('location', `/api/v1/api-tokens/${idIn(result)}`);
  return route.status === 204 ? reply.code(204).send() : reply.code(route.status).send(bodyOf(route, result));
}

/** A token stands under `apiToken` in every answer that is about one. */
function bodyOf(route: ApiTokenRoute, result: Record<string, unknown>): Record<string, unknown> {
  if (route.method === 'GET') return route.named ? { apiToken: result } : result;
  const { apiTokens, ...rest } = result;
  return Array.isArray(apiTokens) ? { ...rest, apiToken: apiTokens[0] as unknown } : result;
}

function idIn({ apiToken }: Record<string, unknown>): string {
  return isRecord(apiToken) ? String(apiToken['id']) : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Without place and path, which speak of a document that the client didn't write. */
function sendErrors(
  reply: FastifyReply,
  errors: readonly GraphQLFormattedError[],
  { status, headers }: GraphQLResponse['http'],
): FastifyReply {
  for (const [name, value] of headers) if (name !== 'content-type') reply.header(name, value);
  return reply
    .code(status === undefined || status < 400 ? 500 : status)
    .send({ errors: errors.map(({ message, extensions }) => ({ message, extensions })) });
}
