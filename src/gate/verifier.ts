import { type Actor, ANONYMOUS } from './actor';
import { bearerToken } from './bearer';
import { CredentialError } from './credential-error';
import { assertCredential, type Introspection, introspect, type IntrospectionClient } from './introspection-client';

/** How long answers are believed. */
export interface VerifierCache {
  /** Seconds after which an answer is asked for again: the longest that a revoked token goes unnoticed. 5 by default, 0 for never. */
  readonly seconds?: number;
  /** Answers that are kept, the oldest dropped first; 10,000 by default. */
  readonly entries?: number;
}

/** Options of createVerifier. */
export interface VerifierOptions {
  /** The introspection endpoint (RFC 7662). */
  readonly url: string | URL;
  /** What this service shows there: a bearer token, or id and secret for Basic. */
  readonly credential: IntrospectionClient['credential'];
  readonly cache?: VerifierCache;
}

/** Turns `Authorization` headers into actors. */
export interface Verifier {
  /**
   * The actor of a request; ANONYMOUS only when there is no header at all. Throws a CredentialError (401, or 400 for a malformed
   * header) or a VerifierUnavailable (503): nobody is let in while the service can't be asked.
   */
  verify(authorizationHeader: string | undefined, request?: { readonly address?: string }): Promise<Actor>;
}

interface Answer {
  readonly actor: Actor | undefined;
  /** Milliseconds since 1970 until which it is believed. */
  readonly until: number;
}

const LONGEST_SECONDS = 60;

/**
 * A client of an introspection endpoint with bounded staleness: answers, refusals too, are kept for seconds, and equal questions are
 * asked once. Throws when the url is none or the credential is missing.
 */
export function createVerifier({ url, credential, cache = {} }: VerifierOptions): Verifier {
  const { seconds = 5, entries = 10_000 } = cache;
  if (!(seconds >= 0 && seconds <= LONGEST_SECONDS))
    throw new RangeError(`cache.seconds must be between 0 and ${LONGEST_SECONDS}.`);
  assertCredential(credential);
  const answers = new AnswerCache(entries);
  const asked = new Map<string, Promise<Answer>>();
  const client = { url: new URL(url), credential };

  const ask = async (token: string, address: string | undefined): Promise<Answer> => {
    const { found, askedAt } = await introspect(client, token, address);
    return answerOf(found, askedAt + seconds * 1000);
  };
  const answer = (token: string, address: string | undefined): Promise<Answer> => {
    // Not even joined: the answer to an earlier question may be older than the request.
    if (seconds === 0) return ask(token, address);
    const key = JSON.stringify([token, address]);
    const known = answers.find(key) ?? asked.get(key);
    if (known) return Promise.resolve(known);
    const fresh = ask(token, address).finally(() => asked.delete(key));
    asked.set(key, fresh);
    return fresh.then((found) => answers.keep(key, found));
  };
  return {
    async verify(authorizationHeader, request = {}) {
      if (authorizationHeader === undefined) return ANONYMOUS;
      const { actor } = await answer(bearerToken(authorizationHeader), request.address);
      if (!actor) throw new CredentialError();
      return actor;
    },
  };
}

function answerOf(found: Introspection, until: number): Answer {
  if (!found.active) return { actor: undefined, until };
  const { scopes, subject, tokenId, expiresAt = Infinity } = found;
  if (expiresAt <= Date.now()) return { actor: undefined, until };
  const actor = {
    authenticated: true,
    scopes: new Set(scopes),
    subject,
    ...(tokenId !== undefined && { tokenId }),
  } as const;
  return { actor, until: Math.min(until, expiresAt) };
}

/** Answers in the order in which they came in. */
class AnswerCache {
  readonly #answers = new Map<string, Answer>();

  constructor(private readonly most: number) {}

  find(key: string): Answer | undefined {
    const answer = this.#answers.get(key);
    if (answer && answer.until > Date.now()) return answer;
    this.#answers.delete(key);
    return undefined;
  }

  keep(key: string, answer: Answer): Answer {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.most) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
