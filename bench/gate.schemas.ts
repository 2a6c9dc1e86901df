import { envelop, useEngine, useSchema } from '@envelop/core';
import { DIRECTIVE_SDL, REQUIRES_SCOPES_DIRECTIVE_SDL, useGenericAuth } from '@envelop/generic-auth';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { getDirective, MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  defaultFieldResolver,
  type DocumentNode,
  execute,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  GraphQLError,
  type GraphQLSchema,
  parse,
  subscribe,
  validate,
} from 'graphql';
import { type Actor, gateSchema, gateTypeDefs, useGate } from '../src/gate';

type Known = Extract<Actor, { authenticated: true }>;
interface BenchContext {
  readonly actor: Known;
}

/** The same marks for all; only those that all of them know. */
const typeDefs = /* GraphQL */ `
  type Query {
    me: User @authenticated
    users: [User!]! @requiresScopes(scopes: [["users:list"]])
    report: String @requiresScopes(scopes: [["billing:read", "users:read"], ["admin"]])
  }
  type User @requiresScopes(scopes: [["users:read"]]) {
    id: ID!
    name: String
    firstName: String
    lastName: String
    city: String
    email: String @requiresScopes(scopes: [["pii:read"]])
    salary: Int @requiresScopes(scopes: [["hr:read"]])
    manager: User
  }
`;

const person = (id: number) => ({
  id: String(id),
  name: `User ${id}`,
  firstName: 'Ada',
  lastName: 'Lovelace',
  city: 'London',
  email: 'ada@example.org',
  salary: id,
  manager: { id: '0', name: 'Charles' },
});
const people = Array.from({ length: 50 }, (_, index) => person(index + 1));
const resolvers = { Query: { me: () => people[0], users: () => people, report: () => 'numbers' } };

const FIELDS = 'id name firstName lastName city email salary manager { id name }';
const aliases = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${index}: ${index % 10 === 0 ? 'email' : 'name'}`).join(' ');

export const DOCUMENTS: Readonly<Record<string, string>> = {
  '2 fields': '{ me { id name } }',
  '50 users of 8 fields': `{ users { ${FIELDS} } }`,
  '200 fields by alias': `{ me { ${aliases(200)} } }`,
};

/** Spread out it would hold two to the power of `depth` fields. */
export function hostileDocument(depth: number): string {
  const fragments = Array.from(
    { length: depth },
    (_, index) => `fragment f${index} on User { a${index}: manager { ...f${index + 1} } ...f${index + 1} }`,
  );
  return `{ me { ...f0 } } ${fragments.join('\n')} fragment f${depth} on User { salary }`;
}

/** One way to guard the schema. */
export interface Guarded {
  readonly name: string;
  readonly run: (query: string) => Promise<unknown>;
}

const ALLOWED: Known = {
  authenticated: true,
  subject: 'ada',
  scopes: new Set(['users:list', 'users:read', 'pii:read', 'hr:read', 'billing:read']),
};

export function createGuardedSchemas() {
  const plain = makeExecutableSchema({ typeDefs: [DIRECTIVE_SDL, REQUIRES_SCOPES_DIRECTIVE_SDL, typeDefs], resolvers });
  const gated = gateSchema(makeExecutableSchema({ typeDefs: [gateTypeDefs, typeDefs], resolvers }), {
    unmarkedRootFields: 'error',
  });
  const genericAuth = useGenericAuth<Known, BenchContext>({
    mode: 'protect-granular',
    resolveUserFn: ({ actor }) => actor,
    extractScopes: ({ scopes }) => [...scopes],
  });
  const candidates: Guarded[] = [
    { name: 'no gate', run: pipeline(plain, []) },
    { name: 'scopegate/gate', run: pipeline(gated, [useGate()]) },
    { name: 'a wrapper around each marked resolver', run: pipeline(wrapped(plain), []) },
    { name: '@envelop/generic-auth', run: pipeline(plain, [genericAuth]) },
  ];
  const denied: Known = { ...ALLOWED, scopes: new Set() };
  return { candidates, gated, actors: { allowed: ALLOWED, denied } };
}

/** Parsed and validated once, as servers keep it; then what a request does. */
function pipeline(schema: GraphQLSchema, plugins: readonly object[]): Guarded['run'] {
  const documents = new Map<string, DocumentNode>();
  const keep = (query: string): DocumentNode => {
    const document = parse(query);
    if (validate(schema, document).length > 0) throw new Error('not valid');
    documents.set(query, document);
    return document;
  };
  const enveloped = envelop({
    plugins: [useEngine({ parse, validate, execute, subscribe }), useSchema(schema), ...plugins],
  });
  return async (query) => {
    const request = enveloped({ actor: ALLOWED });
    const document = documents.get(query) ?? keep(query);
    const contextValue: unknown = await request.contextFactory();
    return request.execute({ schema: request.schema, document, contextValue }) as unknown;
  };
}

/** What guides suggest: every field with a mark, and every field of a type with one, checks before its resolver. */
function wrapped(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field: GraphQLFieldConfig<unknown, BenchContext>, _name, typeName) => {
      const type = schema.getType(typeName);
      const marks = [field, ...(type ? [type] : [])].flatMap(
        (one) => getDirective(schema, one, 'requiresScopes') ?? [],
      );
      const resolve: GraphQLFieldResolver<unknown, BenchContext> = field.resolve ?? defaultFieldResolver;
      if (marks.length === 0) return field;
      // Cast: what the SDL says.
      const guards = marks.map(({ scopes }) => scopes as string[][]);
      return {
        ...field,
        resolve: (source, args, context: BenchContext, info) => {
          const held = (scopes: string[]) => scopes.every((scope) => context.actor.scopes.has(scope));
          if (!guards.every((anyOf) => anyOf.some(held))) throw new GraphQLError('Not allowed.');
          return resolve(source, args, context, info);
        },
      };
    },
  });
}
