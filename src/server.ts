import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { backgroundJobs } from './background-jobs';
import type { Config } from './config';
import type { Deps } from './context';
import { type Database, openDatabase } from './database';
import { createDeps } from './deps';
import { registerAdmin } from './http/admin';
import { createApp } from './http/app';
import { registerAuditExport } from './http/audit-export';
import { COMPILED_AT_SIGHT } from './http/execution/compiled-execution';
import { registerGraphql } from './http/graphql';
import { registerHealth } from './http/health';
import { registerMetrics } from './http/metrics';
import { registerPlayground } from './http/playground';
import { registerRest } from './http/rest/register-rest';
import { safeLog } from './http/safe-log';
import { registerShutdown } from './http/shutdown';
import { TIME_LIMITS, type TimeLimits } from './http/time-limits';
import { registerTokenFormat } from './http/token-format';
import { startJobs } from './jobs';
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
  /** An operation is compiled when it comes for this time; Infinity: never. */
  readonly compileAtSight?: number;
  readonly times?: Partial<TimeLimits>;
  /** False: no sealing, retention or clean-up by this node. True unless told. */
  readonly jobs?: boolean;
}

export async function createServer({
  config,
  log: given,
  database,
  compileAtSight = COMPILED_AT_SIGHT,
  times,
  jobs = true,
}: ServerOptions): Promise<Server> {
  const log = safeLog(given);
  const limits = { ...TIME_LIMITS, ...times };
  const { deps, close } = createDeps(config, log, database ?? (await openDatabase(config.database)));
  const app = createApp(config, log, limits);
  const shutdown = registerShutdown(app, limits.shutdown);
  const metrics = registerMetrics(app);
  registerHealth(app, deps, shutdown);
  registerTokenFormat(app);
  registerAdmin(app);
  registerPlayground(app, { enabled: config.playground });
  registerAuditExport(app, { deps, metrics });
  const schema = await createSchema();
  const timeLimit = limits.operation;
  const apollo = await registerGraphql(app, { deps, schema, compileAtSight, metrics, timeLimit });
  registerRest(app, { deps, metrics }, { apollo, schema, timeLimit });
  const running = startJobs(deps, jobs ? backgroundJobs : []);
  app.addHook('onClose', async () => {
    await running.stop();
    await close();
  });
  return { app, deps };
}
