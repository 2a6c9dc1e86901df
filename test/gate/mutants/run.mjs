/**
 * Shows that the tests notice when a rule is dropped: applies each mutant to a copy of src/gate and runs the test that has to fail,
 * first without the mutant, when it has to pass. `node test/gate/mutants/run.mjs [part of a rule's name]`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mutants } from './mutants.mjs';

const root = resolve(import.meta.dirname, '../../..');
const wanted = mutants.filter(({ rule }) => rule.includes(process.argv[2] ?? ''));

function copyOfTheGate() {
  const copy = mkdtempSync(join(tmpdir(), 'gate-mutants-'));
  for (const path of ['src/gate', 'test/gate', '.swcrc', 'jest.config.js', 'test/support'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function run(copy, { test, killedBy }) {
  const args = [
    '--selectProjects',
    'pure',
    '--runTestsByPath',
    `test/gate/${test}.test.ts`,
    '-t',
    killedBy,
    '--maxWorkers',
    '1',
    '--json',
    '--forceExit',
    '--testTimeout=3000',
    '--silent',
  ];
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const { numPassedTests, numFailedTests } = JSON.parse(stdout.slice(stdout.indexOf('{"num')));
  return { passed: numPassedTests, failed: numFailedTests };
}

/** What is wrong with the mutant or the tests, or undefined when the mutant was killed. */
function survive(copy, mutant) {
  const path = join(copy, 'src/gate', mutant.file);
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

const copy = copyOfTheGate();
const survivors = wanted.filter((mutant) => {
  const reason = survive(copy, mutant);
  console.log(`${reason ? 'SURVIVED' : 'killed  '} rule ${mutant.rule}${reason ? `: ${reason}` : ''}`);
  return reason !== undefined;
});
rmSync(copy, { recursive: true });
console.log(`${wanted.length - survivors.length} of ${wanted.length} mutants killed.`);
process.exitCode = survivors.length > 0 ? 1 : 0;
