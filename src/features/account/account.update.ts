import { randomBytes } from 'node:crypto';
import type { KnownContext } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { bytesToBase62 } from '../../lib/base62';
import { formatDuration } from '../../lib/duration';
import { cleanText } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import type { AuditChange } from '../audit/audit.entity';
import { changesBetween, record } from '../audit/audit.record';
import type { Account } from './account.entity';
import type { UpdateAccountInput } from './account.inputs';
import { lockAccount, saveAccount } from './account.service';

/** What the policies of an account are made of. */
type Policy = { -readonly [K in keyof Required<UpdateAccountInput>]: Account[K] };

const DURATIONS: ReadonlySet<string> = new Set([
  'maxTokenLifetime',
  'defaultTokenLifetime',
  'maxOverlap',
  'passwordConfirmationWindow',
] satisfies (keyof Policy)[]);

/** The account's name and policies (T9, C10, O5), in a transaction. What is left out keeps its value; tokens keep theirs. */
export async function updateAccount(context: KnownContext, input: UpdateAccountInput): Promise<Account> {
  const account = await lockAccount(context);
  const next = policyAfter(account, input);
  const changes = changesBetween(readable(account), readable(next));
  if (changes.length === 0) return account;
  return save(context, account, withSecret(context, account, next), changes);
}

/** @returns the new secret by which receivers of webhooks know them to be the server's. */
export async function rotateWebhookSecret(context: KnownContext): Promise<string> {
  const account = await lockAccount(context);
  const secret = newSecret();
  const changes = [{ field: 'webhookSecret', before: null, after: null }];
  await save(context, account, { webhookSecret: context.deps.keys.encrypt(secret) }, changes);
  return secret;
}

function policyAfter(account: Account, { name, webhookUrl, expiryNoticeDays, ...plain }: UpdateAccountInput): Policy {
  const next: Policy = {
    ...policyOf(account),
    ...definedIn(plain),
    ...(name !== undefined && { name: cleanText(name) }),
    ...(webhookUrl !== undefined && { webhookUrl: webhookUrl === null ? null : new URL(String(webhookUrl)).href }),
    ...(expiryNoticeDays && { expiryNoticeDays: [...expiryNoticeDays].sort((a, b) => b - a) }),
  };
  const { maxTokenLifetime: longest, defaultTokenLifetime: usual } = next;
  if (longest !== null && usual !== null && usual > longest) {
    throw invalidInput(
      ['defaultTokenLifetime'],
      'The default lifetime is longer than the longest one that is allowed.',
    );
  }
  return next;
}

function policyOf(account: Account): Policy {
  const { name, maxTokenLifetime, defaultTokenLifetime, unlimitedTokensAllowed, maxTokensPerUser, maxOverlap } =
    account;
  const { passwordConfirmation, passwordConfirmationWindow, expiryNoticeDays, webhookUrl, auditRetentionDays } =
    account;
  return {
    ...{ name, maxTokenLifetime, defaultTokenLifetime, unlimitedTokensAllowed, maxTokensPerUser, maxOverlap },
    ...{ passwordConfirmation, passwordConfirmationWindow, expiryNoticeDays, webhookUrl, auditRetentionDays },
  };
}

/** Undefined would overwrite. */
function definedIn<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** As the audit tells it: P30D, not 2592000. */
function readable(policy: Policy): object {
  const entries = Object.entries(policyOf(policy as Account));
  return Object.fromEntries(
    entries.map(([field, value]) => [
      field,
      DURATIONS.has(field) && typeof value === 'number' ? formatDuration(value) : value,
    ]),
  );
}

/** What is sent is always signed: an account that names its first address gets a secret; rotating shows one. */
function withSecret({ deps }: KnownContext, account: Account, next: Policy): Partial<Account> {
  if (next.webhookUrl === null || account.webhookSecret !== null) return next;
  return { ...next, webhookSecret: deps.keys.encrypt(newSecret()) };
}

const newSecret = (): string => `whsec_${bytesToBase62(randomBytes(32), 43)}`;

async function save(
  context: KnownContext,
  account: Account,
  values: Partial<Account>,
  changes: readonly AuditChange[],
): Promise<Account> {
  const set = { ...values, updatedAt: strictlyLater(account.updatedAt) };
  await saveAccount(context, set);
  const targetName = set.name ?? account.name;
  await record(context, { action: 'account.updated', targetId: account.id, targetName, changes });
  return Object.assign(account, set);
}
