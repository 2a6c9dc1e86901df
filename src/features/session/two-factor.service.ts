import { uuidv7 } from 'uuidv7';
import type { Context, KnownContext } from '../../context';
import { conflict, invalidInput } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { change, transaction } from '../../graphql/transaction';
import { strictlyLater } from '../../lib/strictly-later';
import { changesBetween, record } from '../audit/audit.record';
import { lockUser } from '../user/user.access';
import { RecoveryCode, User } from '../user/user.entity';
import { getUser } from '../user/user.service';
import { guarded, isWrongGuess } from './attempts';
import { logInCounters } from './confirmation.service';
import { WRONG_CODE, wrongPassword } from './log-in.service';
import { useOneTimeCode } from './one-time-code';
import { generateRecoveryCodes, generateTotpSecret, recoveryCodeText, stepOfCode, totpUri } from './two-factor';
import type { StartTwoFactorPayload } from './session.types';

/** A new secret for the app, pending until a code of it comes back. @throws CONFLICT while a second factor is on. */
export async function startTwoFactor(context: KnownContext): Promise<StartTwoFactorPayload> {
  const { userId } = context.actor;
  const secret = generateTotpSecret();
  const totpSecret = context.deps.keys.encrypt(secret);
  return transaction(context, async (inside) => {
    const pending = { totpSecret, totpLastStep: 0 };
    const stored = await rows(inside, User).update({ id: userId, twoFactorEnabled: false }, pending);
    if (stored !== 1) throw conflict('A second factor is on already. Switch it off first.');
    const user = await getUser(inside, userId);
    return { secret, uri: totpUri(secret, user.email ?? user.username) };
  });
}

export interface TwoFactorEnabled {
  readonly user: User;
  /** Shown once. */
  readonly recoveryCodes: string[];
}

/** @throws BAD_USER_INPUT for a wrong code, CONFLICT before startTwoFactor, PASSWORD_CONFIRMATION_REQUIRED, RATE_LIMITED. */
export async function enableTwoFactor(context: KnownContext, code: string): Promise<TwoFactorEnabled> {
  return withCode(context, () =>
    change(context, async (inside) => {
      const user = await lockUser(inside, context.actor.userId);
      const { totpSecret: pending } = user;
      const { keys } = inside.deps;
      // One that was begun under a key that is gone is begun anew.
      if (user.twoFactorEnabled || !pending || !keys.hasKeyOf(pending)) throw conflict('Call startTwoFactor first.');
      const totpLastStep = stepOfCode(keys.decrypt(pending), code, user.totpLastStep);
      if (totpLastStep === undefined) throw wrongPassword();
      const recoveryCodes = await replaceRecoveryCodes(inside, user.id, generateRecoveryCodes());
      return { user: await setTwoFactor(inside, user, { twoFactorEnabled: true, totpLastStep }), recoveryCodes };
    }),
  );
}

/** Asks for a code, too: an open session alone never removes the second factor. @throws like enableTwoFactor. */
export async function disableTwoFactor(context: KnownContext, code: string): Promise<User> {
  return withCode(context, () =>
    change(context, async (inside) => {
      const user = await lockUser(inside, context.actor.userId);
      if (!user.twoFactorEnabled) throw conflict('No second factor is on.');
      if (!(await useOneTimeCode(inside, user, code))) throw wrongPassword();
      return resetTwoFactor(inside, user);
    }),
  );
}

/** In a transaction: the user logs in without a second factor from now on; also when an administrator sees to it. */
export async function resetTwoFactor(context: Context, user: User): Promise<User> {
  await replaceRecoveryCodes(context, user.id, []);
  return setTwoFactor(context, user, { twoFactorEnabled: false, totpSecret: null });
}

/** A wrong code is told as a mistake in the input, not as a bad session, and slows log-ins down as one there does. */
async function withCode<T>(context: KnownContext, work: () => Promise<T>): Promise<T> {
  const counters = logInCounters(context, await getUser(context, context.actor.userId));
  try {
    return await guarded(context, counters, work);
  } catch (error) {
    throw isWrongGuess(error) ? invalidInput(['oneTimeCode'], WRONG_CODE) : error;
  }
}

async function setTwoFactor(
  context: Context,
  user: User,
  set: Partial<Pick<User, 'twoFactorEnabled' | 'totpSecret' | 'totpLastStep'>>,
): Promise<User> {
  const { id, username, twoFactorEnabled } = user;
  const changes = changesBetween({ twoFactorEnabled }, { twoFactorEnabled: set.twoFactorEnabled });
  const after = { ...set, updatedAt: strictlyLater(user.updatedAt) };
  await rows(context, User).update({ id }, after);
  if (changes.length > 0)
    await record(context, { action: 'user.updated', targetId: id, targetName: username, changes });
  return Object.assign(user, after);
}

/** Only keyed hashes are kept. @returns the codes. */
async function replaceRecoveryCodes(context: Context, userId: string, codes: string[]): Promise<string[]> {
  await rows(context, RecoveryCode).delete({ userId });
  const kept = codes.map((code) => ({
    id: uuidv7(),
    userId,
    ...context.deps.keys.hash('recovery-code', recoveryCodeText(userId, code) ?? ''),
  }));
  await rows(context, RecoveryCode).insert(kept);
  return codes;
}
