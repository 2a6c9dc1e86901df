import { uuidv7 } from 'uuidv7';
import type { KnownActor } from '../../access/actor';
import { type Context, inAccount, type KnownContext } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import { findAccount, getAccount } from '../account/account.service';
import { generateSecret } from '../api-token/secret';
import { record } from '../audit/audit.record';
import { passwordMatches } from '../user/password';
import { User } from '../user/user.entity';
import { Session } from './session.entity';
import type { ConfirmPasswordInput, LogInInput } from './session.inputs';
import { LONGEST_SECONDS } from './session.verification';

export interface LoggedIn {
  readonly actor: KnownActor;
  readonly secret: string;
  readonly expiresAt: Date;
}

const wrongPassword = () => new ScopegateError('UNAUTHENTICATED', "E-mail or password isn't right.");

/** Log-in with e-mail and password. Unknown addresses get the same text, status and work. */
export async function logIn(context: Context, input: LogInInput): Promise<LoggedIn> {
  const account = await findAccount(context, input.account);
  const user = account && (await rows(inAccount(context, account.id), User).findOne({ emailKey: input.email.toLowerCase() }));
  const right = await passwordMatches(input.password, user?.passwordHash ?? null, context.deps.config.passwordCost);
  if (!account?.enabled || !user?.enabled || !right) throw wrongPassword();
  const started = await transaction(inAccount(context, account.id), (inside) => startSession(inside, user));
  return { ...started, actor: await context.deps.authenticator.actorOfSession(started.secret, context.request.address) };
}

async function startSession(context: Context, user: User): Promise<Omit<LoggedIn, 'actor'>> {
  const secret = generateSecret('ses');
  const { hash, keyId } = context.deps.keys.hash('session', secret.text);
  const now = new Date();
  const session = {
    id: uuidv7(),
    userId: user.id,
    apiTokenId: null,
    publicId: secret.publicId,
    secretHash: hash,
    secretKeyId: keyId,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + LONGEST_SECONDS * 1_000),
    address: context.request.address ?? null,
    client: context.request.client ?? null,
    confirmedUntil: null,
  };
  await rows(context, Session).insert([session]);
  await record(context, { action: 'session.created', targetId: session.id, targetName: user.username });
  return { secret: secret.text, expiresAt: session.expiresAt };
}

/** C10: opens the window in which changes need no password, for this session. */
export async function confirmPassword(context: KnownContext, input: ConfirmPasswordInput): Promise<Date> {
  const user = await rows(context, User).findOne({ id: context.actor.userId });
  const right = await passwordMatches(input.password, user?.passwordHash ?? null, context.deps.config.passwordCost);
  if (!right) throw wrongPassword();
  const { passwordConfirmationWindow } = await getAccount(context);
  const confirmedUntil = new Date(Date.now() + passwordConfirmationWindow * 1_000);
  await transaction(context, (inside) =>
    rows(inside, Session).update({ id: context.actor.sessionId ?? '' }, { confirmedUntil }),
  );
  return confirmedUntil;
}
