import { parseArgs } from 'node:util';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filters, pairs, type Question, questions, type Facts } from './queries';
import { fill } from './fill';
import { type BenchServer, openBench } from './server';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: `sqlite:${join(tmpdir(), 'scopegate-bench')}` },
    sizes: { type: 'string', default: '1000,100000' },
    repeat: { type: 'string', default: '15' },
    /** On a busy machine the least time says more than the median. */
    statistic: { type: 'string', default: 'p50' },
    only: { type: 'string' },
    pairs: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
  },
});

const LIST = `query ($filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!], $after: String) {
  apiTokens(filter: $filter, orderBy: $orderBy, after: $after) {
    nodes { id name description kind access scopes status createdAt expiresAt lastUsedAt lastUsedAddress hint owner { username } createdBy { username } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const COUNT =
  'query ($filter: ApiTokenFilter) { apiTokens(filter: $filter, first: 1) { totalCount totalCountIsExact } }';

type Times = Map<string, number>;

interface Side {
  readonly size: number;
  readonly bench: BenchServer;
  readonly facts: Facts;
  readonly times: Times;
}

type Ask = (side: Side) => Promise<() => Promise<unknown>>;

/** The sizes in turn, again and again: what else the machine does then meets all of them alike. */
async function measure(sides: readonly Side[], label: string, ask: Ask): Promise<void> {
  const works = await Promise.all(sides.map(ask));
  const samples = sides.map((): number[] => []);
  for (let round = 0; round < Number(options.repeat) + 2; round += 1) {
    for (const [index, work] of works.entries()) {
      const time = await timeOf(work);
      if (round >= 2) samples[index]?.push(time);
    }
    // A slow one is known to be slow after three.
    if (round >= 4 && samples.flat().reduce((sum, time) => sum + time, 0) > 3_000) break;
  }
  for (const [index, side] of sides.entries()) side.times.set(label, statistic(samples[index] ?? []));
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return options.statistic === 'cpu' ? (user + system) / 1_000 : performance.now() - started;
}

function statistic(samples: number[]): number {
  const sorted = samples.sort((a, b) => a - b);
  return sorted[options.statistic === 'min' ? 0 : Math.floor(sorted.length / 2)] ?? NaN;
}

async function measureLists(sides: readonly Side[]): Promise<void> {
  const all = sides.map(({ facts }) => (options.pairs ? pairs(facts) : questions(facts)));
  for (const [index, { label }] of (all[0] ?? []).entries()) {
    if (!label.includes(options.only ?? '')) continue;
    const questionOf = (side: Side): Question => all[sides.indexOf(side)]?.[index] as Question;
    await measure(sides, label, async (side) => {
      const { filter, orderBy, middle } = questionOf(side);
      const after = middle && orderBy?.[0] ? await side.bench.middleCursor(orderBy[0]) : undefined;
      return () => side.bench.post(LIST, { filter, orderBy, after });
    });
    if (options.explain) await explain(sides.at(-1) as Side, label);
  }
}

async function explain({ bench, times }: Side, label: string): Promise<void> {
  console.log(`\n--- ${label}: ${times.get(label)?.toFixed(1)} ms`);
  for (const line of await bench.explainLast()) console.log(`    ${line}`);
}

async function measureCounts(sides: readonly Side[]): Promise<void> {
  await measure(
    sides,
    'count: all',
    async ({ bench }) =>
      () =>
        bench.post(COUNT, {}),
  );
  for (const label of Object.keys(filters((sides[0] as Side).facts))) {
    await measure(sides, `count: ${label}`, async ({ bench, facts }) => {
      const filter = filters(facts)[label];
      return () => bench.post(COUNT, { filter });
    });
  }
}

async function open(size: number): Promise<Side> {
  const filling = await openBench(options.url, size);
  await fill(filling.deps, size);
  await filling.close();
  // As after a start: indexes that were made anew have lost what SQLite's planner is told of them.
  const bench = await openBench(options.url, size);
  await bench.logIn();
  return { size, bench, facts: await bench.facts(), times: new Map() };
}

async function main(): Promise<void> {
  const sides: Side[] = [];
  for (const size of options.sizes.split(',').map(Number)) sides.push(await open(size));
  await measureLists(sides);
  if (!options.pairs && !options.only) await measureCounts(sides);
  print(sides);
  for (const { bench } of sides) await bench.close();
}

function print(sides: readonly Side[]): void {
  const sizes = sides.map(({ size }) => String(size).padStart(10)).join('');
  console.log(`\n${`${options.statistic}, ms`.padEnd(44)}${sizes}${'ratio'.padStart(9)}`);
  const lines = [...(sides[0]?.times.keys() ?? [])].map((label) => {
    const times = sides.map((side) => side.times.get(label) ?? NaN);
    return { label, times, ratio: (times.at(-1) ?? NaN) / (times[0] ?? NaN) };
  });
  if (options.pairs) lines.sort((a, b) => b.ratio - a.ratio);
  for (const { label, times, ratio } of lines) {
    const shown = times.map((time) => time.toFixed(2).padStart(10)).join('');
    console.log(`${label.padEnd(44)}${shown}${ratio.toFixed(2).padStart(9)}${ratio > 1.3 ? ' !' : ''}`);
  }
}

void main();
