import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { getGate } from '../gate';
import type { RawVariables } from '../operation';
import { type AdapterOptions, refusalOf, withHttp } from './refusal';
import { hideSuggestionsNow } from './suggestions';

/** The part of an execution that Envelop hands to its hooks. */
interface EnvelopExecution {
  readonly args: {
    readonly schema: GraphQLSchema;
    readonly document: DocumentNode;
    readonly contextValue?: unknown;
    readonly operationName?: string | null | undefined;
    readonly variableValues?: RawVariables;
  };
  readonly setResultAndStopExecution: (result: { errors: GraphQLError[] }) => void;
}

/** The part of a validation that Envelop hands to its hooks. */
interface EnvelopValidation {
  readonly params: { readonly schema: GraphQLSchema };
  readonly context: unknown;
}

/** What Envelop passes on after validation. */
interface EnvelopValidated {
  readonly valid: boolean;
  readonly result: readonly GraphQLError[];
  readonly setResult: (errors: readonly GraphQLError[]) => void;
}

/** A plug-in for GraphQL Yoga and other Envelop servers; structural, so that the gate needs none of their packages. */
export interface EnvelopGate {
  onSchemaChange(change: { readonly schema: GraphQLSchema }): void;
  onValidate(validation: EnvelopValidation): (validated: EnvelopValidated) => void;
  onExecute(execution: EnvelopExecution): Promise<void>;
  onSubscribe(execution: EnvelopExecution): Promise<void>;
}

/**
 * Rule 9 for Envelop and GraphQL Yoga: refuses before any resolver runs, with status and `WWW-Authenticate`. Throws as soon as it
 * sees a schema that gateSchema didn't make. Yoga validates before it makes its context, so suggestions in validation errors are for
 * nobody there, unless introspection is open or the actor is found in the initial context already.
 */
export function useGate<TContext = unknown>(options: AdapterOptions<TContext> = {}): EnvelopGate {
  const refuse = async ({ args, setResultAndStopExecution }: EnvelopExecution): Promise<void> => {
    const { schema, document, operationName, variableValues } = args;
    // Cast: the context is what the user's server made for the user's `actor`; the gate never looks into it.
    const context = args.contextValue as TContext;
    const refusal = await refusalOf({ schema, document, operationName, variables: variableValues }, context, options);
    if (!refusal) return;
    setResultAndStopExecution({
      errors: [withHttp(refusal.error, { status: refusal.status, headers: refusal.headers })],
    });
  };
  return {
    onSchemaChange: ({ schema }) => void getGate(schema),
    onValidate:
      ({ params, context }) =>
      ({ valid, result, setResult }) => {
        // Cast: as above.
        if (!valid) setResult(hideSuggestionsNow(getGate(params.schema), result, context as TContext, options));
      },
    onExecute: refuse,
    onSubscribe: refuse,
  };
}
