import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A server in a process of its own, on an embedded database in an empty folder. */
export interface FreshServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param settings as environment variables, beside PORT and DATABASE_URL. */
export async function startFreshServer(settings: Record<string, string>): Promise<FreshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-tour-'));
  const port = await freePort();
  const server = spawn(process.execPath, [resolve('dist/src/main.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await isReady(server);
  return {
    url: `http://localhost:${port}/graphql`,
    stop: async () => {
      const gone = new Promise((done) => server.once('exit', done));
      server.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isReady(server: ChildProcess): Promise<void> {
  return new Promise((ready, failed) => {
    server.once('exit', (code) =>
      failed(new Error(`The server ended with code ${code}. Was it built (npm run build)?`)),
    );
    server.stdout?.on('data', (text: Buffer) => {
      if (text.includes('is ready')) ready();
    });
  });
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
