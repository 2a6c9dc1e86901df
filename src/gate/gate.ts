import type { GraphQLFieldResolver, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DenialSettings } from './denial';
import { type Guard, isTrivial, type Requirement } from './guard';
import type { Marks } from './marks';
import type { Mode } from './mode';
import type { Operation, WalkedGate } from './operation-walk';
import { OperationPlans } from './plan';

/** Finds the actor of a context; what comes back is checked before it is believed. */
export type FindActor = (context: unknown) => unknown;

/** Everything that the gate knows about one schema. */
export interface Gate extends WalkedGate, DenialSettings {
  /** The schema that was given, with its own resolvers. */
  readonly original: GraphQLSchema;
  readonly marks: Marks;
  /** The marks merged, by coordinate. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly mode: Mode;
  /** The option `actor`; undefined when the adapter's or `context.actor` counts. */
  readonly actor: FindActor | undefined;
  /** Set when the schema has subscriptions (rule 14). */
  readonly currentActor: FindActor | undefined;
  readonly defaultFieldResolver: GraphQLFieldResolver<unknown, unknown>;
  /** Milliseconds between two looks at a silent subscription. */
  readonly recheckEvery: number;
  readonly plans: WeakMap<OperationDefinitionNode, OperationPlans>;
}

const gates = new WeakMap<GraphQLSchema, Gate>();

/** Remembers the gate of a schema that gateSchema made. */
export function registerGate(schema: GraphQLSchema, gate: Gate): void {
  gates.set(schema, gate);
}

/** The gate of a schema, if gateSchema made it. */
export function findGate(schema: GraphQLSchema): Gate | undefined {
  return gates.get(schema);
}

/** The gate of a schema. Throws when gateSchema didn't make it: an adapter must not pretend to guard it. */
export function getGate(schema: GraphQLSchema): Gate {
  const gate = gates.get(schema);
  if (!gate) throw new TypeError('This schema was not made by gateSchema(): nothing would be checked.');
  return gate;
}

/**
 * The schema with the resolvers it came with, for executing an operation that the static layer has just allowed, by a compiler
 * that would lose its shortcuts in wrapped resolvers. Nothing is checked there: prefer `executableFor`, which decides by itself.
 * Throws when gateSchema didn't make the schema.
 */
export function unwrappedSchema(gated: GraphQLSchema): GraphQLSchema {
  return getGate(gated).original;
}

/**
 * What each marked element asks for, by schema coordinate, all its marks merged; `[[]]` is any valid credential. For showing and
 * comparing what a schema's guards are. Throws when gateSchema didn't make the schema.
 */
export function guardsOf(gated: GraphQLSchema): ReadonlyMap<string, Guard> {
  const guarded = [...getGate(gated).requirements].filter(([, requirement]) => !isTrivial(requirement));
  return new Map(guarded.map(([coordinate, { anyOf }]) => [coordinate, anyOf]));
}

/** The plans of an operation, made on its first sight and kept as long as its node lives (rule 13). */
export function plansOf(gate: Gate, operation: Operation): OperationPlans {
  const known = gate.plans.get(operation.node);
  if (known?.isFor(operation.fragments)) return known;
  const made = new OperationPlans(gate, operation);
  gate.plans.set(operation.node, made);
  return made;
}
