import { GraphQLScalarType, Kind } from 'graphql';
import { DateTimeResolver, EmailAddressResolver, JSONObjectResolver, URLResolver } from 'graphql-scalars';
import { parseAddressRange } from '../lib/address-range';
import { formatDuration, parseDuration } from '../lib/duration';
import { invalidInput } from './errors';

/** A scalar whose values are texts of a stated form; `parse` throws what is wrong with them. */
function textScalar(name: string, description: string, parse: (text: string) => unknown): GraphQLScalarType {
  const parseText = (value: unknown): unknown => {
    if (typeof value !== 'string') throw invalidInput([], `${name} is written as a text.`);
    return parse(value);
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => value,
    parseValue: parseText,
    parseLiteral: (node) => parseText(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** RFC 6749, appendix A.4: printable ASCII without blank, quotation mark and backslash. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** Whether a text can be a scope, known or not. */
export function isScope(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}

export const ScopeScalar = textScalar(
  'Scope',
  "Scopegate's own and registered scopes: `resource:verb`, lower case, hyphens inside words; registered APIs may use any RFC 6749 scope-token.",
  (text) => {
    if (!isScope(text))
      throw invalidInput([], 'A scope has 1 to 200 printable ASCII characters without blanks, " and \\.');
    return text;
  },
);

/** Internally a whole number of seconds. */
export const DurationScalar = new GraphQLScalarType({
  name: 'Duration',
  description: 'ISO 8601 in days, hours, minutes and seconds; positive. Months and years are refused.',
  serialize: (value) => formatDuration(Number(value)),
  parseValue: durationFrom,
  parseLiteral: (node) => durationFrom(node.kind === Kind.STRING ? node.value : undefined),
});

function durationFrom(value: unknown): number {
  const seconds = typeof value === 'string' ? parseDuration(value) : undefined;
  if (seconds === undefined)
    throw invalidInput(
      [],
      'A duration is written like P30D or PT10M, in days, hours, minutes and seconds, and positive.',
    );
  return seconds;
}

export const AddressRangeScalar = textScalar(
  'AddressRange',
  'An IPv4 or IPv6 address or range: `203.0.113.0/24`.',
  (text) => {
    const range = parseAddressRange(text);
    if (!range) throw invalidInput([], 'An IPv4 or IPv6 address or range is expected, such as 203.0.113.0/24.');
    return range;
  },
);

export {
  DateTimeResolver as DateTimeScalar,
  EmailAddressResolver as EmailAddressScalar,
  JSONObjectResolver as JSONObjectScalar,
  URLResolver as URLScalar,
};
