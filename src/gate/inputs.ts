import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  type ValueNode,
} from 'graphql';
import type { Requirement } from './guard';

/** A requirement with the coordinate of the element that asks for it. */
export interface Need {
  readonly coordinate: string;
  readonly requirement: Requirement;
}

/** An argument or input field that asks for something itself or whose value may (rule 8). */
export interface InputSite {
  readonly need: Need | undefined;
  /** What to look for inside the value; undefined when nothing in there is guarded. */
  readonly shape: InputShape | undefined;
  /** The schema's own default, which doesn't count. */
  readonly defaultValue: unknown;
}

/** A named input type in which something is guarded, seen through lists and non-null. */
export interface InputShape {
  /** Input objects: the fields that matter. */
  readonly fields: ReadonlyMap<string, InputSite>;
  /** Enums: guarded values by name (as sent) and by internal value (as coerced). */
  readonly names: ReadonlyMap<string, Need>;
  readonly values: ReadonlyMap<unknown, Need>;
}

/** Who is told what a literal asks for. */
export interface InputSink {
  readonly need: (need: Need) => void;
  /** A variable stands here: what it asks for depends on what was sent. */
  readonly variable: (name: string, site: InputSite) => void;
}

/** The variables of a request, as sent (raw) or as the executor coerced them. */
export interface Variables {
  readonly values: Readonly<Record<string, unknown>>;
  /** True when defaults are filled in and enum values are internal ones. */
  readonly coerced: boolean;
}

/** Finds the shapes of a schema's input types; types in which nothing is guarded have none. */
export class InputShapes {
  readonly #shapes = new Map<string, InputShape>();
  readonly #guarded: ReadonlySet<string>;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly requirements: ReadonlyMap<string, Requirement>,
  ) {
    this.#guarded = guardedInputTypes(schema, requirements);
  }

  /** The site of an argument or input field; undefined when it never asks for anything. */
  site(coordinate: string, type: GraphQLInputType, defaultValue: unknown): InputSite | undefined {
    const need = needOf(coordinate, this.requirements);
    const shape = this.of(getNamedType(type).name);
    return need || shape ? { need, shape, defaultValue } : undefined;
  }

  /** The shape of a named type. Input types may hold themselves, so the shape is known before its fields are read. */
  of(name: string): InputShape | undefined {
    if (!this.#guarded.has(name)) return undefined;
    const known = this.#shapes.get(name);
    if (known) return known;
    const fields = new Map<string, InputSite>();
    const shape: InputShape = { fields, ...this.#enumNeeds(name) };
    this.#shapes.set(name, shape);
    const type = this.schema.getType(name);
    for (const field of isInputObjectType(type) ? Object.values(type.getFields()) : []) {
      const site = this.site(`${name}.${field.name}`, field.type, field.defaultValue);
      if (site) fields.set(field.name, site);
    }
    return shape;
  }

  #enumNeeds(name: string): Pick<InputShape, 'names' | 'values'> {
    const names = new Map<string, Need>();
    const values = new Map<unknown, Need>();
    const type = this.schema.getType(name);
    for (const value of isEnumType(type) ? type.getValues() : []) {
      const need = needOf(`${name}.${value.name}`, this.requirements);
      if (!need) continue;
      names.set(value.name, need);
      values.set(value.value, need);
    }
    return { names, values };
  }
}

/** The need of a coordinate, or undefined when it is unmarked. */
export function needOf(coordinate: string, requirements: ReadonlyMap<string, Requirement>): Need | undefined {
  const requirement = requirements.get(coordinate);
  return requirement && { coordinate, requirement };
}

function guardedInputTypes(schema: GraphQLSchema, requirements: ReadonlyMap<string, Requirement>): Set<string> {
  const guarded = new Set<string>();
  const types = Object.values(schema.getTypeMap());
  for (const type of types) {
    const members = isEnumType(type)
      ? type.getValues()
      : isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
    if (members.some((member) => requirements.has(`${type.name}.${member.name}`))) guarded.add(type.name);
  }
  const inputs = types.filter(isInputObjectType);
  for (let before = -1; before !== guarded.size;) {
    before = guarded.size;
    for (const type of inputs) {
      if (Object.values(type.getFields()).some((field) => guarded.has(getNamedType(field.type).name)))
        guarded.add(type.name);
    }
  }
  return guarded;
}

/** What a literal in the request asks for; `null` counts like any other (rule 8). */
export function literalNeeds(site: InputSite, node: ValueNode, sink: InputSink): void {
  if (node.kind === Kind.VARIABLE) return sink.variable(node.name.value, site);
  if (site.need) sink.need(site.need);
  if (site.shape) insideLiteral(site.shape, node, sink);
}

function insideLiteral(shape: InputShape, node: ValueNode, sink: InputSink): void {
  if (node.kind === Kind.VARIABLE)
    return sink.variable(node.name.value, { need: undefined, shape, defaultValue: undefined });
  if (node.kind === Kind.LIST) return node.values.forEach((item) => insideLiteral(shape, item, sink));
  if (node.kind === Kind.ENUM) {
    const need = shape.names.get(node.value);
    return need && sink.need(need);
  }
  if (node.kind !== Kind.OBJECT) return;
  for (const field of node.fields) {
    const site = shape.fields.get(field.name.value);
    if (site) literalNeeds(site, field.value, sink);
  }
}

/**
 * What the value of a variable asks for, walked by its input type through lists (rule 8). Without recursion: the depth is the
 * client's. In coerced values a field that is the schema's default itself was filled in, not sent.
 */
export function valueNeeds(site: InputSite, value: unknown, coerced: boolean, need: (need: Need) => void): void {
  if (site.need) need(site.need);
  const pending: [InputShape | undefined, unknown][] = [[site.shape, value]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [shape, item] = next;
    if (!shape || item === null || item === undefined) continue;
    const found = (coerced ? shape.values : (shape.names as ReadonlyMap<unknown, Need>)).get(item);
    if (found) need(found);
    else if (typeof item !== 'object') continue;
    else if (Symbol.iterator in item) for (const each of item as Iterable<unknown>) pending.push([shape, each]);
    else
      for (const [name, inner] of shape.fields)
        if (visitField(inner, name, item, coerced, need)) pending.push([inner.shape, Reflect.get(item, name)]);
  }
}

function visitField(
  site: InputSite,
  name: string,
  item: object,
  coerced: boolean,
  need: (need: Need) => void,
): boolean {
  if (!Object.hasOwn(item, name)) return false;
  if (coerced && site.defaultValue !== undefined && Reflect.get(item, name) === site.defaultValue) return false;
  if (site.need) need(site.need);
  return true;
}
