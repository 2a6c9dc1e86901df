import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { Authenticator } from './authenticate';
import type { Config } from './config';
import type { Deps } from './context';
import { type Database, openDatabase } from './database';
import { UsageBatch } from './features/api-token/api-token.usage';
import { registerGraphql } from './http/graphql';
import { registerPlayground } from './http/playground';
import { KeyRing } from './keys';
import { createMailer } from './mailer';
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
  const opened = database ?? (await openDatabase(config.database));
  const usage = new UsageBatch(opened, log);
  const parts = {
    config,
    database: opened,
    usage,
    log,
    keys: new KeyRing(config.keys),
    mailer: createMailer(config.smtpUrl, `Scopegate <no-reply@${new URL(config.publicUrl).hostname}>`, log),
  };
  const deps: Deps = { ...parts, authenticator: new Authenticator(parts) };
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: config.limits.body,
    genReqId: () => uuidv7(),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
  });
  registerPlayground(app, { enabled: config.playground });
  await registerGraphql(app, { deps, schema: await createSchema() });
  app.addHook('onClose', async () => {
    await usage.close();
    deps.mailer.close();
    await opened.close();
  });
  return { app, deps };
}
