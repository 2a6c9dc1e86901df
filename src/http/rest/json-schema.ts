import {
  getNullableType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

export type JsonSchema = Record<string, unknown>;
/** What several places share, by name. */
export type Components = Map<string, JsonSchema>;

const SCALARS: Readonly<Record<string, JsonSchema>> = {
  Boolean: { type: 'boolean' },
  Int: { type: 'integer' },
  DateTime: { type: 'string', format: 'date-time' },
  Duration: { type: 'string', format: 'duration' },
  URL: { type: 'string', format: 'uri' },
};

/** A scalar or an enum; texts of other forms are told by their description. */
function leafSchema(type: GraphQLNamedType): JsonSchema {
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  const known = SCALARS[type.name];
  if (known) return known;
  const own = type.name !== 'String' && type.name !== 'ID' && type.description;
  return own ? { type: 'string', description: type.description } : { type: 'string' };
}

/** An input of GraphQL as JSON Schema; input objects become components. */
export function inputSchema(type: GraphQLInputType, components: Components): JsonSchema {
  const inner = getNullableType(type);
  if (isListType(inner)) return { type: 'array', items: inputSchema(inner.ofType, components) };
  if (!isInputObjectType(inner)) return leafSchema(inner);
  if (!components.has(inner.name)) {
    components.set(inner.name, {});
    components.set(inner.name, objectOf(inner, components));
  }
  return { $ref: `#/components/schemas/${inner.name}` };
}

/** The fields of an input object but those left out. */
export function objectOf(type: GraphQLNamedType, components: Components, without: readonly string[] = []): JsonSchema {
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const taken = fields.filter(({ name }) => !without.includes(name));
  const needed = taken.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
  const properties = taken.map(({ name, type: of, description, defaultValue }) => [
    name,
    {
      ...inputSchema(of, components),
      ...(description && { description }),
      ...(defaultValue !== undefined && { default: defaultValue }),
    },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(needed.length > 0 && { required: needed.map(({ name }) => name) }),
    additionalProperties: false,
  };
}

/** What an answer holds: the fields selected of its type. */
export function outputSchema(type: GraphQLOutputType, selected: SelectionSetNode | undefined): JsonSchema {
  const inner = getNullableType(type);
  const schema = isListType(inner)
    ? { type: 'array', items: outputSchema(inner.ofType, selected) }
    : isObjectType(inner)
      ? selectedSchema(inner, selected)
      : leafSchema(inner);
  return isNonNullType(type) ? schema : { oneOf: [schema, { type: 'null' }] };
}

function selectedSchema(type: GraphQLNamedType, selected: SelectionSetNode | undefined): JsonSchema {
  const fields = isObjectType(type) ? type.getFields() : {};
  const properties = (selected?.selections ?? []).flatMap((node) => {
    const field = node.kind === Kind.FIELD ? fields[node.name.value] : undefined;
    if (!field || node.kind !== Kind.FIELD) return [];
    const { description } = field;
    return [
      [field.name, { ...outputSchema(field.type, node.selectionSet), ...(description && { description }) }] as const,
    ];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
  };
}
