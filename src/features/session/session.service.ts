import { uuidv7 } from 'uuidv7';
import type { KnownActor } from '../../access/actor';
import type { Context, KnownContext } from '../../context';
import { notFound } from '../../graphql/errors';
import { chunks, rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import { ApiToken } from '../api-token/api-token.entity';
import { generateSecret } from '../api-token/secret';
import { record, recordAll } from '../audit/audit.record';
import { User } from '../user/user.entity';
import { Session } from './session.entity';
import { IDLE_SECONDS, LONGEST_SECONDS } from './session.verification';

/** A session that has just begun. */
export interface Started {
  /** Shown once. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** The access token that an exchanged session stands for (U3). */
interface TokenBehind {
  readonly id: string;
  readonly expiresAt: Date;
}

/** In the transaction of the log-in or exchange; `context.actor` is whoever begins it. */
export async function startSession(context: KnownContext, token?: TokenBehind): Promise<Started> {
  const secret = generateSecret('ses');
  const { hash, keyId } = context.deps.keys.hash('session', secret.text);
  const now = new Date();
  const longest = new Date(now.getTime() + LONGEST_SECONDS * 1_000);
  const session = {
    id: uuidv7(),
    userId: context.actor.userId,
    apiTokenId: token?.id ?? null,
    publicId: secret.publicId,
    secretHash: hash,
    secretKeyId: keyId,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: token && token.expiresAt < longest ? token.expiresAt : longest,
    address: context.request.address ?? null,
    client: context.request.client ?? null,
    confirmedUntil: null,
  };
  await rows(context, Session).insert([session]);
  await record(context, { action: 'session.created', targetId: session.id, targetName: context.actor.userName });
  return { secret: secret.text, expiresAt: session.expiresAt };
}

const NO_SCOPES: ReadonlySet<string> = new Set();

/** The user as the actor of what comes before their session: the audit names them, and they may do nothing yet. */
export function asActor(
  user: User,
  credential: KnownActor['credential'],
  token?: { id: string; name: string },
): KnownActor {
  return {
    authenticated: true,
    credential,
    accountId: user.accountId,
    userId: user.id,
    userName: user.username,
    subject: user.id,
    scopes: NO_SCOPES,
    throughOverlap: false,
    tokenId: token?.id,
    tokenName: token?.name,
  };
}

/** The caller's own living sessions, the last used first. */
export async function listSessions(context: KnownContext): Promise<Session[]> {
  const query = rows(context, Session).query('session').andWhere('session.userId = :id', { id: context.actor.userId });
  const sessions = await query.orderBy('session.lastUsedAt', 'DESC').addOrderBy('session.id', 'DESC').getMany();
  return sessions.filter(isLiving);
}

/** The token of the call, or the access token behind an exchanged session. */
export async function findTokenOfRequest(context: KnownContext): Promise<ApiToken | null> {
  const { tokenId } = context.actor;
  return tokenId ? rows(context, ApiToken).findOne({ id: tokenId }) : null;
}

/** All but the current one without ids. @throws NOT_FOUND for ids that aren't sessions of the caller's. */
export function endSessions(context: KnownContext, ids?: readonly string[]): Promise<number> {
  const { userId, sessionId } = context.actor;
  if (!ids) return transaction(context, (inside) => endSessionsOf(inside, userId, sessionId));
  return transaction(context, async (inside) => {
    const wanted = new Set(ids);
    const found = (await listSessions(inside)).filter(({ id }) => wanted.has(id));
    const missing = [...wanted].filter((id) => !found.some((session) => session.id === id));
    if (missing.length > 0) throw notFound(missing);
    if (sessionId && wanted.has(sessionId)) dropCookie(context);
    return end(inside, found);
  });
}

/** The session of this request. @returns false for a token, which has none. */
export async function logOut(context: KnownContext): Promise<boolean> {
  const { sessionId } = context.actor;
  if (!sessionId) return false;
  dropCookie(context);
  const ended = await transaction(context, async (inside) =>
    end(inside, await rows(inside, Session).find({ id: sessionId })),
  );
  return ended === 1;
}

function dropCookie({ request, answer }: Context): void {
  if (request.fromPanel) answer.sessionCookie = null;
}

/** In a transaction: every session of the user, exchanged ones too, but one. @returns how many were living. */
export async function endSessionsOf(context: Context, userId: string, exceptId?: string): Promise<number> {
  const found = await rows(context, Session).find({ userId });
  return end(
    context,
    found.filter(({ id }) => id !== exceptId),
  );
}

/** In a transaction: the sessions that access tokens were exchanged for, when the tokens end or are regenerated (U3). */
export async function endSessionsOfTokens(context: Context, tokenIds: readonly string[]): Promise<number> {
  let ended = 0;
  for (const ids of chunks(tokenIds)) {
    const query = rows(context, Session).query('session').andWhere('session.apiTokenId IN (:...ids)', { ids });
    ended += await end(context, await query.getMany());
  }
  return ended;
}

/** All of them go; the end is told once of each that still lived, by whoever was first. */
async function end(context: Context, sessions: readonly Session[]): Promise<number> {
  const ended: Session[] = [];
  for (const session of sessions) {
    const first = (await rows(context, Session).delete({ id: session.id })) === 1;
    if (first && isLiving(session)) ended.push(session);
  }
  const users = await rows(context, User).findByIds([...new Set(ended.map(({ userId }) => userId))]);
  const names = new Map(users.map(({ id, username }) => [id, username]));
  await recordAll(
    context,
    ended.map(({ id, userId }) => ({ action: 'session.ended', targetId: id, targetName: names.get(userId) ?? null })),
  );
  return ended.length;
}

function isLiving({ expiresAt, lastUsedAt }: Session): boolean {
  const now = Date.now();
  return now < expiresAt.getTime() && now < lastUsedAt.getTime() + IDLE_SECONDS * 1_000;
}
