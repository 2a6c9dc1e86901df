import { can } from '../../access/actor';
import { TOKENS_MANAGE } from '../../access/catalogue';
import type { Context, KnownContext } from '../../context';
import { conflict } from '../../graphql/errors';
import { chunks, rows } from '../../graphql/rows';
import { groupBy } from '../../lib/group-by';
import { cleanText } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import { getAccount } from '../account/account.service';
import { type AuditAction, changesBetween, recordAll } from '../audit/audit.record';
import { endSessionsOfTokens } from '../session/session.service';
import { ApiToken, ApiTokenRevocationReason } from './api-token.entity';
import { assertMayStrengthenAll } from './api-token.grant';
import type { ApiTokensInput, RevokeApiTokensInput, SetApiTokensEnabledInput } from './api-token.inputs';
import { type SelectedToken, firstOf, selectTokens } from './api-token.selection';
import { assertWithinLimit } from './api-token.storage';
import type { ApiTokensPayload, DeleteApiTokensPayload } from './api-token.types';
import { needsManage } from './api-token.visibility';

/** C3: keeps the secret. Tokens that are so already are left as they are. */
export async function setApiTokensEnabled(
  context: KnownContext,
  { enabled, ...selection }: SetApiTokensEnabledInput,
): Promise<ApiTokensPayload> {
  const selected = await selectTokens(context, selection);
  const changed = selected.filter((token) => token.enabled !== enabled);
  if (enabled) await assertMayStrengthenAll(context, changed);
  await changeAll(context, enabled ? 'api-token.enabled' : 'api-token.disabled', changed, { enabled });
  return payload(context, selected);
}

/** C4. A reason that may never be taken back replaces a weaker one; otherwise revoking again changes nothing. */
export async function revokeApiTokens(
  context: KnownContext,
  { reason, note, includeCreatedByThem, ...selection }: RevokeApiTokensInput,
): Promise<ApiTokensPayload> {
  const selected = await selectTokens(context, selection);
  const stated = ApiTokenRevocationReason[reason];
  await revoke(context, selected, stated, cleanText(note ?? '') || null);
  const descendants = includeCreatedByThem ? await descendantsOf(context, selected) : [];
  await revoke(context, descendants, ApiTokenRevocationReason.PARENT_REVOKED, null);
  return payload(context, [...selected, ...descendants]);
}

/** Brings revoked tokens back as what they then are. */
export async function restoreApiTokens(context: KnownContext, selection: ApiTokensInput): Promise<ApiTokensPayload> {
  const selected = await selectTokens(context, selection);
  assertRestorable(context, selected);
  await assertMayStrengthenAll(context, selected);
  await assertLimits(context, selected);
  const restored = { revoked: false, revokedAt: null, revocationReason: null, revocationNote: null };
  await changeAll(context, 'api-token.restored', selected, restored);
  return payload(context, selected);
}

/** C5: the rows go; what they did stays in the audit. */
export async function deleteApiTokens(
  context: KnownContext,
  selection: ApiTokensInput,
): Promise<DeleteApiTokensPayload> {
  const selected = await selectTokens(context, selection);
  await deleteAll(context, selected);
  return { affectedCount: selected.length, deletedIds: selected.map(({ id }) => id) };
}

/** O2. @returns how many. */
export async function deleteTokensOf(context: Context, ownerIds: readonly string[]): Promise<number> {
  const tokens = await tokensOf(context, ownerIds);
  await deleteAll(context, tokens);
  return tokens.length;
}

/** O3: every token of the owner, also those that were revoked for a weaker reason. */
export async function revokeForEmailChange(context: Context, ownerId: string): Promise<void> {
  await revoke(context, await tokensOf(context, [ownerId]), ApiTokenRevocationReason.OWNER_EMAIL_CHANGED, null);
}

/** Lists sort by user names: both keys follow the user. `null`: the user goes. */
export async function renameOwner(context: Context, userId: string, usernameKey: string | null): Promise<void> {
  if (usernameKey !== null) await rows(context, ApiToken).update({ ownerId: userId }, { ownerKey: usernameKey });
  await rows(context, ApiToken).update({ createdById: userId }, { creatorKey: usernameKey ?? '' });
}

const FINAL: readonly (ApiTokenRevocationReason | null)[] = [
  ApiTokenRevocationReason.LEAKED,
  ApiTokenRevocationReason.OWNER_EMAIL_CHANGED,
];

/** Revokes those that the reason reaches. */
export async function revoke(
  context: Context,
  tokens: readonly SelectedToken[],
  revocationReason: ApiTokenRevocationReason,
  revocationNote: string | null,
): Promise<void> {
  const final = FINAL.includes(revocationReason);
  const reached = tokens.filter((token) => !token.revoked || (final && !FINAL.includes(token.revocationReason)));
  const revoked = { revoked: true, revokedAt: new Date(), revocationReason, revocationNote };
  await changeAll(context, 'api-token.revoked', reached, revoked);
  await endSessionsOfTokens(context, idsOf(reached));
}

const idsOf = (tokens: readonly SelectedToken[]): string[] => tokens.map(({ id }) => id);

function assertRestorable(context: KnownContext, tokens: readonly SelectedToken[]): void {
  const living = tokens.filter(({ revoked }) => !revoked);
  if (living.length > 0) throw conflict('Only a revoked token can be restored.', idsOf(living));
  const ended = tokens.filter(({ revocationReason }) => FINAL.includes(revocationReason));
  if (ended.length > 0) {
    throw conflict(
      "After a leak or a change of the owner's e-mail a token can't be restored. Make a new one.",
      idsOf(ended),
    );
  }
  const byHolder = tokens.filter(({ revocationReason }) => revocationReason === ApiTokenRevocationReason.HOLDER);
  if (byHolder.length > 0 && !can(context.actor, TOKENS_MANAGE)) {
    throw needsManage(idsOf(byHolder), 'ended by their holder');
  }
}

async function assertLimits(context: KnownContext, tokens: readonly SelectedToken[]): Promise<void> {
  const account = await getAccount(context);
  const counting = tokens.filter(({ expiresAt }) => expiresAt === null || expiresAt > new Date());
  for (const [ownerId, owned] of groupBy(counting, (token) => token.ownerId)) {
    await assertWithinLimit(context, account, ownerId, owned.length, idsOf(owned));
  }
}

/** Writes the same values to all of them, with one audit entry each. */
async function changeAll(
  context: Context,
  action: AuditAction,
  tokens: readonly SelectedToken[],
  values: Partial<ApiToken>,
): Promise<void> {
  if (tokens.length === 0) return;
  const latest = tokens.reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), new Date(0));
  const updatedAt = strictlyLater(latest);
  for (const chunk of chunks(tokens.map(({ id }) => id))) {
    await rows(context, ApiToken)
      .updateQuery({ ...values, updatedAt })
      .andWhere('id IN (:...chunk)', { chunk })
      .execute();
  }
  const { revokedAt: _at, revoked: _revoked, ...told } = values;
  await recordAll(
    context,
    tokens.map((token) => ({
      action,
      targetId: token.id,
      targetName: token.name,
      changes: changesBetween(token as Partial<ApiToken>, told),
    })),
  );
}

async function deleteAll(context: Context, tokens: readonly SelectedToken[]): Promise<void> {
  await endSessionsOfTokens(context, idsOf(tokens));
  for (const chunk of chunks(tokens.map(({ id }) => id))) {
    await rows(context, ApiToken).deleteQuery().andWhere('id IN (:...chunk)', { chunk }).execute();
  }
  await handDown(context, tokens);
  await recordAll(
    context,
    tokens.map(({ id, name }) => ({ action: 'api-token.deleted', targetId: id, targetName: name })),
  );
}

/**
 * What a deleted token made goes to whoever made that token: deleting the middle of a line must not hide the generations
 * below from the one who ends it from above (P6).
 */
async function handDown(context: Context, deleted: readonly SelectedToken[]): Promise<void> {
  const makers = new Map(deleted.map(({ id, createdWithId }) => [id, createdWithId]));
  const inTheMiddle = deleted.filter(({ createdWithId }) => createdWithId !== null).map(({ id }) => id);
  for (const chunk of chunks(inTheMiddle)) {
    const children = await rows(context, ApiToken)
      .query('token')
      .select('token.created_with_id', 'parent')
      .distinct()
      .andWhere('token.created_with_id IN (:...chunk)', { chunk })
      .getRawMany<{ parent: string }>();
    for (const { parent } of children) {
      await rows(context, ApiToken).update({ createdWithId: parent }, { createdWithId: livingMaker(makers, parent) });
    }
  }
}

function livingMaker(makers: ReadonlyMap<string, string | null>, deletedId: string): string | null {
  let id: string | null = deletedId;
  while (id !== null && makers.has(id)) id = makers.get(id) ?? null;
  return id;
}

/** All generations; those selected already are left out. */
async function descendantsOf(context: Context, tokens: readonly SelectedToken[]): Promise<SelectedToken[]> {
  const seen = new Set(tokens.map(({ id }) => id));
  const descendants: SelectedToken[] = [];
  let parents = [...seen];
  while (parents.length > 0) {
    const children: SelectedToken[] = [];
    for (const chunk of chunks(parents)) {
      children.push(
        ...(await rows(context, ApiToken)
          .lock('token')
          .andWhere('token.created_with_id IN (:...chunk)', { chunk })
          .getMany()),
      );
    }
    const fresh = children.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    descendants.push(...fresh);
    parents = fresh.map(({ id }) => id);
  }
  return descendants;
}

async function tokensOf(context: Context, ownerIds: readonly string[]): Promise<SelectedToken[]> {
  const tokens: SelectedToken[] = [];
  for (const chunk of chunks(ownerIds)) {
    tokens.push(
      ...(await rows(context, ApiToken).lock('token').andWhere('token.owner_id IN (:...chunk)', { chunk }).getMany()),
    );
  }
  return tokens;
}

async function payload(context: KnownContext, tokens: readonly SelectedToken[]): Promise<ApiTokensPayload> {
  return { affectedCount: tokens.length, apiTokens: await firstOf(context, tokens) };
}
