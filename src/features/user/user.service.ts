import type { Context, KnownContext } from '../../context';
import { invalidInput, notFound, type ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { assertUnchanged } from '../../graphql/unchanged';
import { assertMayChange, lockUser } from './user.access';
import { assertAdministratorRemains, lockAdministrators } from './user.administrators';
import { changeUser } from './user.changes';
import { User, UserKind } from './user.entity';
import type { UpdateUserInput } from './user.inputs';
import { assertNotOwnRoles, setRoles } from './user.roles';

export function findUser(context: Context, id: string): Promise<User | null> {
  return rows(context, User).findOne({ id });
}

/** @throws NOT_FOUND. */
export async function getUser(context: Context, id: string): Promise<User> {
  const user = await findUser(context, id);
  if (!user) throw notFound([id]);
  return user;
}

/**
 * An administrator's change of names, e-mail and roles (R5, R9, O3), in a transaction. What is left out keeps its value.
 * The last administrator stays one even when the roles are one's own, which would be refused anyway: that says more.
 */
export async function updateUser(context: KnownContext, input: UpdateUserInput): Promise<User> {
  const { id, expectedUpdatedAt, roleIds, ...names } = input;
  const administrators = roleIds && (await lockAdministrators(context));
  const user = await lockUser(context, id);
  await assertMayChange(context, [user]);
  assertUnchanged(user, expectedUpdatedAt);
  if (names.email !== undefined && user.kind === UserKind.SERVICE) throw noEmail();
  const changes = roleIds ? await setRoles(context, user, roleIds) : [];
  if (administrators) await assertAdministratorRemains(context, administrators);
  if (changes.length > 0) assertNotOwnRoles(context, user);
  return changeUser(context, user, names, changes);
}

/** R6. */
export function noEmail(): ScopegateError {
  return invalidInput(['email'], "A service account has no e-mail address: it can't log in.");
}
