import { VerifierUnavailable } from './credential-error';

/** Whom to ask, and as whom. */
export interface IntrospectionClient {
  readonly url: URL;
  /** A bearer token, or id and secret for Basic (RFC 6749, 2.3.1). */
  readonly credential: string | { readonly id: string; readonly secret: string };
}

/** What the endpoint says of a token. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly scopes: readonly string[];
      readonly subject: string;
      readonly tokenId: string | undefined;
      /** Milliseconds since 1970. */
      readonly expiresAt: number | undefined;
    };

/** Milliseconds before each attempt: the first at once, then backing off. */
const DELAYS = [0, 50, 200];
const TIMEOUT = 2_000;

/** Another attempt may succeed. */
class Passing extends Error {}

/** What a header can hold: a blank would begin another word of it. */
const CREDENTIAL = /^[!-~]+$/;

/**
 * A setting that was forgotten is told when the service starts, and not by every request that can't be checked. The text doesn't
 * hold the credential.
 * @throws TypeError
 */
export function assertCredential(credential: IntrospectionClient['credential']): void {
  if (typeof credential === 'string' && CREDENTIAL.test(credential)) return;
  if (typeof credential === 'object' && credential.id && credential.secret) return;
  throw new TypeError(
    'credential: give the token that this service shows to the introspection endpoint, alone, or its id and secret.',
  );
}

/**
 * Asks an RFC 7662 endpoint about a token; passing failures are retried. `askedAt` is the moment of the attempt that answered.
 * Throws a VerifierUnavailable when no attempt was answered properly.
 */
export async function introspect(
  client: IntrospectionClient,
  token: string,
  address: string | undefined,
): Promise<{ found: Introspection; askedAt: number }> {
  let cause: unknown;
  for (const delay of DELAYS) {
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay * (0.5 + Math.random())));
    const askedAt = Date.now();
    try {
      return { found: await attempt(client, token, address), askedAt };
    } catch (failure) {
      cause = failure;
      if (!(failure instanceof Passing)) break;
    }
  }
  throw new VerifierUnavailable(undefined, { cause });
}

/** One attempt. Redirects are refused: they would carry the credential elsewhere. */
async function attempt(
  client: IntrospectionClient,
  token: string,
  address: string | undefined,
): Promise<Introspection> {
  const body = new URLSearchParams({ token, ...(address !== undefined && { client_address: address }) });
  const headers = { authorization: authorization(client.credential), accept: 'application/json' };
  const init = { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) } as const;
  const response = await fetch(client.url, init).catch(passing);
  if (response.status === 200) return read(await response.json().catch(passing));
  await response.body?.cancel();
  const refusal = `The introspection endpoint answered ${response.status}.`;
  throw response.status >= 500 || response.status === 429 ? new Passing(refusal) : new Error(refusal);
}

function passing(cause: unknown): never {
  throw new Passing('The introspection endpoint cannot be reached.', { cause });
}

function authorization(credential: IntrospectionClient['credential']): string {
  if (typeof credential === 'string') return `Bearer ${credential}`;
  return `Basic ${btoa(`${encodeURIComponent(credential.id)}:${encodeURIComponent(credential.secret)}`)}`;
}

/** Anything but a clear "active" is inactive; an answer that isn't one at all is a failure. */
function read(answer: unknown): Introspection {
  if (typeof answer !== 'object' || answer === null || !('active' in answer) || typeof answer.active !== 'boolean') {
    throw new Error('What the introspection endpoint answered is no introspection response.');
  }
  if (!answer.active) return { active: false };
  const text = (name: string): string | undefined => textIn(answer, name);
  const expiry: unknown = 'exp' in answer ? answer.exp : undefined;
  return {
    active: true,
    scopes: text('scope')?.split(' ').filter(Boolean) ?? [],
    subject: text('sub') ?? text('client_id') ?? text('username') ?? '',
    tokenId: text('jti'),
    expiresAt: typeof expiry === 'number' ? expiry * 1000 : undefined,
  };
}

function textIn(answer: object, name: string): string | undefined {
  const value: unknown = Reflect.get(answer, name);
  return typeof value === 'string' ? value : undefined;
}
