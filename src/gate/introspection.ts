import { SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import { executionOf } from './execution';
import { findGate } from './gate';
import { runIn } from './runtime';

let guarded = false;

/**
 * Rule 17 for executions that no static check has seen. graphql-js defines `__schema` and `__type` once for all schemas, outside of
 * any of them, so the runtime layer can only stand there: their resolvers are wrapped once for the process, and change nothing for a
 * schema that isn't gated. (`__typename` is left alone: it would cost every query, and the static layer sees it.)
 */
export function guardMetaFields(): void {
  if (guarded) return;
  guarded = true;
  for (const definition of [SchemaMetaFieldDef, TypeMetaFieldDef]) {
    const { resolve } = definition;
    definition.resolve = (source, args, context, info) => {
      const gate = findGate(info.schema);
      const answer = (): unknown => resolve?.(source, args, context, info);
      if (!gate?.introspection) return answer();
      return runIn(executionOf(gate, context, info), ({ refusal }) => {
        if (refusal) throw refusal;
        return answer();
      });
    };
  }
}
