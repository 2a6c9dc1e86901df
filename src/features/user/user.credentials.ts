import type { Context, KnownContext } from '../../context';
import { conflict } from '../../graphql/errors';
import { record } from '../audit/audit.record';
import { createLink, killLinksOf } from '../session/link.service';
import { LinkPurpose } from '../session/session.entity';
import { endSessionsOf } from '../session/session.service';
import { resetTwoFactor } from '../session/two-factor.service';
import { assertMayChange, lockUser } from './user.access';
import { type User, UserKind } from './user.entity';
import { sendInvitation, sendReset } from './user.mails';

/**
 * A link by which a person sets another password, handed to the administrator and mailed where mail is set up. The old
 * password counts until the link is used: an administrator can't lock anybody out, themselves included, by asking.
 * @throws CONFLICT for a service account (R6) and for somebody disabled, whose link would be dead.
 */
export async function resetUserPassword(
  context: KnownContext,
  id: string,
): Promise<{ user: User; invitationUrl: string }> {
  const user = await lockPerson(context, id);
  if (!user.enabled || user.email === null)
    throw conflict('Enable the user first: a link opens nothing until then.', [id]);
  const invitationUrl = await createPasswordLink(context, user);
  (user.passwordHash === null ? sendInvitation : sendReset)(context, user.email, invitationUrl);
  return { user, invitationUrl };
}

/** In a transaction: the one link by which an enabled person sets a password; older ones are dead. */
export async function createPasswordLink(context: Context, { id, username, passwordHash }: User): Promise<string> {
  await killLinksOf(context, id);
  const purpose = passwordHash === null ? LinkPurpose.INVITATION : LinkPurpose.RESET;
  const url = await createLink(context, { userId: id, purpose });
  await record(context, {
    action: 'user.updated',
    targetId: id,
    targetName: username,
    changes: [{ field: 'passwordLink', before: null, after: purpose }],
  });
  return url;
}

/** Takes a lost second factor away. One's own needs its code: disableTwoFactor. */
export async function resetUserTwoFactor(context: KnownContext, id: string): Promise<User> {
  const user = await lockPerson(context, id);
  if (id === context.actor.userId)
    throw conflict('Turn off your own second factor with its code: disableTwoFactor.', [id]);
  return user.twoFactorEnabled ? resetTwoFactor(context, user) : user;
}

/** O4. Ends what the user has open and gives nobody anything: any user manager may. @returns how many were open. */
export async function endUserSessions(context: KnownContext, id: string): Promise<number> {
  await lockUser(context, id);
  return endSessionsOf(context, id);
}

async function lockPerson(context: KnownContext, id: string): Promise<User> {
  const user = await lockUser(context, id);
  await assertMayChange(context, [user]);
  if (user.kind === UserKind.SERVICE) throw conflict("A service account can't log in.", [id]);
  return user;
}
