import { Kind, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Variables } from './inputs';
import type { Fragments } from './walk';

/** A variable that decides a @skip or @include, with the default that the operation gives it. */
export interface Condition {
  readonly name: string;
  readonly fallback: boolean | undefined;
}

/** Answers whether a selection is left out. Unknown counts as included (rule 9). */
export function skips(node: SelectionNode, valueOf: (variable: string) => boolean | undefined): boolean {
  if (!node.directives || node.directives.length === 0) return false;
  return condition(node, 'skip', valueOf) === true || condition(node, 'include', valueOf) === false;
}

function condition(
  node: SelectionNode,
  name: string,
  valueOf: (variable: string) => boolean | undefined,
): boolean | undefined {
  const value = conditionNode(node, name);
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE ? valueOf(value.name.value) : undefined;
}

/** The executor reads the first directive of a name, so does the gate. */
function conditionNode(node: SelectionNode, name: string) {
  const directive = node.directives?.find((each) => each.name.value === name);
  return directive?.arguments?.find((argument) => argument.name.value === 'if')?.value;
}

/** Every variable that decides a @skip or @include of the operation or of a fragment that it can reach. */
export function conditionsOf(operation: OperationDefinitionNode, fragments: Fragments): Condition[] {
  const names = new Set<string>();
  const spread = new Set<string>();
  const pending: SelectionSetNode[] = [operation.selectionSet];
  for (let set = pending.pop(); set; set = pending.pop()) {
    for (const node of set.selections) {
      for (const name of ['skip', 'include']) {
        const value = conditionNode(node, name);
        if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
      }
      const inner = innerSet(node, fragments, spread);
      if (inner) pending.push(inner);
    }
  }
  return [...names].map((name) => ({ name, fallback: fallbackOf(operation, name) }));
}

function innerSet(node: SelectionNode, fragments: Fragments, spread: Set<string>): SelectionSetNode | undefined {
  if (node.kind !== Kind.FRAGMENT_SPREAD) return node.selectionSet;
  if (spread.has(node.name.value)) return undefined;
  spread.add(node.name.value);
  return fragments[node.name.value]?.selectionSet;
}

function fallbackOf(operation: OperationDefinitionNode, name: string): boolean | undefined {
  const definition = operation.variableDefinitions?.find((node) => node.variable.name.value === name);
  return definition?.defaultValue?.kind === Kind.BOOLEAN ? definition.defaultValue.value : undefined;
}

/** What a condition's variable says in this request; undefined when nothing was sent. */
export function conditionValue({ name, fallback }: Condition, variables: Variables): boolean | undefined {
  if (!Object.hasOwn(variables.values, name)) return fallback;
  const value = variables.values[name];
  return typeof value === 'boolean' ? value : undefined;
}
