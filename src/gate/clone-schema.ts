import {
  type GraphQLFieldConfig,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLUnionType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A field's configuration with whatever source and context its resolvers expect. */
export type FieldConfig = GraphQLFieldConfig<unknown, unknown>;

/** Changes the field of an object type, or returns it as it is. */
export type MapField = (type: GraphQLObjectType, name: string, field: FieldConfig) => FieldConfig;

/**
 * A copy of the schema in which object fields went through `mapField`. The given schema stays untouched; types that hold no
 * output fields (scalars, enums, input types) and directives are shared.
 */
export function cloneSchema(schema: GraphQLSchema, mapField: MapField): GraphQLSchema {
  return new SchemaCopy(mapField).copy(schema);
}

class SchemaCopy {
  readonly #types = new Map<string, GraphQLNamedType>();

  constructor(private readonly mapField: MapField) {}

  copy(schema: GraphQLSchema): GraphQLSchema {
    const config = schema.toConfig();
    for (const type of config.types) this.#types.set(type.name, this.#copyType(type));
    return new GraphQLSchema({
      ...config,
      types: [...this.#types.values()],
      query: config.query && this.#replace(config.query),
      mutation: config.mutation && this.#replace(config.mutation),
      subscription: config.subscription && this.#replace(config.subscription),
    });
  }

  #copyType(type: GraphQLNamedType): GraphQLNamedType {
    if (isIntrospectionType(type)) return type;
    if (isObjectType(type)) return this.#copyObject(type);
    if (isInterfaceType(type)) {
      const config = type.toConfig();
      const interfaces = () => config.interfaces.map((each) => this.#replace(each));
      return new GraphQLInterfaceType({ ...config, interfaces, fields: () => this.#fields(config.fields) });
    }
    if (!isUnionType(type)) return type;
    const config = type.toConfig();
    return new GraphQLUnionType({ ...config, types: () => config.types.map((each) => this.#replace(each)) });
  }

  #copyObject(type: GraphQLObjectType): GraphQLObjectType {
    const config = type.toConfig();
    const mapped = () =>
      Object.fromEntries(
        Object.entries(config.fields).map(([name, field]) => [name, this.mapField(type, name, field)]),
      );
    const interfaces = () => config.interfaces.map((each) => this.#replace(each));
    return new GraphQLObjectType({ ...config, interfaces, fields: () => this.#fields(mapped()) });
  }

  #fields(fields: Record<string, FieldConfig>): Record<string, FieldConfig> {
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, { ...field, type: this.#output(field.type) }]),
    );
  }

  #output(type: GraphQLOutputType): GraphQLOutputType {
    if (isNonNullType(type)) return new GraphQLNonNull(this.#output(type.ofType));
    if (isListType(type)) return new GraphQLList(this.#output(type.ofType));
    return this.#replace(type);
  }

  #replace<T extends GraphQLNamedType>(type: T): T {
    // Cast: a copy has the kind of its original.
    return (this.#types.get(type.name) ?? type) as T;
  }
}
