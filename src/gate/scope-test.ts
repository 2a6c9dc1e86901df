import type { Actor } from './actor';
import { covers, type Requirement } from './guard';

/**
 * Several requirements at once as bits over the scopes that they mention: one look-up per mentioned scope and actor, no
 * allocation, and nothing remembered between calls, so a set of scopes that changed in between is seen as it is (rule 13).
 */
export class ScopeTest {
  readonly authenticated: boolean;
  /** Every scope that some requirement names, sorted. */
  readonly mentioned: readonly string[];
  readonly #must: Uint32Array;
  readonly #choices: readonly (readonly Uint32Array[])[];
  readonly #held: Uint32Array;

  constructor(requirements: Iterable<Requirement>) {
    const all = [...requirements];
    this.authenticated = all.some((requirement) => requirement.authenticated);
    this.mentioned = [...new Set(all.flatMap((requirement) => requirement.anyOf.flat()))].sort();
    const required = new Set(all.flatMap(({ anyOf }) => (anyOf.length === 1 ? (anyOf[0] ?? []) : [])));
    const choices = all.filter(({ anyOf }) => anyOf.length !== 1 && !covers(required, anyOf));
    this.#must = this.#mask([...required]);
    this.#choices = choices.map(({ anyOf }) => anyOf.map((alternative) => this.#mask(alternative)));
    this.#held = this.#mask([]);
  }

  /** True when the actor satisfies all of them. */
  passes(actor: Actor): boolean {
    if (!actor.authenticated) return !this.authenticated;
    const held = this.#held.fill(0);
    let bit = 0;
    for (const scope of this.mentioned) {
      if (actor.scopes.has(scope)) setBit(held, bit);
      bit += 1;
    }
    return includes(held, this.#must) && this.#choices.every((masks) => masks.some((mask) => includes(held, mask)));
  }

  #mask(scopes: readonly string[]): Uint32Array {
    const mask = new Uint32Array(Math.ceil(this.mentioned.length / 32));
    for (const scope of scopes) setBit(mask, this.mentioned.indexOf(scope));
    return mask;
  }
}

function setBit(mask: Uint32Array, bit: number): void {
  const word = bit >>> 5;
  mask[word] = (mask[word] ?? 0) | (1 << (bit & 31));
}

function includes(held: Uint32Array, mask: Uint32Array): boolean {
  for (let word = 0; word < mask.length; word++) {
    if (((mask[word] ?? 0) & ~(held[word] ?? 0)) !== 0) return false;
  }
  return true;
}
