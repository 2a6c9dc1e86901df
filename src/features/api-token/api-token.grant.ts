import { isByToken } from '../../access/actor';
import { TOKEN_MANAGING } from '../../access/catalogue';
import { effectiveScopes, type Grant } from '../../access/effective-scopes';
import { excess } from '../../access/grants';
import type { Context, KnownContext } from '../../context';
import { andIdIn } from '../../graphql/conditions';
import { credentialRefused } from '../../graphql/credential-errors';
import { grantExceeded, notFound } from '../../graphql/errors';
import { listedTokenScopes } from '../../graphql/listed-scopes';
import { rows } from '../../graphql/rows';
import { isWithin } from '../../lib/address-range';
import { ScopePreset } from '../preset/preset.entity';
import { scopesIn } from '../preset/preset.service';
import { heldBy, heldByEach } from '../role/role.permissions';
import { type User, UserKind } from '../user/user.entity';
import { ApiToken, overlapEnd } from './api-token.entity';
import { isLater } from './api-token.expiry';

/** The list of a token as stored. @param kept what stands there already. @throws BAD_USER_INPUT naming what can't stand there (P3, P7). */
export function cleanScopes({ catalogue }: Context, scopes: readonly string[], kept?: readonly string[]): string[] {
  return listedTokenScopes(catalogue, scopes, 'scopes', kept);
}

/** What a preset holds at this moment (T5); locked, so that it is there while the token that names it is stored. @throws NOT_FOUND. */
export async function scopesOfPreset(context: Context, presetId: string): Promise<string[]> {
  const query = rows(context, ScopePreset).lock('preset');
  andIdIn(query, 'preset.id', [presetId]);
  const preset = await query.getOne();
  if (!preset) throw notFound([presetId]);
  return scopesIn(context, preset).filter((scope) => context.catalogue.find(scope)?.grantableToTokens);
}

/** What the token gives now, whatever its status. */
export async function givenNow(context: Context, token: Grant & Pick<ApiToken, 'ownerId'>): Promise<Set<string>> {
  return effectiveScopes(context.catalogue, token, await heldBy(context, token.ownerId));
}

/** P5: scopes that a change adds are held by the caller and by the owner. @throws GRANT_EXCEEDED. */
export function assertHolds(context: KnownContext, added: Iterable<string>, ownerHolds: ReadonlySet<string>): void {
  const wanted = [...added];
  const { catalogue, actor } = context;
  const beyondCaller = excess(catalogue, wanted, actor.scopes);
  if (beyondCaller.length > 0)
    throw grantExceeded(beyondCaller, `You don't hold ${beyondCaller.join(', ')}.`, 'scopes');
  const beyondOwner = excess(catalogue, wanted, ownerHolds);
  if (beyondOwner.length > 0) {
    throw grantExceeded(beyondOwner, `The owner doesn't hold ${beyondOwner.join(', ')}.`, 'scopes');
  }
}

/** What of a token a change makes: the parts by which it can be strong. */
export interface Strength extends Grant {
  readonly expiresAt: Date | null;
  readonly allowedAddresses: readonly string[] | null;
}

/** An existing token, as far as it matters whether it may become stronger. */
export type Strengthened = Strength & Pick<ApiToken, 'id' | 'name' | 'ownerId' | 'createdWithId'>;

/**
 * Whatever makes an existing token stronger (later end, wider addresses, enabling, restoring, a new secret) needs all
 * that it gives now (P5). By token only what it made itself may become stronger, within its own bounds (P6).
 * @throws GRANT_EXCEEDED.
 */
export async function assertMayStrengthen(
  context: KnownContext,
  token: Strengthened,
  next: Strength = token,
): Promise<void> {
  await assertMayStrengthenGiven(context, token, next, await givenNow(context, token));
}

async function assertMayStrengthenGiven(
  context: KnownContext,
  token: Strengthened,
  next: Strength,
  given: ReadonlySet<string>,
): Promise<void> {
  const { actor, catalogue } = context;
  const beyond = excess(catalogue, given, actor.scopes);
  if (beyond.length > 0) {
    throw grantExceeded(beyond, `"${token.name}" gives ${beyond.join(', ')}, which you don't hold.`, undefined, [
      token.id,
    ]);
  }
  if (!isByToken(actor)) return;
  if (!(await isMadeBy(context, token, actor.tokenId))) {
    throw grantExceeded([], 'A token can strengthen only tokens that it made itself, and never itself.', undefined, [
      token.id,
    ]);
  }
  await assertWithinCaller(context, next);
}

/** The same for a bulk change; the error names the first that may not. */
export async function assertMayStrengthenAll(context: KnownContext, tokens: readonly Strengthened[]): Promise<void> {
  const held = await heldByEach(
    context,
    tokens.map(({ ownerId }) => ownerId),
  );
  for (const token of tokens) {
    const given = effectiveScopes(context.catalogue, token, held.get(token.ownerId) ?? []);
    await assertMayStrengthenGiven(context, token, token, given);
  }
}

/** P6: a child stays CUSTOM and within the lifetime and the addresses of the token that acts. @throws GRANT_EXCEEDED. */
export async function assertWithinCaller(context: KnownContext, next: Strength): Promise<void> {
  const parent = await callingToken(context);
  if (next.access !== 'CUSTOM') throw grantExceeded([], 'A token can make CUSTOM tokens only.', 'access');
  if (isLater(next.expiresAt, parent.expiresAt)) {
    throw grantExceeded([], 'A token can make tokens only that end no later than itself.', 'expiresAt');
  }
  if (isWider(next.allowedAddresses, parent.allowedAddresses)) {
    throw grantExceeded([], 'A token can make tokens only for its own addresses.', 'allowedAddresses');
  }
}

/**
 * The record of the token that acts, locked: whoever ends it together with what it made waits for a child that is just
 * being made, or is waited for (P6). @throws UNAUTHENTICATED when it was ended since the request began, or got another
 * secret: what the request came with is an old one then, and manages nothing (C2).
 */
export async function callingToken(context: KnownContext): Promise<ApiToken> {
  const { tokenId: id = '', tokenIssuedAt } = context.actor;
  const token = await rows(context, ApiToken).lock('token').andWhere('token.id = :id', { id }).getOne();
  if (!token || token.revoked || !token.enabled) throw credentialRefused();
  const issuedAt = token.regeneratedAt ?? token.createdAt;
  if (issuedAt.getTime() !== tokenIssuedAt?.getTime()) throw credentialRefused();
  return token;
}

/** Whether `ancestorId` made the token, directly or through generations. */
async function isMadeBy(
  context: Context,
  token: Pick<ApiToken, 'createdWithId'>,
  ancestorId: string | undefined,
): Promise<boolean> {
  let parentId = token.createdWithId;
  // A parent is always older, so the way up ends.
  while (parentId && ancestorId) {
    if (parentId === ancestorId) return true;
    parentId = (await rows(context, ApiToken).findOne({ id: parentId }))?.createdWithId ?? null;
  }
  return false;
}

/** Whether `next` allows addresses that `current` doesn't. Null is anywhere. */
export function isWider(next: readonly string[] | null, current: readonly string[] | null): boolean {
  if (current === null) return false;
  return next === null || next.some((range) => !isWithin(range, current));
}

/**
 * T10: a token whose secret somebody other than its person saw is a CUSTOM one that can't manage tokens.
 * Service accounts are exempt. @throws GRANT_EXCEEDED.
 */
export function assertFitForOthersEyes({ catalogue }: Context, grant: Grant): void {
  if (grant.access !== 'CUSTOM') {
    throw grantExceeded([], "A token whose secret its owner isn't alone to see must be CUSTOM.", 'access');
  }
  const managing = [...catalogue.expand(grant.scopes)].filter((scope) => TOKEN_MANAGING.has(scope));
  if (managing.length === 0) return;
  throw grantExceeded(managing, "A token whose secret its owner isn't alone to see can't manage tokens.", 'scopes');
}

export function isSeenByOther({ actor }: KnownContext, owner: Pick<User, 'id' | 'kind'>): boolean {
  return owner.kind === UserKind.PERSON && owner.id !== actor.userId;
}

/** Whether one of the token's secrets that work now was shown to somebody other than its person. */
export function isKnownToOther(token: ApiToken): boolean {
  return token.secretSeenByOther || (token.previousSeenByOther && overlapEnd(token, new Date()) !== null);
}
