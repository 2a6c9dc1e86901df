import { Command } from 'commander';
import { inAccount } from '../../context';
import { findAccount } from '../../features/account/account.service';
import { offerSetUp } from '../../start/set-up';
import { StartError } from '../../start/start-error';
import { asOperator } from '../operator';

export function accountSetUp(): Command {
  return new Command('set-up')
    .description('Prints a new set-up link, while no administrator of the account can log in.')
    .argument('<slug>', 'the account')
    .action(run);
}

async function run(slug: string): Promise<void> {
  const { email, url } = await asOperator(async (context) => {
    const account = await findAccount(context, slug);
    if (!account) throw new StartError(`There is no account "${slug}".`);
    const setUp = await offerSetUp(inAccount(context, account.id));
    if (!setUp)
      throw new StartError(
        `An administrator of "${slug}" has a password. If it is lost: scopegate account reset-password ${slug} EMAIL`,
      );
    return setUp;
  });
  process.stdout.write(`${email} sets a password within one hour, once:\n${url}\n`);
}
