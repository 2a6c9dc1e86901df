import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';
import type { ApiOperation } from './catalogue.types';

type Operations = ReadonlyMap<string, readonly ApiOperation[]>;

const known = new WeakMap<GraphQLSchema, Operations>();

/** The coordinates of Scopegate's own schema that each built-in scope opens, read once from its marks. */
export function ownOperations(schema: GraphQLSchema): Operations {
  const kept = known.get(schema);
  if (kept) return kept;
  const made = readOperations(schema);
  known.set(schema, made);
  return made;
}

function readOperations(schema: GraphQLSchema): Operations {
  const operations = new Map<string, ApiOperation[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const operation = {
        coordinate: `${type.name}.${field.name}`,
        description: field.description ?? null,
        docsUrl: null,
      };
      for (const scope of scopesOf(field)) operations.set(scope, [...(operations.get(scope) ?? []), operation]);
    }
  }
  for (const list of operations.values()) list.sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
  return operations;
}

/** Every scope of the field's own mark: each opens it, alone or together with others. */
function scopesOf(field: GraphQLField<unknown, unknown>): Set<string> {
  const marks = field.astNode?.directives?.filter(({ name }) => name.value === 'requiresScopes') ?? [];
  return new Set(marks.flatMap(scopesOfMark));
}

function scopesOfMark({ arguments: given = [] }: ConstDirectiveNode): string[] {
  const scopes = given.find(({ name }) => name.value === 'scopes');
  return scopes ? (valueFromASTUntyped(scopes.value) as string[][]).flat() : [];
}
