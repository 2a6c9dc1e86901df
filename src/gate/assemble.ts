import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { cloneSchema, type FieldConfig } from './clone-schema';
import { defaultDenialError } from './denial';
import { resolveEntities } from './entity-results';
import { type FindActor, type Gate, registerGate } from './gate';
import type { GateOptions } from './gate-options';
import type { Requirement } from './guard';
import { guardMetaFields } from './introspection';
import type { Marks } from './marks';
import { buildModel, isGuarded, type Model } from './model';
import { guardResolver, markWrapper, type Resolver } from './runtime';
import { rootNames } from './schema-checks';
import { resolveEvent, wrapSubscriber } from './subscription';

/** The longest that a silent subscription goes unlooked at, in milliseconds (rule 14). */
export const THIRTY_SECONDS = 30_000;

/** What is enforced on a schema, once its marks are read and found good. */
export interface Enforced {
  readonly marks: Marks;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly introspection: Requirement | undefined;
}

/** Wraps a copy of the schema and registers its gate. */
export function assemble<TContext>(
  schema: GraphQLSchema,
  enforced: Enforced,
  options: GateOptions<TContext>,
): GraphQLSchema {
  const model = buildModel(schema, enforced.requirements);
  const gate = gateOf(schema, model, enforced, options);
  const gated = attach(schema, gate);
  registerGate(gated, gate);
  guardMetaFields();
  return gated;
}

function attach(schema: GraphQLSchema, gate: Gate): GraphQLSchema {
  const roots = new Set(rootNames(schema));
  const subscription = schema.getSubscriptionType()?.name;
  const entities = gate.federated ? `${schema.getQueryType()?.name}._entities` : undefined;
  return cloneSchema(schema, (type, name, field): FieldConfig => {
    const site = gate.model.types.get(type.name)?.fields.get(name);
    if (!site) throw new TypeError(`${type.name}.${name} is not in the model`);
    if (!roots.has(type.name) && !isGuarded(site)) return field;
    const resolve: Resolver = field.resolve ?? gate.defaultFieldResolver;
    if (site.coordinate === entities) return { ...field, resolve: markWrapper(resolveEntities(gate, site, resolve)) };
    const guarded = guardResolver(gate, site, resolve);
    if (type.name !== subscription) return { ...field, resolve: markWrapper(guarded) };
    return {
      ...field,
      resolve: markWrapper(resolveEvent(guarded)),
      subscribe: markWrapper(wrapSubscriber(gate, field)),
    };
  });
}

function gateOf<TContext>(
  original: GraphQLSchema,
  model: Model,
  enforced: Enforced,
  options: GateOptions<TContext>,
): Gate {
  return {
    ...enforced,
    model,
    original,
    federated: options.federation !== undefined,
    mode: options.mode ?? 'reject',
    realm: options.realm ?? 'graphql',
    reserved: new Set(options.reserved),
    error: options.error ?? defaultDenialError,
    // Casts: the context is what the user's own server passes to the user's own functions; the gate never looks into it.
    actor: options.actor as FindActor | undefined,
    currentActor: options.currentActor as FindActor | undefined,
    defaultFieldResolver:
      (options.defaultFieldResolver as GraphQLFieldResolver<unknown, unknown> | undefined) ?? defaultFieldResolver,
    recheckEvery: options.recheckEvery ?? THIRTY_SECONDS,
    plans: new WeakMap(),
  };
}
