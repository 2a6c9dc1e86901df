import { type Context, inAccount } from '../context';
import { isDuplicate } from '../database-errors';
import { Account } from '../features/account/account.entity';
import { ScopegateError } from '../graphql/errors';
import { openAccount } from './account-opening';
import { offerSetUp, type SetUp } from './set-up';

const FIRST_ACCOUNT = { slug: 'main', name: 'Main' };
/** Nobody's mailbox: it only names the administrator at log-in, until they change it. */
const FALLBACK_EMAIL = 'admin@localhost';

export interface FirstStart {
  /** E-mail of the administrator that this start made. */
  readonly createdAdministrator?: string;
  /** While no administrator can log in. */
  readonly setUp?: SetUp;
}

/** Who is to be the first administrator: counts once and changes nothing later. */
export interface FirstAdministrator {
  readonly email?: string;
  readonly password?: string;
}

/**
 * Without any account: `main` with its first administrator. While no administrator can log in: a set-up link.
 * Several nodes may start at once: one makes the account, the others find it.
 * @throws StartError for an address or a password that can't be taken.
 */
export async function firstStart(context: Context, wanted: FirstAdministrator): Promise<FirstStart> {
  const createdAdministrator = (await findFirstAccount(context)) ? undefined : await createFirst(context, wanted);
  const account = await findFirstAccount(context);
  return { createdAdministrator, setUp: account ? await offerSetUp(inAccount(context, account.id)) : undefined };
}

/** The oldest account: ids grow with time. */
export async function findFirstAccount({ manager }: Context): Promise<Account | null> {
  const [first] = await manager.getRepository(Account).find({ order: { id: 'ASC' }, take: 1 });
  return first ?? null;
}

/** @returns the administrator's e-mail; undefined when another node was quicker. */
async function createFirst(context: Context, wanted: FirstAdministrator): Promise<string | undefined> {
  const adminEmail = wanted.email ?? FALLBACK_EMAIL;
  try {
    await openAccount(context, { ...FIRST_ACCOUNT, adminEmail, adminPassword: wanted.password });
    return adminEmail;
  } catch (error) {
    const elsewhere = isDuplicate(error) || (error instanceof ScopegateError && error.code === 'CONFLICT');
    if (elsewhere) return undefined;
    throw error;
  }
}
