/** OR of ANDs, as the gate knows it. */
type Guard = readonly (readonly string[])[];

const kept = new WeakMap<readonly Guard[], WeakMap<ReadonlySet<string>, readonly string[]>>();

/**
 * What of the held scopes a call used that met these guards and was let through: all scopes of every alternative that is
 * held (P12). The same lists and sets give the same answer, which is made once.
 */
export function usedScopes(guards: readonly Guard[], held: ReadonlySet<string>): readonly string[] {
  const byHeld = kept.get(guards) ?? new WeakMap<ReadonlySet<string>, readonly string[]>();
  kept.set(guards, byHeld);
  const known = byHeld.get(held);
  if (known) return known;
  const satisfied = guards.flat().filter((alternative) => alternative.every((scope) => held.has(scope)));
  const used = [...new Set(satisfied.flat())];
  byHeld.set(held, used);
  return used;
}
