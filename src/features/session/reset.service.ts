import { type Context, inAccount } from '../../context';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import type { Mail } from '../../mailer';
import type { Account } from '../account/account.entity';
import { User, UserKind } from '../user/user.entity';
import { emailKeyOf } from '../user/user.keys';
import { countersOf, countTry } from './attempts';
import { createLink } from './link.service';
import { accountToEnter } from './log-in.service';
import { resetMail } from './mails';
import { LinkPurpose } from './session.entity';
import type { RequestPasswordResetInput } from './session.inputs';

/**
 * Sends a reset link if the address is known and mail can be sent. Whether it is known shows neither in the answer nor in
 * its time: the address is looked up and the mail sent after answering.
 * @throws RATE_LIMITED, alike for known and unknown addresses: nobody's mailbox is flooded.
 */
export async function requestPasswordReset(context: Context, input: RequestPasswordResetInput): Promise<boolean> {
  const account = await accountToEnter(context, input.account);
  const emailKey = emailKeyOf(input.email);
  await countTry(context, countersOf(context, { purpose: 'reset', accountId: account?.id ?? null, emailKey }));
  if (account?.enabled && context.deps.mailer.canSend) setImmediate(() => void sendReset(context, account, emailKey));
  return true;
}

async function sendReset(context: Context, account: Account, emailKey: string): Promise<void> {
  const inside = inAccount(context, account.id);
  try {
    const known = await rows(inside, User).findOne({ emailKey, kind: UserKind.PERSON, enabled: true });
    const mail = known && (await transaction(inside, (writing) => mailFor(writing, known.id, emailKey)));
    if (mail) await context.deps.mailer.send(mail);
  } catch (error) {
    context.deps.log.error({ err: error, requestId: context.request.id }, 'a reset link could not be sent');
  }
}

/**
 * The user is looked at again, locked: whose address is just being changed, or who is being disabled, gets no link that
 * those changes did not find (O1, O3).
 */
async function mailFor(context: Context, userId: string, emailKey: string): Promise<Mail | null> {
  const user = await rows(context, User).lock('user').andWhere('user.id = :userId', { userId }).getOne();
  if (!user?.enabled || user.email === null || user.emailKey !== emailKey) return null;
  return resetMail(user.email, await createLink(context, { userId, purpose: LinkPurpose.RESET }));
}
