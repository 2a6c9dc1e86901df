const FORM = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a text can be the id of a row (a lower-case UUID). What a client sends may be anything, and MySQL and MariaDB
 * answer an error, not "none", when a text that isn't ASCII is compared with a column that is.
 */
export function isId(text: string): boolean {
  return FORM.test(text);
}
