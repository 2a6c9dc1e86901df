import { Lexer, type Source, TokenKind } from 'graphql';
import { show } from './limits.plugin';

/** A hostile document isn't read to its end only to tell its length. */
const COUNTED_TIMES_LIMIT = 10;

/** How many lexical tokens the text has, as a person reads it: '2,417', or 'more than 20,000'. */
export function countTokens(source: Source, limit: number): string {
  const most = limit * COUNTED_TIMES_LIMIT;
  const lexer = new Lexer(source);
  let count = 0;
  try {
    while (count <= most && lexer.advance().kind !== TokenKind.EOF) count++;
  } catch {
    return `more than ${show(count)}`;
  }
  return count > most ? `more than ${show(most)}` : show(count);
}
