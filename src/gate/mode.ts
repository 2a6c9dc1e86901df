import type { OperationTypeNode } from 'graphql';
import type { MissingGuard } from './denial';
import type { Extent } from './plan';

/** What would have been refused. */
export interface Observation {
  /** Name of the operation, or undefined when it has none. */
  readonly operationName: string | undefined;
  /** Who asked; undefined for nobody known. */
  readonly subject: string | undefined;
  readonly missing: readonly MissingGuard[];
}

/** Lets through what scopes would refuse and reports it, until a day at most 90 days away (rule 11). */
export interface ObserveMode {
  readonly observe: {
    /** From this instant on the gate rejects. */
    readonly until: Date | string | number;
    /** Told what would have been refused, once for each execution, and for each guarded enum value in a result. */
    readonly report: (observation: Observation) => void;
  };
}

/** What happens to an operation that asks for more than the caller has (rule 11). */
export type Mode = 'reject' | 'filter' | ObserveMode;

const NINETY_DAYS = 90 * 24 * 60 * 60 * 1000;

/** What is wrong with a mode when it is set, or undefined. */
export function mistakeOfMode(mode: unknown, now: number): string | undefined {
  if (mode === 'reject' || mode === 'filter') return undefined;
  const observe = typeof mode === 'object' && mode !== null && 'observe' in mode ? mode.observe : undefined;
  if (typeof observe !== 'object' || observe === null)
    return "must be 'reject', 'filter' or { observe: { until, report } }";
  if (!('report' in observe) || typeof observe.report !== 'function') return 'observe needs a report function';
  // Cast: Date takes numbers and strings, and what it can't read is NaN, which the comparison refuses.
  const until = 'until' in observe ? new Date(observe.until as string).getTime() : NaN;
  return until - now <= NINETY_DAYS ? undefined : 'observe needs an until of at most 90 days from now';
}

/** The mode as it stands now: observing ends by itself. */
export function modeNow(mode: Mode): Mode {
  if (typeof mode === 'string') return mode;
  return Date.now() < new Date(mode.observe.until).getTime() ? mode : 'reject';
}

/** Of two modes the stricter counts: reject, then filter, then observe. */
export function stricter(a: Mode, b: Mode | undefined): Mode {
  if (b === undefined || a === 'reject') return a;
  if (b === 'reject') return b;
  return a === 'filter' ? a : b;
}

/** Which needs refuse the whole operation; what is left is refused field by field (rule 11). */
export function extentOf(mode: Mode, operation: OperationTypeNode): Extent {
  if (mode !== 'filter' || operation === 'mutation') return 'all';
  return operation === 'subscription' ? 'root' : 'meta';
}
