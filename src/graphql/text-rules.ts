import { ValidateBy, type ValidationOptions } from 'class-validator';
import { cleanText } from '../lib/name-key';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** Line breaks and tabs may stand in a description. */
const CONTROL_IN_TEXT = /[^\P{Cc}\t\n\r]/u;

interface Rule {
  readonly least: number;
  readonly most: number;
  readonly refused: RegExp;
}

/** Counted in code points of the cleaned text: what a person sees as one letter isn't two because of UTF-16. */
function fits(value: unknown, { least, most, refused }: Rule): boolean {
  // Half a surrogate pair is no character: a database would store something else.
  if (typeof value !== 'string' || !value.isWellFormed()) return false;
  const text = cleanText(value);
  // The cheap look first: nothing longer than that can have few code points.
  if (text.length > most * 2) return false;
  const length = [...text].length;
  return length >= least && length <= most && !refused.test(text);
}

const textRule = (name: string, rule: Rule, message: string, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name, validator: { validate: (value: unknown) => fits(value, rule), defaultMessage: () => message } },
    options,
  );

/** T6: 1-100 code points of any script once trimmed, no control characters. Store `cleanText(value)`. */
export const IsName = (): PropertyDecorator =>
  textRule(
    'isName',
    { least: 1, most: 100, refused: CONTROL },
    '$property has 1 to 100 characters and no control characters.',
  );

/** A part of a name that may be empty. */
export const IsOptionalName = (): PropertyDecorator =>
  textRule(
    'isOptionalName',
    { least: 0, most: 100, refused: CONTROL },
    '$property has at most 100 characters and no control characters.',
  );

/** T7: at most 1,000 code points once trimmed. */
export const IsDescription = (): PropertyDecorator =>
  textRule(
    'isDescription',
    { least: 0, most: 1_000, refused: CONTROL_IN_TEXT },
    '$property has at most 1,000 characters and no control characters.',
  );
