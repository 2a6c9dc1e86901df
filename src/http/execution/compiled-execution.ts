import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type Source,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Context } from '../../context';
import { executableFor } from '../../gate';
import { isCompilable } from './compilable';

/** What Apollo Server hands to a gateway's executor. */
export interface ExecutionRequest {
  readonly document: DocumentNode;
  readonly request: { readonly operationName?: string; readonly variables?: Record<string, unknown> };
  readonly context: Context;
}

export type Execute = (request: ExecutionRequest) => Promise<ExecutionResult>;

/** Compiling costs as much as thirty executions: only what is sent again is worth it. */
export const COMPILED_AT_SIGHT = 3;

/** An operation of a document: how often it came, and its code once it is compiled. */
interface Sighted {
  sights: number;
  run?: CompiledQuery['query'];
}

/**
 * Executes what the static layer of the gate has proved with compiled code, from the schema with the original
 * resolvers; everything else with graphql-js and the schema whose resolvers check again.
 */
export class CompiledExecution {
  private readonly sightings: Sightings;
  private readonly interpret: Execute;

  /** @param schema made by gateSchema. @param atSight Infinity: nothing is compiled. */
  constructor(
    private readonly schema: GraphQLSchema,
    atSight: number,
  ) {
    this.sightings = new Sightings(atSight);
    this.interpret = interpretedExecution(schema);
  }

  /** For Apollo Server, which has parsed, validated and checked the document. */
  async execute(request: ExecutionRequest): Promise<ExecutionResult> {
    const result = await this.runProved(request);
    // Without data nothing ran: the variables couldn't be coerced, and graphql-js says so as everywhere else.
    if (!result || (result.errors && result.data === undefined)) return this.interpret(request);
    const { document } = request;
    return result.errors
      ? { ...result, errors: result.errors.map((error) => toGraphqlError(error, document)) }
      : result;
  }

  /** What the compiled code answers; undefined, and nothing ran, for what isn't compiled or isn't proved for this very request. */
  runProved({ document, request, context }: ExecutionRequest): Promise<ExecutionResult> | ExecutionResult | undefined {
    const { operationName, variables } = request;
    const executable = executableFor({ schema: this.schema, document, operationName, variables, actor: context.actor });
    if (executable === this.schema) return undefined;
    const run = this.sightings.compiled(executable, document, operationName);
    return run?.(undefined, context, variables ?? {});
  }

  isCompiled(document: DocumentNode, operationName?: string): boolean {
    return this.sightings.isCompiled(document, operationName);
  }
}

/** graphql-js on the gated schema. */
export function interpretedExecution(schema: GraphQLSchema): Execute {
  return async ({ document, request, context }) =>
    execute({
      schema,
      document,
      contextValue: context,
      operationName: request.operationName,
      variableValues: request.variables,
    });
}

/** The operations that were seen, as long as their documents live. */
class Sightings {
  private readonly documents = new WeakMap<DocumentNode, Map<string, Sighted>>();

  constructor(private readonly atSight: number) {}

  /** The code of an operation; undefined while it is new, and when it can't be compiled. */
  compiled(schema: GraphQLSchema, document: DocumentNode, operationName = ''): CompiledQuery['query'] | undefined {
    const sighted = this.sighted(document, operationName);
    sighted.sights++;
    if (sighted.sights === this.atSight) sighted.run = compile(schema, document, operationName);
    return sighted.run;
  }

  isCompiled(document: DocumentNode, operationName = ''): boolean {
    return this.documents.get(document)?.get(operationName)?.run !== undefined;
  }

  private sighted(document: DocumentNode, operationName: string): Sighted {
    const operations = this.documents.get(document) ?? new Map<string, Sighted>();
    this.documents.set(document, operations);
    const known = operations.get(operationName) ?? { sights: 0 };
    operations.set(operationName, known);
    return known;
  }
}

function compile(
  executable: GraphQLSchema,
  document: DocumentNode,
  operationName: string,
): CompiledQuery['query'] | undefined {
  if (!isCompilable(executable, document)) return undefined;
  const result = compileQuery(executable, document, operationName, { disablingCapturingStackErrors: true });
  return isCompiledQuery(result) ? result.query : undefined;
}

/** graphql-jit's own errors have places but no positions and no extensions, which Apollo Server's formatting needs. */
function toGraphqlError(
  { message, locations, path, originalError }: GraphQLError,
  { loc }: DocumentNode,
): GraphQLError {
  const source = loc?.source;
  const positions = source && locations?.map((location) => positionIn(source, location));
  return new GraphQLError(message, { source, positions, path, originalError });
}

function positionIn({ body }: Source, { line, column }: { readonly line: number; readonly column: number }): number {
  const lines = /\r\n|[\n\r]/g;
  let start = 0;
  for (let at = 1; at < line; at++) {
    if (!lines.exec(body)) break;
    start = lines.lastIndex;
  }
  return start + column - 1;
}
