import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { hasPages, pageSize, pageVariables, type SentVariables } from './page-size';

/** How large an operation is, before anything of it runs. */
export interface OperationSize {
  /** Fields inside each other, leaves included. */
  readonly depth: number;
  readonly aliases: number;
  /**
   * Each object once per page size of the connections above it; leaves, and lists without pages, once.
   * A list without pages counts like one object, for its length is known to nobody yet.
   */
  readonly cost: number;
}

/** A part of an operation; `objects` still has to be multiplied by the pages above it. */
interface Weight {
  depth: number;
  aliases: number;
  objects: number;
  leaves: number;
}

/** One operation in its schema. */
interface Measured {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** More page sizes of one known operation than anybody asks for: its sizes are measured anew. */
const MOST_SIZES = 64;

const kept = new WeakMap<
  OperationDefinitionNode,
  { variables: readonly string[]; sizes: Map<string, OperationSize> }
>();

/** The size of a valid operation, remembered as long as its document lives. Everything counts, whatever @skip says. */
export function sizeOfOperation(measured: Measured, variables: SentVariables): OperationSize {
  const known = kept.get(measured.operation) ?? {
    variables: pageVariablesOf(measured.document),
    sizes: new Map<string, OperationSize>(),
  };
  const key = known.variables.map((name) => keyOf(variables, name)).join();
  const found = known.sizes.get(key);
  if (found) return found;
  const size = new Measurement(measured, variables).size();
  if (known.sizes.size >= MOST_SIZES) known.sizes.clear();
  known.sizes.set(key, size);
  kept.set(measured.operation, known);
  return size;
}

/** Numbers only: a text of a megabyte is never kept. */
function keyOf(variables: SentVariables, name: string): string {
  if (!Object.hasOwn(variables, name)) return 'default';
  return typeof variables[name] === 'number' ? String(variables[name]) : 'none';
}

/** Each fragment is looked into once, so that the time is linear however often they are spread. */
class Measurement {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly weights = new Map<string, Weight>();

  constructor(
    private readonly measured: Measured,
    private readonly variables: SentVariables,
  ) {
    for (const node of measured.document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
  }

  size(): OperationSize {
    const { schema, operation } = this.measured;
    const { depth, aliases, objects, leaves } = this.weightOf(
      operation.selectionSet,
      schema.getRootType(operation.operation) ?? undefined,
    );
    return { depth, aliases, cost: objects + leaves };
  }

  private weightOf(selectionSet: SelectionSetNode, type: GraphQLNamedType | undefined): Weight {
    const total = nothing();
    for (const selection of selectionSet.selections) add(total, this.weightOfSelection(selection, type));
    return total;
  }

  private weightOfSelection(selection: SelectionNode, type: GraphQLNamedType | undefined): Weight {
    if (selection.kind === Kind.FIELD) return this.weightOfField(selection, type);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.weightOfFragment(selection.name.value);
    const condition = selection.typeCondition?.name.value;
    return this.weightOf(selection.selectionSet, condition ? this.measured.schema.getType(condition) : type);
  }

  private weightOfFragment(name: string): Weight {
    const known = this.weights.get(name);
    if (known) return known;
    const fragment = this.fragments.get(name);
    // Validation refuses cycles; should one get here all the same, it weighs nothing the second time.
    this.weights.set(name, nothing());
    if (!fragment) return nothing();
    const weight = this.weightOf(
      fragment.selectionSet,
      this.measured.schema.getType(fragment.typeCondition.name.value),
    );
    this.weights.set(name, weight);
    return weight;
  }

  private weightOfField(node: FieldNode, type: GraphQLNamedType | undefined): Weight {
    const field = fieldOf(type, node.name.value);
    const named = field && getNamedType(field.type);
    const inside = node.selectionSet ? this.weightOf(node.selectionSet, named) : nothing();
    const aliases = inside.aliases + (node.alias ? 1 : 0);
    if (isIntrospection(node)) return { ...nothing(), aliases };
    const depth = inside.depth + 1;
    if (!isCompositeType(named)) return { depth, aliases, objects: 0, leaves: 1 };
    const page = field && hasPages(field) ? pageSize(field, node, this.measured.operation, this.variables) : 1;
    const itself = field && isList(field) ? page : 1;
    return { depth, aliases, objects: itself + page * inside.objects, leaves: inside.leaves };
  }
}

const nothing = (): Weight => ({ depth: 0, aliases: 0, objects: 0, leaves: 0 });

function add(total: Weight, part: Weight): void {
  total.depth = Math.max(total.depth, part.depth);
  total.aliases += part.aliases;
  total.objects += part.objects;
  total.leaves += part.leaves;
}

/** Left out of depth and cost; graphql-js bounds its recursion. */
function isIntrospection({ name }: FieldNode): boolean {
  return name.value === SchemaMetaFieldDef.name || name.value === TypeMetaFieldDef.name;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  // Input types have fields, too, but none is ever selected.
  return type && 'getFields' in type
    ? (type.getFields()[name] as GraphQLField<unknown, unknown> | undefined)
    : undefined;
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function pageVariablesOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  const look = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) for (const name of pageVariables(selection)) names.add(name);
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) look(selection.selectionSet);
    }
  };
  for (const node of document.definitions) if ('selectionSet' in node) look(node.selectionSet);
  return [...names].sort();
}
