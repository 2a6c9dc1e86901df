import { type Context, inAccount, type KnownContext } from '../../context';
import { credentialRefused, executionRefused } from '../../graphql/credential-errors';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import type { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import { ApiToken } from '../api-token/api-token.entity';
import type { TokenRecord } from '../api-token/api-token.verification';
import { User } from '../user/user.entity';
import { emailKeyOf } from '../user/user.keys';
import { countersOf, guarded } from './attempts';
import { accountToEnter, asLoggedIn, countingRefusals, type LoggedIn } from './log-in.service';
import type { LogInWithAccessTokenInput } from './session.inputs';
import { asActor, startSession } from './session.service';

/**
 * The exchange (T1, U3): an access token for a session with exactly its scopes, at most as long as the token's life.
 * Second factor isn't asked for: the token was made by somebody who had it (U5).
 * @throws UNAUTHENTICATED alike for a wrong e-mail, an API token, an old secret and all that makes a token unusable;
 * TOKEN_EXPIRED; INSUFFICIENT_SCOPE when the owner may not use tokens (P3); RATE_LIMITED.
 */
export async function logInWithAccessToken(context: Context, input: LogInWithAccessTokenInput): Promise<LoggedIn> {
  const account = await accountToEnter(context, input.account);
  const emailKey = emailKeyOf(input.email);
  const counters = countersOf(context, { purpose: 'exchange', accountId: account?.id ?? null, emailKey });
  return guarded(context, counters, () =>
    countingRefusals(context, { account, email: input.email }, async () => {
      const owner = await ownerOf(context, account, { emailKey, token: input.token });
      return exchange(context, owner, input.token);
    }),
  );
}

/**
 * The same for programs that know the token and nothing else (RFC 8693). Failures are counted by address: there is no
 * e-mail to count them under. The audit names whose token was refused.
 * @throws like `logInWithAccessToken`.
 */
export async function exchangeAccessToken(context: Context, token: string): Promise<LoggedIn> {
  const counters = countersOf(context, { purpose: 'exchange', accountId: null, emailKey: '' });
  return guarded(context, counters, async () => {
    const found = await context.deps.authenticator.tokens.identify(token);
    if (!found || found.throughOverlap) throw credentialRefused();
    const { accountId, ownerId } = found.record;
    const owner = await rows(inAccount(context, accountId), User).findOne({ id: ownerId });
    if (!owner) throw credentialRefused();
    const account = await getAccount({ ...inAccount(context, accountId), actor: asActor(owner, 'exchange') });
    return countingRefusals(context, { account, email: owner.email ?? '' }, () => exchange(context, owner, token));
  });
}

async function exchange(context: Context, owner: User, token: string): Promise<LoggedIn> {
  const { tokens } = context.deps.authenticator;
  const verified = await tokens.verify(token, 'acc', context.request.address);
  if (!verified.ownerMayExecute) throw executionRefused();
  const { record } = verified;
  const as = { ...inAccount(context, record.accountId), actor: asActor(owner, 'exchange', record) };
  const started = await transaction(as, async (inside) => {
    await assertStillCurrent(inside, record, token);
    return startSession(inside, record);
  });
  const { address, client } = context.request;
  context.deps.usage.record({ at: new Date(), tokenId: record.id, address, client });
  return asLoggedIn(context, started);
}

/** Before anything is said about the token: whoever sends another's e-mail learns nothing of it, not even that it expired. */
async function ownerOf(
  context: Context,
  account: Account | null,
  { emailKey, token }: { emailKey: string; token: string },
): Promise<User> {
  const identified = await context.deps.authenticator.tokens.identify(token);
  if (!account || identified?.record.accountId !== account.id || identified.throughOverlap) throw credentialRefused();
  const owner = await rows(inAccount(context, account.id), User).findOne({ id: identified.record.ownerId });
  if (!owner || owner.emailKey !== emailKey) throw credentialRefused();
  return owner;
}

/** Regenerated, disabled or revoked in this very moment, or its owner disabled, it opens nothing any more (C2, O1). */
async function assertStillCurrent(context: KnownContext, { id, ownerId }: TokenRecord, text: string): Promise<void> {
  const owner = await rows(context, User).lock('user').andWhere('user.id = :ownerId', { ownerId }).getOne();
  const token = await rows(context, ApiToken).lock('token').andWhere('token.id = :id', { id }).getOne();
  const current = token && { hash: token.secretHash, keyId: token.secretKeyId };
  const right = current && context.deps.keys.matches('api-token', text, current);
  if (!right || token.revoked || !token.enabled || !owner?.enabled) throw credentialRefused();
}
