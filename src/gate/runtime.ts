import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { type Execution, executionOf, isPromise } from './execution';
import type { Gate } from './gate';
import { literalNeeds, type Need, valueNeeds } from './inputs';
import type { LocatedNeed } from './located-needs';
import type { FieldSite } from './model';
import { satisfies } from './plan';
import { pathOf, screen } from './enum-results';

/** A resolver of a schema that the gate knows nothing about. */
export type Resolver = GraphQLFieldResolver<unknown, unknown, Record<string, unknown>>;

const wrappers = new WeakSet<object>();

/** True for a resolver that the gate made. */
export function isWrapper(resolver: unknown): boolean {
  return typeof resolver === 'function' && wrappers.has(resolver);
}

/** Makes a resolver known as one of the gate's own. */
export function markWrapper(resolver: Resolver): Resolver {
  wrappers.add(resolver);
  return resolver;
}

/** Rule 10: a resolver behind the checks of its field. */
export function guardResolver(gate: Gate, site: FieldSite, resolve: Resolver): Resolver {
  return (source, args, context, info) =>
    runIn(executionOf(gate, context, info), (execution) => {
      assertField(execution, site, info);
      const result: unknown = resolve(source, args, context, info);
      return site.screened ? screen(execution, site.screened, result, info) : result;
    });
}

/** Goes on at once when the execution is known, so that synchronous executions stay synchronous. */
export function runIn(execution: Execution | Promise<Execution>, proceed: (execution: Execution) => unknown): unknown {
  return isPromise(execution) ? execution.then(proceed) : proceed(execution);
}

/** Throws when the field asks for something that the actor lacks: the runtime layer has the last word. */
export function assertField(execution: Execution, site: FieldSite, info: GraphQLResolveInfo): void {
  if (execution.refusal) throw execution.refusal;
  const lacking = lackingIn(execution, site, info);
  if (lacking.length === 0) return;
  const denied = execution.deny(lacking.map((need): LocatedNeed => ({ need, path: pathOf(info.path) })));
  if (denied) throw denied;
}

function lackingIn(execution: Execution, site: FieldSite, info: GraphQLResolveInfo): Need[] {
  const { actor } = execution;
  const lacks = (need: Need) => !actor || !satisfies(actor, need.requirement);
  const lacking = site.needs.filter(lacks);
  return site.args.size === 0 ? lacking : [...lacking, ...argumentNeeds(execution, site, info).filter(lacks)];
}

function argumentNeeds(execution: Execution, site: FieldSite, info: GraphQLResolveInfo): Need[] {
  const needs: Need[] = [];
  const { values } = execution.variables;
  const sink: Parameters<typeof literalNeeds>[2] = {
    need: (need) => needs.push(need),
    variable: (name, input) => {
      if (Object.hasOwn(values, name)) valueNeeds(input, values[name], true, sink.need);
    },
  };
  for (const argument of info.fieldNodes.flatMap((node) => node.arguments ?? [])) {
    const input = site.args.get(argument.name.value);
    if (input) literalNeeds(input, argument.value, sink);
  }
  return needs;
}
