import { ValidateBy } from 'class-validator';

const LONGEST_URL = 2_000;

/** An address that is stored: https only, without a user name or password. */
export const IsHttpsUrl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isHttpsUrl',
    validator: {
      validate: isPlainHttps,
      defaultMessage: () =>
        `$property begins with https://, holds no user name or password, and at most ${LONGEST_URL} characters.`,
    },
  });

/** The scalar hands a variable over as a URL and a literal as a text. */
function isPlainHttps(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'string' && !(value instanceof URL)) return false;
  const { protocol, username, password, href } = new URL(value);
  return protocol === 'https:' && !username && !password && href.length <= LONGEST_URL;
}
