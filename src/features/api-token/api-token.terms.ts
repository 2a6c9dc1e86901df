import { chunks, rows } from '../../graphql/rows';
import type { Context } from '../../context';
import { foldText } from '../../lib/name-key';
import { type ApiToken, ApiTokenTerm } from './api-token.entity';

const LONGEST_WORD = 200;

type Indexed = Pick<ApiToken, 'id' | 'name' | 'description' | 'scopes'>;

/** The words of a text as they are compared; they end at blanks (L2). */
export function wordsOf(text: string): string[] {
  const words = foldText(text)
    .split(' ')
    .filter(Boolean)
    .map((word) => [...word].slice(0, LONGEST_WORD).join(''));
  return [...new Set(words)];
}

export const wordTerm = (word: string): string => `w:${word}`;
export const scopeTerm = (scope: string): string => `s:${scope}`;

function termsOf({ name, description, scopes }: Indexed): string[] {
  return [...wordsOf(`${name} ${description}`).map(wordTerm), ...scopes.map(scopeTerm)];
}

/** Puts new tokens into the index that lists search by. */
export async function indexTokens(context: Context, tokens: readonly Indexed[]): Promise<void> {
  const terms = tokens.flatMap((token) => termsOf(token).map((term) => ({ term, tokenId: token.id })));
  for (const chunk of chunks(terms)) await rows(context, ApiTokenTerm).insert(chunk);
}

/** Follows a change of name, description or scopes. */
export async function reindexToken(context: Context, token: Indexed): Promise<void> {
  await rows(context, ApiTokenTerm).delete({ tokenId: token.id });
  await indexTokens(context, [token]);
}
