import type { Catalogue } from './catalogue';

export type AccessLevel = 'READ_ONLY' | 'FULL_ACCESS' | 'CUSTOM';

/** What a token says of itself: its level and, for CUSTOM, its list. */
export interface Grant {
  readonly access: AccessLevel;
  /** Counts for CUSTOM only. */
  readonly scopes: readonly string[];
}

/**
 * What a token may do now: its scopes with their implications, cut to what its owner holds now (P4).
 * `ownerPermissions` are those of the owner's roles as they are listed there; they are expanded here.
 */
export function effectiveScopes(catalogue: Catalogue, grant: Grant, ownerPermissions: Iterable<string>): Set<string> {
  const held = catalogue.expand(ownerPermissions);
  const named = grant.access === 'CUSTOM' ? catalogue.expand(grant.scopes) : undefined;
  const effective = new Set<string>();
  for (const scope of held) {
    const permission = catalogue.find(scope);
    if (!permission?.grantableToTokens) continue;
    if (named ? named.has(scope) : grant.access === 'FULL_ACCESS' || permission.readOnly) effective.add(scope);
  }
  return effective;
}

/** The list that a token shows (T4): its own for CUSTOM, else what its level gives now. Sorted. */
export function shownScopes(catalogue: Catalogue, grant: Grant, ownerPermissions: Iterable<string>): string[] {
  if (grant.access === 'CUSTOM') return [...grant.scopes];
  return [...effectiveScopes(catalogue, grant, ownerPermissions)].sort();
}
