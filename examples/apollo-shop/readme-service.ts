import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The whole service that README shows, written to a file as a reader would. @returns its path. */
function writeReadmeService(scopegate: string): string {
  const [, code = ''] = /^```js\n(.+?)^```/ms.exec(readFileSync('README.md', 'utf8')) ?? [];
  assert(code.includes('http://localhost:4000') && code.includes('port: 4001'), 'README has no service');
  const path = join(__dirname, 'readme-service.mjs');
  writeFileSync(path, code.replace('http://localhost:4000', scopegate).replace('port: 4001', 'port: 0'));
  return path;
}

/** @returns the process, and the address that it prints. */
export async function startReadmeService(
  scopegate: string,
  credential: string,
): Promise<{ readonly url: string; readonly service: ChildProcess }> {
  const service = spawn(process.execPath, [writeReadmeService(scopegate)], {
    env: { ...process.env, SCOPEGATE_TOKEN: credential },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(service.stdout, 'data', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
  return { url: printed.toString().trim(), service };
}
