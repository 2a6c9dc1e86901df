import { LessThan } from 'typeorm';
import type { Context } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { RecoveryCode, User } from '../user/user.entity';
import { recoveryCodeText, stepOfCode } from './two-factor';

/** Told only after the right password. */
export function twoFactorRequired(): ScopegateError {
  return new ScopegateError(
    'TWO_FACTOR_REQUIRED',
    'Send oneTimeCode as well: from your authenticator app, or a recovery code.',
  );
}

/**
 * In a transaction: uses the code up, from the app or a recovery code. Of two uses of one code at once one counts.
 * @returns whether it was good.
 */
export async function useOneTimeCode(context: Context, user: User, code: string): Promise<boolean> {
  return (await useTotp(context, user, code)) || (await useRecoveryCode(context, user, code));
}

async function useTotp(context: Context, { id, totpSecret, totpLastStep }: User, code: string): Promise<boolean> {
  const { keys } = context.deps;
  // Of a key that is gone no code is right; the start has warned of it.
  const readable = totpSecret !== null && keys.hasKeyOf(totpSecret);
  const step = readable ? stepOfCode(keys.decrypt(totpSecret), code, totpLastStep) : undefined;
  if (step === undefined) return false;
  return (await rows(context, User).update({ id, totpLastStep: LessThan(step) }, { totpLastStep: step })) === 1;
}

async function useRecoveryCode(context: Context, { id: userId }: User, code: string): Promise<boolean> {
  const text = recoveryCodeText(userId, code);
  if (text === undefined) return false;
  const codes = await rows(context, RecoveryCode).find({ userId });
  const right = codes.find((known) => context.deps.keys.matches('recovery-code', text, known));
  return right !== undefined && (await rows(context, RecoveryCode).delete({ id: right.id })) === 1;
}
