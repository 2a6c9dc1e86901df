import type { GraphQLResolveInfo } from 'graphql';
import { type Execution, isPromise } from './execution';
import type { InputShape } from './inputs';
import { satisfies } from './plan';

/** A response path as the executor keeps it. */
export interface ExecutionPath {
  readonly prev: ExecutionPath | undefined;
  readonly key: string | number;
}

/** Keys from the root inwards, list indices as text (rule 12). */
export function pathOf(path: ExecutionPath): string[] {
  const keys: string[] = [];
  for (let at: ExecutionPath | undefined = path; at; at = at.prev) keys.push(String(at.key));
  return keys.reverse();
}

/**
 * Looks at an enum result after the resolver and before completion (rule 10): an offending value becomes an Error, which the
 * executor completes as null with an error in that very place, also in lists and async iterables.
 */
export function screen(execution: Execution, guarded: InputShape, result: unknown, info: GraphQLResolveInfo): unknown {
  const visit = (value: unknown, path: ExecutionPath): unknown => {
    if (isPromise(value)) return Promise.resolve(value).then((settled) => visit(settled, path));
    const need = guarded.values.get(value);
    if (need) return refused(value, path, need);
    if (typeof value !== 'object' || value === null || value instanceof Error) return value;
    if (Symbol.asyncIterator in value)
      return mapStream(value as AsyncIterable<unknown>, (item, key) => visit(item, { prev: path, key }));
    if (Symbol.iterator in value)
      return Array.from(value as Iterable<unknown>, (item, key) => visit(item, { prev: path, key }));
    return value;
  };
  const refused = (
    value: unknown,
    path: ExecutionPath,
    need: NonNullable<ReturnType<InputShape['values']['get']>>,
  ): unknown => {
    if (execution.actor && satisfies(execution.actor, need.requirement)) return value;
    const lacking = [{ need, path: pathOf(path) }];
    const denied = execution.deny(lacking);
    if (!denied) execution.report(lacking);
    return denied ?? value;
  };
  return visit(result, info.path);
}

async function* mapStream(
  source: AsyncIterable<unknown>,
  map: (item: unknown, index: number) => unknown,
): AsyncGenerator<unknown> {
  let index = 0;
  for await (const item of source) yield map(item, index++);
}
