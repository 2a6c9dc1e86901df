import type { GraphQLError, GraphQLResolveInfo } from 'graphql';
import type { FieldConfig } from './clone-schema';
import { decide } from './decide';
import { currentActorOf } from './execution';
import { refusalOfFailure } from './failure';
import type { Gate } from './gate';
import { modeNow, stricter } from './mode';
import { modeOfContext } from './noted-contexts';
import { RecheckedStream } from './rechecked-stream';
import type { Resolver } from './runtime';

/** The event that stands for the end of a subscription: its field answers with the denial. */
export class LostSubscription {
  constructor(readonly error: GraphQLError) {}
}

/** Rule 14: the `subscribe` of a root field that checks the whole operation at subscribe, before each event and while it is silent. */
export function wrapSubscriber(gate: Gate, field: FieldConfig): Resolver {
  return async (source, args, context, info) => {
    const check = () => lossOf(gate, context, info);
    const refused = await check();
    if (refused) throw refused;
    const subscribe = field.subscribe ?? gate.defaultFieldResolver;
    const events: unknown = await subscribe(source, args, context, info);
    if (typeof events !== 'object' || events === null || !(Symbol.asyncIterator in events)) return events;
    const iterable = events as AsyncIterable<unknown>;
    return new RecheckedStream(iterable, check, (error) => new LostSubscription(error), gate.recheckEvery);
  };
}

/** The `resolve` of a subscription's root field: a lost one answers with its denial, an event goes on to the field's own resolver. */
export function resolveEvent(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    if (source instanceof LostSubscription) throw source.error;
    return resolve(source, args, context, info);
  };
}

/** Why the subscription may not go on, as the actor is now; undefined while it may. Unreachable means no. */
async function lossOf(gate: Gate, context: unknown, info: GraphQLResolveInfo): Promise<GraphQLError | undefined> {
  try {
    const actor = await currentActorOf(gate, context);
    const mode = stricter(modeNow(gate.mode), modeOfContext(context));
    const variables = { values: info.variableValues, coerced: true };
    const { denial } = decide(gate, { node: info.operation, fragments: info.fragments }, variables, actor, mode);
    return denial && gate.error(denial);
  } catch (failure) {
    return refusalOfFailure(gate.realm, failure).error;
  }
}
