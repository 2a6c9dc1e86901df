import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Limits } from '../../config';
import type { Context } from '../../context';
import { WeightedMap } from '../../lib/weighted-map';
import { isWithinLimits } from '../limits/limits.plugin';
import { sizeOfOperation } from '../limits/operation-size';
import type { CompiledExecution } from './compiled-execution';

/** Of all texts together. */
const MOST_CHARACTERS = 500_000;

/** A body of a POST request, as far as it is known to be well-formed. */
export interface SentOperation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** A query that is the only operation of its document. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
}

/** What a known operation answered. */
interface Done {
  readonly data: ExecutionResult['data'];
  readonly cost: number;
}

interface KnownOperationsOptions {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly execution: CompiledExecution;
}

const SENT_FIELDS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables']);

/**
 * Queries that Apollo Server has answered without an error before, by their text: sent again they are executed without its
 * pipeline, which costs more than all the rest. Only what goes well is answered here. Whatever is out of the ordinary, a
 * mistake, a missing scope, a limit or an error of a resolver, goes the whole way, where there is one way to say it; a query
 * that ran here first changed nothing.
 */
export class KnownOperations {
  private readonly texts = new WeightedMap<string, KnownOperation>(MOST_CHARACTERS);

  constructor(private readonly options: KnownOperationsOptions) {}

  /** Learns what is compiled and was answered without an error. */
  plugin(): ApolloServerPlugin<Context> {
    return {
      requestDidStart: async () => ({
        willSendResponse: async ({ errors, source, document, operation, request: { operationName } }) => {
          if (errors || !source || !document || operation?.operation !== OperationTypeNode.QUERY) return;
          if (!this.options.execution.isCompiled(document, operationName)) return;
          const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
          if (operations.length === 1) this.texts.set(source, { document, node: operation }, source.length);
        },
      }),
    };
  }

  find({ query, operationName }: SentOperation): KnownOperation | undefined {
    const known = this.texts.get(query);
    return operationName === undefined || operationName === known?.node.name?.value ? known : undefined;
  }

  /** Undefined: it didn't go well. */
  async run({ document, node }: KnownOperation, sent: SentOperation, context: Context): Promise<Done | undefined> {
    const { schema, limits, execution } = this.options;
    const size = sizeOfOperation({ schema, document, operation: node }, sent.variables ?? {});
    if (!isWithinLimits(size, limits)) return undefined;
    const result = await execution.runProved({ document, request: sent, context });
    return result && !result.errors ? { data: result.data, cost: size.cost } : undefined;
  }
}

/** The body of a request when it has nothing but the three fields, each of its type; undefined: Apollo Server says what is wrong. */
export function sentOperation(body: unknown): SentOperation | undefined {
  if (!isObject(body)) return undefined;
  const { query, operationName, variables } = body;
  if (typeof query !== 'string' || !Object.keys(body).every((name) => SENT_FIELDS.has(name))) return undefined;
  if (isGiven(operationName) && typeof operationName !== 'string') return undefined;
  if (isGiven(variables) && !isObject(variables)) return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
