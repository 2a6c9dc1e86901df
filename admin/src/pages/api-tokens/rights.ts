import { useViewer } from '../../api/viewer';
import type { TokenRow } from './documents';

type Owned = Pick<TokenRow, 'owner'>;
type Ended = Pick<TokenRow, 'status' | 'revocationReason' | 'createdWith'>;

/** R1: whether the viewer may change a token; and whether they may read all of them. */
export function useTokenRights() {
  const { scopes, user, apiToken } = useViewer();
  const all = scopes.includes('api-tokens:manage');
  const own = scopes.includes('own-api-tokens:manage');
  const strengthens = ({ createdWith }: Pick<TokenRow, 'createdWith'>): boolean => !apiToken || createdWith !== null;
  return {
    create: all || own,
    seesAll: scopes.includes('api-tokens:read'),
    manages: ({ owner }: Owned): boolean => all || (own && owner.id === user.id),
    /** P6: a session made from a token may make nothing stronger that no token made; of the others the server knows. */
    strengthens,
    /** C4: after a leak or a new e-mail never; one that its holder ended only for who manages all. */
    restores: ({ status, revocationReason, createdWith }: Ended): boolean =>
      status === 'REVOKED' &&
      strengthens({ createdWith }) &&
      revocationReason !== 'LEAKED' &&
      revocationReason !== 'OWNER_EMAIL_CHANGED' &&
      (revocationReason !== 'HOLDER' || all),
  };
}

/** Why a token stays as it is in a session that a token was exchanged for. */
export const NOT_BY_TOKEN = 'To enable it, log in with your password: no token made it.';

/** Why a revoked token stays so. */
export const FINAL_REASONS: Partial<Record<string, string>> = {
  LEAKED: "It was reported as leaked, so it can't be restored. Create a new one.",
  OWNER_EMAIL_CHANGED: "Its owner's e-mail changed, so it can't be restored. Create a new one.",
  HOLDER: 'Its holder ended it. Only who manages all tokens can restore it.',
};
