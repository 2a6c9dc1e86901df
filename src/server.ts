import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Config } from './config';
import type { Deps } from './context';
import { type Database, openDatabase } from './database';
import { createDeps } from './deps';
import { registerGraphql } from './http/graphql';
import { registerPlayground } from './http/playground';
import { createSchema } from './schema';

/** A server that doesn't listen yet; `app.close()` finishes running requests and writes what is pending. */
export interface Server {
  readonly app: FastifyInstance;
  readonly deps: Deps;
}

export interface ServerOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Opened from the config unless given; closed with the server either way. */
  readonly database?: Database;
}

export async function createServer({ config, log, database }: ServerOptions): Promise<Server> {
  const { deps, close } = createDeps(config, log, database ?? (await openDatabase(config.database)));
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: config.limits.body,
    genReqId: () => uuidv7(),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
  });
  registerPlayground(app, { enabled: config.playground });
  await registerGraphql(app, { deps, schema: await createSchema() });
  app.addHook('onClose', close);
  return { app, deps };
}
