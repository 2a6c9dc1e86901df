import type { IncomingMessage } from 'node:http';
import { type Actor, ANONYMOUS, type KnownActor } from './access/actor';
import { BUILT_IN_CATALOGUE, type Catalogue } from './access/catalogue';
import { NEVER } from './columns';
import type { Deps } from './context';
import { Catalogues } from './features/api/api.catalogue';
import { TokenVerification, type VerifiedToken } from './features/api-token/api-token.verification';
import { Rights } from './features/role/role.rights';
import { SessionVerification } from './features/session/session.verification';
import { credentialRefused, executionRefused, MalformedCredentialError } from './graphql/credential-errors';
import { rawHeader } from './lib/raw-header';

/** RFC 6750, 2.1. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** What a request carries. `cookie` is the session cookie's value where cookies count at all. */
export interface Credentials {
  readonly bearer?: string;
  readonly cookie?: string;
}

/** Request → actor: the one path of every way in. */
export class Authenticator {
  readonly rights: Rights;
  readonly tokens: TokenVerification;
  readonly sessions: SessionVerification;
  readonly catalogues: Catalogues;
  /** What is known before an account is. */
  readonly catalogue: Catalogue = BUILT_IN_CATALOGUE;

  constructor(deps: Omit<Deps, 'authenticator'>) {
    this.rights = new Rights(deps.database.reader);
    this.catalogues = new Catalogues(deps.database.reader);
    this.tokens = new TokenVerification(deps, this.rights, this.catalogues);
    this.sessions = new SessionVerification(deps, this.rights, this.tokens, this.catalogues);
  }

  /**
   * @throws UNAUTHENTICATED, TOKEN_EXPIRED (401): a text that isn't a valid credential is never anonymous (U1);
   * INSUFFICIENT_SCOPE (403): the owner may not use tokens (P3).
   */
  async actorOf({ bearer, cookie }: Credentials, address?: string): Promise<Actor> {
    const text = bearer ?? cookie;
    if (text === undefined) return ANONYMOUS;
    if (bearer === undefined || bearer.startsWith('sg_ses_')) return this.actorOfSession(text, address);
    return this.fromToken(await this.tokens.verify(text, 'api', address));
  }

  /** @throws like `actorOf`. */
  async actorOfSession(text: string, address?: string): Promise<KnownActor> {
    const { ownerMayExecute, ...actor } = await this.sessions.verify(text, address);
    if (!ownerMayExecute) throw executionRefused();
    return actor;
  }

  private fromToken({ record, throughOverlap, scopes, catalogue, ownerMayExecute }: VerifiedToken): KnownActor {
    if (!ownerMayExecute) throw executionRefused();
    return {
      authenticated: true,
      credential: 'api-token',
      accountId: record.accountId,
      userId: record.ownerId,
      userName: record.ownerName,
      subject: record.ownerId,
      scopes,
      catalogue,
      tokenId: record.id,
      tokenName: record.name,
      throughOverlap,
      tokenIssuedAt: record.issuedAt,
      tokenExpiresAt: record.expiresAt.getTime() === NEVER.getTime() ? undefined : record.expiresAt,
    };
  }
}

/**
 * The text of `Authorization: Bearer …`; undefined without the header.
 * @throws BAD_REQUEST (400) when the header can't be understood, UNAUTHENTICATED for another scheme.
 */
export function bearerOf(message: IncomingMessage): string | undefined {
  const [value, ...more] = rawHeader(message.rawHeaders, 'authorization');
  if (value === undefined) return undefined;
  if (more.length > 0) throw new MalformedCredentialError('Send one Authorization header, not several.');
  const [scheme, text, ...rest] = value.trim().split(/[ \t]+/);
  if (!text || rest.length > 0) throw new MalformedCredentialError('Write it as "Authorization: Bearer <token>".');
  if (scheme?.toLowerCase() !== 'bearer') throw credentialRefused();
  if (!B64TOKEN.test(text)) throw new MalformedCredentialError('A token has no such characters (RFC 6750, b64token).');
  return text;
}
