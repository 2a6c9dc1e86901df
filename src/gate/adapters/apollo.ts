import type { DocumentNode, GraphQLSchema } from 'graphql';
import { getGate } from '../gate';
import type { RawVariables } from '../operation';
import { type AdapterOptions, refusalOf, withHttp } from './refusal';
import { hideSuggestions } from './suggestions';

/** The part of Apollo Server 5's request context that the plug-in reads. */
export interface ApolloRequest<TContext> {
  readonly schema: GraphQLSchema;
  readonly contextValue: TContext;
  readonly document?: DocumentNode;
  /** The name in the document; what the client asked for is in `request`. */
  readonly request: { readonly operationName?: string; readonly variables?: RawVariables };
  readonly response: { readonly body?: { readonly kind: string; readonly singleResult?: ApolloResult } };
}

/** The part of a response that suggestions are taken out of. */
interface ApolloResult {
  errors?: readonly { readonly message: string }[];
}

/** A plug-in for `plugins: [...]` of Apollo Server 5; structural, so that the gate needs no Apollo package. */
export interface ApolloGate<TContext> {
  serverWillStart(service: {
    readonly schema: GraphQLSchema;
  }): Promise<{ schemaDidLoadOrUpdate(update: { apiSchema: GraphQLSchema }): void }>;
  requestDidStart(): Promise<{
    didResolveOperation(request: ApolloRequest<TContext>): Promise<void>;
    willSendResponse(request: ApolloRequest<TContext>): Promise<void>;
  }>;
}

/**
 * Rule 9 for Apollo Server 5: refuses before any resolver runs, with status and `WWW-Authenticate`. In didResolveOperation, not as
 * a validation rule, which a document that was validated before would skip. Throws at start for a schema that gateSchema didn't make.
 */
export function apolloGate<TContext = unknown>(options: AdapterOptions<TContext> = {}): ApolloGate<TContext> {
  const listener = {
    didResolveOperation: (request: ApolloRequest<TContext>) => refuse(request, options),
    willSendResponse: (request: ApolloRequest<TContext>) => hideFromStrangers(request, options),
  };
  return {
    async serverWillStart({ schema }) {
      getGate(schema);
      return { schemaDidLoadOrUpdate: ({ apiSchema }) => void getGate(apiSchema) };
    },
    async requestDidStart() {
      return listener;
    },
  };
}

async function refuse<TContext>(request: ApolloRequest<TContext>, options: AdapterOptions<TContext>): Promise<void> {
  const { schema, document, contextValue } = request;
  if (!document) return;
  const { operationName, variables } = request.request;
  const refusal = await refusalOf(
    { schema, document, operationName: operationName ?? null, variables },
    contextValue,
    options,
  );
  if (refusal)
    throw withHttp(refusal.error, { status: refusal.status, headers: new Map(Object.entries(refusal.headers)) });
}

async function hideFromStrangers<TContext>(
  request: ApolloRequest<TContext>,
  options: AdapterOptions<TContext>,
): Promise<void> {
  const result = request.response.body?.singleResult;
  if (!result?.errors) return;
  result.errors = await hideSuggestions(getGate(request.schema), result.errors, request.contextValue, options);
}
