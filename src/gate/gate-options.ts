import type { GraphQLFieldResolver } from 'graphql';
import type { DenialError } from './denial';
import type { Guard } from './guard';
import type { TypeDefs } from './marks';
import type { Mode } from './mode';
import type { InterfaceMarks, UnmarkedRootFields } from './schema-checks';

/** Options of gateSchema; `TContext` is what resolvers get as context. */
export interface GateOptions<TContext = unknown> {
  /** What a root field without a mark means: open to everybody, or a mistake that stops the start. There is no default: say it. */
  readonly unmarkedRootFields: UnmarkedRootFields;
  /** What becomes of an operation that isn't allowed; 'reject' by default: nothing of it runs. */
  readonly mode?: Mode;
  /** What a mark on an interface means; 'forbid' by default: a mistake that names the types to mark. */
  readonly interfaces?: InterfaceMarks;
  /** Scopes that may be named in marks; any when left out. */
  readonly catalogue?: Iterable<string>;
  /** Scopes outside the catalogue that no token can hold; never shown to clients. See Denial.reserved. */
  readonly reserved?: Iterable<string>;
  /** SDL with marks, for a schema that lost its SDL nodes on the way. */
  readonly typeDefs?: TypeDefs;
  /** Marks by schema coordinate, merged with the others by AND. */
  readonly guards?: Readonly<Record<string, Guard>>;
  /** Who may select `__schema` and `__type`; 'authenticated' by default. */
  readonly introspection?: 'open' | 'authenticated' | Guard;
  /** For a federation subgraph: what the gateway holds to read `_service`. */
  readonly federation?: { readonly gateway: Guard };
  /** Finds the actor of a context; `context.actor`, or what an adapter found, by default. */
  readonly actor?: (context: TContext) => unknown;
  /** Finds the actor as it is now; required when the schema has subscriptions, which are checked again before each event. */
  readonly currentActor?: (context: TContext) => unknown;
  /** For wrapped fields without a resolver, which no longer reach the executor's own. */
  readonly defaultFieldResolver?: GraphQLFieldResolver<unknown, TContext>;
  /** Makes the error that a client sees; defaultDenialError by default. */
  readonly error?: DenialError;
  /** Name of the protection space in `WWW-Authenticate`; "graphql" by default. */
  readonly realm?: string;
  /** Milliseconds between two looks at a silent subscription; at most and by default 30,000. */
  readonly recheckEvery?: number;
}
