import type { GraphQLError } from 'graphql';
import { describeDenial } from './denial';
import { pathOf } from './enum-results';
import { type Execution, executionOf, isPromise } from './execution';
import type { Gate } from './gate';
import type { FieldSite } from './model';
import { satisfies } from './plan';
import { assertField, type Resolver, runIn } from './runtime';

/**
 * Rule 15: `_entities` with a guard before each representation. The inner resolver gets the allowed ones only; errors stand at the
 * others' indices, and an unknown `__typename` is denied.
 */
export function resolveEntities(gate: Gate, site: FieldSite, resolve: Resolver): Resolver {
  return (source, args, context, info) =>
    runIn(executionOf(gate, context, info), (execution) => {
      assertField(execution, site, info);
      const sent = args['representations'];
      const given: unknown[] = Array.isArray(sent) ? sent : [];
      const refused = given.map((item, index) =>
        refusalOf(gate, execution, site, item, [...pathOf(info.path), String(index)]),
      );
      const representations = given.filter((_item, index) => !refused[index]);
      if (representations.length === 0) return refused;
      const found: unknown = resolve(source, { ...args, representations }, context, info);
      return isPromise(found)
        ? Promise.resolve(found).then((all) => interleave(all, refused))
        : interleave(found, refused);
    });
}

function refusalOf(
  gate: Gate,
  execution: Execution,
  site: FieldSite,
  item: unknown,
  path: string[],
): GraphQLError | undefined {
  const name: unknown = typeof item === 'object' && item !== null && '__typename' in item ? item.__typename : undefined;
  const type = site.next.find((each) => each.name === name);
  if (!type) return gate.error(describeDenial(gate, execution.actor, []));
  const { need } = type;
  if (!need || (execution.actor && satisfies(execution.actor, need.requirement))) return undefined;
  const lacking = [{ need, path }];
  const denied = execution.deny(lacking);
  if (!denied) execution.report(lacking);
  return denied;
}

function interleave(found: unknown, refused: readonly (GraphQLError | undefined)[]): unknown {
  if (typeof found !== 'object' || found === null || !(Symbol.iterator in found)) return found;
  const entities = [...(found as Iterable<unknown>)];
  return refused.map((error) => error ?? entities.shift());
}
