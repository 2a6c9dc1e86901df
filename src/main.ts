import 'reflect-metadata';
import pino from 'pino';
import { readConfig } from './config';
import type { Server } from './server';
import { oneLine } from './start/failure';
import { type Started, start } from './start/start';

/** Through `npm start` one Ctrl+C arrives twice: from the terminal and from npm. Only a later one means "now". */
const SAME_SIGNAL_MS = 1_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  const started = await start(config, log);
  stopOnSignals(started.server);
  process.stdout.write(`${welcome(started, config.publicUrl).join('\n')}\n`);
}

/** Where to go, for whoever started it. Not through the log: a set-up link is a secret. */
function welcome({ first }: Started, publicUrl: string): string[] {
  const lines = [
    `Scopegate is ready: ${publicUrl}/admin`,
    `The API, and its playground in a browser: ${publicUrl}/graphql`,
  ];
  if (first.createdAdministrator) lines.push(`The administrator is ${first.createdAdministrator}.`);
  if (!first.setUp) return first.createdAdministrator ? lines : [...lines, 'An administrator exists.'];
  return [...lines, `Set the password of ${first.setUp.email} within one hour, once: ${first.setUp.url}`];
}

/** Running requests are finished and what is pending is written; a second signal quits at once. */
function stopOnSignals({ app }: Server): void {
  let first: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (first !== undefined) {
      if (Date.now() - first > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    first = Date.now();
    app.log.info({ signal }, 'stopping');
    app.close().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** One line: what is wrong with the settings, the database or the port. Its stack would tell an operator nothing. */
function fail(error: unknown): void {
  process.stderr.write(`Scopegate stopped: ${oneLine(error)}\n`);
  process.exit(1);
}

main().catch(fail);
