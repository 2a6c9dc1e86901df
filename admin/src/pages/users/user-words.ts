import type { Problem } from '../../api/problem';
import { countWords } from '../../parts/count-words';

/** What an action needs to know of a user. */
export interface Meant {
  readonly id: string;
  readonly displayName: string;
  readonly kind: 'PERSON' | 'SERVICE';
  readonly enabled: boolean;
  readonly twoFactorEnabled: boolean;
  readonly apiTokenCount: number;
}

/** "Ana Ruiz", "3 users". */
export const usersWords = (users: readonly Meant[]): string =>
  users.length === 1 ? (users[0]?.displayName ?? '') : countWords(users.length, 'user');

const list = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

/** Who changes a user has to hold all that the user holds (R9): said of the user, not of a gift. */
export function aboutUser(problem: Problem | undefined, users: readonly Meant[]): Problem | undefined {
  if (problem?.code !== 'GRANT_EXCEEDED' || problem.excess.length === 0) return problem;
  const named = users.filter(({ id }) => problem.ids.includes(id));
  const who = named.length > 0 ? usersWords(named) : 'This';
  return {
    ...problem,
    message: `${who} comes with ${list(problem.excess)}, which you don't hold. Ask an administrator.`,
  };
}
