import type { Context, KnownContext } from '../../context';
import { Account, PasswordConfirmation } from './account.entity';

const DAY = 86_400;

/** The first values of an account. */
export const FIRST_VALUES = {
  enabled: true,
  maxTokenLifetime: null,
  defaultTokenLifetime: null,
  unlimitedTokensAllowed: true,
  maxTokensPerUser: null,
  maxOverlap: 30 * DAY,
  passwordConfirmation: PasswordConfirmation.WINDOW,
  passwordConfirmationWindow: 600,
  expiryNoticeDays: [7, 1],
  webhookUrl: null,
  webhookSecret: null,
  auditRetentionDays: null,
  catalogueVersion: 1,
  administratorsVersion: 0,
} satisfies Partial<Account>;

export async function getAccount({ manager, accountId }: KnownContext): Promise<Account> {
  return manager.getRepository(Account).findOneByOrFail({ id: accountId });
}

/** The account that a log-in names; the only one when it names none. Null when there is none such, or several. */
export async function findAccount({ manager }: Context, slug?: string | null): Promise<Account | null> {
  const repository = manager.getRepository(Account);
  if (slug) return repository.findOneBy({ slug });
  const [first, ...more] = await repository.find({ take: 2 });
  return first && more.length === 0 ? first : null;
}

/**
 * R4: whoever may end somebody's being an administrator does so one after another. A row that is written, not only
 * locked, because on a cluster only writes of two nodes exclude each other; the later one runs again.
 */
export async function lockAdministratorsOf({ manager, accountId }: KnownContext): Promise<void> {
  await manager.getRepository(Account).increment({ id: accountId }, 'administratorsVersion', 1);
}

/** The caller's account, locked until the transaction ends. SQLite's transactions exclude each other already. */
export async function lockAccount({ manager, accountId, deps }: KnownContext): Promise<Account> {
  const query = manager
    .getRepository(Account)
    .createQueryBuilder('account')
    .where('account.id = :accountId', { accountId });
  return (deps.database.dialect === 'sqlite' ? query : query.setLock('pessimistic_write')).getOneOrFail();
}

export async function saveAccount({ manager, accountId }: KnownContext, set: Partial<Account>): Promise<void> {
  await manager.getRepository(Account).update({ id: accountId }, set);
}
