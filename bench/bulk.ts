import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fill } from './fill';
import { openBench } from './server';

/** Changes of all tokens of an account by one request, with one audit entry for each. */

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: `sqlite:${join(tmpdir(), 'scopegate-bench')}` },
    count: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
  },
});

const CHANGES: readonly (readonly [mutation: string, type: string, more: object])[] = [
  ['setApiTokensEnabled', 'SetApiTokensEnabledInput', { enabled: false }],
  ['setApiTokensEnabled', 'SetApiTokensEnabledInput', { enabled: true }],
  ['revokeApiTokens', 'RevokeApiTokensInput', {}],
  ['restoreApiTokens', 'ApiTokensInput', {}],
];

async function main(): Promise<void> {
  const count = Number(options.count);
  const bench = await openBench(options.url, count);
  await fill(bench.deps, count);
  await bench.logIn();
  // The revoked ones would stand against a restoring of all.
  const revoked = { filter: { statuses: ['REVOKED'] } };
  const { apiTokens } = (await bench.post(
    'query ($filter: ApiTokenFilter) { apiTokens(filter: $filter, first: 1) { totalCount } }',
    revoked,
  )) as {
    apiTokens: { totalCount: number };
  };
  await change(bench, ['restoreApiTokens', 'ApiTokensInput', {}], { ...revoked, expectedCount: apiTokens.totalCount });
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const one of CHANGES) {
      await sealed(bench);
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      const affected = await change(bench, one, { filter: {}, expectedCount: count });
      const { user, system } = process.cpuUsage(cpu);
      const shown = `${one[0]} ${JSON.stringify(one[2])}`.padEnd(40);
      console.log(
        `${shown} ${affected} tokens: ${(performance.now() - started).toFixed(0)} ms, CPU ${((user + system) / 1_000).toFixed(0)} ms`,
      );
    }
  }
  await bench.close();
}

type Bench = Awaited<ReturnType<typeof openBench>>;

/** The entries of the change before are linked by a job, which would be measured with the next one. */
async function sealed({ deps }: Bench): Promise<void> {
  const left = async () => {
    const [row] = await deps.database.reader.query<{ n: number | string }[]>(
      'SELECT COUNT(*) AS n FROM audit_unsealed',
    );
    return Number(row?.n);
  };
  while ((await left()) > 100) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function change(
  bench: Bench,
  [mutation, type, more]: (typeof CHANGES)[number],
  selection: object,
): Promise<number> {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { affectedCount } }`;
  const answer = (await bench.post(query, { input: { ...selection, ...more } })) as Record<
    string,
    { affectedCount: number }
  >;
  return answer[mutation]?.affectedCount ?? NaN;
}

void main();
