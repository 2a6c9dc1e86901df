import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import type { Actor, KnownActor } from './access/actor';
import type { Catalogue } from './access/catalogue';
import type { Authenticator } from './authenticate';
import type { Config } from './config';
import type { Database } from './database';
import type { KeyRing } from './keys';
import type { Mailer } from './mailer';

/** One use of a credential, told after its request was let through (U6). */
export interface Use {
  readonly at: Date;
  readonly address?: string;
  readonly client?: string;
  readonly tokenId?: string;
  readonly throughOverlap?: boolean;
  readonly sessionId?: string;
  /** What the call needed of the token's scopes, where that is decided here (P12). */
  readonly scopes?: readonly string[];
}

/** A hash under an older key, to be replaced by one under the newest (S3). */
export interface Rehash {
  readonly table: 'api_token' | 'session';
  readonly id: string;
  readonly oldHash: string;
  readonly hash: string;
  readonly keyId: string;
}

/** Keeps uses in memory and writes them in batches: never a write for each request. */
export interface Usage {
  record(use: Use): void;
  rehash(rehash: Rehash): void;
  flush(): Promise<void>;
}

/** What one server has, made once by main.ts or a test. */
export interface Deps {
  readonly config: Config;
  readonly database: Database;
  readonly keys: KeyRing;
  readonly mailer: Mailer;
  readonly usage: Usage;
  /** Verifies credentials: the same for every way in. */
  readonly authenticator: Authenticator;
  readonly log: Logger;
}

/** What is known of the request itself. */
export interface RequestInfo {
  /** In every answer and log line. */
  readonly id: string;
  /** Canonical; undefined when it can't be known. */
  readonly address?: string;
  /** The User-Agent, at most 200 characters. */
  readonly client?: string;
  /** It comes from the panel's own origin: sessions travel as cookies. */
  readonly fromPanel: boolean;
  /** A page of another origin sends it. */
  readonly fromElsewhere?: boolean;
  /** The signed mark of a device that logged in before. */
  readonly device?: string;
}

/** The first argument of every service call. */
export interface Context {
  readonly deps: Deps;
  readonly request: RequestInfo;
  readonly actor: Actor;
  /** The account that every row is looked up in (R7); undefined until it is known who asks. */
  readonly accountId?: string;
  readonly catalogue: Catalogue;
  /** The reader's; inside `transaction` that of the transaction. */
  readonly manager: EntityManager;
  /** Runs once the change is committed; at once outside a transaction. */
  readonly afterCommit: (effect: () => void | Promise<void>) => void;
  /** Rows read for edges, kept for one request. */
  readonly loaders: Map<string, unknown>;
  /** Headers and cookies of the answer, filled while it is made. */
  readonly answer: AnswerHeaders;
  /** Of a GraphQL request: the API's own schema behind the gate, for what explains it. */
  readonly schema?: GraphQLSchema;
  /** Of a GraphQL request, known once it is parsed. */
  readonly operation?: OperationNotes;
  /** What is wrong with the session cookie. Whoever lets operations through without looking lets them through as anonymous. */
  readonly refusedCookie?: GraphQLError;
}

/** What is known of the operation before it runs: for the log, and for rate limits. */
export interface OperationNotes {
  name?: string;
  /** Points, as OPERATIONS counts them (docs/OPERATIONS.md, Limits of an operation). */
  cost?: number;
}

export interface AnswerHeaders {
  readonly headers: Map<string, string>;
  /** The session's secret to set as a cookie; null clears it. */
  sessionCookie?: { readonly secret: string; readonly expiresAt: Date } | null;
  deviceCookie?: string;
}

/** A context in which somebody known asks: behind every mark but @public. */
export interface KnownContext extends Context {
  readonly actor: KnownActor;
  readonly accountId: string;
}

/** The gate has seen to it; a resolver that is reached without a known actor stops here all the same. */
export function known(context: Context): KnownContext {
  if (!context.actor.authenticated || !context.accountId) throw new Error('Reached without an actor.');
  return context as KnownContext;
}

/** The same request in the name of an account: log-ins and links, once they know whose they are. */
export function inAccount<T extends Context>(context: T, accountId: string): T & { readonly accountId: string } {
  return { ...context, accountId };
}

/**
 * From here on the request is the actor's: after a log-in its answer shows what the viewer may see. Fields that came
 * before were decided on as anonymous ones; the gate decides anew on those that follow.
 */
export function becomeActor(context: Context, actor: KnownActor): void {
  Object.assign(context, { actor, accountId: actor.accountId, catalogue: actor.catalogue ?? context.catalogue });
}
