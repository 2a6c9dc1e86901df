import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Limits } from '../../config';
import type { Context } from '../../context';
import { GRAPHQL_RESPONSE_TYPE } from '../media-type';
import { REQUEST_ERRORS, RequestErrors } from './request-errors';
import { asShown, type ShownError, shownAs, unexpected } from './shown-error';

/** What was made of the errors of an answer; the error objects live as long as their request. */
const shown = new WeakMap<GraphQLError, ShownError>();

/** Apollo Server's own texts, which never quote a value. */
const PLAIN_CODES = new Set([
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/**
 * Decides what a client sees of each error, and the status of an answer without data: the first error's. Whatever
 * nobody decided on is hidden by {@link formatError}.
 */
export function errorsPlugin(limits: Limits, log: Logger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors(request) {
          const requestErrors = new RequestErrors(request, limits);
          for (const error of request.errors) shown.set(error, show(error, request, requestErrors, log));
        },
        async willSendResponse(request) {
          setStatus(request);
        },
      };
    },
  };
}

/** For Apollo Server: the error as it was decided on. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, extensions } = shown.get(error as GraphQLError) ?? undecided(formatted, error);
  return { ...formatted, message, extensions };
}

function undecided(
  { message, extensions }: GraphQLFormattedError,
  error: unknown,
): Pick<ShownError, 'message' | 'extensions'> {
  if (extensions && PLAIN_CODES.has(String(extensions['code']))) return { message, extensions };
  return asShown(error) ?? { message: 'Something unexpected happened.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

function show(
  error: GraphQLError,
  { contextValue, operationName }: GraphQLRequestContext<Context>,
  requestErrors: RequestErrors,
  log: Logger,
): ShownError {
  const known = requestErrors.show(error) ?? asShown(error) ?? plain(error);
  if (known) return known;
  const requestId = contextValue.request.id;
  log.error({ requestId, operation: operationName, path: error.path?.join('.'), err: error }, 'unexpected error');
  return shownAs(unexpected(requestId));
}

function plain({ message, extensions }: GraphQLError): ShownError | undefined {
  const { http, ...rest } = extensions as { http?: { status?: number } };
  if (!PLAIN_CODES.has(String(extensions['code']))) return undefined;
  return { message, extensions: rest, status: http?.status ?? 400, headers: {} };
}

function setStatus({ request, response, errors }: GraphQLRequestContext<Context>): void {
  const { http, body } = response;
  const first = errors?.[0] && shown.get(errors[0]);
  if (!first || body?.kind !== 'single') return;
  if (body.singleResult.data) {
    http.status = 200;
    return;
  }
  const isRequestError = REQUEST_ERRORS.has(first);
  const legacy = http.headers.get('content-type') !== GRAPHQL_RESPONSE_TYPE;
  // GraphQL over HTTP, 6.4.1: with application/json, 200 for every well-formed request that GraphQL itself refuses.
  http.status = isRequestError && legacy && request.http ? 200 : first.status;
  for (const [name, value] of Object.entries(first.headers)) http.headers.set(name, value);
}
