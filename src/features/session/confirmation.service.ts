import type { KnownContext } from '../../context';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import { getAccount } from '../account/account.service';
import { passwordMatches } from '../user/password';
import type { User } from '../user/user.entity';
import { getUser } from '../user/user.service';
import { countersOf, guarded } from './attempts';
import { isKnownDevice } from './device';
import { countingRefusals, useCodeIfAsked, wrongEntry } from './log-in.service';
import { twoFactorRequired } from './one-time-code';
import { Session } from './session.entity';
import type { ConfirmPasswordInput } from './session.inputs';

/**
 * C10: opens the window in which changes need no password, for this session. Counts as a log-in attempt.
 * @throws UNAUTHENTICATED, TWO_FACTOR_REQUIRED, RATE_LIMITED.
 */
export async function confirmPassword(context: KnownContext, input: ConfirmPasswordInput): Promise<Date> {
  const user = await getUser(context, context.actor.userId);
  const { passwordConfirmationWindow } = await getAccount(context);
  return withPassword(context, user, { password: input.password, field: 'password' }, async () => {
    if (user.twoFactorEnabled && !input.oneTimeCode) throw twoFactorRequired();
    const confirmedUntil = new Date(Date.now() + passwordConfirmationWindow * 1_000);
    await transaction(context, async (inside) => {
      if (!(await useCodeIfAsked(inside, user, input.oneTimeCode))) throw wrongEntry('oneTimeCode');
      await rows(inside, Session).update({ id: context.actor.sessionId ?? '' }, { confirmedUntil });
    });
    return confirmedUntil;
  });
}

/** Goes on with `work` when the password is right; otherwise it counts as a failed log-in, and is slowed down like one. */
export async function withPassword<T>(
  context: KnownContext,
  user: User,
  { password, field }: { readonly password: string; readonly field: 'password' | 'currentPassword' },
  work: () => Promise<T>,
): Promise<T> {
  const account = await getAccount(context);
  return guarded(context, logInCounters(context, user), () =>
    countingRefusals(context, { account, email: user.email ?? '' }, async () => {
      const right = await passwordMatches(password, user.passwordHash, context.deps.config.passwordCost);
      if (!right) throw wrongEntry(field);
      return work();
    }),
  );
}

/** The counters of this user's log-ins, also for what is asked of them later: they are the same guesses. */
export function logInCounters(context: KnownContext, { id, accountId, emailKey }: User) {
  const knownDevice = isKnownDevice(context, id);
  return countersOf(context, { purpose: 'log-in', accountId, emailKey: emailKey ?? '', knownDevice });
}
