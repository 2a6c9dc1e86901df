import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Variables } from './inputs';
import type { Operation } from './operation-walk';

/** Variables as a request carries them. */
export type RawVariables = Readonly<Record<string, unknown>> | null | undefined;

interface Definitions {
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

const definitions = new WeakMap<DocumentNode, Definitions>();

/** The operation that would be executed, or undefined when there isn't exactly one (rule 9). */
export function findOperation(document: DocumentNode, operationName: string | null | undefined): Operation | undefined {
  const { operations, fragments } = definitionsOf(document);
  const chosen = operationName == null ? operations : operations.filter((node) => node.name?.value === operationName);
  const [node, another] = chosen;
  return node && !another ? { node, fragments } : undefined;
}

function definitionsOf(document: DocumentNode): Definitions {
  const known = definitions.get(document);
  if (known) return known;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as Record<
    string,
    FragmentDefinitionNode
  >;
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  const found = {
    operations: document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION),
    fragments,
  };
  definitions.set(document, found);
  return found;
}

/** Variables as they were sent. */
export function rawVariables(raw: RawVariables): Variables {
  return { values: raw ?? {}, coerced: false };
}

/** True when the executor will take the variables. */
export function areCoercible(schema: GraphQLSchema, operation: Operation, raw: RawVariables): boolean {
  const wanted = operation.node.variableDefinitions ?? [];
  if (wanted.length === 0) return true;
  if (raw != null && typeof raw !== 'object') return false;
  return getVariableValues(schema, wanted, { ...raw }, { maxErrors: 1 }).errors === undefined;
}
