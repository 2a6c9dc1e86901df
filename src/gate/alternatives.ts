import { compareLists, covers, type Guard } from './guard';

/** Minimal sets of scopes, smallest first, ties alphabetically. */
export interface Alternatives {
  readonly sets: readonly (readonly string[])[];
  /** False when there are more than were kept. */
  readonly complete: boolean;
}

/**
 * The minimal sets of scopes that satisfy every guard. Their number can grow exponentially, so at most `most` are carried on;
 * each set that is returned is minimal all the same: one scope less is not enough (property d).
 */
export function minimalSets(guards: readonly Guard[], most: number): Alternatives {
  let sets: string[][] = [[]];
  let complete = true;
  const ordered = [...guards].sort((a, b) => a.length - b.length);
  for (const guard of ordered) {
    const extended = smallestFirst(sets.flatMap((set) => extend(set, guard)));
    complete &&= extended.length <= most;
    sets = extended.slice(0, most);
  }
  if (complete) return { sets, complete };
  return { sets: smallestFirst(sets.map((set) => withoutNeedless(set, guards))), complete };
}

function extend(set: string[], guard: Guard): string[][] {
  if (covers(new Set(set), guard)) return [set];
  return guard.map((alternative) => [...new Set([...set, ...alternative])].sort());
}

/** Sorted by size and then alphabetically, without supersets. */
function smallestFirst(sets: string[][]): string[][] {
  const sorted = [...sets].sort((a, b) => a.length - b.length || compareLists(a, b));
  const kept: string[][] = [];
  for (const set of sorted) if (!covers(new Set(set), kept)) kept.push(set);
  return kept;
}

function withoutNeedless(set: string[], guards: readonly Guard[]): string[] {
  return set.reduce((kept, scope) => {
    const less = kept.filter((each) => each !== scope);
    const held = new Set(less);
    return guards.every((guard) => covers(held, guard)) ? less : kept;
  }, set);
}
