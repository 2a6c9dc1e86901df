import { Command } from 'commander';
import { openAccount } from '../../start/account-opening';
import { offerSetUp } from '../../start/set-up';
import { inAccount } from '../../context';
import { asOperator } from '../operator';

interface Options {
  readonly adminEmail: string;
  readonly name?: string;
}

export function accountCreate(): Command {
  return new Command('create')
    .description('Creates an account on the database of the settings, and prints the set-up link of its administrator.')
    .argument('<slug>', '1 to 63 small letters, digits and hyphens; used at log-in')
    .requiredOption('--admin-email <address>', 'the first administrator, who sets a password by the link')
    .option('--name <name>', 'as people read it; the slug when left out')
    .action(run);
}

async function run(slug: string, { adminEmail, name = slug }: Options): Promise<void> {
  const setUp = await asOperator(async (context) => {
    const { id } = await openAccount(context, { slug, name, adminEmail });
    return offerSetUp(inAccount(context, id));
  });
  process.stdout.write(
    `Account ${slug} exists now. ${adminEmail} sets a password within one hour, once:\n${setUp?.url}\n`,
  );
}
