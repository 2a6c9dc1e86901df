import type { Context } from '../context';
import { resetTwoFactor } from '../features/session/two-factor.service';
import { lockUser } from '../features/user/user.access';
import { createPasswordLink } from '../features/user/user.credentials';
import { User, UserKind } from '../features/user/user.entity';
import { emailKeyOf } from '../features/user/user.keys';
import { rows } from '../graphql/rows';
import { transaction } from '../graphql/transaction';
import { StartError } from '../start/start-error';

export interface PersonReset {
  readonly email: string;
  /** Whether the second factor goes at once, for somebody who has lost it. */
  readonly withoutSecondFactor: boolean;
}

/**
 * By the operator, for an administrator whom no other can help: a link by which a person of the account sets another password. The
 * old one counts until then.
 * @throws StartError when there is no such person, or a disabled one, whose link would be dead.
 */
export async function resetPerson(context: Context, { email, withoutSecondFactor }: PersonReset): Promise<string> {
  const found = await rows(context, User).findOne({ emailKey: emailKeyOf(email), kind: UserKind.PERSON });
  if (!found) throw new StartError(`No person of the account has the address ${email}.`);
  return transaction(context, async (inside) => {
    const user = await lockUser(inside, found.id);
    if (!user.enabled) throw new StartError(`${email} is disabled: an administrator has to enable them first.`);
    if (withoutSecondFactor && user.twoFactorEnabled) await resetTwoFactor(inside, user);
    return createPasswordLink(inside, user);
  });
}
