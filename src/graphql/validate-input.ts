import { validate, type ValidationError } from 'class-validator';
import { type FieldMistake, ScopegateError } from './errors';

const nullable = new Map<unknown, Set<string>>();

/**
 * Says that `null` has a meaning for this input field. Everywhere else null is refused: left out is not null (T8), and
 * class-validator lets null pass every rule.
 */
export const NullAllowed = (): PropertyDecorator => (target, property) => {
  const fields = nullable.get(target.constructor) ?? new Set();
  nullable.set(target.constructor, fields.add(String(property)));
};

/**
 * type-graphql's validation with class-validator, without its leak: the default answer holds the values, passwords too.
 * @throws BAD_USER_INPUT that names every mistake.
 */
export async function validateInput(input: unknown): Promise<void> {
  const fields = await mistakesOf(input);
  if (fields.length === 0) return;
  throw new ScopegateError('BAD_USER_INPUT', fields.map(({ message }) => message).join(' '), { fields });
}

async function mistakesOf(input: unknown): Promise<FieldMistake[]> {
  if (Array.isArray(input)) return (await Promise.all(input.map(mistakesOf))).flat();
  if (!isInstance(input)) return [];
  const errors = await validate(input, {
    skipMissingProperties: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  return [...nullsOf(input, []), ...errors.flatMap((error) => flatten(error, []))];
}

/** Dates and plain objects (JSON scalars) have no decorators to look at. */
function isInstance(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}

function nullsOf(input: object, above: readonly string[]): FieldMistake[] {
  return Object.entries(input).flatMap(([property, value]: [string, unknown]) => {
    const path = [...above, property];
    if (value === null && !takesNull(input, property)) {
      return [{ path, message: `${property} can't be null; leave it out instead.` }];
    }
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown, index) => (isInstance(item) ? nullsOf(item, [...path, String(index)]) : []));
    }
    return isInstance(value) ? nullsOf(value, path) : [];
  });
}

/** Said by the class of the input or by one that it extends. */
function takesNull(input: object, property: string): boolean {
  for (let prototype: unknown = input; prototype; prototype = Object.getPrototypeOf(prototype)) {
    if (nullable.get(prototype.constructor)?.has(property)) return true;
  }
  return false;
}

function flatten({ property, constraints, children }: ValidationError, above: readonly string[]): FieldMistake[] {
  const path = [...above, property];
  const own = Object.values(constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(children ?? []).flatMap((child) => flatten(child, path))];
}
