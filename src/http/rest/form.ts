import { invalidRequest } from './oauth-error';

/** The parameters of a form, each at most once; one without a value counts as left out (RFC 6749, 3.2). */
export type Form = ReadonlyMap<string, string>;

const MOST_PARAMETERS = 50;

/** @throws invalid_request for a parameter that stands twice and for a body that isn't a form. */
export function readForm(body: unknown): Form {
  if (!(body instanceof URLSearchParams))
    throw invalidRequest('Send the parameters as application/x-www-form-urlencoded.');
  const form = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of body) {
    if (seen.has(name) || seen.size >= MOST_PARAMETERS) throw invalidRequest('Send each parameter once.');
    seen.add(name);
    if (value !== '') form.set(name, value);
  }
  return form;
}

/** @throws invalid_request that names the parameter. */
export function required(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined) throw invalidRequest(`The parameter ${name} is missing.`);
  return value;
}
