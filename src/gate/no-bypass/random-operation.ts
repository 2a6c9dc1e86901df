import {
  doTypesOverlap,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
  OperationTypeNode,
} from 'graphql';
import type { Random } from './random';

/** An operation with the variables that are sent along. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const DEEPEST = 4;

/** A random operation that is valid for the schema: aliases, fragments, conditions, arguments, literals and variables of every kind. */
export function randomOperation(schema: GraphQLSchema, random: Random): RandomOperation {
  return new OperationWriter(schema, random).write();
}

class OperationWriter {
  readonly #fragments: { readonly name: string; readonly type: GraphQLCompositeType; readonly text: string }[] = [];
  readonly #definitions: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  #counter = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
  ) {}

  write(): RandomOperation {
    const kinds = [OperationTypeNode.QUERY, OperationTypeNode.QUERY, OperationTypeNode.MUTATION].filter((kind) =>
      this.schema.getRootType(kind),
    );
    const kind = this.random.pick(kinds) ?? OperationTypeNode.QUERY;
    const root = this.schema.getRootType(kind);
    const selections = root ? this.#selections(root, 0) : '{ __typename }';
    const variables = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    const query = [`${kind} Q${variables} ${selections}`, ...this.#fragments.map((fragment) => fragment.text)].join(
      '\n',
    );
    return { query, variables: this.#variables };
  }

  /** Keys are unique, so that no two fields of the same name have to be merged. */
  #key(prefix: string): string {
    return `${prefix}${this.#counter++}`;
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.random.below(depth > 1 ? 2 : 3);
    return `{ ${Array.from({ length: count }, () => this.#selection(type, depth)).join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const choice = this.random.next();
    if (depth < DEEPEST && choice < 0.15) return `...${this.#condition()} ${this.#selections(type, depth + 1)}`;
    if (depth < DEEPEST && choice < 0.35) return this.#inlineFragment(type, depth);
    if (depth < DEEPEST && choice < 0.5) return this.#spread(type, depth);
    return this.#field(type, depth) ?? `${this.#key('t')}: __typename${this.#condition()}`;
  }

  #inlineFragment(parent: GraphQLCompositeType, depth: number): string {
    const type = this.#overlapping(parent);
    return `... on ${type.name}${this.#condition()} ${this.#selections(type, depth + 1)}`;
  }

  #spread(parent: GraphQLCompositeType, depth: number): string {
    const known = this.#fragments.filter((fragment) => doTypesOverlap(this.schema, fragment.type, parent));
    const reused = this.random.chance(0.5) ? this.random.pick(known) : undefined;
    return `...${reused?.name ?? this.#fragment(this.#overlapping(parent), depth)}${this.#condition()}`;
  }

  /** Written from the inside outwards, so that no fragment spreads itself. */
  #fragment(type: GraphQLCompositeType, depth: number): string {
    const selections = this.#selections(type, depth + 1);
    const name = this.#key('F');
    this.#fragments.push({ name, type, text: `fragment ${name} on ${type.name} ${selections}` });
    return name;
  }

  #overlapping(parent: GraphQLCompositeType): GraphQLCompositeType {
    const types = Object.values(this.schema.getTypeMap()).filter(isCompositeType);
    const fitting = types.filter((type) => !type.name.startsWith('__') && doTypesOverlap(this.schema, type, parent));
    return this.random.pick(fitting) ?? parent;
  }

  #field(type: GraphQLCompositeType, depth: number): string | undefined {
    if (isUnionType(type)) return undefined;
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < DEEPEST || !isCompositeType(getNamedType(field.type)),
    );
    const field = this.random.pick(fields);
    if (!field) return undefined;
    const returned = getNamedType(field.type);
    const inner = isCompositeType(returned) ? ` ${this.#selections(returned, depth + 1)}` : '';
    return `${this.#key('f')}: ${field.name}${this.#arguments(field)}${this.#condition()}${inner}`;
  }

  #arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.filter((arg) => isRequired(arg) || this.random.chance(0.4));
    return given.length > 0
      ? `(${given.map((arg) => `${arg.name}: ${this.#value(arg.type, isRequired(arg), 0)}`).join(', ')})`
      : '';
  }

  /** A literal or a variable. Where a value is required, the variable is non-null and sent. */
  #value(type: GraphQLInputType, required: boolean, depth: number): string {
    if (!this.random.chance(0.4)) return this.#literal(type, depth);
    const name = this.#key('v');
    const byDefault = this.random.chance(0.3) && !required ? ` = ${this.#constant(type, depth)}` : '';
    const nullable = isNonNullType(type) ? type.ofType : type;
    this.#definitions.push(`$${name}: ${required ? type.toString() : nullable.toString()}${byDefault}`);
    if (required || this.random.chance(0.6)) this.#variables[name] = this.#json(required ? type : nullable, depth);
    return `$${name}`;
  }

  #condition(): string {
    if (!this.random.chance(0.15)) return '';
    const name = this.random.chance(0.5) ? 'skip' : 'include';
    if (this.random.chance(0.4)) return ` @${name}(if: ${this.random.chance(0.5)})`;
    const variable = this.#key('c');
    const byDefault = this.random.chance(0.3);
    this.#definitions.push(`$${variable}: Boolean${byDefault ? ' = true' : '!'}`);
    if (!byDefault || this.random.chance(0.5)) this.#variables[variable] = this.random.chance(0.5);
    return ` @${name}(if: $${variable})`;
  }

  #literal(type: GraphQLInputType, depth: number): string {
    return this.#text(type, depth, (inner, required, level) => this.#value(inner, required, level));
  }

  #constant(type: GraphQLInputType, depth: number): string {
    return this.#text(type, depth, (inner, _required, level) => this.#constant(inner, level));
  }

  #text(
    type: GraphQLInputType,
    depth: number,
    item: (type: GraphQLInputType, required: boolean, depth: number) => string,
  ): string {
    if (isNonNullType(type)) return this.#text(type.ofType, depth, item);
    if (isListType(type)) return `[${item(type.ofType, isNonNullType(type.ofType), depth + 1)}]`;
    if (isEnumType(type)) return this.random.pick(type.getValues())?.name ?? 'null';
    if (!isInputObjectType(type)) return literalOf(getNamedType(type).name);
    const fields = this.#givenFields(type.getFields(), type.isOneOf, depth);
    return `{ ${fields.map((field) => `${field.name}: ${item(field.type, isRequired(field) || type.isOneOf, depth + 1)}`).join(', ')} }`;
  }

  #givenFields<T extends Pick<GraphQLArgument, 'name' | 'type' | 'defaultValue'>>(
    fields: Record<string, T>,
    oneOf: boolean,
    depth: number,
  ): T[] {
    const all = Object.values(fields);
    if (oneOf) return this.random.shuffled(all).slice(0, 1);
    return all.filter((field) => isRequired(field) || (depth < 3 && this.random.chance(0.4)));
  }

  #json(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.#json(type.ofType, depth);
    if (isListType(type))
      return this.random.chance(0.8) ? [this.#json(type.ofType, depth + 1)] : this.#json(type.ofType, depth + 1);
    if (isEnumType(type)) return this.random.pick(type.getValues())?.name;
    if (!isInputObjectType(type)) return jsonOf(getNamedType(type).name);
    const fields = this.#givenFields(type.getFields(), type.isOneOf, depth);
    return Object.fromEntries(fields.map((field) => [field.name, this.#json(field.type, depth + 1)]));
  }
}

function isRequired(input: Pick<GraphQLArgument, 'type' | 'defaultValue'>): boolean {
  return isNonNullType(input.type) && input.defaultValue === undefined;
}

function jsonOf(scalar: string): unknown {
  if (scalar === 'Boolean') return true;
  return scalar === 'Int' || scalar === 'Float' ? 1 : '1';
}

function literalOf(scalar: string): string {
  return JSON.stringify(jsonOf(scalar));
}
