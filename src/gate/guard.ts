/** A requirement in disjunctive form: every scope of at least one inner list has to be held. `[["a", "b"], ["c"]]` is (a AND b) OR c. */
export type Guard = readonly (readonly string[])[];

/** What an element asks for once all its marks are merged. `anyOf` of `[[]]` asks for no scope. */
export interface Requirement {
  /** A valid credential is needed; always true where scopes are (rule 1). */
  readonly authenticated: boolean;
  readonly anyOf: Guard;
}

/** No mark at all. */
export const NOTHING: Requirement = { authenticated: false, anyOf: [[]] };

/** `@authenticated`: any valid credential will do. */
export const ANY_CREDENTIAL: Requirement = { authenticated: true, anyOf: [[]] };

/** More alternatives on one element than any person writes: the product of its marks is cut off before it fills the memory. */
const MOST_ALTERNATIVES = 1000;

/** RFC 6749 section 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ). */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** True when the text can stand as one scope (RFC 6749, 3.3): visible ASCII without `"` and `\`. */
export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}

/** Sorted, without duplicates, and without alternatives that a smaller one makes needless (rule 4). */
export function normalise(guard: Guard): Guard {
  const sets = guard.map((alternative) => [...new Set(alternative)].sort());
  sets.sort((a, b) => a.length - b.length || compareLists(a, b));
  const kept: string[][] = [];
  for (const set of sets) {
    const scopes = new Set(set);
    if (!kept.some((smaller) => smaller.every((scope) => scopes.has(scope)))) kept.push(set);
  }
  return kept;
}

/** Both guards at once. Throws a RangeError when the product has more alternatives than the gate takes. */
export function and(left: Guard, right: Guard): Guard {
  if (left.length * right.length > MOST_ALTERNATIVES)
    throw new RangeError(`more than ${MOST_ALTERNATIVES} alternatives`);
  return normalise(left.flatMap((a) => right.map((b) => [...a, ...b])));
}

/** Both requirements at once (rule 4). */
export function both(left: Requirement, right: Requirement): Requirement {
  return { authenticated: left.authenticated || right.authenticated, anyOf: and(left.anyOf, right.anyOf) };
}

/** The requirement of a guard: scopes imply a credential (rule 1). */
export function requirementOf(guard: Guard): Requirement {
  return { authenticated: true, anyOf: normalise(guard) };
}

/** True when nothing is asked for. */
export function isTrivial(requirement: Requirement): boolean {
  return !requirement.authenticated;
}

/** True when the held scopes cover one of the alternatives. */
export function covers(held: { has(scope: string): boolean }, guard: Guard): boolean {
  return guard.some((alternative) => alternative.every((scope) => held.has(scope)));
}

/** True when whoever satisfies `stronger` satisfies `weaker` as well. */
export function implies(stronger: Requirement, weaker: Requirement): boolean {
  if (weaker.authenticated && !stronger.authenticated) return false;
  return stronger.anyOf.every((alternative) => covers(new Set(alternative), weaker.anyOf));
}

/** Orders lists of scopes element by element, by bytes. */
export function compareLists(a: readonly string[], b: readonly string[]): number {
  const left = a.join(' ');
  const right = b.join(' ');
  return left < right ? -1 : left > right ? 1 : 0;
}
