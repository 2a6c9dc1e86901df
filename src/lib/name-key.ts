import { createHash } from 'node:crypto';

/** What a key column holds; an index entry of MySQL bears no more. */
const LONGEST_KEY = 191;

/** Unicode's White_Space and the byte order mark; JavaScript's own trim and \s know all of them but U+0085. */
const BLANK = /[\s\u0085]/u;
const BLANKS = /[\s\u0085]+/gu;

/** Blanks of any script at both ends removed, composed form kept (T6). */
export function cleanText(text: string): string {
  const composed = text.normalize('NFC');
  let [start, end] = [0, composed.length];
  // By hand: an expression for the blanks at the end takes the square of the time on a long text of blanks.
  while (start < end && BLANK.test(composed.charAt(start))) start += 1;
  while (end > start && BLANK.test(composed.charAt(end - 1))) end -= 1;
  return composed.slice(start, end);
}

/** Text as it is compared and searched: NFKC, lower case, blanks collapsed. The same on every database (T6). */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(BLANKS, ' ').trim();
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
