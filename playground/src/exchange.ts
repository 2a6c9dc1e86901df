import type { FormattedExecutionResult } from 'graphql';
import { describeProblem, type Answer, type Problem } from './problem';
import type { TokenEntry } from './token';

/** One request and its answer, as the page shows it. `status` is null when no answer came. */
export interface Exchange {
  purpose: 'schema' | 'operation';
  status: number | null;
  milliseconds: number;
  problem: Problem | null;
}

interface Operation {
  query: string;
  operationName?: string | null;
  variables?: unknown;
}

interface Options {
  tokenEntry: () => TokenEntry;
  /** Called once for each request, after its answer came or failed to. */
  report: (exchange: Exchange) => void;
}

type Result = FormattedExecutionResult;

/** GraphiQL's fetcher: never a cookie, the token only as a header, and the status told to `report`. */
export function createFetcher({ tokenEntry, report }: Options) {
  return async (operation: Operation): Promise<Result> => {
    const purpose = operation.operationName === 'IntrospectionQuery' ? 'schema' : 'operation';
    const { token, mistake } = tokenEntry();
    if (mistake !== null) return failure(`Request not sent. ${mistake}`);
    const start = performance.now();
    const told = (status: number | null, problem: Problem | null) =>
      report({ purpose, status, problem, milliseconds: Math.round(performance.now() - start) });
    try {
      const response = await send(operation, token);
      const result = await readResult(response);
      told(response.status, describeProblem(toAnswer(response, result, token !== '')));
      // Without `data`, GraphiQL asks for the schema a second time, with the same refusal.
      return purpose === 'schema' ? { data: null, ...result } : result;
    } catch {
      const title = 'No answer: the server could not be reached.';
      told(null, { title, details: [] });
      return failure(title);
    }
  };
}

function send(operation: Operation, token: string): Promise<Response> {
  return fetch(location.pathname, {
    method: 'POST',
    // The playground acts with the token that is typed in, never with a session that the browser may hold.
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(token !== '' && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(operation),
  });
}

async function readResult(response: Response): Promise<Result> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Result; // A GraphQL endpoint answers JSON in this shape, or it isn't parsed at all.
  } catch {
    return failure(`The answer is not GraphQL: ${response.status} ${response.statusText}`);
  }
}

function toAnswer(response: Response, result: Result, tokenSent: boolean): Answer {
  const errors = Array.isArray(result.errors) ? (result.errors as Answer['errors']) : []; // extensions are the server's
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, errors, retryAfter, tokenSent, hasData: result.data !== undefined };
}

function failure(message: string): Result {
  return { errors: [{ message }] };
}
