import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fill } from './fill';
import { load, rawRequest } from './load';
import { openBench } from './server';
import { secretOf } from './tokens';

/** What a check costs: servers in processes of their own, asked in turn; ratios of the medians. */

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: `sqlite:${join(tmpdir(), 'scopegate-bench')}` },
    tokens: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '7' },
    milliseconds: { type: 'string', default: '1500' },
  },
});
const size = Number(options.tokens);

interface Side {
  readonly name: string;
  readonly process: ChildProcess;
  readonly port: number;
}

/** One way of asking one server. */
interface Candidate {
  readonly label: string;
  readonly side: Side;
  readonly requests: readonly Buffer[];
  /** Whether the server is to refuse. */
  readonly refused?: boolean;
}

interface Usage {
  readonly microseconds: number;
  readonly bytes: number;
}

interface Round {
  readonly perSecond: number;
  /** Of the server's processor time, microseconds. */
  readonly cost: number;
}

const ROWS = JSON.stringify({ query: '{ users(first: 10) { nodes { id username kind enabled } } }' });
const MEMORY = JSON.stringify({ query: '{ errorCodes { code httpStatus meaning } }' });

async function main(): Promise<void> {
  const { secrets, codes } = await prepare();
  const sides = await Promise.all([
    open('checked', String(size)),
    open('unchecked', String(size)),
    open('apollo', String(codes)),
    open('http', ''),
  ]);
  const [checked, unchecked, apollo, http] = sides;
  const many = secrets.map(bearer);
  const [one = {}] = many;
  const ask = ({ port }: Side, body: string, headers: Record<string, string>) =>
    rawRequest(port, '/graphql', headers, body);
  const at = (label: string, side: Side, body: string, headers = one): Candidate => ({
    label,
    side,
    requests: [ask(side, body, headers)],
  });

  await compare('10 rows of the database', [at('checked', checked, ROWS), at('the same unchecked', unchecked, ROWS)]);
  await compare('a list from memory', [
    at('checked', checked, MEMORY),
    at('the same unchecked', unchecked, MEMORY),
    at('default Apollo standalone, no check', apollo, MEMORY, {}),
  ]);
  await compare('refused', [
    at('10 rows, checked', checked, ROWS),
    { ...at('wrong checksum', checked, ROWS, bearer(`${secrets[0]?.slice(0, -1)}_`)), refused: true },
    { ...at('unknown token', checked, ROWS, bearer(secretOf('API', 'f'.repeat(16)).text)), refused: true },
  ]);
  await compare(`${many.length} tokens in turn`, [
    { label: 'in turn', side: checked, requests: many.map((headers) => ask(checked, MEMORY, headers)) },
    at('one token', checked, MEMORY),
  ]);
  await compare('/auth/verify', [
    {
      label: '/auth/verify',
      side: checked,
      requests: [rawRequest(checked.port, '/auth/verify?scopes=users:read', one)],
    },
    { label: 'node:http, constant answer', side: http, requests: [rawRequest(http.port, '/', one)] },
  ]);
  const { bytes } = await usage(checked);
  console.log(`\nMemory of the checked server after all of it: ${Math.round(bytes / 1_048_576)} MB`);
  for (const side of sides) side.process.disconnect();
}

const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

/** Fills the database, and reads the secrets of all tokens that may read users from anywhere. */
async function prepare(): Promise<{ secrets: string[]; codes: number }> {
  const bench = await openBench(options.url, size);
  await fill(bench.deps, size);
  await bench.logIn();
  const { errorCodes } = await bench.post('{ errorCodes { code } }', {});
  const rows = await bench.deps.database.reader.query<{ id: string }[]>(
    `SELECT public_id AS id FROM api_token WHERE kind = 'API' AND revoked = 0 AND enabled = 1 AND allowed_addresses IS NULL
      AND expires_at > '2100-01-01' AND scopes LIKE '%users:read%' ORDER BY secret_hash`,
  );
  await bench.close();
  return { secrets: rows.map(({ id }) => secretOf('API', id).text), codes: (errorCodes as unknown[]).length };
}

async function open(name: string, argument: string): Promise<Side> {
  const child = fork(join(__dirname, 'requests.server.js'), [name, options.url, argument], { stdio: 'inherit' });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { name, process: child, port };
}

async function usage({ process: child }: Side): Promise<Usage> {
  const answer = once(child, 'message');
  child.send('usage');
  const [found] = (await answer) as [Usage];
  return found;
}

/** In turn, so that what else the machine does meets all alike; the first round warms up. */
async function compare(title: string, candidates: readonly Candidate[]): Promise<void> {
  const rounds = candidates.map((): Round[] => []);
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    for (const [index, candidate] of candidates.entries()) {
      const measured = await measure(candidate);
      if (round > 0) rounds[index]?.push(measured);
    }
  }
  console.log(`\n${title}`.padEnd(44), 'requests/s   CPU µs   throughput  1/CPU (of the first)'.padStart(20));
  const results = rounds.map((own) => ({
    perSecond: median(own.map((r) => r.perSecond)),
    cost: median(own.map((r) => r.cost)),
  }));
  const [first] = results;
  for (const [index, { perSecond, cost }] of results.entries()) {
    const ratios = first ? [first.perSecond / perSecond, cost / first.cost] : [];
    console.log(
      `  ${candidates[index]?.label}`.padEnd(42),
      perSecond.toFixed(0).padStart(11),
      cost.toFixed(0).padStart(8),
      ...ratios.map((ratio) => ratio.toFixed(2).padStart(11)),
    );
  }
}

async function measure({ side, requests, refused = false, label }: Candidate): Promise<Round> {
  const before = await usage(side);
  const milliseconds = Number(options.milliseconds);
  const result = await load({ port: side.port, requests, milliseconds });
  const after = await usage(side);
  const answers = (result.perSecond * milliseconds) / 1_000;
  if (refused !== result.refused > 0) throw new Error(`${label}: ${result.refused} refused`);
  return { perSecond: result.perSecond, cost: (after.microseconds - before.microseconds) / answers };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

void main();
