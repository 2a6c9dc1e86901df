import { Command } from 'commander';
import { generateSecret } from '../../features/api-token/secret';

export function secretGenerate(): Command {
  return new Command('generate')
    .description(
      'Prints a new API token secret for a bootstrap file. It belongs to no token until the file is carried out.',
    )
    .action(() => void process.stdout.write(`${generateSecret('api').text}\n`));
}
