import type { KnownContext } from '../context';
import { isByToken } from '../access/actor';
import { toDate } from '../lib/to-date';
import { credentialRefused } from './credential-errors';
import { ScopegateError } from './errors';

const required = () =>
  new ScopegateError(
    'PASSWORD_CONFIRMATION_REQUIRED',
    'Enter your password again: call confirmPassword, then repeat this change.',
  );

/**
 * C10: once per window, for each change, or not at all, as the account's policy says now. With ALWAYS the confirmation is
 * used up by the change that it lets through, in its transaction: a change that fails leaves it. Tokens are never asked.
 */
export async function assertPasswordConfirmed({ actor, manager }: KnownContext): Promise<void> {
  if (isByToken(actor)) return;
  // Read now, not from the actor: another field of the same request may have confirmed, or used up, what it came with.
  const [session] = await manager.query<{ policy: string; until: Date | string | null }[]>(
    `SELECT a.password_confirmation AS policy, s.confirmed_until AS until
      FROM session s JOIN account a ON a.id = s.account_id WHERE s.id = ? AND s.account_id = ?`,
    [actor.sessionId, actor.accountId],
  );
  // Ended, or its user deleted or disabled, since the request began: no password helps.
  if (!session) throw credentialRefused();
  if (session.policy === 'OFF') return;
  if (session.until === null || toDate(session.until) <= new Date()) throw required();
  if (session.policy === 'ALWAYS') await useUp(manager, actor.accountId, actor.sessionId);
}

async function useUp(manager: KnownContext['manager'], accountId: string, id: string | undefined): Promise<void> {
  const { affected } = await manager
    .createQueryBuilder()
    .update('session')
    .set({ confirmedUntil: null })
    .where('id = :id AND account_id = :accountId AND confirmed_until IS NOT NULL', { id, accountId })
    .execute();
  if (affected !== 1) throw required();
}
