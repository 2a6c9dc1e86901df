import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEYS } from './storage';

/** From `node dist/src/main.js` to the first good answer of /readyz, and the memory then. Run `npm run build` first. */

const ROUNDS = 7;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-bench-start-'));
  const url = `sqlite:${join(folder, 'start.sqlite')}`;
  const first = await startOnce(url);
  console.log(`empty database:    ${first.milliseconds.toFixed(0)} ms to ready, ${first.megabytes.toFixed(0)} MB`);
  const again = [];
  for (let round = 0; round < ROUNDS; round += 1) again.push(await startOnce(url));
  const times = again.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  console.log(
    `existing database: ${times[Math.floor(ROUNDS / 2)]?.toFixed(0)} ms to ready (${times.map((time) => time.toFixed(0)).join(', ')}), ${again[0]?.megabytes.toFixed(0)} MB`,
  );
  rmSync(folder, { recursive: true });
}

async function startOnce(url: string): Promise<{ milliseconds: number; megabytes: number }> {
  const port = await freePort();
  const started = performance.now();
  const environment = { ...process.env, PORT: String(port), DATABASE_URL: url, SCOPEGATE_KEYS: KEYS };
  const server = spawn(process.execPath, ['dist/src/main.js'], { env: environment, stdio: 'ignore' });
  const ended = once(server, 'exit');
  while (!(await isReady(port))) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const milliseconds = performance.now() - started;
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1];
  server.kill('SIGTERM');
  await ended;
  return { milliseconds, megabytes: Number(resident) / 1_024 };
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

void main();
