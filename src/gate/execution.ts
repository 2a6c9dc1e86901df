import type { GraphQLError, GraphQLResolveInfo } from 'graphql';
import { type Actor, isActor } from './actor';
import { decide } from './decide';
import { describeDenial } from './denial';
import { refusalOfFailure } from './failure';
import type { Gate } from './gate';
import type { Variables } from './inputs';
import type { LocatedNeed } from './located-needs';
import { type Mode, modeNow, stricter } from './mode';
import { modeOfContext, noteLatestActor, notedActor, takeLatestActor } from './noted-contexts';

/** Of whom and of what one execution is. */
interface ExecutionFacts {
  readonly gate: Gate;
  readonly actor: Actor | undefined;
  readonly mode: Mode;
  readonly info: GraphQLResolveInfo;
  /** The static layer's refusal: it stands for every resolver. */
  readonly refusal: GraphQLError | undefined;
}

/** One execution of one operation for one actor: what the runtime layer's checks belong to (rule 10). */
export class Execution {
  readonly actor: Actor | undefined;
  readonly variables: Variables;
  readonly refusal: GraphQLError | undefined;

  constructor(private readonly facts: ExecutionFacts) {
    this.actor = facts.actor;
    this.variables = { values: facts.info.variableValues, coerced: true };
    this.refusal = facts.refusal;
  }

  /** The error for one field or item, or undefined when the gate only observes and the credential is good. */
  deny(lacking: readonly LocatedNeed[]): GraphQLError | undefined {
    const { gate, mode } = this.facts;
    if (typeof mode === 'object' && this.actor?.authenticated) return undefined;
    return gate.error(describeDenial(gate, this.actor, lacking));
  }

  /** Reports what an observing gate lets through (rule 11). */
  report(lacking: readonly LocatedNeed[]): void {
    const { gate, mode, info } = this.facts;
    if (typeof mode !== 'object' || lacking.length === 0) return;
    const subject = this.actor?.authenticated ? this.actor.subject : undefined;
    const { missing } = describeDenial(gate, this.actor, lacking);
    try {
      mode.observe.report({ operationName: info.operation.name?.value, subject, missing });
    } catch {
      // While the gate observes, a fault of the report must not refuse what the gate itself lets through.
    }
  }
}

interface Started {
  readonly operation: unknown;
  readonly context: unknown;
  readonly execution: Execution | Promise<Execution>;
}

/**
 * Executions under way, by their coerced variables: executors make that object anew each time, while the operation node and often
 * the context serve several executions. An entry counts only for the operation and context that it was made for.
 */
const started = new WeakMap<object, Started>();

/**
 * The execution that a resolver runs in. Its first wrapped resolver runs the static layer (rule 10), so that plain execute() is
 * refused before any user's resolver runs. A promise only while the actor is looked up asynchronously.
 */
export function executionOf(gate: Gate, context: unknown, info: GraphQLResolveInfo): Execution | Promise<Execution> {
  const known = started.get(info.variableValues);
  if (known && known.operation === info.operation && known.context === context) return known.execution;
  const execution = start(gate, context, info);
  const entry = { operation: info.operation, context, execution };
  started.set(info.variableValues, entry);
  if (execution instanceof Promise) {
    const settle = (done: Execution) => {
      if (started.get(info.variableValues) === entry) started.set(info.variableValues, { ...entry, execution: done });
    };
    void execution.then(settle);
  }
  return execution;
}

function start(gate: Gate, context: unknown, info: GraphQLResolveInfo): Execution | Promise<Execution> {
  const failed = (failure: unknown) => refusedExecution(gate, info, refusalOfFailure(gate.realm, failure).error);
  try {
    const actor = info.operation.operation === 'subscription' ? subscriber(gate, context) : actorOf(gate, context);
    if (!isPromise(actor)) return begin(gate, context, info, actor);
    return Promise.resolve(actor)
      .then((found) => begin(gate, context, info, found))
      .catch(failed);
  } catch (failure) {
    return failed(failure);
  }
}

/** Nobody can be asked who is calling: everything is refused. */
function refusedExecution(gate: Gate, info: GraphQLResolveInfo, refusal: GraphQLError): Execution {
  return new Execution({ gate, actor: undefined, mode: 'reject', info, refusal });
}

/** The actor of a context: the option `actor`, else what an adapter found, else `context.actor`. */
export function actorOf(gate: Gate, context: unknown): unknown {
  if (gate.actor) return gate.actor(context);
  const noted = notedActor(context);
  if (noted) return noted;
  return typeof context === 'object' && context !== null && 'actor' in context ? context.actor : undefined;
}

/** For an event of a subscription: the actor that its stream has just looked up (rule 14). */
function subscriber(gate: Gate, context: unknown): unknown {
  return takeLatestActor(context) ?? currentActorOf(gate, context);
}

/** The actor as it is now (rule 14), remembered for the one event that is about to be resolved. */
export function currentActorOf(gate: Gate, context: unknown): unknown {
  const actor = gate.currentActor ? gate.currentActor(context) : undefined;
  if (isPromise(actor)) return Promise.resolve(actor).then((found) => noteLatestActor(context, found));
  return noteLatestActor(context, actor);
}

function begin(gate: Gate, context: unknown, info: GraphQLResolveInfo, actor: unknown): Execution {
  const mode = stricter(modeNow(gate.mode), modeOfContext(context));
  const variables = { values: info.variableValues, coerced: true };
  const { denial, observed } = decide(
    gate,
    { node: info.operation, fragments: info.fragments },
    variables,
    actor,
    mode,
  );
  const refusal = denial && gate.error(denial);
  const execution = new Execution({ gate, actor: isActor(actor) ? actor : undefined, mode, info, refusal });
  if (observed) execution.report(observed);
  return execution;
}

/** True for anything that can be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
