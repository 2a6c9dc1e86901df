import { GraphQLError } from 'graphql';
import { findDenial, type OperationRequest } from '../check-operation';
import { CredentialError, VerifierUnavailable } from '../credential-error';
import { challenge, type Denial } from '../denial';
import { actorOf } from '../execution';
import { type Gate, getGate } from '../gate';
import type { Mode } from '../mode';
import { noteActor, noteMode } from '../noted-contexts';

/** What every adapter takes. */
export interface AdapterOptions<TContext> {
  /** Finds the actor of a request's context; what gateSchema was given, or `context.actor`, when left out. */
  readonly actor?: (context: TContext) => unknown;
  /** Of this mode and the schema's the stricter counts (rule 11). */
  readonly mode?: Mode;
}

/** An answer instead of an execution. */
export interface Refusal {
  readonly error: GraphQLError;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Looks up the actor and lets the static layer decide, before anything runs (rule 9). Undefined when the request may go on. */
export async function refusalOf<TContext>(
  request: OperationRequest,
  context: TContext,
  options: AdapterOptions<TContext>,
): Promise<Refusal | undefined> {
  const gate = getGate(request.schema);
  let actor: unknown;
  try {
    actor = await (options.actor ? options.actor(context) : actorOf(gate, context));
  } catch (error) {
    return refusalOfFailure(gate, error);
  }
  if (options.actor) noteActor(context, actor);
  noteMode(context, options.mode);
  const denial = findDenial(request, actor, options.mode);
  return denial && refusalOfDenial(gate, denial);
}

/** An answer to a denial with rule 12's status and challenge. */
export function refusalOfDenial(gate: Gate, denial: Denial): Refusal {
  return { error: gate.error(denial), status: denial.status, headers: { 'www-authenticate': denial.challenge } };
}

/** An answer when the actor couldn't be found: a bad credential is never read as nobody, and other failures say nothing of themselves. */
export function refusalOfFailure(gate: Gate, failure: unknown): Refusal {
  if (failure instanceof CredentialError) {
    const malformed = failure.status === 400;
    const headers = { 'www-authenticate': challenge(gate.realm, malformed ? 'invalid_request' : 'invalid_token', []) };
    return {
      error: coded(failure.message, malformed ? 'BAD_REQUEST' : 'UNAUTHENTICATED'),
      status: failure.status,
      headers,
    };
  }
  if (failure instanceof VerifierUnavailable) {
    const headers = { 'retry-after': String(failure.retryAfter) };
    return { error: coded(failure.message, 'SERVICE_UNAVAILABLE'), status: failure.status, headers };
  }
  if (failure instanceof GraphQLError) return { error: failure, status: 401, headers: {} };
  return { error: coded('The caller could not be identified.', 'INTERNAL_SERVER_ERROR'), status: 500, headers: {} };
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** The error with `extensions.http` in the shape that the server reads, unless whoever made the error set its own. */
export function withHttp(error: GraphQLError, http: unknown): GraphQLError {
  if (error.extensions['http'] !== undefined) return error;
  return new GraphQLError(error.message, {
    ...error,
    originalError: error.originalError,
    extensions: { ...error.extensions, http },
  });
}
