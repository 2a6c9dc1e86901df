import { ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { bearerOf } from '../authenticate';
import type { Context, Deps } from '../context';
import { canonicalAddress } from '../lib/address-range';
import { sendError } from './answer';
import { credentialPlugins } from './plugins';
import { sendPlayground, wantsPlayground } from './playground';

interface GraphqlOptions {
  readonly deps: Deps;
  readonly schema: GraphQLSchema;
}

/** /graphql: authenticate before anything is parsed, then Apollo Server. */
export async function registerGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<void> {
  const { deps, schema } = options;
  const apollo = new ApolloServer<Context>({
    schema,
    includeStacktraceInErrorResponses: false,
    plugins: credentialPlugins(deps),
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const context = await createContext(request, options);
    const response = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: toHeaderMap(request),
        search: new URL(request.url, 'http://localhost').search,
        body: request.body,
      },
      context: async () => context,
    });
    reply.status(response.status ?? 200).headers(Object.fromEntries([...response.headers, ...context.answer.headers]));
    return reply.send(response.body.kind === 'complete' ? response.body.string : '');
  };

  app.get('/graphql', (request, reply) =>
    deps.config.playground && wantsPlayground(request) ? sendPlayground(reply) : answer(request, reply),
  );
  app.post('/graphql', answer);
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
}

async function createContext(request: FastifyRequest, { deps }: GraphqlOptions): Promise<Context> {
  const { authenticator } = deps;
  const address = canonicalAddress(request.ip);
  const actor = await authenticator.actorOf({ bearer: bearerOf(request.raw) }, address);
  return {
    deps,
    actor,
    accountId: actor.authenticated ? actor.accountId : undefined,
    catalogue: authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    request: {
      id: request.id,
      address,
      client: request.headers['user-agent']?.slice(0, 200),
      fromPanel: request.headers.origin === new URL(deps.config.publicUrl).origin,
    },
  };
}

function toHeaderMap(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
