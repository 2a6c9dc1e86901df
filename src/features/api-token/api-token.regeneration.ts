import type { Context, KnownContext } from '../../context';
import { conflict, grantExceeded, invalidInput, policyViolation } from '../../graphql/errors';
import { orNameTaken } from '../../graphql/name-taken';
import { rows } from '../../graphql/rows';
import { formatDuration } from '../../lib/duration';
import { cleanText, nameKey } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import type { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import { changesBetween, record } from '../audit/audit.record';
import { endSessionsOfTokens } from '../session/session.service';
import { User } from '../user/user.entity';
import { ApiToken, ApiTokenKind, ApiTokenStatus, overlapEnd, statusOf } from './api-token.entity';
import { assertExpiryAllowed, requestedExpiry } from './api-token.expiry';
import { assertFitForOthersEyes, assertMayStrengthen, callingToken, isSeenByOther } from './api-token.grant';
import type { RegenerateApiTokenInput, RegenerateApiTokensInput, RotateHeldTokenInput } from './api-token.inputs';
import { tellOwner } from './api-token.notice';
import { assertNamesFree, assertWithinLimit, TAKEN } from './api-token.storage';
import { reindexToken } from './api-token.terms';
import type { ApiTokenSecretPayload } from './api-token.types';
import { lockManagedToken, lockManagedTokens } from './api-token.visibility';
import { generateSecret } from './secret';
import { counts } from './api-token.update';

type Request = Omit<RegenerateApiTokenInput, 'id'>;

/** C2: a new secret; everything else stays, but for a name or an end that is given. */
export async function regenerateApiToken(
  context: KnownContext,
  { id, ...request }: RegenerateApiTokenInput,
): Promise<ApiTokenSecretPayload> {
  const token = await lockManagedToken(context, id);
  return regenerate(context, token, request, await getAccount(context));
}

/** All or nothing. */
export async function regenerateApiTokens(
  context: KnownContext,
  { ids, ...request }: RegenerateApiTokensInput,
): Promise<ApiTokenSecretPayload[]> {
  const account = await getAccount(context);
  const wanted = [...new Set(ids)];
  const secrets: ApiTokenSecretPayload[] = [];
  for (const token of await lockManagedTokens(context, wanted)) {
    secrets.push(await regenerate(context, token, request, account));
  }
  return wanted.map((id) => secrets.find(({ apiToken }) => apiToken.id === id) as ApiTokenSecretPayload);
}

async function regenerate(
  context: KnownContext,
  token: ApiToken,
  request: Request,
  account: Account,
): Promise<ApiTokenSecretPayload> {
  const now = new Date();
  if (token.revoked) throw conflict('A revoked token has no secret to renew. Restore it first.', [token.id]);
  const next = await withRequest(context, token, request, account, now);
  await assertMayStrengthen(context, token, next);
  const owner = await ownerOf(context, token);
  next.secretSeenByOther = isSeenByOther(context, owner);
  if (next.secretSeenByOther) assertFitForOthersEyes(context, token);
  const renewed = await renew(context, token, next, newOverlapEnd(token, next, request.overlap, account, now));
  if (next.secretSeenByOther) tellOwner(context, owner, next);
  return renewed;
}

/** The API token that makes the call renews its own secret, within the overlap rules (P6). */
export async function rotateHeldToken(
  context: KnownContext,
  { overlap }: RotateHeldTokenInput,
): Promise<ApiTokenSecretPayload> {
  if (context.actor.credential !== 'api-token')
    throw conflict('Only an API token can rotate itself, in a call that it makes.');
  const token = await callingToken(context);
  const account = await getAccount(context);
  const next = copyOf(context, token, {});
  return renew(context, token, next, newOverlapEnd(token, next, overlap, account, new Date()));
}

async function withRequest(
  context: KnownContext,
  token: ApiToken,
  request: Request,
  account: Account,
  now: Date,
): Promise<ApiToken> {
  const expiry = requestedExpiry(request, now);
  if (expiry) assertExpiryAllowed(expiry, token.kind, account, request);
  if (!expiry && statusOf(token, now) === ApiTokenStatus.EXPIRED) {
    throw invalidInput(['lifetime'], `"${token.name}" has expired: give it a new lifetime, too.`);
  }
  const next = copyOf(context, token, {
    ...expiry,
    ...(request.name !== undefined && { name: cleanText(request.name), nameKey: nameKey(request.name) }),
  });
  if (next.nameKey !== token.nameKey) await assertNamesFree(context, [{ ...next, owner: { id: token.ownerId } }]);
  if (!counts(token)) await assertWithinLimit(context, account, token.ownerId, 1);
  return next;
}

function copyOf(context: KnownContext, token: ApiToken, changed: Partial<ApiToken>): ApiToken {
  return context.manager.getRepository(ApiToken).create({ ...token, ...changed });
}

/** Never past an end that the old secret has or the token gets. @throws POLICY_VIOLATION. */
function newOverlapEnd(
  token: ApiToken,
  next: ApiToken,
  seconds: number | undefined,
  { maxOverlap }: Account,
  now: Date,
): Date | null {
  if (seconds === undefined) return null;
  if (seconds > maxOverlap) {
    throw policyViolation('overlap', `maxOverlap: the old secret may go on for ${formatDuration(maxOverlap)} at most.`);
  }
  const asked = new Date(now.getTime() + seconds * 1_000);
  const end = [token.expiresAt, next.expiresAt].reduce<Date>(
    (first, date) => (date && date < first ? date : first),
    asked,
  );
  return end > now ? end : null;
}

async function renew(
  context: KnownContext,
  token: ApiToken,
  next: ApiToken,
  overlapEndsAt: Date | null,
): Promise<ApiTokenSecretPayload> {
  const secret = generateSecret(token.kind === ApiTokenKind.API ? 'api' : 'acc', token.publicId);
  const { hash, keyId } = context.deps.keys.hash('api-token', secret.text);
  const at = strictlyLater(token.updatedAt);
  const changed = {
    name: next.name,
    nameKey: next.nameKey,
    expiresAt: next.expiresAt,
    lifetimeSeconds: next.lifetimeSeconds,
    secretSeenByOther: next.secretSeenByOther,
    secretHash: hash,
    secretKeyId: keyId,
    secretEnding: secret.ending,
    previousHash: overlapEndsAt && token.secretHash,
    previousKeyId: overlapEndsAt && token.secretKeyId,
    previousSeenByOther: overlapEndsAt !== null && token.secretSeenByOther,
    overlapEndsAt,
    overlapLastUsedAt: null,
    overlapLastUsedAddress: null,
    overlapLastUsedClient: null,
    regeneratedAt: at,
    updatedAt: at,
  };
  await orNameTaken('name', TAKEN, () => rows(context, ApiToken).update({ id: token.id }, changed));
  const renewed = copyOf(context, next, changed);
  if (next.name !== token.name) await reindexToken(context, renewed);
  // U3: they stand for the old secret, which can't be exchanged any more, within its overlap neither (C2).
  await endSessionsOfTokens(context, [token.id]);
  const { name, expiresAt } = renewed;
  const changes = changesBetween(token, { name, expiresAt, overlapEndsAt });
  await record(context, { action: 'api-token.regenerated', targetId: token.id, targetName: name, changes });
  return { apiToken: renewed, secret: secret.text };
}

/** Ends the time in which the old secret still works. */
export async function endApiTokenOverlap(context: KnownContext, id: string): Promise<ApiToken> {
  const token = await lockManagedToken(context, id);
  if (!overlapEnd(token, new Date())) return token;
  return endOverlap(context, token);
}

export async function endOverlap(context: Context, token: ApiToken): Promise<ApiToken> {
  const changed = {
    previousHash: null,
    previousKeyId: null,
    previousSeenByOther: false,
    overlapEndsAt: null,
    overlapLastUsedAt: null,
    overlapLastUsedAddress: null,
    overlapLastUsedClient: null,
    updatedAt: strictlyLater(token.updatedAt),
  };
  await rows(context, ApiToken).update({ id: token.id }, changed);
  const changes = changesBetween(token, { overlapEndsAt: null });
  await record(context, { action: 'api-token.updated', targetId: token.id, targetName: token.name, changes });
  return context.manager.getRepository(ApiToken).create({ ...token, ...changed });
}

async function ownerOf(context: KnownContext, { ownerId }: ApiToken): Promise<User> {
  const owner = await rows(context, User).findOne({ id: ownerId });
  if (!owner) throw grantExceeded([], 'The owner of this token is gone.');
  return owner;
}
