import { uuidv7 } from 'uuidv7';
import type { AccessLevel } from '../../access/effective-scopes';
import type { KnownContext } from '../../context';
import { nameKey } from '../../lib/name-key';
import { type FieldMistake, namesTaken, policyViolation } from '../../graphql/errors';
import { orNameTaken } from '../../graphql/name-taken';
import { rows } from '../../graphql/rows';
import type { Account } from '../account/account.entity';
import { changesBetween, recordAll } from '../audit/audit.record';
import { User } from '../user/user.entity';
import { ApiToken, ApiTokenKind } from './api-token.entity';
import type { Expiry } from './api-token.expiry';
import { tellOwner } from './api-token.notice';
import { indexTokens } from './api-token.terms';
import type { ApiTokenSecretPayload } from './api-token.types';
import { generateSecret, type Secret } from './secret';

export const TAKEN = 'A token of this owner has this name already, perhaps a revoked or expired one.';

const SECRET_IN_USE =
  'The given secret is that of another token already. Make one for each: `scopegate secret generate`.';

/** A token that may be made, settled but for its secret. */
export interface NewToken {
  readonly owner: User;
  readonly name: string;
  readonly nameKey: string;
  readonly description: string;
  readonly kind: ApiTokenKind;
  readonly access: AccessLevel;
  readonly scopes: string[];
  readonly presetId: string | null;
  readonly expiry: Expiry;
  readonly enabled: boolean;
  readonly allowedAddresses: string[] | null;
  readonly createdAt: Date;
  readonly createdWithId: string | null;
  readonly secretSeenByOther: boolean;
  /** A given secret (bootstrap file); made when left out. */
  readonly secret?: Secret;
  /** Where it stands in the input, for mistakes; one alone stands nowhere. */
  readonly path?: readonly string[];
}

/** Who is written down as the creator, apart from the owner (T12). */
interface Creator {
  readonly id: string | null;
  readonly nameKey: string;
}

/**
 * Stores new tokens with their audit entries; the owners are locked. Secrets leave here and are nowhere else.
 * @throws NAME_TAKEN, POLICY_VIOLATION (T16).
 */
export async function storeTokens(
  context: KnownContext,
  account: Account,
  tokens: readonly NewToken[],
): Promise<ApiTokenSecretPayload[]> {
  const creator = creatorOf(context);
  await assertNamesFree(context, tokens);
  for (const owner of new Set(tokens.map((token) => token.owner))) {
    const more = tokens.filter((token) => token.owner === owner).length;
    await assertWithinLimit(context, account, owner.id, more);
  }
  const stored = tokens.map((token) => {
    const secret = token.secret ?? generateSecret(token.kind === ApiTokenKind.API ? 'api' : 'acc');
    return { token, secret, apiToken: toRow(context, token, secret, creator) };
  });
  const created = stored.map(({ apiToken }) => apiToken);
  await orNameTaken(...clashOf(tokens), () => rows(context, ApiToken).insert(created));
  await indexAndRecord(context, created);
  for (const { token, apiToken } of stored) if (token.secretSeenByOther) tellOwner(context, token.owner, apiToken);
  return stored.map(({ apiToken, secret }) => ({ apiToken, secret: secret.text }));
}

/**
 * What a row that exists already means. Two requests for the same name at once: the owner's lock lets one through on a
 * single node, the index on all. A bootstrap file is carried out by one node at a time, so there it is the given secret.
 */
function clashOf(tokens: readonly NewToken[]): [field: string, message: string] {
  return tokens.some(({ secret }) => secret) ? ['secret', SECRET_IN_USE] : ['name', TAKEN];
}

/** What goes with new rows: their words, and their entries in the audit. */
async function indexAndRecord(context: KnownContext, tokens: readonly ApiToken[]): Promise<void> {
  await indexTokens(context, tokens);
  await recordAll(
    context,
    tokens.map((token) => ({
      action: 'api-token.created',
      targetId: token.id,
      targetName: token.name,
      changes: changesBetween({} as Partial<ApiToken>, describe(token)),
    })),
  );
}

/** What the audit tells of a new token. */
function describe(token: ApiToken): Partial<ApiToken> {
  const { kind, access, scopes, ownerId, expiresAt, allowedAddresses, enabled, createdWithId } = token;
  return { kind, access, scopes, ownerId, expiresAt, allowedAddresses, enabled, createdWithId };
}

const creatorOf = ({ actor }: KnownContext): Creator =>
  actor.system ? { id: null, nameKey: '' } : { id: actor.userId, nameKey: nameKey(actor.userName) };

/**
 * T16: active and disabled tokens count. The owner stays locked from here on, so that whoever else makes, restores or
 * prolongs a token of theirs counts this one, too.
 * @param ids those of several that are the owner's, for the error to name (C6).
 * @throws POLICY_VIOLATION.
 */
export async function assertWithinLimit(
  context: KnownContext,
  { maxTokensPerUser }: Account,
  ownerId: string,
  more: number,
  ids?: readonly string[],
): Promise<void> {
  if (maxTokensPerUser === null || more === 0) return;
  await rows(context, User).lock('user').andWhere('user.id = :ownerId', { ownerId }).getOne();
  const now = new Date();
  const existing = await rows(context, ApiToken)
    .query('token')
    .andWhere('token.owner_id = :ownerId AND token.revoked = :no AND token.expires_at > :now', {
      ownerId,
      no: false,
      now,
    })
    .getCount();
  if (existing + more <= maxTokensPerUser) return;
  throw policyViolation(
    ids ? 'ids' : 'ownerId',
    `maxTokensPerUser: at most ${maxTokensPerUser} tokens, active or disabled, for each user.`,
    ids,
  );
}

/** T6: unique per owner, revoked and expired ones included. @throws NAME_TAKEN, naming all that are. */
export async function assertNamesFree(
  context: KnownContext,
  tokens: readonly (Pick<NewToken, 'name' | 'nameKey' | 'path'> & { readonly owner: Pick<User, 'id'> })[],
): Promise<void> {
  const taken = await keysTaken(context, tokens);
  const mistakes: FieldMistake[] = [];
  for (const { owner, name, nameKey, path = [] } of tokens) {
    const key = `${owner.id} ${nameKey}`;
    const message = `"${name}": this owner has a token of that name already, perhaps a revoked or expired one.`;
    if (taken.has(key)) mistakes.push({ path: [...path, 'name'], message });
    taken.add(key);
  }
  if (mistakes.length > 0) throw namesTaken(mistakes);
}

/** `owner name key` of the tokens that exist, by one statement for all. */
async function keysTaken(
  context: KnownContext,
  tokens: readonly { readonly owner: Pick<User, 'id'>; readonly nameKey: string }[],
): Promise<Set<string>> {
  const found = await rows(context, ApiToken)
    .query('token')
    .select(['token.id', 'token.ownerId', 'token.nameKey'])
    .andWhere('token.owner_id IN (:...owners)', { owners: [...new Set(tokens.map(({ owner }) => owner.id))] })
    .andWhere('token.name_key IN (:...names)', { names: tokens.map(({ nameKey }) => nameKey) })
    .getMany();
  return new Set(found.map(({ ownerId, nameKey }) => `${ownerId} ${nameKey}`));
}

function toRow(context: KnownContext, token: NewToken, secret: Secret, creator: Creator): ApiToken {
  const { owner, expiry, secret: _given, path: _path, createdAt, ...same } = token;
  const { hash, keyId } = context.deps.keys.hash('api-token', secret.text);
  return context.manager.getRepository(ApiToken).create({
    ...same,
    id: uuidv7(),
    accountId: context.accountId,
    ownerId: owner.id,
    ownerKey: owner.usernameKey,
    publicId: secret.publicId,
    secretHash: hash,
    secretKeyId: keyId,
    secretEnding: secret.ending,
    previousHash: null,
    previousKeyId: null,
    previousSeenByOther: false,
    overlapEndsAt: null,
    overlapLastUsedAt: null,
    overlapLastUsedAddress: null,
    overlapLastUsedClient: null,
    revoked: false,
    revokedAt: null,
    revocationReason: null,
    revocationNote: null,
    createdAt,
    updatedAt: createdAt,
    ...expiry,
    regeneratedAt: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    lastUsedClient: null,
    createdById: creator.id,
    creatorKey: creator.nameKey,
  });
}
