import { type GraphQLSchema, isObjectType } from 'graphql';
import type { MistakeList } from './gate-error';
import { implies } from './guard';
import { type Marks, merge } from './marks';
import { isGuarded, type Model } from './model';
import { isWrapper } from './runtime';
import { rootNames } from './schema-checks';

/**
 * Rule 16: compares what is attached to the executable schema with the marks that were found, by a way of its own: every mark must
 * be asked for by some field, argument or input of the model, and every field that asks for something must be wrapped.
 */
export function checkAttachment(gated: GraphQLSchema, model: Model, marks: Marks, mistakes: MistakeList): void {
  const roots = new Set(rootNames(gated));
  for (const type of Object.values(gated.getTypeMap()).filter(isObjectType)) {
    for (const site of model.types.get(type.name)?.fields.values() ?? []) {
      const field = type.getFields()[site.coordinate.slice(type.name.length + 1)];
      const wanted = roots.has(type.name) || isGuarded(site);
      if (wanted && !isWrapper(field?.resolve))
        mistakes.add(site.coordinate, 'is guarded, but its resolver is not wrapped');
    }
  }
  const attached = new Map(
    [...model.types.values()]
      .flatMap((type) => [...type.fields.values()])
      .flatMap((site) => site.needs)
      .map((need) => [need.coordinate, need.requirement]),
  );
  for (const [coordinate, list] of marks) {
    const requirement = attached.get(coordinate);
    if (requirement && !implies(requirement, merge(list)))
      mistakes.add(coordinate, 'is marked more strictly than it is guarded');
  }
}
