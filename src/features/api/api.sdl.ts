import {
  buildASTSchema,
  concatAST,
  type DocumentNode,
  type GraphQLSchema,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { gateSchema, GateError, gateTypeDefs, guardsOf, type Guard } from '../../gate';
import { type FieldMistake, ScopegateError } from '../../graphql/errors';
import type { ApiOperation } from '../catalogue/catalogue.types';
import { completeSubgraph } from './api.federation';

/** What each scope opens, alone or together with others, by coordinate. */
export type Operations = ReadonlyMap<string, readonly ApiOperation[]>;

/** What a registered SDL says. */
export interface ReadApi {
  /** Behind the gate; nothing runs in it: it answers which scopes a document needs. */
  readonly schema: GraphQLSchema;
  /** What each marked element asks for, by coordinate. */
  readonly guards: ReadonlyMap<string, Guard>;
  readonly operations: Operations;
}

const MOST_SCOPES = 2_000;
/** What the column of a scope holds. */
const LONGEST_SCOPE = 200;
/** Of one element: the sets of scopes that a document needs are put together from them. */
const MOST_ALTERNATIVES = 50;
/** Ours, whatever is made of it one day; the scope of a log-in is one of them. */
const RESERVED = /^scopegate:/i;

/**
 * Reads an SDL with marks; the directives' definitions may be left out, and unmarked root fields are open.
 * @throws BAD_USER_INPUT with every mistake: syntax with line and column, marks with their coordinates.
 */
export function readSdl(sdl: string): ReadApi {
  const schema = buildSchema(parseSdl(sdl));
  const guards = guardsOf(schema);
  const found = [...mistakesOfScopes(new Set([...guards.values()].flat(2))), ...mistakesOfGuards(guards)];
  if (found.length > 0) throw mistakes(found);
  return { schema, guards, operations: operationsOf(schema, guards) };
}

function mistakesOfScopes(scopes: ReadonlySet<string>): string[] {
  const named = [...scopes].sort();
  const tooMany = `It names ${scopes.size} scopes; ${MOST_SCOPES} are read at most.`;
  return [
    ...(scopes.size > MOST_SCOPES ? [tooMany] : []),
    ...named.filter((scope) => RESERVED.test(scope)).map((scope) => `${scope} is reserved.`),
    ...named
      .filter((scope) => scope.length > LONGEST_SCOPE)
      .map((scope) => `${scope.slice(0, 50)}… is longer than ${LONGEST_SCOPE} characters.`),
  ];
}

function mistakesOfGuards(guards: ReadonlyMap<string, Guard>): string[] {
  return [...guards]
    .filter(([, guard]) => guard.length > MOST_ALTERNATIVES)
    .map(([coordinate]) => `${coordinate}: its marks have more than ${MOST_ALTERNATIVES} alternatives.`);
}

function parseSdl(sdl: string): DocumentNode {
  try {
    // Places are told of what can't be parsed; kept for every node they would take most of the memory.
    return parse(sdl, { maxTokens: 200_000, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [place] = error.locations ?? [];
    throw mistakes([`${place ? `${place.line}:${place.column}: ` : ''}${error.message}`]);
  }
}

function buildSchema(sdl: DocumentNode): GraphQLSchema {
  try {
    const document = completeSubgraph(sdl);
    const schema = buildASTSchema(concatAST([missingDefinitions(document), document]));
    return gateSchema(schema, {
      unmarkedRootFields: 'open',
      interfaces: 'propagate',
      introspection: 'open',
      // Nothing runs in this schema; subscriptions are asked about like other operations.
      currentActor: () => undefined,
    });
  } catch (error) {
    if (error instanceof GateError)
      throw mistakes(error.mistakes.map(({ coordinate, message }) => `${coordinate}: ${message}`));
    // graphql-js lists what is wrong with a schema in one message, a paragraph each.
    if (error instanceof Error) throw mistakes(error.message.split('\n\n'));
    throw error;
  }
}

/** Definitions of the gate's own that the SDL doesn't bring. */
function missingDefinitions(document: DocumentNode): DocumentNode {
  const nameOf = (node: DocumentNode['definitions'][number]) =>
    'name' in node && node.name ? `${node.kind === Kind.DIRECTIVE_DEFINITION ? '@' : ''}${node.name.value}` : '';
  const brought = new Set(document.definitions.map(nameOf));
  // A schema may have a type Scope of its own, which says nothing of what the marks hold.
  const own = parse(brought.has('Scope') ? gateTypeDefs.replace(/\bScope!/g, 'String!') : gateTypeDefs);
  return { ...own, definitions: own.definitions.filter((node) => !brought.has(nameOf(node))) };
}

function mistakes(messages: readonly string[]): ScopegateError {
  const fields: FieldMistake[] = messages.slice(0, 100).map((message) => ({ path: ['sdl'], message }));
  return new ScopegateError('BAD_USER_INPUT', messages.slice(0, 10).join('\n'), { fields });
}

function operationsOf(schema: GraphQLSchema, guards: ReadonlyMap<string, Guard>): Operations {
  const operations = new Map<string, ApiOperation[]>();
  for (const coordinate of [...guards.keys()].sort()) {
    const operation = operationAt(schema, coordinate);
    for (const scope of new Set(guards.get(coordinate)?.flat())) {
      const known = operations.get(scope);
      if (known) known.push(operation);
      else operations.set(scope, [operation]);
    }
  }
  return operations;
}

/** An element as catalogue and previews show it. */
export function operationAt(schema: GraphQLSchema, coordinate: string): ApiOperation {
  const description = elementAt(schema, coordinate)?.description ?? null;
  return { coordinate, description, docsUrl: linkIn(description) };
}

/** @param coordinate `Type`, `Type.member` or `Type.field(argument:)`. Undefined when the schema has no such element. */
export function elementAt(schema: GraphQLSchema, coordinate: string): { description?: string | null } | undefined {
  const [, typeName = '', member, argument] = /^(\w+)(?:\.(\w+))?(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type = schema.getType(typeName);
  if (!member) return type;
  if (isEnumType(type)) return type.getValue(member) ?? undefined;
  if (isInputObjectType(type)) return type.getFields()[member];
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const field = type.getFields()[member];
  return argument ? field?.args.find(({ name }) => name === argument) : field;
}

/** An SDL has no place for a link but its descriptions: the first https address there is the operation's. */
function linkIn(description: string | null): string | null {
  const found = /https:\/\/[^\s)>\]"']+/.exec(description ?? '')?.[0].replace(/[.,;:!?]+$/, '');
  return found && URL.canParse(found) ? found : null;
}
