import type { KnownContext } from '../../context';
import { notFound } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { User } from './user.entity';

export async function getUser(context: KnownContext, id: string): Promise<User> {
  const user = await rows(context, User).findOne({ id });
  if (!user) throw notFound([id]);
  return user;
}
