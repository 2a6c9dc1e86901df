import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  isUnionType,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';

/** Where a mark may or may not stand. */
export type ElementKind =
  | 'object'
  | 'interface'
  | 'field'
  | 'interfaceField'
  | 'argument'
  | 'interfaceArgument'
  | 'inputField'
  | 'scalar'
  | 'enum'
  | 'enumValue'
  | 'union'
  | 'input';

/** One element of the schema with every place that marks can be written in (rule 4). */
export interface Element {
  readonly coordinate: string;
  readonly kind: ElementKind;
  readonly directives: readonly ConstDirectiveNode[];
  /** `extensions.directives` as Pothos, Nexus and graphql-tools write it; of unknown shape until it is read. */
  readonly extension: unknown;
}

interface Holder {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;
  readonly extensionASTNodes?: readonly { readonly directives?: readonly ConstDirectiveNode[] }[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Every element of an executable schema that can carry marks, and those that can't (unions, input types), to catch misplaced ones. */
export function* elementsOf(schema: GraphQLSchema): Generator<Element> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    yield element(type.name, kindOfType(type), type);
    yield* membersOf(type);
  }
}

function kindOfType(type: GraphQLNamedType): ElementKind {
  if (isObjectType(type)) return 'object';
  if (isInterfaceType(type)) return 'interface';
  if (isEnumType(type)) return 'enum';
  if (isUnionType(type)) return 'union';
  return isInputObjectType(type) ? 'input' : 'scalar';
}

function* membersOf(type: GraphQLNamedType): Generator<Element> {
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) yield* fieldElements(type.name, field, isInterfaceType(type));
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields()))
      yield element(`${type.name}.${field.name}`, 'inputField', field);
  } else if (isEnumType(type)) {
    for (const value of type.getValues()) yield element(`${type.name}.${value.name}`, 'enumValue', value);
  }
}

function* fieldElements(type: string, field: GraphQLField<unknown, unknown>, abstract: boolean): Generator<Element> {
  const coordinate = `${type}.${field.name}`;
  yield element(coordinate, abstract ? 'interfaceField' : 'field', field);
  for (const arg of field.args)
    yield element(argCoordinate(coordinate, arg), abstract ? 'interfaceArgument' : 'argument', arg);
}

function argCoordinate(field: string, arg: Pick<GraphQLArgument, 'name'>): string {
  return `${field}(${arg.name}:)`;
}

function element(coordinate: string, kind: ElementKind, holder: Holder): Element {
  const nodes = [holder.astNode, ...(holder.extensionASTNodes ?? [])];
  const directives = nodes.flatMap((node) => node?.directives ?? []);
  return { coordinate, kind, directives, extension: holder.extensions['directives'] };
}

/** Directives written in type definitions, by coordinate: the source `typeDefs`, for schemas that lost their SDL nodes on the way. */
export function* directivesOf(document: DocumentNode): Generator<readonly [string, readonly ConstDirectiveNode[]]> {
  for (const node of document.definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    yield [node.name.value, node.directives ?? []];
    for (const member of memberNodes(node)) {
      const coordinate = `${node.name.value}.${member.name.value}`;
      yield [coordinate, member.directives ?? []];
      const args = member.kind === Kind.FIELD_DEFINITION ? (member.arguments ?? []) : [];
      for (const arg of args) yield [`${coordinate}(${arg.name.value}:)`, arg.directives ?? []];
    }
  }
}

function memberNodes(node: TypeDefinitionNode | TypeExtensionNode) {
  if ('values' in node) return node.values ?? [];
  return 'fields' in node ? (node.fields ?? []) : [];
}
