import type { Context } from '../../context';
import { isDuplicate } from '../../database-errors';
import { type FieldMistake, ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { User } from './user.entity';

type Keys = Pick<User, 'id' | 'emailKey' | 'usernameKey'>;

/**
 * Writes a user whose names the database keeps unique: asking before would leave a gap between question and write.
 * @throws NAME_TAKEN that names e-mail, user name, or both.
 */
export async function orNameTaken<T>(context: Context, user: Keys, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const fields = isDuplicate(error) ? await clashes(context, user) : [];
    if (fields.length === 0) throw error;
    throw new ScopegateError('NAME_TAKEN', fields.map(({ message }) => message).join(' '), { fields });
  }
}

async function clashes(context: Context, { id, emailKey, usernameKey }: Keys): Promise<FieldMistake[]> {
  const users = rows(context, User);
  const byName = await users.findOne({ usernameKey });
  const byEmail = emailKey === null ? null : await users.findOne({ emailKey });
  const fields: FieldMistake[] = [];
  if (byName && byName.id !== id)
    fields.push({ path: ['username'], message: 'This user name is in use. Choose another one.' });
  if (byEmail && byEmail.id !== id)
    fields.push({ path: ['email'], message: 'A user with this e-mail address exists.' });
  return fields;
}
