import { type Context, inAccount } from '../context';
import { Account } from '../features/account/account.entity';
import type { Bootstrap } from '../features/bootstrap/bootstrap.schema';
import { type CarriedOut, carryOut } from '../features/bootstrap/bootstrap.service';
import { ScopegateError } from '../graphql/errors';
import { openAccount } from './account-opening';
import { offerSetUp, type SetUp } from './set-up';
import { StartError } from './start-error';

const FIRST_ACCOUNT = { slug: 'main', name: 'Main' };
/** Nobody's mailbox: it only names the administrator at log-in, until they change it. */
const FALLBACK_EMAIL = 'admin@localhost';

export interface FirstStart {
  /** E-mail of the administrator that this start made. */
  readonly createdAdministrator?: string;
  /** While no administrator can log in. */
  readonly setUp?: SetUp;
}

/**
 * Without any account: `main` with its first administrator. Then what the bootstrap file has that wasn't carried out yet.
 * While no administrator can log in: a set-up link. Several nodes may start at once: one makes each thing, the others
 * find it.
 * @throws StartError, ConfigError for an address, a password or an entry that can't be taken.
 */
export async function firstStart(context: Context, file?: Bootstrap): Promise<FirstStart> {
  const createdAdministrator = (await findFirstAccount(context))
    ? undefined
    : await createFirst(context, firstAdministrator(context, file));
  const account = await findFirstAccount(context);
  if (!account) throw new StartError('The first account is gone while it was made.');
  const inside = inAccount(context, account.id);
  if (file) report(context, await carryOut(inside, file));
  return { createdAdministrator, setUp: await offerSetUp(inside) };
}

interface FirstAdministrator {
  /** The setting that an operator would have to change. */
  readonly from: string;
  readonly email?: string;
  readonly password?: string;
}

/** Who is to be the first administrator: counts once and changes nothing later. */
function firstAdministrator({ deps }: Context, file?: Bootstrap): FirstAdministrator {
  const { adminEmail: email, adminPassword: password } = deps.config;
  if (email !== undefined) return { from: 'SCOPEGATE_ADMIN_EMAIL, SCOPEGATE_ADMIN_PASSWORD', email, password };
  if (password !== undefined) throw new StartError('SCOPEGATE_ADMIN_PASSWORD needs SCOPEGATE_ADMIN_EMAIL beside it.');
  return { from: 'SCOPEGATE_BOOTSTRAP', ...file?.administrator };
}

function report({ deps }: Context, { made, left }: CarriedOut): void {
  if (made.length > 0) deps.log.info({ made }, 'the bootstrap file was carried out');
  if (left.length > 0) deps.log.warn({ left }, 'left out of the bootstrap file: what these build on was deleted');
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
    if (error instanceof ScopegateError && error.code === 'CONFLICT') return undefined;
    throw error instanceof StartError ? new StartError(`${wanted.from}: ${error.message}`) : error;
  }
}
