import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { type Element, elementsOf } from './elements';
import type { MistakeList } from './gate-error';
import { isTrivial, type Requirement } from './guard';
import { type Mark, type Marks, merge } from './marks';

/** What an interface's mark does (rule 5). */
export type InterfaceMarks = 'forbid' | 'propagate';

/** What an unmarked root field means (rule 16). */
export type UnmarkedRootFields = 'open' | 'error';

/** Checks the marks against the schema and merges those of each element (rules 1, 4, 5 and 16); notes every mistake. */
export function requirementsOf(
  schema: GraphQLSchema,
  marks: Marks,
  options: { readonly interfaces: InterfaceMarks; readonly unmarkedRootFields: UnmarkedRootFields },
  mistakes: MistakeList,
): ReadonlyMap<string, Requirement> {
  const spread = new Map([...marks].map(([coordinate, list]) => [coordinate, [...list]]));
  for (const element of elementsOf(schema)) checkPlace(schema, element, spread, options.interfaces, mistakes);
  checkRootFields(schema, spread, options.unmarkedRootFields, mistakes);
  return mergeAll(spread, mistakes);
}

function checkPlace(
  schema: GraphQLSchema,
  { coordinate, kind }: Element,
  marks: Map<string, Mark[]>,
  interfaces: InterfaceMarks,
  mistakes: MistakeList,
): void {
  const own = marks.get(coordinate);
  if (!own) return;
  if (kind === 'union' || kind === 'input')
    mistakes.add(coordinate, `a mark on ${kind === 'union' ? 'a union' : 'an input type'} guards nothing`);
  if (kind.startsWith('interface')) propagate(schema, coordinate, own, marks, interfaces, mistakes);
  if (own.some((mark) => mark.kind === 'public')) checkPublic(schema, coordinate, own, marks, mistakes);
}

/** Rule 5: never "only when queried through the interface" (GHSA-x33c-7c2v-mrj9). */
function propagate(
  schema: GraphQLSchema,
  coordinate: string,
  own: readonly Mark[],
  marks: Map<string, Mark[]>,
  interfaces: InterfaceMarks,
  mistakes: MistakeList,
): void {
  const targets = implementersOf(schema, coordinate);
  if (interfaces === 'forbid') {
    const places = targets.join(', ') || 'its implementers';
    mistakes.add(
      coordinate,
      `a mark on an interface is not enough: mark ${places}, or build with interfaces: 'propagate'`,
    );
    return;
  }
  for (const target of targets) marks.set(target, [...(marks.get(target) ?? []), ...own]);
  marks.delete(coordinate);
}

function implementersOf(schema: GraphQLSchema, coordinate: string): string[] {
  const [name = ''] = coordinate.split('.');
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return [];
  return schema.getPossibleTypes(type).map((object) => object.name + coordinate.slice(name.length));
}

function checkPublic(
  schema: GraphQLSchema,
  coordinate: string,
  own: readonly Mark[],
  marks: Map<string, Mark[]>,
  mistakes: MistakeList,
): void {
  const [type = ''] = coordinate.split('.');
  const root = rootNames(schema).includes(type);
  if (!root || coordinate.includes('(') || coordinate === type)
    mistakes.add(coordinate, '@public stands on root fields only');
  if (own.some((mark) => mark.kind !== 'public')) mistakes.add(coordinate, '@public together with another mark');
  else if (root && coordinate !== type && marks.has(type))
    mistakes.add(coordinate, `@public, but ${type} itself is marked`);
}

/** Names of the root types that the schema has. */
export function rootNames(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((type) => (type ? [type.name] : []));
}

/** Federation's own root fields have rules of their own (rule 15) and need no mark. */
const FEDERATION_FIELDS = new Set(['_entities', '_service']);

function checkRootFields(
  schema: GraphQLSchema,
  marks: Marks,
  unmarked: UnmarkedRootFields,
  mistakes: MistakeList,
): void {
  if (unmarked === 'open') return;
  for (const root of rootNames(schema)) {
    const type = schema.getType(root);
    if (!isObjectType(type) || marks.has(root)) continue;
    for (const field of Object.keys(type.getFields())) {
      const coordinate = `${root}.${field}`;
      if (!marks.has(coordinate) && !FEDERATION_FIELDS.has(field))
        mistakes.add(coordinate, 'has no mark: say @public if it is open on purpose');
    }
  }
}

function mergeAll(marks: Marks, mistakes: MistakeList): Map<string, Requirement> {
  const merged = new Map<string, Requirement>();
  for (const [coordinate, list] of marks) {
    try {
      const requirement = merge(list);
      if (!isTrivial(requirement)) merged.set(coordinate, requirement);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.add(coordinate, `its marks together give ${error.message}`);
    }
  }
  return merged;
}
