import { Kind, type OperationDefinitionNode, visit } from 'graphql';

/** The argument whose own fields paths begin at; any other argument is a part of the path. */
export const INPUT = 'input';

/** The argument that each variable is given to, where it is one as a whole: the first, when it is given to several. */
export function argumentNames(operation: OperationDefinitionNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  visit(operation, {
    Argument({ name, value }) {
      if (value.kind === Kind.VARIABLE && !names.has(value.name.value)) names.set(value.name.value, name.value);
    },
  });
  return names;
}
