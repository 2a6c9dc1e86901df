import { acceptedQualities } from '../lib/accepted-qualities';
import { BoundedMap } from '../lib/bounded-map';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const GRAPHQL_RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

const known = new BoundedMap<string, string>(200);

/**
 * The media type of an answer (GraphQL over HTTP, 6.1): application/graphql-response+json for who asks for it and
 * doesn't like application/json better; of equals the first named. Everybody else gets application/json, which is what
 * the specification allows for an Accept header that can't be met.
 */
export function answerType(accept: string | undefined): string {
  if (accept === undefined || accept === '*/*' || accept.length > 1_000) return JSON_TYPE;
  const found = known.get(accept) ?? negotiate(accept);
  known.set(accept, found);
  return found;
}

function negotiate(accept: string): string {
  const qualities = acceptedQualities(accept);
  const graphql = qualities.get('application/graphql-response+json') ?? 0;
  const json = qualities.get('application/json') ?? 0;
  if (graphql === 0 || json > graphql) return JSON_TYPE;
  const names = [...qualities.keys()];
  const jsonIsFirst = names.indexOf('application/json') < names.indexOf('application/graphql-response+json');
  return json === graphql && jsonIsFirst ? JSON_TYPE : GRAPHQL_RESPONSE_TYPE;
}
