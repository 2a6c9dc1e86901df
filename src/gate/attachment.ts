import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { MistakeList } from './gate-error';
import { implies, isTrivial, type Requirement } from './guard';
import type { Need } from './inputs';
import { type Marks, merge } from './marks';
import { type FieldSite, isGuarded, type Model } from './model';
import { isWrapper } from './runtime';
import { rootNames } from './schema-checks';

/**
 * Rule 16: compares what is attached to the executable schema with the marks as they were found, going the other way round: from
 * each field, argument, input field and enum value of the executable schema to the marks that bear on it.
 */
export function checkAttachment(gated: GraphQLSchema, model: Model, marks: Marks, mistakes: MistakeList): void {
  const audit = new AttachmentAudit(gated, model, marks, mistakes);
  for (const type of Object.values(gated.getTypeMap())) {
    if (isObjectType(type)) audit.object(type);
    else if (isInputObjectType(type)) audit.inputs(type.name, Object.keys(type.getFields()));
    else if (isEnumType(type))
      audit.inputs(
        type.name,
        type.getValues().map((value) => value.name),
      );
  }
}

class AttachmentAudit {
  readonly #roots: ReadonlySet<string>;

  constructor(
    private readonly gated: GraphQLSchema,
    private readonly model: Model,
    private readonly marks: Marks,
    private readonly mistakes: MistakeList,
  ) {
    this.#roots = new Set(rootNames(gated));
  }

  object(type: GraphQLObjectType): void {
    const owners = [type.name, ...type.getInterfaces().map((each) => each.name)];
    for (const field of Object.values(type.getFields())) {
      const site = this.model.types.get(type.name)?.fields.get(field.name);
      const places = owners.flatMap((owner) => [owner, `${owner}.${field.name}`]);
      const returned = getNamedType(field.type);
      const own = isAbstractType(returned) ? places : [...places, returned.name];
      this.#expect(`${type.name}.${field.name}`, own, site?.needs);
      for (const { name } of field.args) {
        const need = site?.args.get(name)?.need;
        const coordinates = owners.map((owner) => `${owner}.${field.name}(${name}:)`);
        this.#expect(`${type.name}.${field.name}(${name}:)`, coordinates, need && [need]);
      }
      this.#expectWrapper(type, field.name, site);
    }
  }

  inputs(type: string, members: readonly string[]): void {
    const shape = this.model.shapes.of(type);
    for (const member of members) {
      const need = shape?.fields.get(member)?.need ?? shape?.names.get(member);
      this.#expect(`${type}.${member}`, [`${type}.${member}`], need && [need]);
    }
  }

  #expect(coordinate: string, places: readonly string[], attached: readonly Need[] | undefined): void {
    for (const place of places) {
      const wanted = merge(this.marks.get(place) ?? []);
      if (!isTrivial(wanted) && !isAsked(attached ?? [], wanted)) {
        this.mistakes.add(coordinate, `the mark of ${place} is not attached to the executable schema`);
      }
    }
  }

  #expectWrapper(type: GraphQLObjectType, name: string, site: FieldSite | undefined): void {
    const field = type.getFields()[name];
    const streams = type === this.gated.getSubscriptionType();
    const wanted = !site || this.#roots.has(type.name) || isGuarded(site);
    if (wanted && !isWrapper(field?.resolve)) this.mistakes.add(`${type.name}.${name}`, 'its resolver is not wrapped');
    if (streams && !isWrapper(field?.subscribe)) this.mistakes.add(`${type.name}.${name}`, 'its stream is not wrapped');
  }
}

function isAsked(attached: readonly Need[], wanted: Requirement): boolean {
  return attached.some((need) => implies(need.requirement, wanted));
}
