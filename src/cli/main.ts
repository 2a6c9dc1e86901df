#!/usr/bin/env node
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { oneLine } from '../start/failure';
import { accountCreate } from './commands/account-create';
import { accountResetPassword } from './commands/account-reset-password';
import { accountSetUp } from './commands/account-set-up';
import { secretGenerate } from './commands/secret-generate';

const { version } = JSON.parse(readFileSync(require.resolve('scopegate/package.json'), 'utf8')) as { version: string };

const program = new Command('scopegate')
  .description('Scopegate from the command line. Settings come from the environment, as for the server.')
  .version(version);
program
  .command('account')
  .description('accounts of this server')
  .addCommand(accountCreate())
  .addCommand(accountSetUp())
  .addCommand(accountResetPassword());
program.command('secret').description('secrets of API tokens').addCommand(secretGenerate());

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`scopegate: ${oneLine(error)}\n`);
  process.exitCode = 1;
});
