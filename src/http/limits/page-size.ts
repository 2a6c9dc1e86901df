import { type FieldNode, type GraphQLField, Kind, type OperationDefinitionNode, type ValueNode } from 'graphql';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../../graphql/connections';

/** Variables as they were sent. */
export type SentVariables = Readonly<Record<string, unknown>>;

const DIRECTIONS = ['first', 'last'];

/** Whether the field answers in pages: Relay's connections, and lists with a `first`. */
export function hasPages(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => DIRECTIONS.includes(name));
}

/** The names of the variables that page sizes are read from. */
export function pageVariables(node: FieldNode): string[] {
  return (node.arguments ?? []).flatMap(({ name, value }) =>
    DIRECTIONS.includes(name.value) && value.kind === Kind.VARIABLE ? [value.name.value] : [],
  );
}

/**
 * How many entries the page has: `first` or `last`, the larger of both, 20 when neither says a number. More than the
 * largest page is refused by the list itself, which says so better than a cost could.
 */
export function pageSize(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  operation: OperationDefinitionNode,
  variables: SentVariables,
): number {
  const asked = field.args
    .filter(({ name }) => DIRECTIONS.includes(name))
    .map((argument) => {
      const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
      return value ? toNumber(value, operation, variables) : toNumberOrNull(argument.defaultValue);
    });
  const sizes = asked.filter((size) => size !== null);
  return sizes.length === 0 ? DEFAULT_PAGE : Math.min(Math.max(1, ...sizes), LARGEST_PAGE);
}

function toNumber(value: ValueNode, operation: OperationDefinitionNode, variables: SentVariables): number | null {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  if (Object.hasOwn(variables, name)) return toNumberOrNull(variables[name]);
  const fallback = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  return fallback?.kind === Kind.INT ? Number(fallback.value) : null;
}

/** What isn't a number fails the coercion later. */
function toNumberOrNull(value: unknown): number | null {
  return typeof value === 'number' && !Number.isNaN(value) ? value : null;
}
