import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isObjectType,
  type OperationTypeNode,
} from 'graphql';
import type { Requirement } from './guard';
import { InputShapes, type InputShape, type InputSite, type Need, needOf } from './inputs';

/** An object type as the gate walks it. */
export interface TypeSite {
  readonly name: string;
  readonly need: Need | undefined;
  readonly fields: ReadonlyMap<string, FieldSite>;
}

/** A field of an object type with all that it asks for (rule 2). */
export interface FieldSite {
  readonly coordinate: string;
  /** G(T), G(T.f) and G(R) of a concrete R, without the trivial ones. */
  readonly needs: readonly Need[];
  /** The arguments that may ask for something. */
  readonly args: ReadonlyMap<string, InputSite>;
  /** Object types that a value of the field can have; none for leaves. */
  readonly next: readonly TypeSite[];
  /** Guarded values of the enum that the field returns, looked at in results (rule 10). */
  readonly screened: InputShape | undefined;
}

/** The guards of a schema, arranged for walking operations. */
export interface Model {
  readonly types: ReadonlyMap<string, TypeSite>;
  /** Object types that a type condition lets through. */
  possible(condition: string): ReadonlySet<TypeSite>;
  root(operation: OperationTypeNode): TypeSite | undefined;
  readonly shapes: InputShapes;
}

/** True when the runtime layer has something to look at in this field (rule 10). */
export function isGuarded(site: FieldSite): boolean {
  return site.needs.length > 0 || site.args.size > 0 || site.screened !== undefined;
}

/** Arranges merged requirements by type and field. */
export function buildModel(schema: GraphQLSchema, requirements: ReadonlyMap<string, Requirement>): Model {
  return new ModelBuilder(schema, requirements).build();
}

const NONE: ReadonlySet<TypeSite> = new Set();

class ModelBuilder {
  readonly #types = new Map<string, TypeSite & { readonly fields: Map<string, FieldSite> }>();
  readonly #possible = new Map<string, ReadonlySet<TypeSite>>();
  readonly #shapes: InputShapes;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly requirements: ReadonlyMap<string, Requirement>,
  ) {
    this.#shapes = new InputShapes(schema, requirements);
  }

  build(): Model {
    const objects = Object.values(this.schema.getTypeMap()).filter(isObjectType);
    for (const { name } of objects)
      this.#types.set(name, { name, need: needOf(name, this.requirements), fields: new Map() });
    for (const type of Object.values(this.schema.getTypeMap())) {
      const members = isAbstractType(type) ? this.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
      this.#possible.set(type.name, new Set(members.flatMap((member) => this.#types.get(member.name) ?? [])));
    }
    for (const object of objects) this.#addFields(object);
    return {
      types: this.#types,
      possible: (condition) => this.#possible.get(condition) ?? NONE,
      shapes: this.#shapes,
      root: (operation) => this.#types.get(this.schema.getRootType(operation)?.name ?? ''),
    };
  }

  #addFields(object: GraphQLObjectType): void {
    const type = this.#types.get(object.name);
    for (const field of Object.values(object.getFields())) type?.fields.set(field.name, this.#field(type, field));
  }

  #field(parent: TypeSite, field: GraphQLField<unknown, unknown>): FieldSite {
    const coordinate = `${parent.name}.${field.name}`;
    const returned = getNamedType(field.type);
    const needs = [parent.need, needOf(coordinate, this.requirements), needOf(returned.name, this.requirements)];
    return {
      coordinate,
      needs: needs.filter((need) => need !== undefined),
      args: this.#args(coordinate, field),
      next: isCompositeType(returned) ? [...(this.#possible.get(returned.name) ?? NONE)] : [],
      screened: isEnumType(returned) ? this.#shapes.of(returned.name) : undefined,
    };
  }

  #args(coordinate: string, field: GraphQLField<unknown, unknown>): Map<string, InputSite> {
    const sites = field.args.map(
      (arg) => [arg.name, this.#shapes.site(`${coordinate}(${arg.name}:)`, arg.type, arg.defaultValue)] as const,
    );
    return new Map(sites.flatMap(([name, site]) => (site ? [[name, site]] : [])));
  }
}
