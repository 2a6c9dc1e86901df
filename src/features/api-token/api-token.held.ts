import { type Context, inAccount, type KnownContext } from '../../context';
import { transaction } from '../../graphql/transaction';
import { rows } from '../../graphql/rows';
import { ApiToken, ApiTokenRevocationReason } from './api-token.entity';
import type { IdentifyApiTokenInput, RevokeHeldTokenInput } from './api-token.inputs';
import { revoke } from './api-token.life';
import { endOverlap } from './api-token.regeneration';
import { findVisibleToken } from './api-token.visibility';

/** Leak triage (S4): the record behind a plain value; null alike for unknown and not visible. */
export async function identifyApiToken(
  context: KnownContext,
  { secret }: IdentifyApiTokenInput,
): Promise<ApiToken | null> {
  const found = await context.deps.authenticator.tokens.identify(secret.trim());
  return found ? findVisibleToken(context, found.record.id) : null;
}

/**
 * Ends the token whose secret somebody holds, without a log-in (S4). The old secret of a regenerated token ends itself
 * only: it can't end the new one (C2). Tells nothing.
 */
export async function revokeHeldToken(context: Context, { secret, leaked }: RevokeHeldTokenInput): Promise<void> {
  const found = await context.deps.authenticator.tokens.identify(secret.trim());
  if (!found) return;
  const { record, throughOverlap } = found;
  await transaction(inAccount(context, record.accountId), async (inside) => {
    const token = await rows(inside, ApiToken).lock('token').andWhere('token.id = :id', { id: record.id }).getOne();
    if (!token) return;
    if (throughOverlap) await endOverlap(inside, token);
    else
      await revoke(inside, [token], leaked ? ApiTokenRevocationReason.LEAKED : ApiTokenRevocationReason.HOLDER, null);
  });
}
