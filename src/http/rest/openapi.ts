import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { ERROR_CODES } from '../../graphql/errors';
import type { Components, JsonSchema } from './json-schema';
import { describeApiTokenRoutes } from './openapi.api-tokens';
import { OTHER_PATHS } from './openapi.paths';

const content = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };

const error = {
  type: 'object',
  properties: {
    message: text,
    extensions: {
      type: 'object',
      properties: { code: { ...text, description: `${Object.keys(ERROR_CODES).join(', ')}, BAD_REQUEST.` } },
      required: ['code'],
    },
  },
  required: ['message', 'extensions'],
};

/** OpenAPI 3.1 of everything but /graphql: generated from the routes and the schema that they run on. */
export function describeRest(schema: GraphQLSchema): JsonSchema {
  const components: Components = new Map();
  const paths = { ...describeApiTokenRoutes(schema, components), ...OTHER_PATHS };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Scopegate',
      version: '1',
      description:
        'REST for the life of API tokens, for OAuth clients and for gateways. Rights and rules are those of /graphql.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, basic: { type: 'http', scheme: 'basic' } },
      responses: {
        Error: {
          description: 'Refused: the errors, as in GraphQL.',
          ...content({ type: 'object', properties: { errors: { type: 'array', items: error } }, required: ['errors'] }),
        },
        OAuthError: {
          description: 'Refused (RFC 6749, 5.2).',
          ...content({ type: 'object', properties: { error: text, error_description: text }, required: ['error'] }),
        },
      },
    },
  };
}

/** GET /api/v1/openapi.json */
export function registerOpenApi(app: FastifyInstance, schema: GraphQLSchema): void {
  const document = describeRest(schema);
  app.get('/api/v1/openapi.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(document),
  );
}
