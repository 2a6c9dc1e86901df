import type { Context, KnownContext } from '../context';
import { assertPasswordConfirmed } from './confirmation';

/**
 * Runs `work` in one transaction and answers what it answers once it is committed. It may run more than once: it has no
 * effect but through its context. Slow awaits (bcrypt, HTTP) belong before it: on SQLite everybody else's changes wait.
 */
export async function transaction<C extends Context, T>(context: C, work: (inside: C) => Promise<T>): Promise<T> {
  let effects: (() => void | Promise<void>)[] = [];
  const result = await context.deps.database.transaction((manager) => {
    effects = [];
    return work({ ...context, manager, loaders: new Map(), afterCommit: (effect) => void effects.push(effect) });
  });
  context.loaders.clear();
  for (const effect of effects) await effect();
  return result;
}

/** A change that asks a person for the password again (C10), in its transaction. */
export function change<T>(context: KnownContext, work: (inside: KnownContext) => Promise<T>): Promise<T> {
  return transaction(context, async (inside) => {
    await assertPasswordConfirmed(inside);
    return work(inside);
  });
}
