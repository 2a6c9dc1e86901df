import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { strictlyLater } from '../../lib/strictly-later';
import { renameOwner, revokeForEmailChange } from '../api-token/api-token.life';
import type { AuditChange } from '../audit/audit.entity';
import { changesBetween, record } from '../audit/audit.record';
import { killLinksOf } from '../session/link.service';
import { orNameTaken } from './user.clashes';
import { User } from './user.entity';
import { cleanNames, emailKeyOf, keysOf } from './user.keys';
import { tellEmailChanged } from './user.mails';

/** What of a user is edited; what is left out stays. */
export type UserNames = Partial<Pick<User, 'username' | 'firstName' | 'lastName'>> & { readonly email?: string };

/**
 * The one way to change a user's names and e-mail, by an administrator, by the user, or through a link (R5, O3), inside
 * a transaction. Writes one audit entry, `more` included, and nothing at all when nothing changes. Decides nothing: who
 * may do it is the caller's concern.
 * @throws NAME_TAKEN.
 */
export async function changeUser(
  context: Context,
  user: User,
  names: UserNames,
  more: readonly AuditChange[] = [],
): Promise<User> {
  const {
    email = user.email,
    username = user.username,
    firstName = user.firstName,
    lastName = user.lastName,
  } = cleanNames(names);
  const next = { email, username, firstName, lastName };
  const changes = [...changesBetween<typeof next>(user, next), ...more];
  if (changes.length === 0) return user;
  const before = { ...user };
  const set = { ...next, ...keysOf(next), updatedAt: strictlyLater(user.updatedAt) };
  await orNameTaken(context, { ...set, id: user.id }, () => rows(context, User).update({ id: user.id }, set));
  await record(context, { action: 'user.updated', targetId: user.id, targetName: username, changes });
  const changed = Object.assign(user, set);
  await followNames(context, before, changed);
  return changed;
}

/** What hangs on a user's names elsewhere. Another spelling of the same address is no other address. */
async function followNames(context: Context, before: User | Omit<User, 'displayName'>, after: User): Promise<void> {
  if (before.usernameKey !== after.usernameKey) await renameOwner(context, after.id, after.usernameKey);
  if (before.email === null || emailKeyOf(before.email) === after.emailKey) return;
  await revokeForEmailChange(context, after.id);
  await killLinksOf(context, after.id);
  tellEmailChanged(context, { username: after.username, oldEmail: before.email });
}
