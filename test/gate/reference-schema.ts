import { buildSchema, type GraphQLSchema } from 'graphql';
import { type Actor, gateSchema, type GateOptions, gateTypeDefs } from '../../src/gate/index';

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
