import { isByToken } from '../../access/actor';
import { effectiveScopes, type Grant } from '../../access/effective-scopes';
import type { KnownContext } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { orNameTaken } from '../../graphql/name-taken';
import { rows } from '../../graphql/rows';
import { assertUnchanged } from '../../graphql/unchanged';
import { cleanText, nameKey } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import type { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import { type AuditAction, changesBetween, record } from '../audit/audit.record';
import { heldBy } from '../role/role.permissions';
import { ApiToken, ApiTokenStatus, statusOf } from './api-token.entity';
import { assertExpiryAllowed, type Expiry, isLater, requestedExpiry } from './api-token.expiry';
import {
  assertFitForOthersEyes,
  assertHolds,
  assertMayStrengthen,
  cleanScopes,
  isKnownToOther,
  isWider,
  scopesOfPreset,
} from './api-token.grant';
import type { UpdateApiTokenInput } from './api-token.inputs';
import { assertNamesFree, assertWithinLimit, TAKEN } from './api-token.storage';
import { reindexToken } from './api-token.terms';
import { lockManagedToken } from './api-token.visibility';

/** C1: fields left out keep their value; saving without a change writes and logs nothing. */
export async function updateApiToken(context: KnownContext, input: UpdateApiTokenInput): Promise<ApiToken> {
  const token = await lockManagedToken(context, input.id);
  assertUnchanged(token, input.expectedUpdatedAt);
  const account = await getAccount(context);
  const wanted = await wantedOf(context, token, input, account);
  const changes = changesBetween(token, wanted);
  if (changes.length === 0) return token;
  const next = context.manager.getRepository(ApiToken).create({ ...token, ...wanted });
  await assertMayBecome(context, token, next, account);
  return save(
    context,
    next,
    wanted,
    actionOf(
      changes.map(({ field }) => field),
      next,
    ),
    changes,
  );
}

type Wanted = Partial<
  Pick<
    ApiToken,
    | 'name'
    | 'nameKey'
    | 'description'
    | 'access'
    | 'scopes'
    | 'presetId'
    | 'expiresAt'
    | 'lifetimeSeconds'
    | 'enabled'
    | 'allowedAddresses'
    | 'overlapEndsAt'
  >
>;

async function wantedOf(
  context: KnownContext,
  token: ApiToken,
  input: UpdateApiTokenInput,
  account: Account,
): Promise<Wanted> {
  const { name, description, enabled, allowedAddresses } = input;
  const expiry = wantedExpiry(token, input, account);
  return {
    ...(name !== undefined && { name: cleanText(name) }),
    ...(description !== undefined && { description: cleanText(description) }),
    ...(enabled !== undefined && { enabled }),
    ...(allowedAddresses !== undefined && { allowedAddresses: allowedAddresses && [...new Set(allowedAddresses)] }),
    ...(await wantedGrant(context, token, input)),
    ...expiry,
    ...cutOverlap(token, expiry),
  };
}

/** An edited list loses the preset that it came from; the same list saved again isn't edited (T5). */
async function wantedGrant(context: KnownContext, token: ApiToken, input: UpdateApiTokenInput): Promise<Wanted> {
  const { access, scopes, presetId } = input;
  if (scopes !== undefined && presetId !== undefined) {
    throw invalidInput(['presetId'], 'Give scopes or a preset, not both.');
  }
  // An empty text is an id, too: of nothing.
  if (presetId !== undefined) {
    assertCustom(access);
    return { access: 'CUSTOM', scopes: cleanScopes(context, await scopesOfPreset(context, presetId)), presetId };
  }
  if (scopes) {
    assertCustom(access);
    // What stands on the token already may stay there, also when it is gone from the catalogue meanwhile (P8).
    const list = cleanScopes(context, scopes, token.scopes);
    return sameList(list, token) ? {} : { access: 'CUSTOM', scopes: list, presetId: null };
  }
  return access === undefined || access === token.access ? {} : { access, scopes: [], presetId: null };
}

const sameList = (list: readonly string[], token: ApiToken): boolean =>
  token.access === 'CUSTOM' && list.join(' ') === token.scopes.join(' ');

function assertCustom(access: string | undefined): void {
  if (access !== undefined && access !== 'CUSTOM') {
    throw invalidInput(['access'], `Scopes and presets go with CUSTOM; ${access} follows the owner.`);
  }
}

function wantedExpiry(token: ApiToken, input: UpdateApiTokenInput, account: Account): Partial<Expiry> {
  // Saving the same end again is no change, and may lie in the past.
  if (input.lifetime === undefined && input.expiresAt?.getTime() === token.expiresAt?.getTime()) {
    return {};
  }
  const expiry = requestedExpiry(input, new Date());
  if (!expiry) return {};
  assertExpiryAllowed(expiry, token.kind, account, input);
  return expiry;
}

/** An old secret never works past the expiry (C2), also when that comes nearer and goes away again. */
function cutOverlap({ overlapEndsAt }: ApiToken, { expiresAt }: Partial<Expiry>): Wanted {
  return expiresAt && overlapEndsAt && expiresAt < overlapEndsAt ? { overlapEndsAt: expiresAt } : {};
}

/** The rules on what an edit may make of a token: names, limits, P5, P6, T10. */
async function assertMayBecome(
  context: KnownContext,
  token: ApiToken,
  next: ApiToken,
  account: Account,
): Promise<void> {
  if (next.name !== token.name) {
    next.nameKey = nameKey(next.name);
    if (next.nameKey !== token.nameKey) await assertNamesFree(context, [{ ...next, owner: { id: token.ownerId } }]);
  }
  await assertGrantAllowed(context, token, next);
  const stronger =
    isLater(next.expiresAt, token.expiresAt) ||
    isWider(next.allowedAddresses, token.allowedAddresses) ||
    (next.enabled && !token.enabled);
  if (stronger) await assertMayStrengthen(context, token, next);
  if (counts(next) && !counts(token)) await assertWithinLimit(context, account, token.ownerId, 1);
}

export function counts(token: ApiToken): boolean {
  return [ApiTokenStatus.ACTIVE, ApiTokenStatus.DISABLED].includes(statusOf(token, new Date()));
}

/** Compared is what the edit adds to what the token lists or gives (P5). */
async function assertGrantAllowed(context: KnownContext, token: ApiToken, next: ApiToken): Promise<void> {
  if (next.access === token.access && next.scopes.join(' ') === token.scopes.join(' ')) return;
  const held = await heldBy(context, token.ownerId);
  const before = reach(context, token, held);
  const added = [...reach(context, next, held)].filter((scope) => !before.has(scope));
  if (isKnownToOther(token)) assertFitForOthersEyes(context, next);
  assertHolds(context, asAsked(context, next, added), held);
  const stronger = added.length > 0 || followsMore(token, next);
  if (stronger && isByToken(context.actor)) await assertMayStrengthen(context, token, next);
}

/** The same additions by the names on the new list, so that a refusal names what was asked for. */
function asAsked({ catalogue }: KnownContext, next: Grant, added: readonly string[]): string[] {
  const named = next.scopes.filter((scope) => added.includes(scope));
  const implied = catalogue.expand(named);
  return [...named, ...added.filter((scope) => !implied.has(scope))];
}

/** A level follows its owner: what adds nothing now may add something tomorrow, so by token it is never only weaker. */
function followsMore(token: Grant, next: Grant): boolean {
  return next.access === 'FULL_ACCESS' || (next.access === 'READ_ONLY' && token.access === 'CUSTOM');
}

function reach(context: KnownContext, grant: Grant, ownerHolds: ReadonlySet<string>): Set<string> {
  return grant.access === 'CUSTOM'
    ? context.catalogue.expand(grant.scopes)
    : effectiveScopes(context.catalogue, grant, ownerHolds);
}

function actionOf(fields: readonly string[], next: ApiToken): AuditAction {
  const onlyEnabled = fields.length === 1 && fields[0] === 'enabled';
  if (!onlyEnabled) return 'api-token.updated';
  return next.enabled ? 'api-token.enabled' : 'api-token.disabled';
}

async function save(
  context: KnownContext,
  next: ApiToken,
  wanted: Wanted,
  action: AuditAction,
  changes: ReturnType<typeof changesBetween>,
): Promise<ApiToken> {
  next.updatedAt = strictlyLater(next.updatedAt);
  const set = { ...wanted, nameKey: next.nameKey, updatedAt: next.updatedAt };
  await orNameTaken('name', TAKEN, () => rows(context, ApiToken).update({ id: next.id }, set));
  if ('name' in wanted || 'description' in wanted || 'scopes' in wanted) await reindexToken(context, next);
  await record(context, { action, targetId: next.id, targetName: next.name, changes });
  return next;
}
