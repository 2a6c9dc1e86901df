import { Command } from 'commander';
import { inAccount } from '../../context';
import { findAccount } from '../../features/account/account.service';
import { resetPerson } from '../person-reset';
import { StartError } from '../../start/start-error';
import { asOperator } from '../operator';

interface Options {
  readonly withoutSecondFactor?: boolean;
}

export function accountResetPassword(): Command {
  return new Command('reset-password')
    .description('Prints a link by which a person sets another password, for an administrator whom no other can help.')
    .argument('<slug>', 'the account')
    .argument('<email>', 'whose password it is; it counts until the link is used')
    .option('--without-second-factor', 'also takes away a second factor that was lost')
    .action(run);
}

async function run(slug: string, email: string, { withoutSecondFactor = false }: Options): Promise<void> {
  const url = await asOperator(async (context) => {
    const account = await findAccount(context, slug);
    if (!account) throw new StartError(`There is no account "${slug}".`);
    return resetPerson(inAccount(context, account.id), { email, withoutSecondFactor });
  });
  process.stdout.write(`${email} sets another password by this link, once:\n${url}\n`);
}
