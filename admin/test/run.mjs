import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, isEnumType, isInputObjectType } from 'graphql';

/**
 * Runs the stories, all or those whose files are named, then checks that all of them together used every mutation of
 * the API, and every condition and order of its lists of tokens: what the panel can't do is named.
 */
const FOLDER = import.meta.dirname;
const named = process.argv.slice(2);
// The longest first: at the end nobody waits for one of them alone.
const stories = readdirSync(FOLDER)
  .filter((name) => /\.(story|browser\.test)\.mjs$/.test(name))
  .sort((one, other) => statSync(join(FOLDER, other)).size - statSync(join(FOLDER, one)).size);
const chosen = named.length > 0 ? stories.filter((name) => named.some((part) => name.includes(part))) : stories;

function offered() {
  const schema = buildSchema(readFileSync(join(FOLDER, '../../schema.graphql'), 'utf8'));
  const [filter, order] = [schema.getType('ApiTokenFilter'), schema.getType('ApiTokenOrderField')];
  if (!isInputObjectType(filter) || !isEnumType(order)) throw new Error('The schema has no ApiTokenFilter any more.');
  return [
    ...Object.keys(schema.getMutationType().getFields()).map((name) => `Mutation.${name}`),
    ...Object.keys(filter.getFields()).map((name) => `ApiTokenFilter.${name}`),
    ...order.getValues().map(({ name }) => `ApiTokenOrderField.${name}`),
  ];
}

function unusedOf(folder) {
  const used = new Set(readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n')));
  return offered().filter((name) => !used.has(name));
}

/** Several files at a time, each with a server and a browser of its own. */
async function failedOf(waiting) {
  const failed = [];
  const next = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) if (!(await passes(file))) failed.push(file);
  };
  await Promise.all(Array.from({ length: 3 }, next));
  return failed;
}

/** In CI a story that met a standstill of the machine is told once more. */
async function passes(file) {
  for (let attempts = process.env.CI ? 2 : 1; attempts > 0; attempts -= 1) if ((await run(file)) === 0) return true;
  return false;
}

async function run(file) {
  const env = { ...process.env, STORIES_SEEN: seen };
  const child = spawn(process.execPath, ['--test', file], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  console.log(said);
  return code;
}

const seen = mkdtempSync(join(tmpdir(), 'scopegate-seen-'));
const files = chosen.map((name) => join(FOLDER, name));
const failed = await failedOf(files);
const unused = unusedOf(seen);
rmSync(seen, { recursive: true, force: true });
if (failed.length > 0) {
  console.error(`Failed:\n${failed.map((file) => `  ${file}`).join('\n')}`);
  process.exitCode = 1;
}
if (named.length === 0 && unused.length > 0) {
  console.error(`No story uses these in a browser:\n${unused.map((name) => `  ${name}`).join('\n')}`);
  process.exitCode = 1;
}
