import type { SelectQueryBuilder } from 'typeorm';
import { can } from '../../access/actor';
import { OWN_TOKENS_MANAGE, TOKENS_MANAGE, TOKENS_READ } from '../../access/catalogue';
import { type Context, type KnownContext, known } from '../../context';
import { andIdIn } from '../../graphql/conditions';
import { scopeChallenge } from '../../graphql/credential-errors';
import { notFound, ScopegateError } from '../../graphql/errors';
import { loader } from '../../graphql/loaders';
import { rows } from '../../graphql/rows';
import { isId } from '../../lib/is-id';
import { ApiToken } from './api-token.entity';

/** R1: whose tokens the caller sees: everybody's, their own, or none. */
export function visibleOwners({ actor }: Context): 'all' | 'own' | 'none' {
  if (can(actor, TOKENS_READ, TOKENS_MANAGE)) return 'all';
  return can(actor, OWN_TOKENS_MANAGE) ? 'own' : 'none';
}

/** The tokens that the caller may see. The condition is added with AND, so that no filter of the caller's gets around it. */
export function visibleTokens(context: KnownContext): SelectQueryBuilder<ApiToken> {
  return restrictToVisible(context, rows(context, ApiToken).query('token'));
}

/** The same, locked until the transaction ends. */
function lockedTokens(context: KnownContext): SelectQueryBuilder<ApiToken> {
  return restrictToVisible(context, rows(context, ApiToken).lock('token'));
}

/** Adds to a query on `token` that the caller may see the rows. */
export function restrictToVisible(
  context: KnownContext,
  query: SelectQueryBuilder<ApiToken>,
): SelectQueryBuilder<ApiToken> {
  const visible = visibleOwners(context);
  if (visible === 'all') return query;
  return visible === 'own'
    ? query.andWhere('token.owner_id = :viewerId', { viewerId: context.actor.userId })
    : query.andWhere('1 = 0');
}

/** Null when missing or not visible. */
export async function findVisibleToken(context: Context, id: string): Promise<ApiToken | null> {
  if (!context.actor.authenticated || !isId(id)) return null;
  return visibleTokens(known(context)).andWhere('token.id = :id', { id }).getOne();
}

/** Of the ids, those that may be seen, by id. */
export async function findVisibleTokens(context: Context, ids: readonly string[]): Promise<Map<string, ApiToken>> {
  if (!context.actor.authenticated) return new Map();
  const query = restrictToVisible(known(context), rows(context, ApiToken).keyed('token'));
  andIdIn(query, 'token.id', ids);
  const found = await query.getMany();
  return new Map(found.map((token) => [token.id, token]));
}

/** For edges of lists: many tokens, one statement. Null when missing or not visible. */
export function loadVisibleToken(context: Context, id: string): Promise<ApiToken | null> {
  return loader<string, ApiToken | null>(context, 'visible token', async (ids) => {
    const found = await findVisibleTokens(context, ids);
    return ids.map((wanted) => found.get(wanted) ?? null);
  }).load(id);
}

/** A token to copy or read, locked. @throws NOT_FOUND, alike for missing and not visible (R2). */
export async function lockVisibleToken(context: KnownContext, id: string): Promise<ApiToken> {
  const token = isId(id) ? await lockedTokens(context).andWhere('token.id = :id', { id }).getOne() : null;
  if (!token) throw notFound([id]);
  return token;
}

/** A token to change, locked. @throws NOT_FOUND; INSUFFICIENT_SCOPE when it may be seen and not managed. */
export async function lockManagedToken(context: KnownContext, id: string): Promise<ApiToken> {
  const token = await lockVisibleToken(context, id);
  assertManages(context, [token]);
  return token;
}

/** Several to change, locked in the order of their ids. @throws NOT_FOUND, INSUFFICIENT_SCOPE naming all that stand against it (C6). */
export async function lockManagedTokens(context: KnownContext, ids: readonly string[]): Promise<ApiToken[]> {
  const query = lockedTokens(context).orderBy('token.id');
  andIdIn(query, 'token.id', ids);
  const tokens = await query.getMany();
  const found = new Set(tokens.map(({ id }) => id));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) throw notFound(missing);
  assertManages(context, tokens);
  return tokens;
}

/** R1, R3. @throws INSUFFICIENT_SCOPE naming the tokens that the caller sees and may not manage. */
export function assertManages({ actor }: KnownContext, tokens: readonly Pick<ApiToken, 'id' | 'ownerId'>[]): void {
  if (actor.scopes.has(TOKENS_MANAGE)) return;
  const own = actor.scopes.has(OWN_TOKENS_MANAGE);
  const refused = tokens.filter(({ ownerId }) => !own || ownerId !== actor.userId);
  if (refused.length > 0) throw needsManage(idsOf(refused), 'not your own');
}

const idsOf = (tokens: readonly Pick<ApiToken, 'id'>[]): string[] => tokens.map(({ id }) => id);

/** @param why the tokens can't be managed without, as in "tokens that are …". */
export function needsManage(ids: readonly string[], why: string): ScopegateError {
  return new ScopegateError('INSUFFICIENT_SCOPE', `This needs ${TOKENS_MANAGE}: it is about tokens that are ${why}.`, {
    headers: scopeChallenge(TOKENS_MANAGE),
    ids,
    missing: [{ coordinate: 'Mutation', path: [], anyOf: [[TOKENS_MANAGE]] }],
  });
}
