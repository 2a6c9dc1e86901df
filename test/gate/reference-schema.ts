import {
  buildSchema,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  parse,
} from 'graphql';
import { type Actor, checkOperation, gateSchema, type GateOptions, gateTypeDefs } from '../../src/gate/index';

/** The reference schema of the directive's specification. */
export const referenceSdl = /* GraphQL */ `
  type Query {
    ping: String
    me: User @authenticated
    user(id: ID!): User
    users(
      first: Int = 20
      includeDeleted: Boolean @requiresScopes(scopes: [["users:audit"]])
      filter: UserFilter
    ): [User!]! @requiresScopes(scopes: [["users:read"]])
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    search(q: String): [Hit]!
    report: String @requiresScopes(scopes: [["billing:read", "users:read"], ["admin"]])
  }
  type Mutation @requiresScopes(scopes: [["write"]]) {
    touch: Boolean
    createToken(input: NewToken!): Token @requiresScopes(scopes: [["tokens:manage"]])
  }
  type Subscription {
    tokenChanged: Token @requiresScopes(scopes: [["tokens:read"]])
  }
  interface Node {
    id: ID!
  }
  interface Named implements Node {
    id: ID!
    name: String
  }
  type User implements Node & Named @requiresScopes(scopes: [["users:read"]]) {
    id: ID!
    name: String
    email: Email
    role: Role
    friends: [User]
    salary: Int @requiresScopes(scopes: [["hr:read"]])
  }
  type Post implements Node {
    id: ID!
    title: String
    author: User
  }
  type Secret implements Node @requiresScopes(scopes: [["secrets:read"]]) {
    id: ID!
    value: String
  }
  type Token implements Node @requiresScopes(scopes: [["tokens:read"], ["tokens:manage"]]) {
    id: ID!
    label: String
  }
  union Hit = Post | Secret
  scalar Email @requiresScopes(scopes: [["pii:read"]])
  enum Role {
    USER
    ADMIN
    ROOT @requiresScopes(scopes: [["admin"]])
  }
  input UserFilter {
    name: String
    deletedBy: ID @requiresScopes(scopes: [["users:audit"]])
    and: [UserFilter!]
  }
  input NewToken {
    label: String!
    scopes: [String!]!
    unlimited: Boolean @requiresScopes(scopes: [["admin"]])
  }
`;

/** An actor that holds these scopes. */
export function holding(...scopes: string[]): Actor {
  return { authenticated: true, scopes: new Set(scopes), subject: 'tester' };
}

/** What a resolver of the reference schema gets as context: whose request it is. May throw, as a bad credential does. */
export interface TestContext {
  readonly caller: () => unknown;
}

const people = [
  { __typename: 'User', id: '1', name: 'Ann', email: 'ann@example.org', role: 'ADMIN', salary: 10 },
  { __typename: 'User', id: '5', name: 'Bob', email: 'bob@example.org', role: 'ROOT', salary: 20 },
];
const things = new Map<unknown, object>([
  ['1', people[0] ?? {}],
  ['2', { __typename: 'Post', id: '2', title: 'Hello', author: people[0] }],
  ['3', { __typename: 'Secret', id: '3', value: 'hidden' }],
  ['4', { __typename: 'Token', id: '4', label: 'ci' }],
]);

/** Values of the root fields. */
const roots: Record<string, (args: Record<string, unknown>) => unknown> = {
  ping: () => 'pong',
  me: () => people[0],
  user: () => people[0],
  users: () => people,
  node: ({ id }) => things.get(id),
  nodes: ({ ids }) => (Array.isArray(ids) ? ids.map((id) => things.get(id)) : []),
  search: () => [things.get('2'), things.get('3')],
  report: () => 'numbers',
  touch: () => true,
  createToken: () => things.get('4'),
};

/** The reference schema with data, and a record of every resolver that ran. */
export interface Reference {
  readonly schema: GraphQLSchema;
  /** Coordinates in the order in which their resolvers ran. */
  readonly calls: string[];
}

/** Builds the reference schema, gated unless `gate` says otherwise; actors come from TestContext. */
export function reference(options: Partial<GateOptions<TestContext>> = {}): Reference {
  const calls: string[] = [];
  const schema = buildSchema(gateTypeDefs + referenceSdl);
  record(schema, calls, (coordinate) => (source, args, _context, info) => {
    const root = roots[info.fieldName];
    return root && info.path.prev === undefined ? root(args) : propertyOf(source, coordinate);
  });
  const caller = (context: TestContext) => context.caller();
  return {
    schema: gateSchema<TestContext>(schema, {
      unmarkedRootFields: 'open',
      actor: caller,
      currentActor: caller,
      ...options,
    }),
    calls,
  };
}

/** A resolver that takes nothing for granted. */
export type TestResolver = GraphQLFieldResolver<unknown, unknown, Record<string, unknown>>;

/** Puts a recording resolver on every field, and a type resolver on every abstract type. */
export function record(schema: GraphQLSchema, calls: string[], resolver: (coordinate: string) => TestResolver): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value: { __typename: string }) => value.__typename;
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const resolve = resolver(coordinate);
      field.resolve = (source, args: Record<string, unknown>, context, info) => {
        calls.push(coordinate);
        return resolve(source, args, context, info);
      };
    }
  }
}

function propertyOf(source: unknown, coordinate: string): unknown {
  const name = coordinate.split('.')[1] ?? '';
  return typeof source === 'object' && source !== null && name in source ? Reflect.get(source, name) : null;
}

/** A gated schema from SDL; root fields are open unless said otherwise, and subscriptions look at `context.actor`. */
export function gatedSchema(sdl = referenceSdl, options: Partial<GateOptions> = {}): GraphQLSchema {
  return gateSchema(buildSchema(gateTypeDefs + sdl), {
    unmarkedRootFields: 'open',
    currentActor: actorOfContext,
    ...options,
  });
}

function actorOfContext(context: unknown): unknown {
  return typeof context === 'object' && context !== null && 'actor' in context ? context.actor : undefined;
}

/** Coordinates of what a query misses for an actor that holds these scopes; empty when it is allowed. */
export function missingOf(schema: GraphQLSchema, query: string, ...scopes: string[]): string[] {
  const check = checkOperation({ schema, document: parse(query), actor: holding(...scopes) });
  if (check.outcome === 'undecided') throw new Error(`undecided: ${check.reason}`);
  return check.outcome === 'denied' ? check.missing.map((each) => each.coordinate) : [];
}
