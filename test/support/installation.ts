import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Config, readConfig } from '../../src/config';
import { type Started, start } from '../../src/start/start';
import { Client } from './client';
import { createStorage, PASSWORD } from './server';

export interface StartedNode extends Started {
  readonly url: string;
  /** Warnings and errors that it logged, as JSON texts. */
  readonly warned: string[];
  readonly anonymous: Client;
  /** In a session whose password is confirmed. */
  logIn(email: string): Promise<Client>;
  stop(): Promise<void>;
}

/** A database that is empty at first, and nodes that start on it as main.ts starts them. */
export interface Installation {
  readonly keys: Config['keys'];
  start(settings?: Partial<Config>): Promise<StartedNode>;
  /** Writes a bootstrap file. @returns its path. */
  file(content: unknown, mode?: number): string;
  /** Stops what still runs. */
  remove(): Promise<void>;
}

export async function createInstallation(): Promise<Installation> {
  const storage = await createStorage();
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-installation-'));
  const running = new Set<StartedNode>();
  const base = readConfig({ SCOPEGATE_KEYS: `k1:${randomBytes(32).toString('base64')}`, PORT: '0' });
  return {
    keys: base.keys,
    start: async (settings = {}) => {
      const warned: string[] = [];
      const started = await start(
        { ...base, database: storage.config, passwordCost: 4, ...settings },
        pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) }),
      );
      const { port } = started.server.app.server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}`;
      const anonymous = new Client(url);
      const node: StartedNode = {
        ...started,
        url,
        warned,
        anonymous,
        logIn: (email) => logIn(anonymous, email),
        stop: async () => {
          if (running.delete(node)) await started.server.app.close();
        },
      };
      running.add(node);
      return node;
    },
    file: (content, mode = 0o600) => {
      const path = join(folder, `bootstrap-${randomBytes(4).toString('hex')}.json`);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode });
      return path;
    },
    remove: async () => {
      for (const node of running) await node.stop();
      await storage.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function logIn(client: Client, email: string): Promise<Client> {
  const { logIn: session } = await client.get<{ logIn: { sessionToken: string } }>(
    'mutation ($input: LogInInput!) { logIn(input: $input) { sessionToken } }',
    { input: { email, password: PASSWORD } },
  );
  const person = new Client(client.url, session.sessionToken);
  await person.get('mutation ($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }', {
    input: { password: PASSWORD },
  });
  return person;
}
