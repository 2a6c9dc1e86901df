import { type FieldNode, Kind, type ValueNode } from 'graphql';
import type { Variables } from './inputs';

/** The distinct `__typename`s of the representations that an `_entities` field was given (rule 15); unreadable ones are left out. */
export function representedTypes(node: FieldNode, variables: Variables): string[] {
  const argument = node.arguments?.find((each) => each.name.value === 'representations')?.value;
  return [...new Set(argument ? typenamesOf(argument, variables) : [])];
}

function typenamesOf(node: ValueNode, variables: Variables): string[] {
  if (node.kind === Kind.VARIABLE) return typenamesIn(variables.values[node.name.value]);
  if (node.kind === Kind.LIST) return node.values.flatMap((item) => typenamesOf(item, variables));
  if (node.kind !== Kind.OBJECT) return [];
  const name = node.fields.find((field) => field.name.value === '__typename')?.value;
  if (name?.kind === Kind.VARIABLE) return stringsIn(variables.values[name.name.value]);
  return name?.kind === Kind.STRING ? [name.value] : [];
}

/** Without recursion: the nesting is the client's. */
function typenamesIn(sent: unknown): string[] {
  const names: string[] = [];
  const pending: unknown[] = [sent];
  for (const value of pending) {
    if (Array.isArray(value)) for (const item of value) pending.push(item);
    else if (typeof value === 'object' && value !== null && '__typename' in value)
      names.push(...stringsIn(value.__typename));
  }
  return names;
}

function stringsIn(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}
