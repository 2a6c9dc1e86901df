import { isAccessToken } from '../../api/secret';

/** A token's name and its plain value, which exists only in the answer that made it. */
export interface ShownSecret {
  readonly name: string;
  readonly secret: string;
}

export const headerOf = (secret: string): string => `Authorization: Bearer ${secret}`;

/** Ready to paste into a shell: a first call with an API token, or the exchange of an access token for a session. */
export function curlOf(secret: string, origin: string): string {
  return isAccessToken(secret) ? exchangeOf(secret, origin) : callOf(secret, origin);
}

const callOf = (secret: string, origin: string): string =>
  [
    `curl ${origin}/graphql`,
    `-H '${headerOf(secret)}'`,
    "-H 'content-type: application/json'",
    `-d '{"query":"{ viewer { user { username } scopes } }"}'`,
  ].join(' \\\n  ');

// RFC 8693, 2.1.
const exchangeOf = (secret: string, origin: string): string =>
  [
    `curl ${origin}/oauth2/token`,
    '-d grant_type=urn:ietf:params:oauth:grant-type:token-exchange',
    '-d subject_token_type=urn:ietf:params:oauth:token-type:access_token',
    `-d subject_token=${secret}`,
  ].join(' \\\n  ');

/** What Download writes: one secret alone, so that a script can read the file; several each behind its name. */
export function fileOf(secrets: readonly ShownSecret[]): { readonly name: string; readonly text: string } {
  const [first, ...more] = secrets;
  if (!first || more.length > 0) {
    return { name: 'scopegate-tokens.txt', text: secrets.map(({ name, secret }) => `${name}\t${secret}\n`).join('') };
  }
  return { name: `${first.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.txt`, text: `${first.secret}\n` };
}
