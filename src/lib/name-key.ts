import { createHash } from 'node:crypto';

/** What a key column holds; an index entry of MySQL bears no more. */
const LONGEST_KEY = 191;

/** Blanks of any script at both ends removed, composed form kept (T6). */
export function cleanText(text: string): string {
  return text.normalize('NFC').trim();
}

/** Text as it is compared and searched: NFKC, lower case, blanks collapsed. The same on every database (T6). */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * What two names are compared by. One sign can fold into eighteen: a key that would be too long for its column ends
 * in a hash instead, so that different names stay different.
 */
export function nameKey(name: string): string {
  const letters = [...foldText(name)];
  if (letters.length <= LONGEST_KEY) return letters.join('');
  const hash = createHash('sha256').update(letters.join('')).digest('hex');
  return letters.slice(0, LONGEST_KEY - hash.length).join('') + hash;
}
