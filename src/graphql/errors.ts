import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** One wrong field of an input: its path from `input` on, and what to do. */
export interface FieldMistake {
  readonly path: readonly string[];
  readonly message: string;
}

interface CodeInfo {
  readonly status: number;
  readonly meaning: string;
}

/** The closed list of codes (api.graphql, ErrorCode): the one place where a code has its status and its meaning. */
export const ERROR_CODES = {
  UNAUTHENTICATED: {
    status: 401,
    meaning: 'No credential was sent where one is needed, or the one sent is not valid.',
  },
  TOKEN_EXPIRED: {
    status: 401,
    meaning: 'The secret was right and its time is over: give the token a later expiry or a new lifetime.',
  },
  TWO_FACTOR_REQUIRED: { status: 401, meaning: 'The password was right; log in again with oneTimeCode.' },
  INSUFFICIENT_SCOPE: {
    status: 403,
    meaning: 'The credential is valid and lacks a scope; `missing` names for each field what would do.',
  },
  LOGIN_REQUIRED: {
    status: 403,
    meaning: "This needs a person's own log-in: no token and no exchanged session may do it.",
  },
  GRANT_EXCEEDED: {
    status: 403,
    meaning: 'It would give more than the caller or the owner holds; `excess` names the scopes.',
  },
  PASSWORD_CONFIRMATION_REQUIRED: { status: 403, meaning: 'Call confirmPassword, then repeat the change.' },
  BAD_USER_INPUT: { status: 400, meaning: 'The input is not valid; `fields` names each mistake. Nothing was changed.' },
  NOT_FOUND: { status: 404, meaning: 'There is no such thing, or the caller may not see it; `ids` names them.' },
  NAME_TAKEN: { status: 409, meaning: 'The name is in use; `fields` names the field.' },
  CONFLICT: {
    status: 409,
    meaning: "The state doesn't allow it, or it changed meanwhile; `ids` names what stands against it.",
  },
  POLICY_VIOLATION: {
    status: 422,
    meaning: "The account's policy doesn't allow it; `fields` names the field and the policy.",
  },
  RATE_LIMITED: { status: 429, meaning: 'Too many tries; Retry-After says how many seconds to wait.' },
  COST_EXCEEDED: {
    status: 400,
    meaning: 'The operation is too deep, too wide or too costly; ask for less in one operation.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, meaning: 'The body of the request is too large.' },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: 'The server or its database cannot answer now; Retry-After says when to try again.',
  },
  INTERNAL_SERVER_ERROR: { status: 500, meaning: 'Something unexpected happened; the request id finds it in the log.' },
} as const satisfies Record<string, CodeInfo>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorDetails {
  readonly fields?: readonly FieldMistake[];
  readonly ids?: readonly string[];
  readonly excess?: readonly string[];
  readonly missing?: GraphQLErrorExtensions['missing'];
  /** Seconds. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that may be shown: its code is in the closed list, its message says what to do. */
export class ScopegateError extends GraphQLError {
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, { headers, retryAfter, ...details }: ErrorDetails = {}) {
    super(message, { extensions: { code, ...details } });
    this.name = 'ScopegateError';
    this.code = code;
    this.headers = { ...headers, ...(retryAfter !== undefined && { 'retry-after': String(Math.ceil(retryAfter)) }) };
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** @param path from the input's own fields on: `['name']`. */
export function invalidInput(path: readonly string[], message: string): ScopegateError {
  return new ScopegateError('BAD_USER_INPUT', message, { fields: [{ path, message }] });
}

/** The error of one of several inputs: its fields as they are found from the whole input on. */
export function placedAt(path: readonly string[], error: ScopegateError): ScopegateError {
  const { fields, ids, excess, missing } = error.extensions as ErrorDetails;
  const placed = fields?.map((mistake) => ({ ...mistake, path: [...path, ...mistake.path] }));
  return new ScopegateError(error.code, error.message, {
    fields: placed,
    ids,
    excess,
    missing,
    headers: error.headers,
  });
}

/** Alike for what is missing and for what the caller may not see (R2). */
export function notFound(ids: readonly string[]): ScopegateError {
  return new ScopegateError('NOT_FOUND', ids.length === 1 ? 'There is no such thing.' : 'Some of these do not exist.', {
    ids,
  });
}

export function conflict(message: string, ids?: readonly string[]): ScopegateError {
  return new ScopegateError('CONFLICT', message, { ids });
}

export function nameTaken(field: string, message: string): ScopegateError {
  return namesTaken([{ path: [field], message }]);
}

/** Each of them, so that whoever makes many mends all at once. */
export function namesTaken(fields: readonly FieldMistake[]): ScopegateError {
  return new ScopegateError('NAME_TAKEN', fields.map(({ message }) => message).join(' '), { fields });
}

/** P5: names what would be too much, and never trims it silently. */
export function grantExceeded(
  excess: Iterable<string>,
  message: string,
  field?: string,
  ids?: readonly string[],
): ScopegateError {
  const fields = field === undefined ? undefined : [{ path: [field], message }];
  return new ScopegateError('GRANT_EXCEEDED', message, { excess: [...excess].sort(), fields, ids });
}

export function policyViolation(field: string, message: string, ids?: readonly string[]): ScopegateError {
  return new ScopegateError('POLICY_VIOLATION', message, { fields: [{ path: [field], message }], ids });
}
