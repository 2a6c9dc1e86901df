import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/schema';

/**
 * Documents, typed by ../schema.graphql: `graphql('query … { … }', [fragments])`. `npm run check` compares each with
 * the schema; no step generates code from them.
 */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    AddressRange: string;
    DateTime: string;
    Duration: string;
    EmailAddress: string;
    JSONObject: Record<string, unknown>;
    Scope: string;
    URL: string;
  };
}>();

export { type ResultOf, type VariablesOf } from 'gql.tada';
