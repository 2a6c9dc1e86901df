import { parseArgs } from 'node:util';
import { parse } from 'graphql';
import { checkOperation } from '../src/gate';
import { createGuardedSchemas, DOCUMENTS, type Guarded, hostileDocument } from './gate.schemas';

/** What the gate costs: one process, no network; what is compared runs in turn, again and again. See README.md. */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    milliseconds: { type: 'string', default: '60' },
  },
});

/** Microseconds of processor time of one run, whatever else the machine does; of as many as fit into the time of a round. */
async function timeOf(work: () => unknown): Promise<number> {
  const [cpu, end] = [process.cpuUsage(), performance.now() + Number(options.milliseconds)];
  let runs = 0;
  while (performance.now() < end) {
    for (let index = 0; index < 5; index += 1) await work();
    runs += 5;
  }
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / runs;
}

/** The median of each over all rounds; within a round they run one after the other, each round beginning with the next. */
async function alternate(works: Readonly<Record<string, () => unknown>>): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(Object.keys(works).map((label) => [label, []]));
  for (let round = 0; round < Number(options.rounds) + 2; round += 1) {
    for (const [label, work] of rotated(Object.entries(works), round)) {
      const time = await timeOf(work);
      // The first two warm up.
      if (round >= 2) times.get(label)?.push(time);
    }
  }
  return new Map([...times].map(([label, samples]) => [label, median(samples)]));
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

function median(samples: number[]): number {
  return samples.sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? NaN;
}

function print(title: string, times: ReadonlyMap<string, number>, base?: string): void {
  console.log(`\n${title.padEnd(52)}${'µs'.padStart(10)}${base ? 'ratio'.padStart(9) : ''}`);
  for (const [label, time] of times) {
    const ratio = base ? (time / (times.get(base) ?? NaN)).toFixed(2).padStart(9) : '';
    console.log(`${label.padEnd(52)}${time.toFixed(time < 100 ? 2 : 0).padStart(10)}${ratio}`);
  }
}

/** Whole executions of documents that were seen before, by the same pipeline with different guards. */
async function compareExecutions(candidates: readonly Guarded[]): Promise<void> {
  for (const [title, query] of Object.entries(DOCUMENTS)) {
    for (const { name, run } of candidates) assertAnswered(name, await run(query));
    const works = candidates.map(({ name, run }) => [name, () => run(query)] as const);
    print(`${title}: execution`, await alternate(Object.fromEntries(works)), 'no gate');
  }
}

function assertAnswered(name: string, result: unknown): void {
  if (typeof result === 'object' && result !== null && 'data' in result && result.data && !('errors' in result)) return;
  throw new Error(`${name} did not answer: ${JSON.stringify(result)}`);
}

/** The static layer alone. */
async function measureDecisions({ gated, actors }: ReturnType<typeof createGuardedSchemas>): Promise<void> {
  const { allowed, denied } = actors;
  const list = parse(DOCUMENTS['50 users of 8 fields'] ?? '');
  const large = parse(DOCUMENTS['200 fields by alias'] ?? '');
  let turn = 0;
  const strangers = Array.from({ length: 1_000 }, (_, index) => ({
    ...allowed,
    scopes: new Set([...allowed.scopes, `other:${index}`]),
  }));
  const check = (document = list, actor: typeof allowed = allowed) =>
    checkOperation({ schema: gated, document, actor });
  const times = await alternate({
    'seen before, allowed': () => check(),
    'seen before, 200 fields, allowed': () => check(large),
    'seen before, refused (every mark listed)': () => check(list, denied),
    'seen before, a caller that was not': () => check(list, strangers[(turn += 1) % strangers.length] ?? allowed),
    'never seen (parsing included)': () => check(parse(`query q${(turn += 1)} ${DOCUMENTS['50 users of 8 fields']}`)),
  });
  print('The static layer alone', times);
}

/** Fragments, each spreading the next twice: what they unfold to doubles with each. */
async function measureHostile({ gated, actors }: ReturnType<typeof createGuardedSchemas>): Promise<void> {
  const checkOf = (depth: number, actor: typeof actors.allowed) => {
    const text = hostileDocument(depth);
    return () => checkOperation({ schema: gated, document: parse(text, { noLocation: true }), actor });
  };
  const depths = [50, 100, 200, 400];
  const allowed = depths.map(
    (depth) => [`${depth} fragments, each spread twice`, checkOf(depth, actors.allowed)] as const,
  );
  const [base] = allowed[0] ?? [];
  const refused = ['400 fragments, refused: up to 5,000 paths listed', checkOf(400, actors.denied)] as const;
  const times = await alternate(Object.fromEntries([...allowed, refused]));
  print('A hostile document, never seen (parsing included)', times, base);
}

async function main(): Promise<void> {
  const schemas = createGuardedSchemas();
  await compareExecutions(schemas.candidates);
  await measureDecisions(schemas);
  await measureHostile(schemas);
}

void main();
