import { validate, type ValidationError } from 'class-validator';
import { type FieldMistake, ScopegateError } from './errors';

/**
 * type-graphql's validation with class-validator, without its leak: the default answer holds the values, passwords too.
 * @throws BAD_USER_INPUT that names every mistake.
 */
export async function validateInput(input: unknown): Promise<void> {
  if (Array.isArray(input)) {
    for (const item of input) await validateInput(item);
    return;
  }
  if (!isInstance(input)) return;
  const errors = await validate(input, {
    skipMissingProperties: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  if (errors.length === 0) return;
  const fields = errors.flatMap((error) => flatten(error, []));
  throw new ScopegateError('BAD_USER_INPUT', fields.map(({ message }) => message).join(' '), { fields });
}

/** Dates and plain objects (JSON scalars) have no decorators to look at. */
function isInstance(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}

function flatten({ property, constraints, children }: ValidationError, above: readonly string[]): FieldMistake[] {
  const path = [...above, property];
  const own = Object.values(constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(children ?? []).flatMap((child) => flatten(child, path))];
}
