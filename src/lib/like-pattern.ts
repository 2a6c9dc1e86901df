import { foldText } from './name-key';

/** Escapes LIKE's wildcards; write `LIKE :pattern ESCAPE '!'`, which reads the same on every database. */
function escape(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

/** More words than that narrow nothing down. */
const MOST_WORDS = 10;

/** One pattern for each typed word, taken literally, to be found anywhere in a key column. Empty: nothing was typed. */
export function searchPatterns(search: string): string[] {
  const words = foldText(search).split(' ').filter(Boolean);
  return words.slice(0, MOST_WORDS).map((word) => `%${escape(word)}%`);
}
