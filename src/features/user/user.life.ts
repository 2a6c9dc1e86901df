import { In } from 'typeorm';
import type { KnownContext } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { distinctIds } from '../../graphql/ids';
import { rows } from '../../graphql/rows';
import { change } from '../../graphql/transaction';
import { strictlyLater } from '../../lib/strictly-later';
import { deleteTokensOf, renameOwner } from '../api-token/api-token.life';
import { changesBetween, record, recordAll } from '../audit/audit.record';
import type { Role } from '../role/role.entity';
import { createLink, killLinksOf } from '../session/link.service';
import { LinkPurpose } from '../session/session.entity';
import { endSessionsOf } from '../session/session.service';
import { hashPassword } from './password';
import { assertPasswordAllowed } from './password.policy';
import { assertLogInFor, assertMayChange, assertNotOneself, lockUsers } from './user.access';
import { keepAnAdministrator } from './user.administrators';
import { insertUser } from './user.creation';
import { User, UserKind } from './user.entity';
import type { CreateUserInput } from './user.inputs';
import { cleanNames } from './user.keys';
import { sendInvitation } from './user.mails';
import { assignableRoles, roleNames } from './user.roles';
import { noEmail } from './user.service';

export interface CreatedUser {
  readonly user: User;
  /** Of a person without a password; shown once. */
  readonly invitationUrl: string | null;
}

/** A person, invited unless a password is given, or a service account (R5, R6). Asks for the password itself: hashing comes before. */
export async function createUser(context: KnownContext, input: CreateUserInput): Promise<CreatedUser> {
  assertLogInFor(context, [input]);
  const email = emailFor(input);
  const passwordHash = await hashAllowed(context, input, email);
  return change(context, async (inside) => {
    const roles = await assignableRoles(inside, input.roleIds);
    const { kind, username, firstName, lastName } = cleanNames(input);
    const values = { kind, email, username, firstName, lastName };
    const user = await insertUser(inside, { ...values, passwordHash, roleIds: roles.map(({ id }) => id) });
    await recordCreated(inside, user, roles);
    return { user, invitationUrl: await invite(inside, user) };
  });
}

/** @throws BAD_USER_INPUT for a person without an address, and for a service account with an address or a password. */
function emailFor({ kind, email, password }: CreateUserInput): string | null {
  if (kind === UserKind.PERSON) {
    if (email === undefined) throw invalidInput(['email'], 'A person needs an e-mail address to log in with.');
    return email;
  }
  if (email !== undefined) throw noEmail();
  if (password !== undefined) throw invalidInput(['password'], "A service account has no password: it can't log in.");
  return null;
}

async function hashAllowed(
  context: KnownContext,
  input: CreateUserInput,
  email: string | null,
): Promise<string | null> {
  if (input.password === undefined) return null;
  assertPasswordAllowed(input.password, { email, username: input.username, twoFactorEnabled: false });
  return hashPassword(input.password, context.deps.config.passwordCost);
}

async function recordCreated(context: KnownContext, user: User, roles: readonly Role[]): Promise<void> {
  const { id, kind, email, username, firstName, lastName } = user;
  const told = {
    kind,
    email,
    username,
    firstName: firstName || null,
    lastName: lastName || null,
    roles: roleNames(roles),
  };
  await record(context, {
    action: 'user.created',
    targetId: id,
    targetName: username,
    changes: changesBetween({}, told),
  });
}

async function invite(context: KnownContext, { id, email, passwordHash }: User): Promise<string | null> {
  if (email === null || passwordHash !== null) return null;
  const url = await createLink(context, { userId: id, purpose: LinkPurpose.INVITATION });
  sendInvitation(context, email, url);
  return url;
}

interface Selection {
  readonly ids: readonly string[];
}

/** O1: whoever is disabled is logged out, and no link opens anything; tokens wait. All or nothing. */
export async function setUsersEnabled(context: KnownContext, input: Selection & { enabled: boolean }): Promise<User[]> {
  const { enabled } = input;
  const ids = distinctIds(input.ids);
  return keepAnAdministrator(context, async () => {
    const users = await lockUsers(context, ids);
    await assertMayChange(context, users);
    if (!enabled) assertNotOneself(context, ids);
    await setEnabled(
      context,
      users.filter((user) => user.enabled !== enabled),
      enabled,
    );
    return users;
  });
}

async function setEnabled(context: KnownContext, users: readonly User[], enabled: boolean): Promise<void> {
  for (const user of users) {
    const set = { enabled, updatedAt: strictlyLater(user.updatedAt) };
    await rows(context, User).update({ id: user.id }, set);
    Object.assign(user, set);
    await killLinksOf(context, user.id);
    if (!enabled) await endSessionsOf(context, user.id);
  }
  const action = enabled ? 'user.enabled' : 'user.disabled';
  const changes = [{ field: 'enabled', before: String(!enabled), after: String(enabled) }];
  await recordAll(
    context,
    users.map(({ id, username }) => ({ action, targetId: id, targetName: username, changes })),
  );
}

/** O2: their tokens and sessions go with them, each with an entry of its own. What they created for others stays (T12). */
export async function deleteUsers(
  context: KnownContext,
  input: Selection,
): Promise<{ deletedIds: string[]; deletedApiTokenCount: number }> {
  const ids = distinctIds(input.ids);
  return keepAnAdministrator(context, async () => {
    const users = await lockUsers(context, ids);
    await assertMayChange(context, users);
    assertNotOneself(context, ids);
    const deletedApiTokenCount = await deleteTokensOf(context, ids);
    for (const id of ids) {
      await endSessionsOf(context, id);
      await renameOwner(context, id, null);
    }
    await rows(context, User).delete({ id: In(ids) });
    await recordAll(
      context,
      users.map(({ id, username }) => ({ action: 'user.deleted', targetId: id, targetName: username })),
    );
    return { deletedIds: ids, deletedApiTokenCount };
  });
}
