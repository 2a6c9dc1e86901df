import { becomeActor, type Context, inAccount, type KnownContext } from '../../context';
import { conflict } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { change, transaction } from '../../graphql/transaction';
import { lockUser } from '../user/user.access';
import { changeUser } from '../user/user.changes';
import { User } from '../user/user.entity';
import { emailKeyOf } from '../user/user.keys';
import { countersOf, guarded } from './attempts';
import { createLink, useUpLink } from './link.service';
import { getLink, linkRefused } from './link.verification';
import { addressChangeNotice, newAddressMail } from './mails';
import { Link, LinkPurpose } from './session.entity';
import type { ChangeEmailInput, ConfirmEmailInput } from './session.inputs';
import { asActor } from './session.service';

/**
 * O3: a link to the new address and a notice to the old one; nothing changes before the link is used. An address that
 * somebody else has gets no link, and the answer doesn't tell.
 * @throws CONFLICT where no mail can be sent; PASSWORD_CONFIRMATION_REQUIRED.
 */
export async function changeEmail(context: KnownContext, { email }: ChangeEmailInput): Promise<boolean> {
  const { mailer } = context.deps;
  if (!mailer.canSend)
    throw conflict('This server sends no mail (SMTP_URL is not set). Ask an administrator to change the address.');
  return change(context, async (inside) => {
    const user = await lockUser(inside, context.actor.userId);
    if (user.email) inside.afterCommit(() => void mailer.send(addressChangeNotice(user.email ?? '', email)));
    if (await isTaken(inside, email, user.id)) return true;
    await rows(inside, Link).delete({ userId: user.id, purpose: LinkPurpose.EMAIL });
    const url = await createLink(inside, { userId: user.id, purpose: LinkPurpose.EMAIL, email });
    inside.afterCommit(() => void mailer.send(newAddressMail(email, url)));
    return true;
  });
}

async function isTaken(context: Context, email: string, userId: string): Promise<boolean> {
  const holder = await rows(context, User).findOne({ emailKey: emailKeyOf(email) });
  return holder !== null && holder.id !== userId;
}

/**
 * The link in the new mailbox was used: the address changes, every other link dies, and every token of the user is
 * revoked with that reason (O3).
 * @throws UNAUTHENTICATED for a link that opens nothing, NAME_TAKEN when somebody has the address by now.
 */
export function confirmEmail(context: Context, { token }: ConfirmEmailInput): Promise<User> {
  const guesses = countersOf(context, { purpose: 'link', accountId: null, emailKey: '' });
  return guarded(context, guesses, async () => {
    const link = await getLink(context, token, [LinkPurpose.EMAIL]);
    const owner = await rows(inAccount(context, link.accountId), User).findOne({ id: link.userId });
    if (!owner?.enabled || link.email === null) throw linkRefused();
    // Whoever holds the link sees the user whose address it was, and may do nothing.
    const as = { ...inAccount(context, link.accountId), actor: asActor(owner, 'link') };
    const user = await transaction(as, (inside) => takeAddress(inside, link, link.email ?? ''));
    becomeActor(context, as.actor);
    return user;
  });
}

/** changeUser sees to the tokens, the links and the notice. */
async function takeAddress(context: KnownContext, link: Link, email: string): Promise<User> {
  const user = await lockUser(context, link.userId);
  if (!user.enabled) throw linkRefused();
  await useUpLink(context, link);
  return changeUser(context, user, { email });
}
