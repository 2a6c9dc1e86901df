import type * as Common from '@zxcvbn-ts/language-common';
import { invalidInput } from '../../graphql/errors';

/** Whose password it is to be: what is known of them is the first guess. */
export interface PasswordOwner {
  readonly email: string | null;
  readonly username: string;
  readonly twoFactorEnabled: boolean;
}

/** NIST SP 800-63B-4, 3.1.1.2: 15 characters when the password stands alone, 8 beside a second factor. */
const LEAST_ALONE = 15;
const LEAST_WITH_SECOND_FACTOR = 8;
const MOST_BYTES = 1_024;
const SERVICE = 'scopegate';
/** Shorter names than this are part of too many honest passwords. */
const LEAST_NAME = 3;

/** @throws BAD_USER_INPUT that says what to do; no rules on which characters it has (NIST SP 800-63B-4, 3.1.1.2). */
export function assertPasswordAllowed(password: string, owner: PasswordOwner, field = 'password'): void {
  const mistake = passwordMistake(password, owner);
  if (mistake) throw invalidInput([field], mistake);
}

/** What is wrong with the password; undefined when it may be taken. */
export function passwordMistake(password: string, owner: PasswordOwner): string | undefined {
  const text = password.normalize('NFC');
  const least = owner.twoFactorEnabled ? LEAST_WITH_SECOND_FACTOR : LEAST_ALONE;
  if (/\p{Surrogate}/u.test(text)) return 'The password holds half a character. Type it anew.';
  if (Buffer.byteLength(text) > MOST_BYTES) return `The password has more than ${MOST_BYTES} bytes.`;
  if ([...text].length < least) return `The password needs ${least} characters or more. Any will do, blanks too.`;
  if (isCommon(text.toLowerCase())) return 'That is one of the first passwords that an attacker tries. Choose another.';
  if (namesOnly(text, owner))
    return "The password can't be the e-mail address, the user name or the name of this server.";
  return undefined;
}

/** One of the list, one of it said several times, a few characters over and over, or a run like 1234567890. */
function isCommon(text: string): boolean {
  const unit = /^(.+?)\1*$/su.exec(text)?.[1] ?? text;
  return commonPasswords().has(text) || commonPasswords().has(unit) || unit.length <= 4 || isRun(text);
}

function isRun(text: string): boolean {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const follows = (step: number) =>
    codes.every((code, index) => index === 0 || isNext(codes[index - 1] ?? 0, code, step));
  return follows(1) || follows(-1);
}

/** 0 follows 9 as on a keyboard. */
function isNext(before: number, after: number, step: number): boolean {
  const wraps = step === 1 ? [57, 48] : [48, 57];
  return after - before === step || (before === wraps[0] && after === wraps[1]);
}

/** Nothing is left but digits and signs once the names are gone: `admin-Scopegate-2031`. */
function namesOnly(text: string, { email, username }: PasswordOwner): boolean {
  const names = [email ?? '', email?.split('@')[0] ?? '', username, SERVICE].map(lettersOf);
  const letters = lettersOf(text);
  const rest = names
    .filter((name) => name.length >= LEAST_NAME)
    .reduce((left, name) => left.replaceAll(name, ''), letters);
  return letters !== '' && rest === '';
}

const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, '');

let common: ReadonlySet<string> | undefined;

/** Loaded when the first password is set: 49,000 texts that most processes never need. */
function commonPasswords(): ReadonlySet<string> {
  if (!common) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only now, and without waiting
    const { dictionary } = require('@zxcvbn-ts/language-common') as typeof Common;
    common = new Set(dictionary['passwords-common']);
  }
  return common;
}
