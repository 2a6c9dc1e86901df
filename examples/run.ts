import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const LONGEST_MS = 60_000;

/** `npm run examples [NAME…]`: every example's check, one after the other, a line each; 1 at the end when one failed. */
async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const names = named.length > 0 ? named : readdirSync('examples').filter(checkOf).sort();
  for (const name of names) {
    const began = Date.now();
    const { failed, output } = await run(name);
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    if (failed || named.length > 0) process.stdout.write(output);
    console.log(`${failed ? 'FAILED ' : 'ok     '} ${name} (${seconds}s)`);
    if (failed) process.exitCode = 1;
  }
}

/** Compiled, or written in JavaScript. */
function checkOf(name: string): string | undefined {
  return [join(__dirname, name, 'check.js'), resolve('examples', name, 'check.mjs')].find((path) => existsSync(path));
}

function run(name: string): Promise<{ failed: boolean; output: string }> {
  const path = checkOf(name);
  if (!path) return Promise.resolve({ failed: true, output: `There is no example ${name}.\n` });
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    // A group of its own: the servers that it started end with it.
    const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), LONGEST_MS);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    child.once('close', (code) => {
      clearTimeout(timer);
      done({ failed: code !== 0, output: Buffer.concat(chunks).toString() });
    });
  });
}

void main();
