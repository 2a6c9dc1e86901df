import { type Context, inAccount, type KnownContext } from '../../context';
import { conflict } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import { record } from '../audit/audit.record';
import { hashPassword } from '../user/password';
import { assertPasswordAllowed } from '../user/password.policy';
import { listAdministratorIds } from '../user/user.administrators';
import { User } from '../user/user.entity';
import { getUser } from '../user/user.service';
import { countersOf, guarded } from './attempts';
import { logInCounters, withPassword } from './confirmation.service';
import { enter, type LoggedIn, useCodeIfAsked, wrongEntry } from './log-in.service';
import { assertNotGrown } from './link.rights';
import { killLinksOf, useUpLink } from './link.service';
import { getLink, linkRefused } from './link.verification';
import { twoFactorRequired } from './one-time-code';
import { type Link, LinkPurpose } from './session.entity';
import type { AcceptInvitationInput, ChangePasswordInput } from './session.inputs';
import { asActor, endSessionsOf } from './session.service';

const PASSWORD_LINKS = [LinkPurpose.INVITATION, LinkPurpose.RESET, LinkPurpose.SET_UP];

/**
 * Ends the other sessions and every open link, not tokens (O4).
 * @returns how many sessions it ended.
 * @throws UNAUTHENTICATED for a wrong current password, BAD_USER_INPUT for a weak new one, RATE_LIMITED.
 */
export async function changePassword(context: KnownContext, input: ChangePasswordInput): Promise<number> {
  const user = await getUser(context, context.actor.userId);
  const current = { password: input.currentPassword, field: 'currentPassword' } as const;
  return withPassword(context, user, current, async () => {
    assertPasswordAllowed(input.newPassword, user, 'newPassword');
    const passwordHash = await hashPassword(input.newPassword, context.deps.config.passwordCost);
    return transaction(context, async (inside) => {
      const { id, passwordHash: old } = user;
      const changed = await rows(inside, User).update(
        { id, passwordHash: old ?? '' },
        { passwordHash, updatedAt: new Date() },
      );
      if (changed !== 1) throw conflict('The password was changed meanwhile.');
      return afterNewPassword(inside, user, context.actor.sessionId);
    });
  });
}

/** Told without values: neither passwords nor hashes stand in the audit. */
async function afterNewPassword(context: Context, user: User, exceptSessionId?: string): Promise<number> {
  await record(context, {
    action: 'user.updated',
    targetId: user.id,
    targetName: user.username,
    changes: [{ field: 'password', before: null, after: null }],
  });
  await killLinksOf(context, user.id);
  return endSessionsOf(context, user.id, exceptSessionId);
}

/**
 * Takes an invitation, reset or set-up link, sets the password, ends all other sessions and logs in. A link alone never
 * gets around a second factor: its code is asked for.
 * @throws UNAUTHENTICATED alike for all that is wrong with the link; TWO_FACTOR_REQUIRED; BAD_USER_INPUT for a weak password.
 */
export function acceptInvitation(context: Context, input: AcceptInvitationInput): Promise<LoggedIn> {
  const guesses = countersOf(context, { purpose: 'link', accountId: null, emailKey: '' });
  return guarded(context, guesses, async () => {
    const link = await getLink(context, input.token, PASSWORD_LINKS);
    const user = await userOfLink(context, link);
    assertPasswordAllowed(input.password, user);
    if (!user.twoFactorEnabled) return accept(context, { link, user, input });
    if (!input.oneTimeCode) throw twoFactorRequired();
    const as = { ...inAccount(context, user.accountId), actor: asActor(user, 'log-in') };
    return guarded(context, logInCounters(as, user), () => accept(context, { link, user, input }));
  });
}

interface Acceptance {
  readonly link: Link;
  readonly user: User;
  readonly input: AcceptInvitationInput;
}

async function accept(context: Context, { link, user, input }: Acceptance): Promise<LoggedIn> {
  const passwordHash = await hashPassword(input.password, context.deps.config.passwordCost);
  // Whoever comes with a link comes as nobody, who knows the built-in scopes only.
  const catalogue = await context.deps.authenticator.catalogues.of(link.accountId);
  return enter({ ...context, catalogue }, user, async (inside, now) => {
    if (!(await useCodeIfAsked(inside, now, input.oneTimeCode))) throw wrongEntry('oneTimeCode');
    await useUpLink(inside, link);
    await assertNotGrown(inside, link);
    await rows(inside, User).update({ id: user.id }, { passwordHash, updatedAt: new Date() });
    await afterNewPassword(inside, user);
  });
}

/** A link of somebody disabled, or to set up what has been set up, is dead. */
async function userOfLink(context: Context, link: Link): Promise<User> {
  const inside = inAccount(context, link.accountId);
  const user = await rows(inside, User).findOne({ id: link.userId });
  if (!user?.enabled) throw linkRefused();
  if (link.purpose === LinkPurpose.SET_UP && (await listAdministratorIds(inside)).length > 0) throw linkRefused();
  return user;
}
