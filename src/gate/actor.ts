/** Who makes a request, as the gate sees it: either nobody known, or a subject with scopes whose implications are already expanded. */
export type Actor =
  | {
      readonly authenticated: true;
      /** Effective scopes, compared by bytes; no wildcards. */
      readonly scopes: ReadonlySet<string>;
      readonly subject: string;
      readonly tokenId?: string;
    }
  | { readonly authenticated: false };

/** The actor of a request that carried no credential. A missing actor (`null`, `undefined`) is never read as this one. */
export const ANONYMOUS: Actor = Object.freeze({ authenticated: false });

/**
 * True for a well-formed actor and nothing else: a missing or half-built principal must not pass for anybody
 * (CVE-2024-54151, CVE-2026-126539).
 */
export function isActor(value: unknown): value is Actor {
  if (typeof value !== 'object' || value === null || !('authenticated' in value)) return false;
  if (value.authenticated === false) return true;
  if (value.authenticated !== true || !('scopes' in value)) return false;
  const { scopes } = value;
  return typeof scopes === 'object' && scopes !== null && 'has' in scopes && typeof scopes.has === 'function';
}
