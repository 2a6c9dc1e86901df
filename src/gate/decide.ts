import { isActor } from './actor';
import { type Denial, describeDenial } from './denial';
import { type Gate, plansOf } from './gate';
import type { Variables } from './inputs';
import { type LocatedNeed, locateNeeds } from './located-needs';
import { extentOf, type Mode } from './mode';
import type { Operation } from './operation-walk';

/** What the static layer says of one execution. */
export interface Verdict {
  /** Set when the operation is refused. */
  readonly denial?: Denial;
  /** Set when it runs only because the gate observes: what would have been refused (rule 11). */
  readonly observed?: readonly LocatedNeed[];
}

/** Nothing is missing. */
export const ALLOWED: Verdict = Object.freeze({});

/**
 * Decides about one operation with these variables for this actor (rules 9 and 11). `mode` is the mode as it stands now. A missing
 * or malformed actor is refused whatever the operation, in every mode.
 */
export function decide(gate: Gate, operation: Operation, variables: Variables, actor: unknown, mode: Mode): Verdict {
  if (!isActor(actor)) return { denial: describeDenial(gate, undefined, []) };
  const extent = extentOf(mode, operation.node.operation);
  if (plansOf(gate, operation).for(variables).allows(actor, variables, extent)) return ALLOWED;
  const lacking = locateNeeds(gate, operation, { variables, extent, lackedBy: actor });
  if (typeof mode === 'object' && actor.authenticated) return { observed: lacking };
  return { denial: describeDenial(gate, actor, lacking) };
}
