import { type Context, inAccount } from '../context';
import { isDuplicate } from '../database-errors';
import { ADMINISTRATOR, createAccount, type NewAccount } from '../features/account/account.creation';
import type { Account } from '../features/account/account.entity';
import { changesBetween, record } from '../features/audit/audit.record';
import { hashPassword } from '../features/user/password';
import { passwordMistake } from '../features/user/password.policy';
import { conflict } from '../graphql/errors';
import { EmailAddressScalar } from '../graphql/scalars';
import { transaction } from '../graphql/transaction';
import { cleanText } from '../lib/name-key';
import { StartError } from './start-error';

export interface AccountOpening {
  readonly slug: string;
  readonly name: string;
  readonly adminEmail: string;
  /** Left out: a set-up link sets it. */
  readonly adminPassword?: string;
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME = /^\P{Cc}{1,100}$/u;

/**
 * An account with its Administrator role and first administrator, by the operator.
 * @throws StartError for what can't be taken, CONFLICT when the slug is in use.
 */
export async function openAccount(context: Context, opening: AccountOpening): Promise<Account> {
  const { slug, adminEmail, adminPassword } = opening;
  const name = cleanText(opening.name);
  check(SLUG.test(slug), `"${slug}" can't name an account: 1 to 63 small letters, digits and inner hyphens.`);
  check(
    NAME.test(name) && name.isWellFormed(),
    "The account's name has 1 to 100 characters and no control characters.",
  );
  checkEmail(adminEmail);
  const adminPasswordHash = adminPassword === undefined ? null : await hashChecked(context, adminEmail, adminPassword);
  try {
    return await transaction(context, (inside) => create(inside, { slug, name, adminEmail, adminPasswordHash }));
  } catch (error) {
    throw isDuplicate(error) ? conflict(`There is an account "${slug}" already.`) : error;
  }
}

async function create(context: Context, input: NewAccount): Promise<Account> {
  const { account, admin } = await createAccount(context, input);
  await record(inAccount(context, account.id), {
    action: 'user.created',
    targetId: admin.id,
    targetName: admin.username,
    changes: changesBetween({}, { email: admin.email, username: admin.username, roles: ADMINISTRATOR }),
  });
  return account;
}

function check(fits: boolean, message: string): void {
  if (!fits) throw new StartError(message);
}

/** Log-in takes an EmailAddress: another address could never be typed there. */
function checkEmail(email: string): void {
  try {
    EmailAddressScalar.parseValue(email);
  } catch {
    throw new StartError(`"${email}" is not an e-mail address that can log in (HTML's definition of one).`);
  }
}

function hashChecked(context: Context, email: string, password: string): Promise<string> {
  const mistake = passwordMistake(password, { email, username: 'admin', twoFactorEnabled: false });
  if (mistake) throw new StartError(`The password of ${email} can't be taken. ${mistake}`);
  return hashPassword(password, context.deps.config.passwordCost);
}
