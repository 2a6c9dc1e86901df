/** What a person has to know of an answer that refused something. */
export interface Problem {
  title: string;
  details: string[];
}

interface MissingGuard {
  coordinate: string;
  path?: string[];
  /** Any one of these sets of scopes is enough. */
  anyOf: string[][];
}

interface AnswerError {
  message: string;
  extensions?: {
    code?: string;
    missing?: MissingGuard[];
    excess?: string[];
    fields?: { path: string | string[]; message: string }[];
  };
}

export interface Answer {
  status: number;
  errors: readonly AnswerError[];
  retryAfter: string | null;
  tokenSent: boolean;
  /** Whether the operation ran: an answer without `data` was refused before. */
  hasData: boolean;
}

/** Null when the operation ran and no scope was missing: the result itself shows its other mistakes. */
export function describeProblem(answer: Answer): Problem | null {
  const missing = answer.errors.flatMap((error) => error.extensions?.missing ?? []);
  if (missing.length > 0) {
    return {
      title: `${answer.status}: needs ${neededTogether(missing)}`,
      details: [...new Set(missing.map(describeGuard))],
    };
  }
  if (answer.status < 400 && answer.hasData) return null;
  return { title: `${answer.status}: ${headline(answer)}`, details: answer.errors.flatMap(describeDetails) };
}

function headline({ status, errors, retryAfter, tokenSent }: Answer): string {
  if (status === 401 && !tokenSent) return 'needs a token';
  const message = errors[0]?.message ?? 'the server gave no reason';
  return retryAfter === null ? message : `${message} (again in ${retryAfter} s)`;
}

function describeDetails({ extensions }: AnswerError): string[] {
  const fields = (extensions?.fields ?? []).map(({ path, message }) => `${[path].flat().join('.')}: ${message}`);
  const excess = extensions?.excess ?? [];
  return excess.length === 0 ? fields : [...fields, `more than is held: ${excess.join(', ')}`];
}

function describeGuard({ coordinate, path, anyOf }: MissingGuard): string {
  const place = path === undefined || path.length === 0 ? '' : ` (at ${path.join('.')})`;
  return `${coordinate}${place} needs ${alternatives(anyOf)}`;
}

function neededTogether(missing: MissingGuard[]): string {
  const needs = new Set(missing.map(({ anyOf }) => alternatives(anyOf, missing.length > 1)));
  return [...needs].join(' and ');
}

function alternatives(anyOf: string[][], insideAnd = false): string {
  const text = anyOf.map((set) => set.join(' and ')).join(' or ');
  return insideAnd && anyOf.length > 1 ? `(${text})` : text;
}
