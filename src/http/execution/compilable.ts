import {
  BREAK,
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isSpecifiedScalarType,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Whether graphql-jit 0.8 answers this document as graphql-js would. What follows are its weak spots; each has a test.
 * - A text in a document that begins with its marker for dates is pasted into the code that it compiles: remote code
 *   execution. So no text of a client's document ever gets there; clients that care for speed use variables.
 * - Conditions of fragments that are spread twice get mixed up, and a field would be shown that the gate proved skipped.
 * - Types of interfaces and unions that are resolved in a promise, as type-graphql does, are not waited for.
 * - A variable that is left out stands as null inside an input object, so that `{ expiresAt: $at }` without $at would
 *   take an expiry away. https://spec.graphql.org/October2021/#sec-Input-Objects.Input-Coercion
 * - Defaults of variables lose their class (dates), and the name __proto__ is a prototype.
 */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  let compilable = true;
  const refuse = (): typeof BREAK => {
    compilable = false;
    return BREAK;
  };
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        if (node.kind === Kind.STRING || node.kind === Kind.FLOAT || node.kind === Kind.DIRECTIVE) return refuse();
        if (node.kind === Kind.OBJECT_FIELD && node.value.kind === Kind.VARIABLE) return refuse();
        if (node.kind === Kind.NAME && isReserved(node)) return refuse();
        if (node.kind === Kind.OPERATION_DEFINITION && isSubscription(node)) return refuse();
        if (node.kind === Kind.VARIABLE_DEFINITION && !isPlainDefault(node, info)) return refuse();
        if (node.kind === Kind.FIELD && isAbstractType(getNamedType(info.getType() ?? undefined))) return refuse();
        return undefined;
      },
    }),
  );
  return compilable;
}

/** Introspection isn't worth compiling, and __proto__ isn't a name like others. */
function isReserved({ value }: NameNode): boolean {
  return value.startsWith('__') && value !== '__typename';
}

function isSubscription({ operation }: OperationDefinitionNode): boolean {
  return operation === 'subscription';
}

function isPlainDefault({ defaultValue }: VariableDefinitionNode, info: TypeInfo): boolean {
  if (!defaultValue) return true;
  const type = getNamedType(info.getInputType() ?? undefined);
  return isPlainLiteral(defaultValue) && (isEnumType(type) || (!!type && isSpecifiedScalarType(type)));
}

function isPlainLiteral({ kind }: ValueNode): boolean {
  return kind === Kind.INT || kind === Kind.BOOLEAN || kind === Kind.ENUM;
}
