import type { Catalogue } from './catalogue';

/**
 * Whoever makes a request. Built once per request by authenticate.ts; `scopes` are the effective ones, computed then (P4).
 * Its shape satisfies the gate's Actor.
 */
export type Actor = AnonymousActor | KnownActor;

export interface AnonymousActor {
  readonly authenticated: false;
  /** The server itself or its operator (first start, bootstrap file, command line), not a request. Holds no scope. */
  readonly system?: true;
}

/**
 * `log-in`: a person's own session. `exchange`: a session got for an access token (U3). `api-token`: sent on each call.
 * `link`: used a link from a mail, which shows whose it is and opens nothing more.
 */
export type CredentialKind = 'log-in' | 'exchange' | 'api-token' | 'link';

export interface KnownActor {
  readonly authenticated: true;
  /** The operator's bootstrap file (T17), which answers for nobody: its `userId` is empty. */
  readonly system?: true;
  readonly credential: CredentialKind;
  readonly accountId: string;
  readonly userId: string;
  readonly userName: string;
  /** Effective scopes with implications; a log-in also holds LOGIN_SCOPE. Same Set for the same rights: the gate keys on it. */
  readonly scopes: ReadonlySet<string>;
  /** The catalogue that the scopes were computed by; the built-in one when left out. */
  readonly catalogue?: Catalogue;
  /** The user's id. */
  readonly subject: string;
  /** The API token of the call, or the access token behind an exchanged session. */
  readonly tokenId?: string;
  readonly tokenName?: string;
  readonly sessionId?: string;
  /** The secret used is the old one of a regenerated token (C2). */
  readonly throughOverlap: boolean;
  /** When the token got the secret that it has since; undefined without a token. */
  readonly tokenIssuedAt?: Date;
  /** Undefined: the credential has no expiry of its own. */
  readonly tokenExpiresAt?: Date;
  /** Until when the password counts as confirmed (C10). */
  readonly confirmedUntil?: Date;
}

/**
 * The reserved scope behind @requiresLogin: held by a person's own log-in only, in no catalogue, never grantable,
 * never shown. No registered API may claim it.
 */
export const LOGIN_SCOPE = 'scopegate:log-in';

export const ANONYMOUS: AnonymousActor = { authenticated: false };

/** Only the audit tells it from anonymous: what it does is done without the API. */
export const SYSTEM: AnonymousActor = { authenticated: false, system: true };

/** What the actor holds and may be shown. */
export function heldScopes(actor: Actor): string[] {
  return actor.authenticated ? [...actor.scopes].filter((scope) => scope !== LOGIN_SCOPE).sort() : [];
}

/** Tokens and exchanged sessions are bounded by P6 and never asked for a password (C10). */
export function isByToken(actor: KnownActor): boolean {
  return actor.credential !== 'log-in';
}

export function can(actor: Actor, ...anyOf: string[]): boolean {
  return actor.authenticated && anyOf.some((scope) => actor.scopes.has(scope));
}
