import type { Catalogue } from './catalogue';

/**
 * "Grant only what you hold" (P5, R9): what of the wanted scopes, with everything that they imply, is not held. The one
 * function behind every edit of a role, a user or a token. Sorted; empty when the change is allowed. Named is what was
 * wanted; what that implies only where the wanted scope itself is held.
 * @param held effective scopes, already expanded (`actor.scopes`).
 */
export function excess(catalogue: Catalogue, wanted: Iterable<string>, held: ReadonlySet<string>): string[] {
  const asked = new Set(wanted);
  const beyond = [...catalogue.expand(asked)].filter((scope) => !held.has(scope));
  const named = beyond.filter((scope) => asked.has(scope));
  const implied = catalogue.expand(named);
  return beyond.filter((scope) => asked.has(scope) || !implied.has(scope)).sort();
}

/** P7: the scopes that the catalogue doesn't know, each once, in their order. */
export function unknownScopes(catalogue: Catalogue, scopes: Iterable<string>): string[] {
  return [...new Set(scopes)].filter((scope) => !catalogue.has(scope));
}
