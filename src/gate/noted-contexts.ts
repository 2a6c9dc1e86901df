import { type Mode, modeNow, stricter } from './mode';

/*
 * What is known of a context object besides what it says itself. Never a proof that something is allowed (rule 10): a context may
 * serve several executions. It only answers who is asking, and how strictly to take it.
 */
const actors = new WeakMap<object, unknown>();
const latest = new WeakMap<object, unknown>();
const modes = new WeakMap<object, Mode>();

/** An adapter found the actor of this context. */
export function noteActor(context: unknown, actor: unknown): void {
  if (isObject(context)) actors.set(context, actor);
}

/** The actor that an adapter found, if one did. */
export function notedActor(context: unknown): unknown {
  return isObject(context) ? actors.get(context) : undefined;
}

/** The actor as it was looked up for a subscription just now. */
export function noteLatestActor(context: unknown, actor: unknown): unknown {
  if (isObject(context)) latest.set(context, actor);
  return actor;
}

/** The actor that a subscription's stream has just looked up; good for one event only, so that it can't grow old. */
export function takeLatestActor(context: unknown): unknown {
  if (!isObject(context)) return undefined;
  const actor = latest.get(context);
  latest.delete(context);
  return actor;
}

/** An adapter asks for a mode; of several the strictest counts. */
export function noteMode(context: unknown, mode: Mode | undefined): void {
  if (mode !== undefined && isObject(context)) modes.set(context, stricter(mode, modes.get(context)));
}

/** The mode that adapters asked for, as it stands now. */
export function modeOfContext(context: unknown): Mode | undefined {
  const mode = isObject(context) ? modes.get(context) : undefined;
  return mode && modeNow(mode);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
