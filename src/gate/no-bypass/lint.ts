import { type GraphQLField, type GraphQLSchema, Kind, parse, type SelectionSetNode } from 'graphql';
import type { Gate } from '../gate';
import { implies, NOTHING, type Requirement } from '../guard';
import type { FieldSite } from '../model';
import { both } from '../guard';

/** Something that may be meant, and may be a hole. */
export interface Lint {
  readonly coordinate: string;
  /**
   * `unguarded-mutation`: no mark says who may run it. `looser-than-read`: the field reads others (`@requires`) that ask for more than
   * it does itself (GHSA-m8jr-fxqx-8xx6). `reveals-type`: through an interface or union it tells that objects of a guarded type exist.
   */
  readonly kind: 'unguarded-mutation' | 'looser-than-read' | 'reveals-type';
  readonly message: string;
}

/** What stands out in the marks of a gated schema. */
export function lint(gate: Gate, schema: GraphQLSchema): Lint[] {
  const fields = [...gate.model.types.values()].flatMap((type) => [...type.fields.values()]);
  return [
    ...unguardedMutations(gate, schema),
    ...fields.flatMap((site) => revealedTypes(site)),
    ...fields.flatMap((site) => looserThanRead(gate, schema, site)),
  ];
}

function unguardedMutations(gate: Gate, schema: GraphQLSchema): Lint[] {
  const type = schema.getMutationType();
  if (!type || gate.marks.has(type.name)) return [];
  const coordinates = Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
  const unmarked = coordinates.filter((coordinate) => !gate.marks.has(coordinate));
  return unmarked.map((coordinate) => ({
    coordinate,
    kind: 'unguarded-mutation',
    message: 'has no mark: anybody may run it',
  }));
}

function revealedTypes(site: FieldSite): Lint[] {
  if (site.next.length < 2) return [];
  const own = requirementOfSite(site);
  const revealed = site.next.filter(({ need }) => need && !implies(own, need.requirement)).map((type) => type.name);
  if (revealed.length === 0) return [];
  return [
    {
      coordinate: site.coordinate,
      kind: 'reveals-type',
      message: `__typename tells of ${revealed.join(', ')} without their scopes`,
    },
  ];
}

function requirementOfSite(site: FieldSite | undefined): Requirement {
  return (site?.needs ?? []).map((need) => need.requirement).reduce(both, NOTHING);
}

function looserThanRead(gate: Gate, schema: GraphQLSchema, site: FieldSite): Lint[] {
  const [type = '', name = ''] = site.coordinate.split('.');
  const object = schema.getType(type);
  const field = object && 'getFields' in object ? object.getFields()[name] : undefined;
  const read = field && 'args' in field ? readSelections(field) : undefined;
  if (!read) return [];
  const own = requirementOfSite(site);
  const stricter = fieldsRead(gate, type, read).filter((each) => !implies(own, requirementOfSite(each)));
  return stricter.map((each) => ({
    coordinate: site.coordinate,
    kind: 'looser-than-read',
    message: `reads ${each.coordinate}, which asks for more`,
  }));
}

/** The selections of Federation's `@requires(fields: "…")`. */
function readSelections(field: GraphQLField<unknown, unknown>): SelectionSetNode | undefined {
  const directive = field.astNode?.directives?.find((node) => /^(federation__)?requires$/.test(node.name.value));
  const value = directive?.arguments?.find((node) => node.name.value === 'fields')?.value;
  if (value?.kind !== Kind.STRING) return undefined;
  const [definition] = parse(`{ ${value.value} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
}

function fieldsRead(gate: Gate, type: string, selections: SelectionSetNode): FieldSite[] {
  return selections.selections.flatMap((node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    if (node.kind === Kind.INLINE_FRAGMENT)
      return fieldsRead(gate, node.typeCondition?.name.value ?? type, node.selectionSet);
    const site = gate.model.types.get(type)?.fields.get(node.name.value);
    if (!site) return [];
    const { selectionSet } = node;
    return selectionSet ? [site, ...site.next.flatMap((next) => fieldsRead(gate, next.name, selectionSet))] : [site];
  });
}
