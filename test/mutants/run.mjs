/**
 * Shows that the tests notice when a rule is taken out: applies each mutant to a copy of the sources and runs the test that
 * has to fail, first without the mutant, when it has to pass.
 *
 *   node test/mutants/run.mjs [part of a rule's name] [--write]     --write: the list goes to docs/mutants.md
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mutants as ofTheGate } from '../gate/mutants/mutants.mjs';
import { mutants as ofTheCore } from './core.mjs';

const root = resolve(import.meta.dirname, '../..');
const write = process.argv.includes('--write');
const part = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
const gate = ofTheGate.map((mutant) => ({
  ...mutant,
  rule: `gate ${mutant.rule}`,
  project: 'pure',
  file: `src/gate/${mutant.file}`,
  test: `test/gate/${mutant.test}.test.ts`,
}));
const wanted = [...ofTheCore, ...gate].filter(({ rule }) => rule.includes(part));

function copyOfTheSources() {
  const copy = mkdtempSync(join(tmpdir(), 'scopegate-mutants-'));
  for (const path of ['src', 'test', 'migrations', '.swcrc', 'jest.config.js', 'package.json'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** What never ends is noticed, too. */
const PATIENCE = 60_000;

function run(copy, { project, test, killedBy }) {
  const args = ['--selectProjects', project, '--runTestsByPath', test, '-t', killedBy];
  const quiet = ['--maxWorkers', '1', '--json', '--forceExit', '--silent'];
  const { stdout, signal } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), ...args, ...quiet],
    {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
      env: { ...process.env, TEST_MARIADB_URL: '', TEST_MYSQL_URL: '' },
    },
  );
  if (signal) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(stdout.slice(stdout.indexOf('{"num')));
  return { passed: numPassedTests, failed: numFailedTests };
}

/** What is wrong with the mutant or the tests, or undefined when the mutant was killed. */
function survive(copy, mutant) {
  const path = join(copy, mutant.file);
  const original = readFileSync(path, 'utf8');
  if (original.split(mutant.search).length !== 2) return `its text does not occur exactly once in ${mutant.file}`;
  try {
    const before = run(copy, mutant);
    if (before.passed === 0 || before.failed > 0) return 'its test does not pass without it';
    writeFileSync(
      path,
      original.replace(mutant.search, () => mutant.replace),
    );
    return run(copy, mutant).failed > 0 ? undefined : `it survived "${mutant.killedBy}"`;
  } finally {
    writeFileSync(path, original);
  }
}

const copy = copyOfTheSources();
const results = wanted.map((mutant) => {
  const reason = survive(copy, mutant);
  console.log(`${reason ? 'SURVIVED' : 'killed  '} ${mutant.rule}${reason ? `: ${reason}` : ''}`);
  return { ...mutant, reason };
});
rmSync(copy, { recursive: true });

const survivors = results.filter(({ reason }) => reason !== undefined);
console.log(`${results.length - survivors.length} of ${results.length} mutants killed.`);
if (write && survivors.length === 0) writeFileSync(join(root, 'docs/mutants.md'), toTable(results));
process.exitCode = survivors.length > 0 ? 1 : 0;

function toTable(rows) {
  const lines = rows.map(
    ({ rule, file, test, killedBy }) => `| ${rule} | \`${file}\` | \`${test}\`: ${killedBy.replaceAll('|', ', ')} |`,
  );
  return [
    '# What happens when a rule is taken out',
    '',
    'Each rule was taken out of the sources, alone, and the test named here turned red. Made by `npm run test:mutants -- --write`.',
    '',
    '| rule | taken out of | the test that notices |',
    '| --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
