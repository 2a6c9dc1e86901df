import { isActor } from '../actor';
import { actorOf } from '../execution';
import type { Gate } from '../gate';
import { satisfies } from '../plan';
import type { AdapterOptions } from './refusal';

/** How graphql-js ends a message with names of the schema. */
const SUGGESTION = / Did you mean (?:to use )?(?:the [a-z ]+ )?".*\?$/s;

/**
 * Rule 17: whoever may not read the schema isn't told its names by "Did you mean" either. Returns the errors without suggestions
 * for them, and the very same list for everybody else.
 */
export async function hideSuggestions<TContext, TError extends { readonly message: string }>(
  gate: Gate,
  errors: readonly TError[],
  context: TContext,
  options: AdapterOptions<TContext>,
): Promise<readonly TError[]> {
  if (!gate.introspection || !errors.some((error) => SUGGESTION.test(error.message))) return errors;
  if (await mayIntrospect(gate, context, options)) return errors;
  return errors.map((error) => withoutSuggestion(error));
}

async function mayIntrospect<TContext>(
  gate: Gate,
  context: TContext,
  options: AdapterOptions<TContext>,
): Promise<boolean> {
  try {
    const actor: unknown = await (options.actor ? options.actor(context) : actorOf(gate, context));
    return gate.introspection !== undefined && isActor(actor) && satisfies(actor, gate.introspection);
  } catch {
    return false;
  }
}

function withoutSuggestion<TError extends { readonly message: string }>(error: TError): TError {
  return { ...error, message: error.message.replace(SUGGESTION, '') };
}
