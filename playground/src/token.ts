/** What the token field holds: the token to send, or why it can't be sent. At most one of them is filled. */
export interface TokenEntry {
  token: string;
  mistake: string | null;
}

export const NO_TOKEN: TokenEntry = { token: '', mistake: null };

/** RFC 6750 section 2.1, b64token: all that may stand behind `Bearer`. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Reads the field as people paste into it: with blanks around, or as the whole header line. */
export function parseTokenEntry(text: string): TokenEntry {
  const token = text.trim().replace(/^(authorization:\s*)?(bearer\s+)?/i, '');
  if (token === '' || B64TOKEN.test(token)) return { token, mistake: null };
  return { token: '', mistake: 'This is not a token: it has blanks or signs that no token has.' };
}
