import { assertValidSchema, defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { checkAttachment } from './attachment';
import { cloneSchema, type FieldConfig } from './clone-schema';
import { defaultDenialError, type DenialError } from './denial';
import { resolveEntities } from './entity-results';
import { type FindActor, type Gate, registerGate } from './gate';
import { MistakeList } from './gate-error';
import { ANY_CREDENTIAL, both, type Guard, type Requirement, requirementOf } from './guard';
import { mistakesOfGuard, type MarkSources, readMarks, type TypeDefs } from './marks';
import { mistakeOfMode, type Mode } from './mode';
import { buildModel, isGuarded, type Model } from './model';
import { guardResolver, markWrapper, type Resolver } from './runtime';
import { type InterfaceMarks, requirementsOf, rootNames, type UnmarkedRootFields } from './schema-checks';
import { resolveEvent, wrapSubscriber } from './subscription';

/** Options of gateSchema; `TContext` is what resolvers get as context. */
export interface GateOptions<TContext = unknown> {
  /** What a root field without a mark means (rule 16). There is no default: say it. */
  readonly unmarkedRootFields: UnmarkedRootFields;
  /** Rule 11; 'reject' by default. */
  readonly mode?: Mode;
  /** Rule 5; 'forbid' by default. */
  readonly interfaces?: InterfaceMarks;
  /** Scopes that may be named in marks; any when left out (rule 3). */
  readonly catalogue?: Iterable<string>;
  /** Scopes outside the catalogue that no token can hold; never shown to clients. See Denial.reserved. */
  readonly reserved?: Iterable<string>;
  /** SDL with marks, for a schema that lost its SDL nodes on the way. */
  readonly typeDefs?: TypeDefs;
  /** Marks by schema coordinate, merged with the others by AND (rule 4). */
  readonly guards?: Readonly<Record<string, Guard>>;
  /** Who may select `__schema` and `__type` (rule 17); 'authenticated' by default. */
  readonly introspection?: 'open' | 'authenticated' | Guard;
  /** For a federation subgraph: what the gateway holds to read `_service` (rule 15). */
  readonly federation?: { readonly gateway: Guard };
  /** Finds the actor of a context; `context.actor`, or what an adapter found, by default. */
  readonly actor?: (context: TContext) => unknown;
  /** Finds the actor as it is now; required when the schema has subscriptions (rule 14). */
  readonly currentActor?: (context: TContext) => unknown;
  /** For wrapped fields without a resolver, which no longer reach the executor's own. */
  readonly defaultFieldResolver?: GraphQLFieldResolver<unknown, TContext>;
  /** Makes the error that a client sees; rule 12's by default. */
  readonly error?: DenialError;
  /** Name of the protection space in `WWW-Authenticate`; "graphql" by default. */
  readonly realm?: string;
  /** Milliseconds between two looks at a silent subscription; at most and by default 30,000 (rule 14). */
  readonly recheckEvery?: number;
}

const THIRTY_SECONDS = 30_000;

/**
 * A copy of the schema whose guards are enforced by both layers (rules 9 and 10). Throws a GateError with every mistake at once
 * (rule 3), also when the marks that were found don't equal the guards that are attached (rule 16).
 */
export function gateSchema<TContext = unknown>(schema: GraphQLSchema, options: GateOptions<TContext>): GraphQLSchema {
  assertValidSchema(schema);
  const mistakes = new MistakeList();
  checkOptions(schema, options, mistakes);
  const sources = sourcesOf(options);
  const marks = readMarks(schema, sources, mistakes);
  const interfaces = options.interfaces ?? 'forbid';
  const found = requirementsOf(schema, marks, { interfaces, unmarkedRootFields: options.unmarkedRootFields }, mistakes);
  const introspection = introspectionOf(options, sources, mistakes);
  const requirements = withService(schema, found, serviceOf(options, introspection, sources, mistakes));
  mistakes.assertNone();
  const model = buildModel(schema, requirements);
  const gated = attach(schema, model, (): Gate => gate, options.federation !== undefined);
  const gate = gateOf(schema, model, introspection, options);
  registerGate(gated, gate);
  checkAttachment(gated, model, marks, mistakes);
  mistakes.assertNone();
  return gated;
}

function checkOptions(schema: GraphQLSchema, options: GateOptions<never>, mistakes: MistakeList): void {
  if (options.unmarkedRootFields !== 'open' && options.unmarkedRootFields !== 'error') {
    mistakes.add('unmarkedRootFields', "must be 'open' or 'error'");
  }
  const mode = mistakeOfMode(options.mode ?? 'reject', Date.now());
  if (mode) mistakes.add('mode', mode);
  if (schema.getSubscriptionType() && !options.currentActor) {
    mistakes.add(
      'currentActor',
      'is required: the schema has subscriptions, which are checked again as long as they last',
    );
  }
  const recheck = options.recheckEvery ?? THIRTY_SECONDS;
  if (!(recheck > 0 && recheck <= THIRTY_SECONDS))
    mistakes.add('recheckEvery', 'must be between 1 and 30,000 milliseconds');
}

function sourcesOf({ catalogue, reserved, typeDefs, guards }: GateOptions<never>): MarkSources {
  return {
    ...(catalogue && { catalogue: new Set([...catalogue, ...(reserved ?? [])]) }),
    ...(typeDefs !== undefined && { typeDefs }),
    ...(guards && { guards }),
  };
}

function introspectionOf(
  options: GateOptions<never>,
  sources: MarkSources,
  mistakes: MistakeList,
): Requirement | undefined {
  const { introspection = 'authenticated' } = options;
  if (introspection === 'open') return undefined;
  if (introspection === 'authenticated') return ANY_CREDENTIAL;
  return checkedGuard('introspection', introspection, sources, mistakes);
}

/** `_service` prints the whole SDL: it is for the gateway, or else an outlet like introspection (rules 15 and 17, CVE-2026-35413). */
function serviceOf(
  { federation }: GateOptions<never>,
  introspection: Requirement | undefined,
  sources: MarkSources,
  mistakes: MistakeList,
): Requirement | undefined {
  return federation ? checkedGuard('federation.gateway', federation.gateway, sources, mistakes) : introspection;
}

function checkedGuard(name: string, guard: Guard, { catalogue }: MarkSources, mistakes: MistakeList): Requirement {
  const found = mistakesOfGuard(guard, catalogue);
  for (const message of found) mistakes.add(name, message);
  return found.length === 0 ? requirementOf(guard) : ANY_CREDENTIAL;
}

function withService(
  schema: GraphQLSchema,
  requirements: ReadonlyMap<string, Requirement>,
  service: Requirement | undefined,
): ReadonlyMap<string, Requirement> {
  const query = schema.getQueryType();
  if (!service || !query?.getFields()['_service']) return requirements;
  const coordinate = `${query.name}._service`;
  const own = requirements.get(coordinate);
  return new Map([...requirements, [coordinate, own ? both(own, service) : service]]);
}

function attach(schema: GraphQLSchema, model: Model, gate: () => Gate, federated: boolean): GraphQLSchema {
  const roots = new Set(rootNames(schema));
  const subscription = schema.getSubscriptionType()?.name;
  const entities = federated ? `${schema.getQueryType()?.name}._entities` : undefined;
  return cloneSchema(schema, (type, name, field): FieldConfig => {
    const site = model.types.get(type.name)?.fields.get(name);
    if (!site) throw new TypeError(`${type.name}.${name} is not in the model`);
    if (!roots.has(type.name) && !isGuarded(site)) return field;
    const resolve: Resolver = field.resolve ?? ((...call) => gate().defaultFieldResolver(...call));
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
  introspection: Requirement | undefined,
  options: GateOptions<TContext>,
): Gate {
  return {
    model,
    introspection,
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
