import { GraphQLError } from 'graphql';
import { findDenial, type OperationRequest } from '../check-operation';
import type { Denial } from '../denial';
import { actorOf } from '../execution';
import { type Refusal, refusalOfFailure } from '../failure';
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
    return refusalOfFailure(gate.realm, error);
  }
  if (options.actor) noteActor(context, actor);
  noteMode(context, options.mode);
  const denial = findDenial(request, actor, options.mode);
  return denial && refusalOfDenial(gate, denial);
}

/** An answer to a denial with rule 12's status and challenge, unless whoever made the error set its own in `extensions.http`. */
export function refusalOfDenial(gate: Gate, denial: Denial): Refusal {
  const error = gate.error(denial);
  const own = error.extensions['http'];
  const { status, headers }: { status?: unknown; headers?: unknown } =
    typeof own === 'object' && own !== null ? own : {};
  return {
    error,
    status: typeof status === 'number' ? status : denial.status,
    headers: headersOf(headers) ?? { 'www-authenticate': denial.challenge },
  };
}

/** Headers from a plain object, or from a map as Apollo Server has it. */
function headersOf(headers: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const entries: Iterable<readonly [unknown, unknown]> = headers instanceof Map ? headers : Object.entries(headers);
  return Object.fromEntries([...entries].map(([name, value]) => [String(name).toLowerCase(), String(value)]));
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
