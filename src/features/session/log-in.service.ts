import type { KnownActor } from '../../access/actor';
import { becomeActor, type Context, inAccount, type KnownContext } from '../../context';
import { invalidInput, ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import type { Account } from '../account/account.entity';
import { findAccount } from '../account/account.service';
import { passwordMatches } from '../user/password';
import { User, UserKind } from '../user/user.entity';
import { emailKeyOf } from '../user/user.keys';
import { countersOf, guarded, isWrongGuess } from './attempts';
import { deviceMark, isKnownDevice } from './device';
import { twoFactorRequired, useOneTimeCode } from './one-time-code';
import { recordRefusedLogIn } from './refused-log-ins';
import type { LogInInput } from './session.inputs';
import { asActor, type Started, startSession } from './session.service';
import type { LogInPayload } from './session.types';

export interface LoggedIn extends Started {
  readonly actor: KnownActor;
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="scopegate"' };

/** Alike for a wrong e-mail, a wrong password, somebody disabled and a wrong code. */
export function wrongPassword(): ScopegateError {
  return new ScopegateError('UNAUTHENTICATED', "E-mail, password or code isn't right.", { headers: CHALLENGE });
}

export const WRONG_CODE = "The code isn't right, or was used already.";

/**
 * The same answer to somebody who is known already, by a session or a link: nothing is given away by naming the field,
 * and it tells a mistyped password from a session that has ended.
 */
export function wrongEntry(field: 'password' | 'currentPassword' | 'oneTimeCode'): ScopegateError {
  const message = field === 'oneTimeCode' ? WRONG_CODE : "The password isn't right.";
  return new ScopegateError('UNAUTHENTICATED', message, { fields: [{ path: [field], message }], headers: CHALLENGE });
}

/**
 * Log-in with e-mail and password. Unknown addresses get the same text, status and work.
 * @throws UNAUTHENTICATED, TWO_FACTOR_REQUIRED after the right password, RATE_LIMITED, BAD_USER_INPUT without an account.
 */
export async function logIn(context: Context, input: LogInInput): Promise<LoggedIn> {
  const account = await accountToEnter(context, input.account);
  const emailKey = emailKeyOf(input.email);
  const user = account && (await findPerson(inAccount(context, account.id), emailKey));
  const knownDevice = isKnownDevice(context, user?.id ?? '');
  const counters = countersOf(context, { purpose: 'log-in', accountId: account?.id ?? null, emailKey, knownDevice });
  return guarded(context, counters, () =>
    countingRefusals(context, { account, email: input.email }, () =>
      enterWithPassword(context, { account, user, input }),
    ),
  );
}

/** The account that somebody wants to enter; null when the one they name doesn't exist. */
export async function accountToEnter(context: Context, slug: string | null | undefined): Promise<Account | null> {
  const account = await findAccount(context, slug);
  if (!account && !slug) throw invalidInput(['account'], 'This server has several accounts: name yours.');
  return account;
}

function findPerson(context: Context, emailKey: string): Promise<User | null> {
  return rows(context, User).findOne({ emailKey, kind: UserKind.PERSON });
}

interface Entrance {
  readonly account: Account | null;
  readonly user: User | null;
  readonly input: LogInInput;
}

async function enterWithPassword(context: Context, { account, user, input }: Entrance): Promise<LoggedIn> {
  const right = await passwordMatches(input.password, user?.passwordHash ?? null, context.deps.config.passwordCost);
  if (!account?.enabled || !user?.enabled || !right) throw wrongPassword();
  if (user.twoFactorEnabled && !input.oneTimeCode) throw twoFactorRequired();
  return enter(context, user, async (inside, now) => {
    if (!(await useCodeIfAsked(inside, now, input.oneTimeCode))) throw wrongPassword();
  });
}

export async function useCodeIfAsked(context: Context, user: User, code: string | null | undefined): Promise<boolean> {
  return !user.twoFactorEnabled || (await useOneTimeCode(context, user, code ?? ''));
}

/**
 * A session for a person who showed who they are; `last` is what remains to be seen to in its transaction, with
 * the user's row as it is now, locked.
 * @throws UNAUTHENTICATED when the person was disabled or got another password meanwhile.
 */
export async function enter(
  context: Context,
  user: User,
  last: (inside: KnownContext, now: User) => Promise<void>,
): Promise<LoggedIn> {
  const as = { ...inAccount(context, user.accountId), actor: asActor(user, 'log-in') };
  const started = await transaction(as, async (inside) => {
    const now = await rows(inside, User).lock('user').andWhere('user.id = :id', { id: user.id }).getOne();
    if (!now?.enabled || now.passwordHash !== user.passwordHash) throw wrongPassword();
    await last(inside, now);
    await rows(inside, User).update({ id: user.id }, { lastLoginAt: new Date() });
    return startSession(inside);
  });
  return asLoggedIn(context, started);
}

/** The actor is read back as every later request will find it. */
export async function asLoggedIn(context: Context, started: Started): Promise<LoggedIn> {
  return {
    ...started,
    actor: await context.deps.authenticator.actorOfSession(started.secret, context.request.address),
  };
}

/** A1: failed log-ins are counted in one entry of the audit. */
export async function countingRefusals<T>(
  context: Context,
  { account, email }: { account: Account | null; email: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (account && isWrongGuess(error)) await recordRefusedLogIn(inAccount(context, account.id), email);
    throw error;
  }
}

/** The answer: to the panel the session travels as a cookie that no script reads, to others as text. */
export function welcome(context: Context, { actor, secret, expiresAt }: LoggedIn): LogInPayload {
  becomeActor(context, actor);
  const viewer = { id: actor.userId };
  if (!context.request.fromPanel) return { viewer, sessionToken: secret, expiresAt };
  context.answer.sessionCookie = { secret, expiresAt };
  if (actor.credential === 'log-in') context.answer.deviceCookie = deviceMark(context, actor.userId);
  return { viewer, sessionToken: null, expiresAt };
}
