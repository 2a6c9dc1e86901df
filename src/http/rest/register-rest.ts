import type { FastifyInstance } from 'fastify';
import { type GraphqlServer, registerApiTokens } from './api-tokens';
import { registerAuthorizationServer } from './authorization-server';
import { registerForwardAuth } from './forward-auth';
import { registerOpenApi } from './openapi';
import { registerOAuth } from './register-oauth';
import type { RestOptions } from './rest-options';

/** Everything for programs that don't speak GraphQL (U9). */
export function registerRest(app: FastifyInstance, options: RestOptions, server: GraphqlServer): void {
  registerApiTokens(app, options, server);
  registerOAuth(app, options);
  registerOpenApi(app, server.schema);
  registerForwardAuth(app, options);
  registerAuthorizationServer(app, options.deps.config);
}
