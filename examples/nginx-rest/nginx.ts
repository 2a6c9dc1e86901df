import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the names of orders.conf stand for here; each is host:port. */
export interface Places {
  readonly scopegate: string;
  readonly orders: string;
  readonly listen: string;
}

/** nginx with orders.conf as it is, but for the three addresses. */
export async function startNginx({ scopegate, orders, listen }: Places): Promise<{ stop(): Promise<void> }> {
  if (spawnSync('nginx', ['-v']).error) throw new Error('nginx is not installed: apt-get install nginx-light');
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-nginx-'));
  // Its workers are another user's when it is started by root.
  chmodSync(folder, 0o755);
  const locations = readFileSync(resolve('examples/nginx-rest/orders.conf'), 'utf8')
    .replace('scopegate.internal:4000', scopegate)
    .replace('orders.internal:8080', orders)
    .replace('listen 8443', `listen ${listen}`);
  writeFileSync(join(folder, 'nginx.conf'), mainOf(folder, locations));
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const gone = new Promise<void>((done) => nginx.once('exit', () => done()));
  await listens(Number(listen.split(':')[1]), gone);
  return {
    stop: async () => {
      nginx.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What stands around it: everything that nginx writes is in the folder. */
function mainOf(folder: string, locations: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off;
pid ${folder}/pid;
error_log stderr crit;
worker_processes 1;
events {}
http {
access_log off;
client_max_body_size 4m;
${paths.join('\n')}
${locations}
}
`;
}

async function listens(port: number, gone: Promise<void>): Promise<void> {
  let ended = false;
  void gone.then(() => (ended = true));
  while (!(await accepts(port))) {
    if (ended) throw new Error('nginx did not start');
    await new Promise((again) => setTimeout(again, 50));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), done(true)));
    socket.once('error', () => done(false));
  });
}
