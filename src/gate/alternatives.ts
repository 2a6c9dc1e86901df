import type { Guard } from './guard';

/** Minimal sets of scopes, smallest first, ties alphabetically. */
export interface Alternatives {
  readonly sets: Guard;
  /** False when there are more than were kept. */
  readonly complete: boolean;
}

/**
 * The minimal sets of scopes that satisfy every guard. Their number can grow exponentially, so at most `most` are carried on;
 * each set that is returned is minimal all the same: one scope less is not enough (property d).
 */
export function minimalSets(guards: Iterable<Guard>, most: number): Alternatives {
  return new SetSearch(guards, most, NOTHING_HELD).run();
}

/**
 * What is lacking for the alternative that lacks the fewest scopes; of several the one of which most is held already, then the
 * first alphabetically (rule 12). Exact while no more than `most` alternatives compete.
 */
export function fewestLacking(guards: Iterable<Guard>, held: ReadonlySet<string>, most: number): readonly string[] {
  const [closest = []] = new SetSearch(guards, most, held).run().sets;
  return closest.filter((scope) => !held.has(scope));
}

const NOTHING_HELD: ReadonlySet<string> = new Set();

/** Sets that are made on the way at most: guards with many alternatives each leave room for fewer sets to carry on. */
const MOST_MADE = 20_000;
const LEAST_CARRIED = 10;

/** A set of scopes as bits over the sorted scopes of the search. */
interface Bits {
  readonly words: Uint32Array;
  readonly size: number;
}

class SetSearch {
  readonly #scopes: readonly string[];
  readonly #guards: readonly (readonly Bits[])[];
  /** Bits of the scopes that aren't held. */
  readonly #lacked: Uint32Array;
  /** True when all of every set is lacking: then no set comes before one of its subsets. */
  readonly #lacksAll: boolean;
  readonly #most: number;

  constructor(guards: Iterable<Guard>, most: number, held: ReadonlySet<string>) {
    const list = [...guards];
    const alternatives = list.reduce((sum, guard) => sum + guard.length, 0);
    this.#most = Math.min(most, Math.max(LEAST_CARRIED, Math.floor(MOST_MADE / Math.max(alternatives, 1))));
    this.#lacksAll = held.size === 0;
    this.#scopes = [...new Set(list.flat(2))].sort();
    const bit = new Map(this.#scopes.map((scope, index) => [scope, index]));
    const toBits = (scopes: readonly string[]) =>
      bitsOf(
        this.#scopes.length,
        scopes.map((scope) => bit.get(scope) ?? 0),
      );
    this.#lacked = toBits(this.#scopes.filter((scope) => !held.has(scope))).words;
    this.#guards = list.map((guard) => guard.map(toBits)).sort((a, b) => a.length - b.length);
  }

  run(): Alternatives {
    let sets: Bits[] = [bitsOf(this.#scopes.length, [])];
    let complete = true;
    for (const guard of this.#guards) {
      if (sets.every((set) => satisfied(set, guard))) continue;
      const extended = this.#minimalClosestFirst(sets.flatMap((set) => extend(set, guard)));
      complete &&= extended.length <= this.#most;
      sets = extended.slice(0, this.#most);
    }
    if (!complete) sets = this.#minimalClosestFirst(this.#withoutNeedless(sets));
    return { sets: sets.map((set) => this.#named(set)), complete };
  }

  /** Fewest lacking, then most held, then alphabetically. */
  #closestFirst(sets: readonly Bits[]): Bits[] {
    const ranked = sets.map((set) => ({ set, lacking: set.words.map((word, at) => word & (this.#lacked[at] ?? 0)) }));
    const rank = ranked.map(({ set, lacking }) => ({ set, lacking, count: countOf(lacking) }));
    rank.sort((a, b) => a.count - b.count || b.set.size - a.set.size || compareWords(a.lacking, b.lacking));
    return rank.map(({ set }) => set);
  }

  /** One more than is carried on, at most, where that can be known without looking at all of them. */
  #minimalClosestFirst(sets: readonly Bits[]): Bits[] {
    if (!this.#lacksAll) return this.#closestFirst(minimal(sets));
    const kept: Bits[] = [];
    for (const set of this.#closestFirst(sets)) {
      if (kept.length > this.#most) break;
      if (!satisfied(set, kept)) kept.push(set);
    }
    return kept;
  }

  #withoutNeedless(sets: readonly Bits[]): Bits[] {
    const naming = this.#scopes.map((_scope, index) =>
      this.#guards.filter((guard) => guard.some((alternative) => has(alternative, index))),
    );
    return sets.map((set) =>
      naming.reduce((kept, guards, index) => {
        if (!has(kept, index)) return kept;
        const less = without(kept, index);
        return guards.every((guard) => satisfied(less, guard)) ? less : kept;
      }, set),
    );
  }

  #named(set: Bits): string[] {
    return this.#scopes.filter((_scope, index) => has(set, index));
  }
}

function bitsOf(universe: number, indices: readonly number[]): Bits {
  const words = new Uint32Array(Math.ceil(universe / 32));
  for (const index of indices) words[index >>> 5] = (words[index >>> 5] ?? 0) | (1 << (index & 31));
  return { words, size: new Set(indices).size };
}

function has(set: Bits, index: number): boolean {
  return ((set.words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
}

function without(set: Bits, index: number): Bits {
  if (!has(set, index)) return set;
  const words = set.words.map((word, at) => (at === index >>> 5 ? word & ~(1 << (index & 31)) : word));
  return { words, size: set.size - 1 };
}

function satisfied(set: Bits, guard: readonly Bits[]): boolean {
  return guard.some((alternative) => includes(set.words, alternative.words));
}

/** A plain loop: this is where the time goes. */
function includes(held: Uint32Array, wanted: Uint32Array): boolean {
  for (let at = 0; at < wanted.length; at++) if (((wanted[at] ?? 0) & ~(held[at] ?? 0)) !== 0) return false;
  return true;
}

function extend(set: Bits, guard: readonly Bits[]): Bits[] {
  return satisfied(set, guard) ? [set] : guard.map((alternative) => union(set, alternative));
}

function union(a: Bits, b: Bits): Bits {
  const words = a.words.map((word, at) => word | (b.words[at] ?? 0));
  return { words, size: countOf(words) };
}

function countOf(words: Uint32Array): number {
  let count = 0;
  for (const word of words) for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Without supersets of other sets. */
function minimal(sets: readonly Bits[]): Bits[] {
  const kept: Bits[] = [];
  for (const set of [...sets].sort((a, b) => a.size - b.size)) if (!satisfied(set, kept)) kept.push(set);
  return kept;
}

/** Alphabetical order of equally large sets: the one with the earlier first difference comes first. */
function compareWords(a: Uint32Array, b: Uint32Array): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) ^ (b[at] ?? 0);
    if (difference !== 0) return (a[at] ?? 0) & (difference & -difference) ? -1 : 1;
  }
  return 0;
}
