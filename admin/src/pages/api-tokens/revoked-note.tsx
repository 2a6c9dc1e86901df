import { Alert } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { Moment } from '../../parts/moment';
import { FINAL_REASONS, useTokenRights } from './rights';
import type { TokenDetails } from './token-document';

const REASONS: Record<NonNullable<TokenDetails['revocationReason']>, string> = {
  REQUESTED: 'because it was no longer wanted',
  LEAKED: 'because it leaked',
  HOLDER: 'by whoever held it',
  OWNER_EMAIL_CHANGED: "because its owner's e-mail address changed",
  PARENT_REVOKED: 'together with the token that made it',
};

/** When and why a token was ended, and whether that is for good (C4). */
export function RevokedNote({ token }: { token: TokenDetails }) {
  const { restores } = useTokenRights();
  const { revokedAt, revocationReason, revocationNote } = token;
  if (!revokedAt || !revocationReason) return null;
  const final = restores(token) ? undefined : FINAL_REASONS[revocationReason];
  return (
    <Alert className="token-note" data-tone="bad" icon={<IconBan size={18} stroke={1.75} />}>
      Revoked <Moment at={revokedAt} />, {REASONS[revocationReason]}. {final}
      {revocationNote && <div className="token-note-text">{revocationNote}</div>}
    </Alert>
  );
}
