import type { Catalogue } from '../access/catalogue';
import { unknownScopes } from '../access/grants';
import { invalidInput } from './errors';

/**
 * A list of scopes as it is stored: duplicates collapsed, sorted.
 * @param kept scopes that may stay although the catalogue has lost them (P8).
 * @throws BAD_USER_INPUT that names every unknown scope (P7).
 */
export function listedScopes(
  catalogue: Catalogue,
  scopes: readonly string[],
  field: string,
  kept: readonly string[] = [],
): string[] {
  const unknown = unknownScopes(catalogue, scopes).filter((scope) => !kept.includes(scope));
  if (unknown.length > 0)
    throw invalidInput([field], `Unknown: ${unknown.join(', ')}. permissionCatalogue lists what there is.`);
  return [...new Set(scopes)].sort();
}

/** The same for a list that goes on tokens: rights of the owner don't (P3). */
export function listedTokenScopes(
  catalogue: Catalogue,
  scopes: readonly string[],
  field: string,
  kept: readonly string[] = [],
): string[] {
  const listed = listedScopes(catalogue, scopes, field, kept);
  const rights = listed.filter((scope) => catalogue.find(scope)?.grantableToTokens === false);
  if (rights.length > 0)
    throw invalidInput([field], `${rights.join(', ')}: a right of the owner, never a scope on a token.`);
  return listed;
}
