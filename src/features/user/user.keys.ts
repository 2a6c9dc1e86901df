import { cleanText, foldText, nameKey } from '../../lib/name-key';
import type { User } from './user.entity';

type Names = Pick<User, 'email' | 'username' | 'firstName' | 'lastName'>;
type Keys = Pick<User, 'emailKey' | 'emailOrder' | 'usernameKey' | 'searchKey'>;

const LONGEST_SEARCH_KEY = 2_000;

/** What two e-mail addresses are compared by. */
export const emailKeyOf = (email: string): string => email.toLowerCase();

/** The key columns that follow from a user's names: every writer of these takes them along. */
export function keysOf({ email, username, firstName, lastName }: Names): Keys {
  const emailKey = email === null ? null : emailKeyOf(email);
  const searchKey = foldText([username, firstName, lastName].join(' '));
  return {
    emailKey,
    emailOrder: emailKey ?? '',
    usernameKey: nameKey(username),
    searchKey: [...searchKey].slice(0, LONGEST_SEARCH_KEY).join(''),
  };
}

/** Names as they are stored; what was left out stays out. */
export function cleanNames<T extends { username?: string; firstName?: string; lastName?: string }>(names: T): T {
  const cleaned = { ...names };
  for (const field of ['username', 'firstName', 'lastName'] as const) {
    if (names[field] !== undefined) cleaned[field] = cleanText(names[field]);
  }
  return cleaned;
}
