import type { CombinedError } from '@urql/core';
import type { GraphQLError } from 'graphql';

/** What stood against an operation, in words for the person who asked for it. */
export interface Problem {
  /** The API's code, or OFFLINE when no answer came. */
  readonly code: string;
  /** What happened and what to do. */
  readonly message: string;
  /** Mistakes by field: the last name of the path, and the words of the server. */
  readonly fields: readonly { readonly path: readonly string[]; readonly message: string }[];
  /** What stands against it, for CONFLICT and NOT_FOUND. */
  readonly ids: readonly string[];
  /** Scopes that nobody here may give. */
  readonly excess: readonly string[];
  /** Scopes that the viewer lacks, each list one way to have enough. */
  readonly missing: readonly (readonly string[])[];
  /** Finds the request in the server's log. */
  readonly reference?: string;
  readonly retryAt?: Date;
  /** No answer came: a change may have happened all the same. */
  readonly outcomeUnknown: boolean;
}

interface Extensions {
  readonly code?: string;
  readonly fields?: Problem['fields'];
  readonly ids?: readonly string[];
  readonly excess?: readonly string[];
  readonly missing?: readonly { readonly anyOf: readonly (readonly string[])[] }[];
  readonly requestId?: string;
}

const list = (words: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
  new Intl.ListFormat('en', { type }).format(words);

/** Texts for codes where the panel knows better than the API what to do next; the API's own words serve otherwise. */
const TEXTS: Partial<Record<string, (problem: Omit<Problem, 'message'>) => string | undefined>> = {
  OFFLINE: () => 'No connection. Nothing is lost.',
  INSUFFICIENT_SCOPE: ({ missing }) =>
    missing[0]
      ? `This needs ${list(
          missing.map((all) => list(all)),
          'disjunction',
        )}. Ask an administrator.`
      : 'You may not do this. Ask an administrator.',
  // Without scopes it is about something else that a token may not give on.
  GRANT_EXCEEDED: ({ excess }) =>
    excess.length > 0
      ? `You don't hold ${list(excess)}, so you can't give ${excess.length > 1 ? 'them' : 'it'}.`
      : undefined,
  NOT_FOUND: ({ ids }) =>
    ids.length > 1
      ? 'Some of them are gone, or not yours to see any more.'
      : 'This is gone, or not yours to see any more.',
  UNAUTHENTICATED: () => 'You were logged out. Log in to go on; your text is still here.',
  LOGIN_REQUIRED: () => 'This needs your own log-in, not one made with an access token.',
  RATE_LIMITED: () => 'Too many tries.',
  SERVICE_UNAVAILABLE: () => 'The server is busy. Nothing is lost: try again in a moment.',
  INTERNAL_SERVER_ERROR: ({ reference }) =>
    `Something went wrong on the server.${reference ? ` Reference: ${reference}` : ''}`,
};

/** Undefined when there was none. */
export function problemOf(error: CombinedError | undefined): Problem | undefined {
  if (!error) return undefined;
  const first = error.graphQLErrors[0];
  const response = error.response as Response | undefined;
  const known = {
    code: first ? codeOf(first) : codeWithoutBody(response),
    ...namedBy((first?.extensions ?? {}) as Extensions), // the API's own shape, docs/errors.md
    retryAt: retryAt(response),
    outcomeUnknown: !first && (response?.status ?? 500) >= 500,
  };
  return { ...known, message: TEXTS[known.code]?.(known) ?? first?.message ?? 'The server gave no answer.' };
}

const codeOf = ({ extensions }: GraphQLError): string => (extensions as Extensions).code ?? 'INTERNAL_SERVER_ERROR';

const namedBy = ({ fields = [], ids = [], excess = [], missing = [], requestId }: Extensions) => ({
  fields,
  ids,
  excess,
  missing: missing[0]?.anyOf ?? [],
  reference: requestId,
});

function codeWithoutBody(response: Response | undefined): string {
  if (!response) return 'OFFLINE';
  return response.status === 429 ? 'RATE_LIMITED' : 'SERVICE_UNAVAILABLE';
}

function retryAt(response: Response | undefined): Date | undefined {
  const seconds = Number(response?.headers.get('retry-after'));
  return seconds > 0 ? new Date(Date.now() + seconds * 1000) : undefined;
}

/** The server's words by the names of a form's fields: `input.scopes.3` stands at `scopes`. */
export function mistakesByField(problem: Problem | undefined): Record<string, string> {
  const entries = (problem?.fields ?? []).map(({ path, message }) => {
    const names = path.filter((part) => part !== 'input');
    return [names[0] ?? '', message] as const;
  });
  return Object.fromEntries(entries);
}
