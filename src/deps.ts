import type { Logger } from 'pino';
import { Authenticator } from './authenticate';
import type { Config } from './config';
import type { Deps } from './context';
import type { Database } from './database';
import { UsageBatch } from './features/api-token/api-token.usage';
import { KeyRing } from './keys';
import { createMailer } from './mailer';

export interface OpenDeps {
  readonly deps: Deps;
  /** Writes what is pending, then closes the database. */
  readonly close: () => Promise<void>;
}

/** What a server, or a command of its operator, works with. The database is closed with it. */
export function createDeps(config: Config, log: Logger, database: Database): OpenDeps {
  const usage = new UsageBatch(database, log);
  const mailer = createMailer(config.smtpUrl, `Scopegate <no-reply@${new URL(config.publicUrl).hostname}>`, log);
  const parts = { config, database, usage, log, mailer, keys: new KeyRing(config.keys) };
  return {
    deps: { ...parts, authenticator: new Authenticator(parts) },
    close: async () => {
      await usage.close();
      mailer.close();
      await database.close();
    },
  };
}
