import { isByToken } from '../../access/actor';
import { TOKENS_MANAGE } from '../../access/catalogue';
import type { AccessLevel, Grant } from '../../access/effective-scopes';
import { unknownScopes } from '../../access/grants';
import type { KnownContext } from '../../context';
import { andIdIn } from '../../graphql/conditions';
import { credentialRefused } from '../../graphql/credential-errors';
import { grantExceeded, invalidInput, notFound, placedAt, ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { cleanText, nameKey } from '../../lib/name-key';
import type { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import { heldBy } from '../role/role.permissions';
import { User, UserKind } from '../user/user.entity';
import { type ApiToken, ApiTokenKind } from './api-token.entity';
import {
  accountDefault,
  assertExpiryAllowed,
  endingAt,
  type Expiry,
  lasting,
  requestedExpiry,
} from './api-token.expiry';
import {
  assertFitForOthersEyes,
  assertHolds,
  assertWithinCaller,
  callingToken,
  cleanScopes,
  givenNow,
  isSeenByOther,
  scopesOfPreset,
} from './api-token.grant';
import type { CopyApiTokenInput, CreateApiTokenInput } from './api-token.inputs';
import { type NewToken, storeTokens } from './api-token.storage';
import type { ApiTokenSecretPayload } from './api-token.types';
import { lockVisibleToken } from './api-token.visibility';
import type { Secret } from './secret';

/** What a creation settles on: everything about the token but its secret. */
type Draft = Omit<NewToken, 'owner' | 'createdWithId' | 'secretSeenByOther' | 'secret' | 'path'>;

export async function createApiToken(
  context: KnownContext,
  input: CreateApiTokenInput,
): Promise<ApiTokenSecretPayload> {
  const [created] = await createAll(context, [input], () => ({}));
  if (!created) throw new Error('Nothing was created.');
  return created;
}

/** All or nothing (T14). Mistakes are told with the place of their token in the list. */
export function createApiTokens(
  context: KnownContext,
  inputs: readonly CreateApiTokenInput[],
): Promise<ApiTokenSecretPayload[]> {
  return createAll(context, inputs, (index) => ({ path: ['apiTokens', String(index)] }));
}

/** A token of a bootstrap file. @param secret a given one; made when left out. */
export async function createGivenToken(
  context: KnownContext,
  input: CreateApiTokenInput,
  secret: Secret | undefined,
): Promise<ApiToken> {
  const [created] = await createAll(context, [input], () => ({ secret }));
  if (!created) throw new Error('Nothing was created.');
  return created.apiToken;
}

async function createAll(
  context: KnownContext,
  inputs: readonly CreateApiTokenInput[],
  more: (index: number) => Pick<NewToken, 'secret' | 'path'>,
): Promise<ApiTokenSecretPayload[]> {
  const account = await getAccount(context);
  const owners = await lockOwners(
    context,
    inputs.map(({ ownerId }) => ownerId),
  );
  const tokens: NewToken[] = [];
  for (const [index, input] of inputs.entries()) {
    const owner = owners[index] as User;
    const { path = [], ...given } = more(index);
    const approved = await placing(path, async () =>
      approve(context, await draftOf(context, input, owner, account), owner),
    );
    tokens.push({ ...approved, ...given, path });
  }
  return storeTokens(context, account, tokens);
}

async function placing<T>(path: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ScopegateError ? placedAt(path, error) : error;
  }
}

/** T15: description, level, scopes, addresses and the length of the lifetime of another token; own name and secret. */
export async function copyApiToken(context: KnownContext, input: CopyApiTokenInput): Promise<ApiTokenSecretPayload> {
  const now = new Date();
  const account = await getAccount(context);
  const source = await lockVisibleToken(context, input.id);
  const owner = (await lockOwners(context, [input.ownerId]))[0] as User;
  const expiry = requestedExpiry(input, now) ?? lasting(source.lifetimeSeconds, now);
  assertExpiryAllowed(expiry, source.kind, account, input);
  assertNothingGone(context, source);
  const { description, kind, access, scopes, presetId, allowedAddresses } = source;
  const taken = { description, kind, access, scopes, presetId, allowedAddresses };
  const draft = { ...taken, ...named(input.name), expiry, enabled: true, createdAt: now };
  const [copy] = await storeTokens(context, account, [await approve(context, draft, owner)]);
  if (!copy) throw new Error('Nothing was copied.');
  return copy;
}

/** A scope that is gone from the catalogue would be granted anew by nobody who holds it (P5, P8). */
function assertNothingGone({ catalogue }: KnownContext, { name, scopes }: ApiToken): void {
  const gone = unknownScopes(catalogue, scopes);
  if (gone.length === 0) return;
  throw invalidInput(
    ['id'],
    `"${name}" lists ${gone.join(', ')}, which no API has any more. Take it off the list, or make a new token.`,
  );
}

/**
 * The owners named, each locked until the end: names and numbers of one owner's tokens are settled one at a time. So is
 * the caller, who is written down as the creator.
 * @throws NOT_FOUND for another's id without api-tokens:manage (T10); UNAUTHENTICATED when the caller was deleted meanwhile.
 */
async function lockOwners(context: KnownContext, ownerIds: readonly (string | undefined)[]): Promise<User[]> {
  const { actor } = context;
  const wanted = ownerIds.map((id) => id ?? actor.userId);
  const others = wanted.filter((id) => id !== actor.userId);
  if (others.length > 0 && !actor.scopes.has(TOKENS_MANAGE)) throw notFound(others);
  const byId = await lockUsersById(context, [...wanted, ...(actor.system ? [] : [actor.userId])]);
  if (!actor.system && !byId.has(actor.userId)) throw credentialRefused();
  const missing = [...new Set(wanted)].sort().filter((id) => !byId.has(id));
  if (missing.length > 0) throw notFound(missing);
  if (others.length > 0 && isByToken(actor))
    throw grantExceeded([], 'A token can make tokens only for its own owner.', 'ownerId');
  return wanted.map((id) => byId.get(id) as User);
}

async function lockUsersById(context: KnownContext, ids: readonly string[]): Promise<Map<string, User>> {
  const query = rows(context, User).lock('user').orderBy('user.id');
  andIdIn(query, 'user.id', [...new Set(ids)]);
  return new Map((await query.getMany()).map((user) => [user.id, user]));
}

const named = (name: string) => ({ name: cleanText(name), nameKey: nameKey(name) });

async function draftOf(
  context: KnownContext,
  input: CreateApiTokenInput,
  owner: User,
  account: Account,
): Promise<Draft> {
  const now = new Date();
  const expiry = requestedExpiry(input, now) ?? (await defaultExpiry(context, account, now));
  assertExpiryAllowed(expiry, input.kind, account, input);
  return {
    ...named(input.name),
    ...(await grantOf(context, input, owner)),
    description: cleanText(input.description ?? ''),
    kind: input.kind,
    expiry,
    enabled: input.enabled,
    allowedAddresses: await addressesOf(context, input),
    createdAt: now,
  };
}

/** Left out, the end is the account's default; by token the parent's (P6). */
async function defaultExpiry(context: KnownContext, account: Account, now: Date): Promise<Expiry> {
  return isByToken(context.actor)
    ? endingAt((await callingToken(context)).expiresAt, now)
    : accountDefault(account, now);
}

async function addressesOf(context: KnownContext, { allowedAddresses }: CreateApiTokenInput): Promise<string[] | null> {
  if (allowedAddresses) return [...new Set(allowedAddresses)];
  const inherited = allowedAddresses === undefined && isByToken(context.actor);
  return inherited ? (await callingToken(context)).allowedAddresses : null;
}

async function grantOf(
  context: KnownContext,
  { access, scopes, presetId }: CreateApiTokenInput,
  owner: User,
): Promise<Grant & { scopes: string[]; presetId: string | null }> {
  if (scopes !== undefined && presetId !== undefined) {
    throw invalidInput(['presetId'], 'Give scopes or a preset, not both.');
  }
  const listed = scopes !== undefined || presetId !== undefined;
  if (listed && access && access !== 'CUSTOM') {
    throw invalidInput(['access'], `Scopes and presets go with CUSTOM; ${access} follows the owner.`);
  }
  const level = access ?? (listed ? 'CUSTOM' : defaultLevel(context, owner));
  const list = presetId !== undefined ? await scopesOfPreset(context, presetId) : (scopes ?? []);
  return { access: level, scopes: cleanScopes(context, list), presetId: presetId ?? null };
}

function defaultLevel(context: KnownContext, owner: User): AccessLevel {
  return isByToken(context.actor) || isSeenByOther(context, owner) ? 'CUSTOM' : 'READ_ONLY';
}

/** The rules on who may make such a token for whom (P5, P6, T2, T10). */
async function approve(context: KnownContext, draft: Draft, owner: User): Promise<NewToken> {
  const { actor } = context;
  if (draft.kind === ApiTokenKind.ACCESS) assertMayOwnAccessToken(context, owner);
  const secretSeenByOther = isSeenByOther(context, owner);
  if (secretSeenByOther) assertFitForOthersEyes(context, draft);
  if (isByToken(actor)) await assertWithinCaller(context, { ...draft, expiresAt: draft.expiry.expiresAt });
  const added = draft.access === 'CUSTOM' ? draft.scopes : await givenNow(context, { ...draft, ownerId: owner.id });
  assertHolds(context, added, await heldBy(context, owner.id));
  return { ...draft, owner, secretSeenByOther, createdWithId: actor.tokenId ?? null };
}

function assertMayOwnAccessToken({ actor }: KnownContext, owner: User): void {
  if (owner.kind === UserKind.SERVICE)
    throw invalidInput(['kind'], "A service account can't log in, so it can't own an access token.");
  if (isByToken(actor)) throw grantExceeded([], 'A token can make API tokens only.', 'kind');
}
