import type { KnownContext } from '../../context';
import { transaction } from '../../graphql/transaction';
import { lockUser } from '../user/user.access';
import { changeUser } from '../user/user.changes';
import type { User } from '../user/user.entity';
import type { UpdateProfileInput } from './session.inputs';

/** The caller's own names. What is left out stays. @throws NAME_TAKEN. */
export function updateProfile(
  context: KnownContext,
  { username, firstName, lastName }: UpdateProfileInput,
): Promise<User> {
  return transaction(context, async (inside) => {
    const user = await lockUser(inside, context.actor.userId);
    return changeUser(inside, user, { username, firstName, lastName });
  });
}
