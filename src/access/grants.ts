import type { Catalogue } from './catalogue';

/**
 * "Grant only what you hold" (P5, R9): what of the wanted scopes, with everything that they imply, is not held. The one
 * function behind every edit of a role, a user or a token. Sorted; empty when the change is allowed.
 * @param held effective scopes, already expanded (`actor.scopes`).
 */
export function excess(catalogue: Catalogue, wanted: Iterable<string>, held: ReadonlySet<string>): string[] {
  return [...catalogue.expand(wanted)].filter((scope) => !held.has(scope)).sort();
}

/** P7: the scopes that the catalogue doesn't know, each once, in their order. */
export function unknownScopes(catalogue: Catalogue, scopes: Iterable<string>): string[] {
  return [...new Set(scopes)].filter((scope) => !catalogue.has(scope));
}
