import { type DocumentNode, type GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { getGate } from '../gate';
import type { RawVariables } from '../operation';
import { type AdapterOptions, refusalOf } from './refusal';
import { mayIntrospect } from './suggestions';

/** The part of Mercurius' context that the hook reads. */
export interface MercuriusContext {
  readonly reply?: {
    readonly request?: { readonly body?: unknown; readonly query?: unknown };
    header?(name: string, value: string): unknown;
  };
  /** Index in a JSON batch. */
  readonly operationId?: number;
}

/** The part of a Fastify app with Mercurius that the gate uses; structural, so that it needs neither package. */
export interface MercuriusApp {
  readonly graphql: { readonly schema: GraphQLSchema; readonly addHook: (...args: never[]) => void };
}

/** The two hooks that the gate takes. */
interface Hooks<TContext> {
  addHook(
    name: 'preValidation',
    hook: (schema: GraphQLSchema, document: DocumentNode, context: TContext) => Promise<void>,
  ): void;
  addHook(
    name: 'preExecution',
    hook: (
      schema: GraphQLSchema,
      document: DocumentNode,
      context: TContext & MercuriusContext,
      variables: RawVariables,
    ) => Promise<void>,
  ): void;
}

/** What Mercurius turns into an answer with this status, these errors or these extensions. */
class MercuriusRefusal extends Error {
  constructor(
    message: string,
    readonly statusCode: number,
    readonly extensions: unknown,
    readonly errors?: readonly GraphQLError[],
  ) {
    super(message);
  }
}

/**
 * Rule 9 for Mercurius: refuses before any resolver runs, compiled queries included, with status and `WWW-Authenticate`. Call it
 * after the plug-in is registered. Throws at once for a schema that gateSchema didn't make.
 */
export function mercuriusGate<TContext = MercuriusContext>(
  app: MercuriusApp,
  options: AdapterOptions<TContext> = {},
): void {
  getGate(app.graphql.schema);
  // Cast: Mercurius' own types name a dozen hooks; these two are as its documentation describes them.
  const hooks = app.graphql as unknown as Hooks<TContext>;
  hooks.addHook('preValidation', (schema, document, context) => hideNames(schema, document, context, options));
  hooks.addHook('preExecution', async (schema, document, context, variables) => {
    const operationName = operationNameOf(document, context);
    const refusal = await refusalOf({ schema, document, operationName, variables }, context, options);
    if (!refusal) return;
    for (const [name, value] of Object.entries(refusal.headers)) context.reply?.header?.(name, value);
    const { http: _http, ...extensions }: Record<string, unknown> = refusal.error.extensions;
    throw new MercuriusRefusal(refusal.error.message, refusal.status, extensions);
  });
}

/** Rule 17: validates first, without suggestions, for whoever may not read the schema. */
async function hideNames<TContext>(
  schema: GraphQLSchema,
  document: DocumentNode,
  context: TContext,
  options: AdapterOptions<TContext>,
): Promise<void> {
  if (await mayIntrospect(getGate(schema), context, options)) return;
  const errors = validate(schema, document, undefined, { hideSuggestions: true });
  if (errors.length > 0) throw new MercuriusRefusal('The document is not valid.', 400, undefined, errors);
}

/**
 * Mercurius doesn't tell its hook the operation's name, so it is read where the client sent it. When it isn't found there, nothing is
 * decided here and the runtime layer, which sees the operation itself, refuses.
 */
function operationNameOf(document: DocumentNode, { reply, operationId }: MercuriusContext): string | undefined {
  if (document.definitions.filter((node) => node.kind === 'OperationDefinition').length < 2) return undefined;
  const body = reply?.request?.body;
  const sent: unknown = Array.isArray(body) ? body[operationId ?? 0] : body;
  return nameIn(sent) ?? nameIn(reply?.request?.query);
}

function nameIn(sent: unknown): string | undefined {
  if (typeof sent !== 'object' || sent === null || !('operationName' in sent)) return undefined;
  return typeof sent.operationName === 'string' ? sent.operationName : undefined;
}
