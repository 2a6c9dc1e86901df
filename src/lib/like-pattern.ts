import { foldText } from './name-key';

/** Escapes LIKE's wildcards; write `LIKE :pattern ESCAPE '!'`, which reads the same on every database. */
function escape(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

/** More words than that narrow nothing down. */
const MOST_WORDS = 10;

/** What was typed, as folded text is searched for it. */
function searchWords(search: string): string[] {
  return foldText(search).split(' ').filter(Boolean).slice(0, MOST_WORDS);
}

/** One pattern for each typed word, taken literally, to be found anywhere in a key column. Empty: nothing was typed. */
export function searchPatterns(search: string): string[] {
  return searchWords(search).map((word) => `%${escape(word)}%`);
}

/** Whether each typed word stands somewhere in the texts: the same for texts that no key column holds. */
export function matchesSearch(search: string, ...texts: readonly string[]): boolean {
  const folded = texts.map(foldText);
  return searchWords(search).every((word) => folded.some((text) => text.includes(word)));
}
