import pino from 'pino';
import { readConfig } from '../config';
import type { Context } from '../context';
import { createDeps } from '../deps';
import { openDatabaseOf } from '../start/open-database';
import { systemContext } from '../system-context';

/**
 * Runs a command of the operator on the database of the settings, beside servers that may be running.
 * The log is silent: a command says what it has to say on stdout, and what is wrong on stderr.
 */
export async function asOperator<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const config = readConfig();
  const { deps, close } = createDeps(config, pino({ level: 'silent' }), await openDatabaseOf(config));
  try {
    return await work(systemContext(deps, 'operator'));
  } finally {
    await close();
  }
}
