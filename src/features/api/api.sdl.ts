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
import { LOGIN_SCOPE } from '../../access/actor';
import { gateSchema, GateError, gateTypeDefs, guardsOf, type Guard } from '../../gate';
import { type FieldMistake, ScopegateError } from '../../graphql/errors';
import { BoundedMap } from '../../lib/bounded-map';

/** An element of a registered schema, by its coordinate. */
export interface Operation {
  readonly coordinate: string;
  readonly description: string | null;
  readonly docsUrl: string | null;
}

/** What a registered SDL says. */
export interface ReadApi {
  /** Behind the gate; nothing runs in it: it answers which scopes a document needs. */
  readonly schema: GraphQLSchema;
  /** What each marked element asks for, by coordinate. */
  readonly guards: ReadonlyMap<string, Guard>;
  /** What each scope opens, alone or together with others, by coordinate. */
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
}

const kept = new BoundedMap<string, ReadApi>(50);
const MOST_SCOPES = 2_000;

/** The same, kept in memory for a stored API: its SDL is read when it isn't there. */
export async function readStored(key: string, sdl: () => Promise<string>): Promise<ReadApi> {
  const known = kept.get(key);
  if (known) return known;
  const read = readSdl(await sdl());
  kept.set(key, read);
  return read;
}

/**
 * Reads an SDL with marks; the directives' definitions may be left out, and unmarked root fields are open.
 * @throws BAD_USER_INPUT with every mistake: syntax with line and column, marks with their coordinates.
 */
export function readSdl(sdl: string): ReadApi {
  const schema = buildSchema(parseSdl(sdl));
  const guards = guardsOf(schema);
  const scopes = new Set([...guards.values()].flat(2));
  if (scopes.size > MOST_SCOPES) throw mistakes([`It names ${scopes.size} scopes; ${MOST_SCOPES} are read at most.`]);
  if (scopes.has(LOGIN_SCOPE)) throw mistakes([`${LOGIN_SCOPE} is reserved.`]);
  return { schema, guards, operations: operationsOf(schema, guards) };
}

function parseSdl(sdl: string): DocumentNode {
  try {
    return parse(sdl, { maxTokens: 200_000 });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [place] = error.locations ?? [];
    throw mistakes([`${place ? `${place.line}:${place.column}: ` : ''}${error.message}`]);
  }
}

function buildSchema(document: DocumentNode): GraphQLSchema {
  try {
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
  const own = parse(gateTypeDefs);
  return { ...own, definitions: own.definitions.filter((node) => !brought.has(nameOf(node))) };
}

function mistakes(messages: readonly string[]): ScopegateError {
  const fields: FieldMistake[] = messages.slice(0, 100).map((message) => ({ path: ['sdl'], message }));
  return new ScopegateError('BAD_USER_INPUT', messages.slice(0, 10).join('\n'), { fields });
}

function operationsOf(schema: GraphQLSchema, guards: ReadonlyMap<string, Guard>): Map<string, Operation[]> {
  const operations = new Map<string, Operation[]>();
  for (const coordinate of [...guards.keys()].sort()) {
    const description = descriptionOf(schema, coordinate);
    const operation = { coordinate, description, docsUrl: linkIn(description) };
    for (const scope of new Set(guards.get(coordinate)?.flat())) {
      operations.set(scope, [...(operations.get(scope) ?? []), operation]);
    }
  }
  return operations;
}

/** @param coordinate `Type`, `Type.member` or `Type.field(argument:)`. */
function descriptionOf(schema: GraphQLSchema, coordinate: string): string | null {
  const [, typeName = '', member, argument] = /^(\w+)(?:\.(\w+))?(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type = schema.getType(typeName);
  if (!member) return type?.description ?? null;
  if (isEnumType(type)) return type.getValue(member)?.description ?? null;
  if (isInputObjectType(type)) return type.getFields()[member]?.description ?? null;
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  const field = type.getFields()[member];
  const described = argument ? field?.args.find(({ name }) => name === argument) : field;
  return described?.description ?? null;
}

/** An SDL has no place for a link but its descriptions: the first https address there is the operation's. */
function linkIn(description: string | null): string | null {
  return /https:\/\/[^\s)>\]"']+/.exec(description ?? '')?.[0] ?? null;
}
