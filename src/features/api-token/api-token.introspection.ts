import { can } from '../../access/actor';
import { TOKENS_READ } from '../../access/catalogue';
import { NEVER } from '../../columns';
import type { KnownContext } from '../../context';
import { rows } from '../../graphql/rows';
import { ScopegateError } from '../../graphql/errors';
import { ApiIntrospector } from '../api/api.entity';
import type { VerifiedToken } from './api-token.verification';
import { parseSecret } from './secret';

/** What a service learns of a token that was sent to it. */
export interface Introspected {
  readonly id: string;
  readonly publicId: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** Effective ones, of which the caller may know. Sorted. */
  readonly scopes: readonly string[];
  /** The scopes hold built-in ones, which the caller may know because it may read tokens. */
  readonly tellsBuiltIn: boolean;
  readonly issuedAt: Date;
  /** Undefined: it has no end. */
  readonly expiresAt?: Date;
}

interface Question {
  readonly token: string;
  /** Of whoever sent the token to the service, canonical; undefined when it isn't known. */
  readonly address?: string;
}

/**
 * RFC 7662 for an API token of the caller's account. Null alike for unknown, expired, ended and foreign ones, for access
 * tokens and sessions, for an owner who may not use tokens, and for an address that isn't allowed or isn't known. An
 * answer counts as a use (U6).
 */
export async function introspectApiToken(
  context: KnownContext,
  { token, address }: Question,
): Promise<Introspected | null> {
  const verified = await verify(context, { token, address });
  const parsed = parseSecret(token);
  if (!verified?.ownerMayExecute || verified.record.accountId !== context.accountId || !parsed.ok) return null;
  const { id, ownerId, ownerName, issuedAt, expiresAt } = verified.record;
  const scopes = await shownTo(context, verified);
  context.deps.usage.record({ at: new Date(), address, tokenId: id, throughOverlap: verified.throughOverlap });
  const ends = expiresAt.getTime() !== NEVER.getTime();
  return {
    id,
    publicId: parsed.publicId,
    ownerId,
    ownerName,
    scopes,
    tellsBuiltIn: scopes.some((scope) => verified.catalogue.find(scope)?.apiId === undefined),
    issuedAt,
    expiresAt: ends ? expiresAt : undefined,
  };
}

async function verify({ deps }: KnownContext, { token, address }: Question): Promise<VerifiedToken | null> {
  try {
    return await deps.authenticator.tokens.verify(token, 'api', address);
  } catch (error) {
    if (error instanceof ScopegateError && error.status === 401) return null;
    throw error;
  }
}

/** Scopes of the APIs that the caller is an introspector of; built-in ones for who may read tokens anyway. */
async function shownTo(context: KnownContext, { scopes, catalogue }: VerifiedToken): Promise<string[]> {
  const links = await rows(context, ApiIntrospector).find({ userId: context.actor.userId });
  const apis = new Set(links.map(({ apiId }) => apiId));
  const builtIn = can(context.actor, TOKENS_READ);
  const shown = [...scopes].filter((scope) => {
    const permission = catalogue.find(scope);
    return permission !== undefined && (permission.apiId === undefined ? builtIn : apis.has(permission.apiId));
  });
  return shown.sort();
}
