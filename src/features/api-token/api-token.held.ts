import { ANONYMOUS } from '../../access/actor';
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
  const text = secret.trim();
  const found = await context.deps.authenticator.tokens.identify(text);
  if (!found) return;
  const { id, accountId } = found.record;
  await transaction(asSeenIn(context, accountId), async (inside) => {
    const token = await rows(inside, ApiToken).lock('token').andWhere('token.id = :id', { id }).getOne();
    if (!token) return;
    // Looked at again under the lock: regenerated meanwhile, the text is an old secret.
    if (isSecretOf(inside, text, token.secretHash, token.secretKeyId)) {
      await revoke(inside, [token], leaked ? ApiTokenRevocationReason.LEAKED : ApiTokenRevocationReason.HOLDER, null);
    } else if (isSecretOf(inside, text, token.previousHash, token.previousKeyId)) await endOverlap(inside, token);
  });
}

/** Somebody of another account is nobody here: the audit names the account's own people only (R7). */
function asSeenIn(context: Context, accountId: string): Context {
  const foreign = context.actor.authenticated && context.actor.accountId !== accountId;
  return inAccount(foreign ? { ...context, actor: ANONYMOUS } : context, accountId);
}

function isSecretOf({ deps }: Context, text: string, hash: string | null, keyId: string | null): boolean {
  return hash !== null && keyId !== null && deps.keys.matches('api-token', text, { hash, keyId });
}
