import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { orNameTaken } from './user.clashes';
import { User, type UserKind, UserRole } from './user.entity';
import { keysOf } from './user.keys';

/** A user as it is to be stored: names cleaned, the password hashed. */
export interface NewUser {
  readonly kind: UserKind;
  /** Null for a service account. */
  readonly email: string | null;
  readonly username: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** Null: nobody can log in until a link is used. */
  readonly passwordHash: string | null;
  readonly roleIds: readonly string[];
}

/**
 * Stores a user with its roles, inside a transaction. Decides nothing: who may make it is the caller's concern, and so
 * is the audit entry.
 * @throws NAME_TAKEN for an e-mail address or a user name that the account has already.
 */
export async function insertUser(
  context: Context,
  { roleIds, firstName = '', lastName = '', ...values }: NewUser,
): Promise<User> {
  const now = new Date();
  const names = { firstName, lastName, ...values };
  const user = Object.assign(new User(), {
    ...names,
    ...keysOf(names),
    id: uuidv7(),
    accountId: context.accountId,
    enabled: true,
    twoFactorEnabled: false,
    totpSecret: null,
    totpLastStep: 0,
    createdAt: now,
    updatedAt: now,
    lastLoginAt: null,
  });
  await orNameTaken(context, user, () => rows(context, User).insert([user]));
  await rows(context, UserRole).insert(roleIds.map((roleId) => ({ userId: user.id, roleId })));
  return user;
}
