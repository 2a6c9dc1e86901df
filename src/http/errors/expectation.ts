import { getNamedType, type GraphQLInputType } from 'graphql';
import { ownErrorIn } from './shown-error';

/** How the values of scalars are written, where their name doesn't say it. */
const FORMS: Readonly<Record<string, string>> = {
  DateTime: 'must be a date and time such as 2027-01-31T12:00:00Z.',
  EmailAddress: 'must be an e-mail address.',
  URL: 'must be an absolute URL.',
  JSONObject: 'must be a JSON object.',
};

/** What is expected of a value, without the value. @param error the mistake as GraphQL or a scalar reported it. */
export function expectation(type: GraphQLInputType, error: unknown): string {
  const own = ownErrorIn(error);
  if (own) return `is not valid. ${own.message}`;
  return FORMS[getNamedType(type).name] ?? `must be a value of type ${String(type)}.`;
}
