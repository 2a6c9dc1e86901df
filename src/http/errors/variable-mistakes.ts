import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { FieldMistake } from '../../graphql/errors';
import { argumentNames, INPUT } from './argument-names';
import { expectation } from './expectation';

type Path = readonly (string | number)[];

/** As many as graphql-js reports. */
const MOST = 50;

/**
 * Looks again at variables that could not be coerced, and says of each mistake where it is and what is expected: never
 * the value, which graphql-js prints and which may be a password.
 */
export function variableMistakes(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): FieldMistake[] {
  const found: FieldMistake[] = [];
  const names = argumentNames(operation);
  for (const definition of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, definition.type);
    if (isInputType(type))
      found.push(...mistakesOf(definition, { type, argument: names.get(definition.variable.name.value) }, variables));
  }
  return found.slice(0, MOST);
}

function mistakesOf(
  { variable, defaultValue }: VariableDefinitionNode,
  { type, argument }: { readonly type: GraphQLInputType; readonly argument: string | undefined },
  variables: Readonly<Record<string, unknown>>,
): FieldMistake[] {
  const name = variable.name.value;
  const root = argument === INPUT ? [] : [argument ?? name];
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value === undefined || value === null) {
    const needed = isNonNullType(type) && (value === null || defaultValue === undefined);
    return needed ? [mistake([name], `is needed: a value of type ${String(type)}.`)] : [];
  }
  const found: FieldMistake[] = [];
  coerceInputValue(value, type, (path, _value, error) => found.push(fieldMistake(root, name, path, type, error)));
  return found;
}

function fieldMistake(root: Path, name: string, path: Path, type: GraphQLInputType, error: GraphQLError): FieldMistake {
  const at = [...root, ...path];
  const unknown = /^Field "(.*)" is not defined by type "(\w+)"\./s.exec(error.message);
  if (unknown) return mistake([...at, cut(unknown[1])], `is not a field of ${unknown[2]}.`);
  const needed = /^Field "(\w+)" of required type "(.+)" was not provided\.$/.exec(error.message);
  if (needed) return mistake([...at, cut(needed[1])], `is needed: a value of type ${needed[2]}.`);
  return mistake(at.length > 0 ? at : [name], expectation(typeAt(type, path), error));
}

function mistake(path: Path, what: string): FieldMistake {
  const texts = path.map(String);
  return { path: texts, message: `${texts.join('.')} ${what}` };
}

/** Names that a client made up are shown, but not at any length. */
const cut = (name = ''): string => name.slice(0, 100);

function typeAt(type: GraphQLInputType, [step, ...rest]: Path): GraphQLInputType {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (step === undefined) return type;
  if (isListType(inner)) return typeAt(inner.ofType, typeof step === 'number' ? rest : [step, ...rest]);
  const field = isInputObjectType(inner) ? inner.getFields()[step] : undefined;
  return field ? typeAt(field.type, rest) : type;
}
