import { GraphQLError } from 'graphql';
import { isActor } from '../actor';
import { actorOf, isPromise } from '../execution';
import type { Gate } from '../gate';
import { satisfies } from '../plan';
import type { AdapterOptions } from './refusal';

/** How graphql-js ends a message with names of the schema. */
const SUGGESTION = / Did you mean (?:to use )?(?:an? |the [a-z ]+ )?(?:inline fragment on )?".*\?$/s;

/** The part of an error that names of the schema may stand in, as an object or formatted. */
interface Message {
  readonly message: string;
}

/**
 * Rule 17: whoever may not read the schema isn't told its names by "Did you mean" either. Returns the errors without suggestions
 * for them, and the very same list for everybody else.
 */
export async function hideSuggestions<TContext, TError extends Message>(
  gate: Gate,
  errors: readonly TError[],
  context: TContext,
  options: AdapterOptions<TContext>,
): Promise<readonly TError[]> {
  if (!errors.some(suggests) || (await mayIntrospect(gate, context, options))) return errors;
  return errors.map(withoutSuggestion);
}

/** The same where nothing can be awaited: an actor that isn't known at once counts as one who may not read the schema. */
export function hideSuggestionsNow<TContext, TError extends Message>(
  gate: Gate,
  errors: readonly TError[],
  context: TContext,
  options: AdapterOptions<TContext>,
): readonly TError[] {
  if (!errors.some(suggests) || allowsIntrospection(gate, () => findActor(gate, context, options))) return errors;
  return errors.map(withoutSuggestion);
}

/** True when the actor of the context may read the schema. */
export async function mayIntrospect<TContext>(
  gate: Gate,
  context: TContext,
  options: AdapterOptions<TContext>,
): Promise<boolean> {
  if (!gate.introspection) return true;
  try {
    const actor = await findActor(gate, context, options);
    return allowsIntrospection(gate, () => actor);
  } catch {
    return false;
  }
}

function findActor<TContext>(gate: Gate, context: TContext, options: AdapterOptions<TContext>): unknown {
  return options.actor ? options.actor(context) : actorOf(gate, context);
}

function allowsIntrospection(gate: Gate, find: () => unknown): boolean {
  if (!gate.introspection) return true;
  try {
    const actor = find();
    if (isPromise(actor)) actor.then(undefined, () => undefined);
    return isActor(actor) && satisfies(actor, gate.introspection);
  } catch {
    return false;
  }
}

function suggests({ message }: Message): boolean {
  return SUGGESTION.test(message);
}

function withoutSuggestion<TError extends Message>(error: TError): TError {
  const message = error.message.replace(SUGGESTION, '');
  if (!(error instanceof GraphQLError)) return { ...error, message };
  // Cast: a GraphQLError for a GraphQLError; TError can't say so.
  return new GraphQLError(message, {
    ...(error.nodes && { nodes: error.nodes }),
    extensions: error.extensions,
  }) as unknown as TError;
}
