import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Database } from '../database';
import { readBootstrap } from '../features/bootstrap/bootstrap.file';
import { browsersKeepCookies } from '../http/session-cookie';
import { createServer, type Server } from '../server';
import { systemContext } from '../system-context';
import { type FirstStart, firstStart } from './first-start';
import { countSecondFactorsWithoutKey, countTokensWithoutKey, findSealKeysMissing } from './living-keys';
import { oneLine } from './failure';
import { openDatabaseOf } from './open-database';
import { StartError } from './start-error';

/** A server that listens, and what its operator should be told. */
export interface Started {
  readonly server: Server;
  readonly first: FirstStart;
}

/**
 * Database, keys, server, first start, listen: in this order, so that nobody is answered before everything is there.
 * Closes what it opened when anything fails.
 * @throws StartError, ConfigError for what an operator can mend; the driver's error for an unreachable database.
 */
export async function start(config: Config, log: Logger): Promise<Started> {
  const file = config.bootstrapFile === undefined ? undefined : readBootstrap(config.bootstrapFile);
  const database = await openDatabaseOf(config);
  try {
    await checkKeys(config, database, log);
  } catch (error) {
    await database.close();
    throw error;
  }
  const server = await createServer({ config, log, database });
  try {
    const first = await firstStart(systemContext(server.deps, 'operator'), file);
    await listen(server, config);
    if (!browsersKeepCookies(config.publicUrl))
      log.warn(
        'PUBLIC_URL is http, and not of this machine: browsers stay logged out of the panel. Serve it by https.',
      );
    return { server, first };
  } catch (error) {
    await server.app.close();
    throw error;
  }
}

async function listen({ app }: Server, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw new StartError(`PORT ${port} of HOST ${host} can't be listened on: ${oneLine(error)}`);
  }
}

/** S3: tokens must never die without a word because a key was left out of the settings. */
async function checkKeys(config: Config, { reader }: Database, log: Logger): Promise<void> {
  const known = config.keys.map(({ id }) => id);
  const locked = await countSecondFactorsWithoutKey(reader, known);
  if (Object.keys(locked).length > 0)
    log.warn({ locked }, 'users cannot log in: their second factors need keys that are not in SCOPEGATE_KEYS');
  const seals = await findSealKeysMissing(reader, known);
  if (seals.length > 0)
    log.warn({ keys: seals }, 'the audit reports a break: its oldest seals need keys that are not in SCOPEGATE_KEYS');
  const missing = await countTokensWithoutKey(reader, known);
  if (missing.length === 0) return;
  const list = missing.map(({ keyId, tokens }) => `"${keyId}" (${tokens})`).join(', ');
  const total = missing.reduce((sum, { tokens }) => sum + tokens, 0);
  const message =
    `${total} living API token${total === 1 ? ' needs' : 's need'} a key that is not in SCOPEGATE_KEYS: ${list}. ` +
    'Add it again behind the newest one, as SCOPEGATE_KEYS="<newest>,<id>:<base64>", until those tokens were used again or ended, and their overlaps are over.';
  if (config.production) throw new StartError(message);
  log.warn({ missing }, message);
}
