import { type Context, inAccount } from '../context';
import { createAccount } from '../features/account/account.creation';
import type { Account } from '../features/account/account.entity';
import { record } from '../features/audit/audit.record';
import { hashPassword } from '../features/user/password';
import type { User } from '../features/user/user.entity';
import { EmailAddressScalar } from '../graphql/scalars';
import { transaction } from '../graphql/transaction';
import { StartError } from './start-error';

export interface AccountOpening {
  readonly slug: string;
  readonly name: string;
  readonly adminEmail: string;
  /** Left out: a set-up link sets it. */
  readonly adminPassword?: string;
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An account with its Administrator role and first administrator, by the operator.
 * @throws StartError for what can't be taken, CONFLICT or a duplicate when the slug is in use.
 */
export async function openAccount(
  context: Context,
  opening: AccountOpening,
): Promise<{ account: Account; admin: User }> {
  const { slug, name, adminEmail, adminPassword } = opening;
  if (!SLUG.test(slug)) {
    throw new StartError(
      `"${slug}" can't name an account: 1 to 63 small letters, digits and hyphens, none of these at an end.`,
    );
  }
  checkEmail(adminEmail);
  const adminPasswordHash = adminPassword === undefined ? null : await hashChecked(context, adminPassword);
  return transaction(context, async (inside) => {
    const created = await createAccount(inside, { slug, name, adminEmail, adminPasswordHash });
    const { id, username } = created.admin;
    await record(inAccount(inside, created.account.id), { action: 'user.created', targetId: id, targetName: username });
    return created;
  });
}

/** Log-in takes an EmailAddress: another address could never be typed there. */
function checkEmail(email: string): void {
  try {
    EmailAddressScalar.parseValue(email);
  } catch {
    throw new StartError(`"${email}" is not an e-mail address that can log in (HTML's definition of one).`);
  }
}

async function hashChecked(context: Context, password: string): Promise<string> {
  return hashPassword(password, context.deps.config.passwordCost);
}
