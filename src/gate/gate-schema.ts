import { assertValidSchema, type GraphQLSchema } from 'graphql';
import { assemble, THIRTY_SECONDS } from './assemble';
import { checkAttachment } from './attachment';
import { getGate } from './gate';
import { MistakeList } from './gate-error';
import type { GateOptions } from './gate-options';
import { ANY_CREDENTIAL, both, type Guard, type Requirement, requirementOf } from './guard';
import { type MarkSources, mistakesOfGuard, readMarks } from './marks';
import { mistakeOfMode } from './mode';
import { requirementsOf } from './schema-checks';

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
  const gated = assemble(schema, { marks, requirements, introspection }, options);
  checkAttachment(gated, getGate(gated).model, marks, mistakes);
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
