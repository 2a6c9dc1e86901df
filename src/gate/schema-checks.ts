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
  const spread = new Map(marks);
  const checks = new MarkChecks(schema, spread, options.interfaces, mistakes);
  for (const element of elementsOf(schema)) checks.place(element);
  checkRootFields(schema, spread, options.unmarkedRootFields, mistakes);
  return mergeAll(spread, mistakes);
}

/** Marks as they are checked: those of interfaces move to the implementing types meanwhile. */
class MarkChecks {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly marks: Map<string, readonly Mark[]>,
    private readonly interfaces: InterfaceMarks,
    private readonly mistakes: MistakeList,
  ) {}

  place({ coordinate, kind }: Element): void {
    const own = this.marks.get(coordinate);
    if (!own) return;
    if (kind === 'union') this.mistakes.add(coordinate, 'a mark on a union guards nothing');
    if (kind === 'input') this.mistakes.add(coordinate, 'a mark on an input type guards nothing');
    if (own.some((mark) => mark.kind === 'public')) this.#public(coordinate, own);
    if (kind.startsWith('interface')) this.#propagate(coordinate, own);
  }

  /** Rule 5: never "only when queried through the interface" (GHSA-x33c-7c2v-mrj9). */
  #propagate(coordinate: string, own: readonly Mark[]): void {
    const targets = implementersOf(this.schema, coordinate);
    if (this.interfaces === 'forbid') {
      const places = targets.join(', ') || 'its implementers';
      const advice = `mark ${places}, or build with interfaces: 'propagate'`;
      this.mistakes.add(coordinate, `a mark on an interface is not enough: ${advice}`);
      return;
    }
    for (const target of targets) this.marks.set(target, [...(this.marks.get(target) ?? []), ...own]);
    this.marks.delete(coordinate);
  }

  #public(coordinate: string, own: readonly Mark[]): void {
    const [type = ''] = coordinate.split('.');
    const onRootField = rootNames(this.schema).includes(type) && !coordinate.includes('(') && coordinate !== type;
    if (!onRootField) this.mistakes.add(coordinate, '@public stands on root fields only');
    if (own.some((mark) => mark.kind !== 'public')) this.mistakes.add(coordinate, '@public together with another mark');
    else if (onRootField && this.marks.has(type))
      this.mistakes.add(coordinate, `@public, but ${type} itself is marked`);
  }
}

function implementersOf(schema: GraphQLSchema, coordinate: string): string[] {
  const [name = ''] = coordinate.split('.');
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return [];
  return schema.getPossibleTypes(type).map((object) => object.name + coordinate.slice(name.length));
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
