import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as mysql from 'mysql2/promise';
import pino from 'pino';
import type { Logger } from 'typeorm';
import { type Config, type DatabaseConfig, parseDatabaseUrl, readConfig } from '../../src/config';
import type { Context, Deps } from '../../src/context';
import { openDatabase } from '../../src/database';
import { createAccount } from '../../src/features/account/account.creation';
import { hashPassword } from '../../src/features/user/password';
import { transaction } from '../../src/graphql/transaction';
import { createServer, type Server, type ServerOptions } from '../../src/server';
import { ANONYMOUS } from '../../src/access/actor';
import { Client } from './client';

export const ADMIN_EMAIL = 'admin@example.com';
export const PASSWORD = 'correct horse battery staple';

declare const TEST_DATABASE_URL: string;

/** A started server on a database of its own, with the account `main` and its administrator. */
export interface TestServer {
  readonly url: string;
  readonly app: Server['app'];
  readonly deps: Deps;
  /** Lines that the server logged, as JSON texts. */
  readonly logged: string[];
  /** The administrator in a session whose password is confirmed. */
  readonly admin: Client;
  readonly anonymous: Client;
  /** A client that sends the secret as its bearer credential. */
  as(secret: string): Client;
  /** A log-in session; `confirm: false` leaves the password unconfirmed. */
  logIn(email: string, options?: { password?: string; confirm?: boolean; account?: string }): Promise<Client>;
  /** Another account, and its administrator's session. */
  createAccount(slug: string, adminEmail: string): Promise<Client>;
  close(): Promise<void>;
}

interface TestOptions {
  readonly config?: Partial<Config>;
  readonly options?: Partial<ServerOptions>;
  /** Sees every statement (support/statements.ts). */
  readonly logger?: Logger;
}

export async function startServer({ config, options, logger }: TestOptions = {}): Promise<TestServer> {
  const storage = await createStorage();
  const logged: string[] = [];
  const settings: Config = {
    ...readConfig({ SCOPEGATE_KEYS: `test:${randomBytes(32).toString('base64')}`, PORT: '0' }),
    database: storage.config,
    passwordCost: 4,
    ...config,
  };
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const database = await openDatabase(storage.config, { synchronous: 'OFF', refuseNesting: true, logger });
  const compileAtSight = Number(process.env.TEST_COMPILE_AT_SIGHT) || undefined;
  const { app, deps } = await createServer({ config: settings, log, database, compileAtSight, ...options });
  const url = await app.listen({ host: '127.0.0.1', port: settings.port });
  await addAccount(deps, 'main', ADMIN_EMAIL);
  const anonymous = new Client(url);
  const logIn: TestServer['logIn'] = (email, more) => logInAt(url, email, more);
  return {
    url,
    app,
    deps,
    logged,
    anonymous,
    admin: await logIn(ADMIN_EMAIL, { account: 'main' }),
    as: (secret) => new Client(url, secret),
    logIn,
    createAccount: async (slug, adminEmail) => {
      await addAccount(deps, slug, adminEmail);
      return logIn(adminEmail, { account: slug });
    },
    close: async () => {
      await app.close();
      await storage.remove();
    },
  };
}

/** Context of nobody, for what only operators do. */
export function operatorContext(deps: Deps): Context {
  return {
    deps,
    actor: ANONYMOUS,
    catalogue: deps.authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    request: { id: 'test', fromPanel: false },
  };
}

async function addAccount(deps: Deps, slug: string, adminEmail: string): Promise<void> {
  const adminPasswordHash = await hashPassword(PASSWORD, deps.config.passwordCost);
  const input = { slug, name: slug, adminEmail, adminPasswordHash };
  await transaction(operatorContext(deps), (inside) => createAccount(inside, input));
}

async function logInAt(
  url: string,
  email: string,
  { password = PASSWORD, confirm = true, account }: { password?: string; confirm?: boolean; account?: string } = {},
): Promise<Client> {
  const { logIn } = await new Client(url).get<{ logIn: { sessionToken: string } }>(
    'mutation ($input: LogInInput!) { logIn(input: $input) { sessionToken } }',
    { input: { email, password, account } },
  );
  const client = new Client(url, logIn.sessionToken);
  if (confirm) {
    await client.get('mutation ($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }', {
      input: { password },
    });
  }
  return client;
}

interface Storage {
  readonly config: DatabaseConfig;
  remove(): Promise<void>;
}

/** A database that nobody else uses: a file, or a schema of the server that the run is on. */
export async function createStorage(): Promise<Storage> {
  if (TEST_DATABASE_URL === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'scopegate-'));
    return {
      config: parseDatabaseUrl(`sqlite:${join(folder, 'test.sqlite')}`),
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `scopegate_${randomBytes(6).toString('hex')}`;
  const url = new URL(TEST_DATABASE_URL);
  await runSql(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  return { config: parseDatabaseUrl(url.toString()), remove: () => runSql(`DROP DATABASE ${name}`) };
}

async function runSql(statement: string): Promise<void> {
  const connection = await mysql.createConnection(TEST_DATABASE_URL.replace(/^mariadb:/, 'mysql:'));
  await connection.query(statement);
  await connection.end();
}
