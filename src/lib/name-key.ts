/** Blanks of any script at both ends removed, composed form kept (T6). */
export function cleanText(text: string): string {
  return text.normalize('NFC').trim();
}

/** What two names are compared by: NFKC, lower case, blanks collapsed. The same on every database (T6). */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
