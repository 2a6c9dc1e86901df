import { useViewer } from '../../api/viewer';
import type { TokenRow } from './documents';

type Owned = Pick<TokenRow, 'owner'>;
type Ended = Pick<TokenRow, 'status' | 'revocationReason'>;

/** R1: whether the viewer may change a token; and whether they may read all of them. */
export function useTokenRights() {
  const { scopes, user } = useViewer();
  const all = scopes.includes('api-tokens:manage');
  const own = scopes.includes('own-api-tokens:manage');
  return {
    create: all || own,
    seesAll: scopes.includes('api-tokens:read'),
    manages: ({ owner }: Owned): boolean => all || (own && owner.id === user.id),
    /** C4: after a leak or a new e-mail never; one that its holder ended only for who manages all. */
    restores: ({ status, revocationReason }: Ended): boolean =>
      status === 'REVOKED' &&
      revocationReason !== 'LEAKED' &&
      revocationReason !== 'OWNER_EMAIL_CHANGED' &&
      (revocationReason !== 'HOLDER' || all),
  };
}

/** Why a revoked token stays so. */
export const FINAL_REASONS: Partial<Record<string, string>> = {
  LEAKED: "It was reported as leaked, so it can't be restored. Create a new one.",
  OWNER_EMAIL_CHANGED: "Its owner's e-mail changed, so it can't be restored. Create a new one.",
  HOLDER: 'Its holder ended it. Only who manages all tokens can restore it.',
};
