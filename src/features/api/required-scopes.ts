import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isValueNode,
  Kind,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { can } from '../../access/actor';
import type { KnownContext } from '../../context';
import { requiredScopes as scopesRequiredBy } from '../../gate';
import { scopeChallenge } from '../../graphql/credential-errors';
import { type FieldMistake, invalidInput, notFound, ScopegateError } from '../../graphql/errors';
import { withoutTokens } from '../../graphql/syntax-mistake';
import { CATALOGUE_READERS } from '../catalogue/catalogue.readers';
import type { RequiredScopesInput } from './api.inputs';
import { findApi } from './api.state';
import { readApi } from './api.stored';
import type { RequiredScopes } from './api.types';

const MOST_MISTAKES = 20;
/** graphql-js, of documents with too many fields or mistakes. */
const GIVEN_UP = /^(?:Too many|Validation aborted)/;

/**
 * What a document needs of Scopegate's own API or of a registered one (P11). Nothing of it runs.
 * @throws BAD_USER_INPUT with line and column; for a registered API INSUFFICIENT_SCOPE, as permissionCatalogue, and NOT_FOUND.
 */
export async function requiredScopes(context: KnownContext, input: RequiredScopesInput): Promise<RequiredScopes> {
  const schema = await schemaOf(context, input.apiId);
  const document = readDocument(context, schema, input.document);
  const { operationName, variables } = input;
  try {
    return scopesRequiredBy({ schema, document, operationName, variables });
  } catch (error) {
    if (error instanceof RangeError)
      throw invalidInput(['operationName'], 'The document does not hold exactly one operation of that name.');
    throw error;
  }
}

async function schemaOf(context: KnownContext, apiId: string | undefined): Promise<GraphQLSchema> {
  if (apiId === undefined) {
    if (!context.schema) throw new Error('Asked outside a GraphQL request.');
    return context.schema;
  }
  assertReadsCatalogue(context);
  const api = await findApi(context, apiId);
  if (!api) throw notFound([apiId]);
  return (await readApi(context, api)).schema;
}

/** Said before the id is looked at: it tells nothing of which APIs there are (R2). */
function assertReadsCatalogue({ actor }: KnownContext): void {
  if (can(actor, ...CATALOGUE_READERS.flat())) return;
  const missing = [{ coordinate: 'Query.requiredScopes', path: ['requiredScopes'], anyOf: CATALOGUE_READERS }];
  const message = 'Asking about a registered API takes the same scopes as permissionCatalogue.';
  // One would do: the first by the alphabet, as the gate names them.
  const [first = ''] = CATALOGUE_READERS.flat().sort();
  throw new ScopegateError('INSUFFICIENT_SCOPE', message, { missing, headers: scopeChallenge(first) });
}

/** By the rules and limits of an operation that is sent to be run: validating takes more than linear time. */
function readDocument({ deps }: KnownContext, schema: GraphQLSchema, text: string): DocumentNode {
  const document = parseDocument(text, deps.config.limits.tokens);
  const found = validate(schema, document, specifiedRules, { maxErrors: MOST_MISTAKES });
  if (found.length === 0) return document;
  throw mistakes(found.map((error) => toMistake(error, messageOf(error))));
}

function parseDocument(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) throw mistakes([toMistake(error, withoutTokens(error.message))]);
    throw error;
  }
}

/** A value in the document may be a secret: it isn't repeated (S1). */
function messageOf({ nodes, message }: GraphQLError): string {
  const literal = nodes?.some((node) => isValueNode(node) && node.kind !== Kind.VARIABLE);
  const aboutValue = literal || (!nodes && !GIVEN_UP.test(message));
  return aboutValue ? 'A value of another type is expected here.' : message;
}

function toMistake({ locations }: GraphQLError, message: string): FieldMistake {
  const place = locations?.[0];
  return { path: ['document'], message: place ? `${place.line}:${place.column}: ${message}` : message };
}

function mistakes(fields: readonly FieldMistake[]): ScopegateError {
  return new ScopegateError('BAD_USER_INPUT', fields.map(({ message }) => message).join('\n'), { fields });
}
