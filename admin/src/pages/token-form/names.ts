import { countWords } from '../../parts/count-words';
import type { TokenDraft } from './draft';

/** What one request may make (T14). */
export const MOST_AT_ONCE = 100;

export interface WantedName {
  readonly name: string;
  /** Of the field, counted from 1. */
  readonly line: number;
}

/** A mistake at one line of several names. */
export interface LineMistake {
  readonly line: number;
  readonly message: string;
}

/** As the server compares names (T6). */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** The names that are asked for; empty lines are none. */
export function wantedNames({ name, several }: Pick<TokenDraft, 'name' | 'several'>): WantedName[] {
  if (!several) return [{ name: name.trim(), line: 1 }];
  return name
    .split('\n')
    .map((text, index) => ({ name: text.trim(), line: index + 1 }))
    .filter((wanted) => wanted.name !== '');
}

/** `token ci-deploy`, `3 tokens`. */
export function wantedWords(draft: Pick<TokenDraft, 'name' | 'several'>): string {
  const names = wantedNames(draft);
  return draft.several ? countWords(names.length, 'token') : `token ${names[0]?.name ?? ''}`;
}

/** Names that stand there twice, at the later place. */
export function repeatedNames(names: readonly WantedName[]): LineMistake[] {
  const first = new Map<string, number>();
  return names.flatMap(({ name, line }) => {
    const earlier = first.get(nameKey(name));
    if (earlier === undefined) first.set(nameKey(name), line);
    return earlier === undefined ? [] : [{ line, message: `'${name}' stands on line ${earlier} already.` }];
  });
}
