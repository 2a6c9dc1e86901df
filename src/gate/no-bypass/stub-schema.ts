import {
  buildSchema,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  printSchema,
} from 'graphql';
import { pathOf } from '../enum-results';
import { hashOf } from './random';

/**
 * A schema with the same types and none of the user's code: scalars take anything, and every field answers with a value that only
 * depends on its path and the seed, so that the same operation gives the same data to whoever asks.
 */
export function stubSchema(schema: GraphQLSchema, seed: number): GraphQLSchema {
  const stub = buildSchema(printSchema(schema), { assumeValid: true });
  for (const type of Object.values(stub.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value: { readonly __typename: string }) => value.__typename;
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, _args, _context, info) => valueOf(info.schema, field.type, keyOf(info, seed));
    }
  }
  return stub;
}

function keyOf(info: GraphQLResolveInfo, seed: number): string {
  return `${seed} ${pathOf(info.path).join(' ')}`;
}

function valueOf(schema: GraphQLSchema, type: GraphQLOutputType, key: string): unknown {
  if (isNonNullType(type)) return valueOf(schema, type.ofType, key);
  if (isListType(type)) return [0, 1].map((index) => valueOf(schema, type.ofType, `${key} ${index}`));
  if (isEnumType(type)) return pick(type.getValues(), key)?.value;
  if (isAbstractType(type)) return { __typename: pick(schema.getPossibleTypes(type), key)?.name };
  if (isObjectType(type)) return { __typename: type.name };
  if (type.name === 'Boolean') return true;
  return type.name === 'Int' || type.name === 'Float' ? hashOf(key) % 1000 : key;
}

function pick<T>(items: readonly T[], key: string): T | undefined {
  return items[hashOf(key) % items.length];
}
