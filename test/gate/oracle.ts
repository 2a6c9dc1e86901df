import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getVariableValues,
  type GraphQLInputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

type Marked = { readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined };

/**
 * What an operation asks for, worked out in the plainest way: no plan, no memo, every fragment expanded in place, straight from the
 * SDL. Returns coordinate → list of guards (`null` for @authenticated). The gate has to agree with it.
 */
export function askedFor(
  schema: GraphQLSchema,
  document: DocumentNode,
  sent: Readonly<Record<string, unknown>>,
): Map<string, (string[][] | null)[]> {
  const asked = new Map<string, (string[][] | null)[]>();
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const fragments = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const definitions = operation?.variableDefinitions ?? [];
  const { coerced = {} } = getVariableValues(schema, definitions, sent);

  const ask = (coordinate: string, element: Marked | undefined | null) => {
    const directives =
      element?.astNode?.directives?.filter(
        (node) => node.name.value === 'requiresScopes' || node.name.value === 'authenticated',
      ) ?? [];
    const guards = directives.map((node) =>
      node.name.value === 'authenticated'
        ? null
        : (valueFromASTUntyped((node.arguments ?? [])[0]?.value ?? { kind: Kind.NULL }) as string[][]),
    );
    if (guards.length > 0) asked.set(coordinate, guards);
  };
  const included = (directives: readonly { name: { value: string }; arguments?: readonly ArgumentNode[] }[] = []) =>
    directives.every((node) => {
      const condition = node.arguments?.[0]?.value;
      const value =
        condition?.kind === Kind.VARIABLE
          ? coerced[condition.name.value]
          : condition?.kind === Kind.BOOLEAN && condition.value;
      return node.name.value === 'skip' ? value === false : value === true;
    });
  const insideJson = (type: GraphQLInputType, value: unknown): void => {
    const named = getNamedType(type);
    if (Array.isArray(value)) return value.forEach((item) => insideJson(named, item));
    if (isEnumType(named) && typeof value === 'string') return ask(`${named.name}.${value}`, named.getValue(value));
    if (!isInputObjectType(named) || typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      const field = named.getFields()[name];
      ask(`${named.name}.${name}`, field);
      if (field) insideJson(field.type, inner);
    }
  };
  const input = (coordinate: string, element: Marked & { readonly type: GraphQLInputType }, node: ValueNode): void => {
    const value =
      node.kind === Kind.VARIABLE
        ? definitions.find((each) => each.variable.name.value === node.name.value)
        : undefined;
    if (node.kind === Kind.VARIABLE) {
      if (node.name.value in sent) {
        ask(coordinate, element);
        insideJson(element.type, sent[node.name.value]);
      } else if (value?.defaultValue) input(coordinate, element, value.defaultValue);
      return;
    }
    ask(coordinate, element);
    insideLiteral(element.type, node);
  };
  const insideLiteral = (type: GraphQLInputType, node: ValueNode): void => {
    const named = getNamedType(type);
    if (node.kind === Kind.VARIABLE) return input('', { type: named }, node);
    if (node.kind === Kind.LIST) return node.values.forEach((item) => insideLiteral(named, item));
    if (node.kind === Kind.ENUM && isEnumType(named))
      return ask(`${named.name}.${node.value}`, named.getValue(node.value));
    if (node.kind !== Kind.OBJECT || !isInputObjectType(named)) return;
    for (const each of node.fields) {
      const field = named.getFields()[each.name.value];
      if (field) input(`${named.name}.${field.name}`, field, each.value);
    }
  };
  const possible = (name: string): string[] => {
    const type = schema.getType(name);
    return isAbstractType(type) ? schema.getPossibleTypes(type).map((each) => each.name) : [name];
  };
  const walk = (types: readonly string[], set: SelectionSetNode, root: boolean): void => {
    for (const node of set.selections) {
      if (!included(node.directives)) continue;
      if (node.kind !== Kind.FIELD) {
        const fragment =
          node.kind === Kind.INLINE_FRAGMENT ? node : fragments.find((each) => each.name.value === node.name.value);
        const condition = fragment?.typeCondition?.name.value;
        if (fragment)
          walk(
            condition ? types.filter((each) => possible(condition).includes(each)) : types,
            fragment.selectionSet,
            root,
          );
        continue;
      }
      for (const name of types) askField(name, node, root);
    }
  };
  const askField = (name: string, node: FieldNode, root: boolean): void => {
    const type = schema.getType(name);
    if (!isObjectType(type)) return;
    if (node.name.value === '__typename' && root) ask(name, type);
    const field = type.getFields()[node.name.value];
    if (!field) return;
    ask(name, type);
    ask(`${name}.${field.name}`, field);
    const returned = getNamedType(field.type);
    if (!isAbstractType(returned)) ask(returned.name, returned);
    for (const argument of node.arguments ?? []) {
      const arg = field.args.find((each) => each.name === argument.name.value);
      if (arg) input(`${name}.${field.name}(${arg.name}:)`, arg, argument.value);
    }
    if (node.selectionSet) walk(possible(returned.name), node.selectionSet, false);
  };
  const root = operation && schema.getRootType(operation.operation);
  if (root && operation) walk([root.name], operation.selectionSet, true);
  return asked;
}

/** Coordinates of what a holder of these scopes lacks, sorted. */
export function lackedBy(
  asked: ReadonlyMap<string, (string[][] | null)[]>,
  scopes: ReadonlySet<string> | undefined,
): string[] {
  const lacks = (guard: string[][] | null) =>
    !scopes || (guard !== null && !guard.some((all) => all.every((scope) => scopes.has(scope))));
  return [...asked]
    .filter(([, guards]) => guards.some(lacks))
    .map(([coordinate]) => coordinate)
    .sort();
}
