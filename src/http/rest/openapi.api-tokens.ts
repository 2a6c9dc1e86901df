import {
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { API_TOKEN_ROUTES, type ApiTokenRoute, reservedFields } from './api-token-routes';
import { type Components, inputSchema, type JsonSchema, objectOf, outputSchema } from './json-schema';

const ERROR = { $ref: '#/components/responses/Error' };
const json = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });

/** The routes of the tokens' life, described by the operations that they stand for. */
export function describeApiTokenRoutes(schema: GraphQLSchema, components: Components): Record<string, JsonSchema> {
  const paths: Record<string, JsonSchema> = {};
  for (const route of API_TOKEN_ROUTES) {
    const path = route.url.replace(':id', '{id}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schema, components) };
  }
  return paths;
}

function describeRoute(route: ApiTokenRoute, schema: GraphQLSchema, components: Components): JsonSchema {
  const body = bodyOf(route, schema, components);
  return {
    summary: route.summary,
    tags: ['API tokens'],
    security: [{ bearer: [] }],
    parameters: parametersOf(route, schema, components),
    ...(body && { requestBody: body }),
    responses: {
      [route.status]: {
        description: route.secret ? 'Done. The secret is shown here and never again.' : 'Done.',
        ...(route.status === 201 && { headers: { Location: { schema: { type: 'string' } } } }),
        ...(route.status !== 204 && json(answerOf(route, schema, components))),
      },
      default: ERROR,
    },
  };
}

function parametersOf(route: ApiTokenRoute, schema: GraphQLSchema, components: Components): JsonSchema[] {
  if (route.url.includes(':id')) return [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
  if (route.method !== 'GET') return [];
  const filter = schema.getType('ApiTokenFilter');
  const fields = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
  return [
    ...fields.map(({ name, type, description }) => ({
      name,
      in: 'query',
      ...(description && { description }),
      schema: inputSchema(type, components),
    })),
    { name: 'orderBy', in: 'query', description: 'NAME, or NAME:DESC; several times.', schema: ORDER },
    ...['first', 'last'].map((name) => ({ name, in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } })),
    ...['after', 'before'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
  ];
}

const ORDER = { type: 'array', items: { type: 'string' } };

function bodyOf(route: ApiTokenRoute, schema: GraphQLSchema, components: Components): JsonSchema | undefined {
  const type = route.input ? schema.getType(route.input) : undefined;
  if (!type) return undefined;
  const object = objectOf(type, components, reservedFields(route));
  const fields = Object.keys(object['properties'] as object);
  return fields.length > 0 ? { required: 'required' in object, ...json(object) } : undefined;
}

function answerOf(
  { document, method, named }: ApiTokenRoute,
  schema: GraphQLSchema,
  components: Components,
): JsonSchema {
  const [definition] = parse(document).definitions;
  const [node] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  const root = method === 'GET' ? schema.getQueryType() : schema.getMutationType();
  if (node?.kind !== Kind.FIELD || !root) throw new Error(`Not one field: ${document}`);
  const shown = fieldSchema(root, node.name.value, node.selectionSet);
  const answer = method === 'GET' && named ? object({ apiToken: shown }) : shown;
  return sharing(withOneToken(answer), components);
}

function fieldSchema(root: GraphQLObjectType, name: string, selected: SelectionSetNode | undefined): JsonSchema {
  const field = root.getFields()[name];
  if (!field) throw new Error(`There is no field ${name}.`);
  const shown = outputSchema(field.type, selected);
  // Null is 404.
  return Array.isArray(shown['oneOf']) ? (shown['oneOf'][0] as JsonSchema) : shown;
}

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

/** Where GraphQL answers several tokens, REST answers the one of its address. */
function withOneToken(answer: JsonSchema): JsonSchema {
  const { apiTokens, ...rest } = answer['properties'] as Record<string, JsonSchema>;
  return apiTokens ? object({ ...rest, apiToken: apiTokens['items'] as JsonSchema }) : answer;
}

/** The record of a token is written down once. */
function sharing(answer: JsonSchema, components: Components): JsonSchema {
  const ref = { $ref: '#/components/schemas/ApiToken' };
  const { apiToken, nodes, ...rest } = answer['properties'] as Record<string, JsonSchema>;
  const record = apiToken ?? (nodes?.['items'] as JsonSchema | undefined);
  if (record) components.set('ApiToken', record);
  const properties = {
    ...rest,
    ...(apiToken && { apiToken: ref }),
    ...(nodes && { nodes: { type: 'array', items: ref } }),
  };
  return object(properties);
}
