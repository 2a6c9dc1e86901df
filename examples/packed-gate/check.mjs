import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { check, say, step } from '../../dist/examples/shared/walk.js';

/** What a service installs: the packed package, and graphql; nothing else is there. */
function unpack(folder) {
  // Compiled already; the scripts of the package would do it again.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(run('npm', pack, resolve('.')));
  const target = join(folder, 'node_modules/scopegate');
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1'], folder);
  symlinkSync(resolve('node_modules/graphql'), join(folder, 'node_modules/graphql'));
}

// Links are kept: graphql is found where it is linked, and nothing beside its real place.
const node = ['--preserve-symlinks', '--preserve-symlinks-main'];

function run(program, parameters, cwd) {
  return execFileSync(program, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function compile(folder, files, module, moduleResolution) {
  const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  try {
    run(process.execPath, [resolve('node_modules/typescript/bin/tsc')], folder);
    return '';
  } catch ({ stdout }) {
    return stdout;
  }
}

/** What the lines at the end of compiled files point at: debuggers and bundlers read it. */
function sourceOf(file) {
  const map = /\/\/# sourceMappingURL=(\S+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return JSON.parse(readFileSync(join(dirname(file), map), 'utf8')).sourcesContent?.[0];
}

/** How a TypeScript project may look up packages, and the programs that it compiles. */
const PROJECTS = [
  ['nodenext', 'nodenext', ['program.mts', 'program.cts']],
  ['esnext', 'bundler', ['program.mts']],
  ['commonjs', 'node10', ['program.cts']],
];

check(async (cleanUp) => {
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-packed-'));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  await step('The package is packed and unpacked', async () => unpack(folder));
  for (const name of ['program.mjs', 'program.cjs', 'program.mts', 'program.cts']) {
    cpSync(resolve('examples/packed-gate', name), join(folder, name));
  }

  await step('Sources are in the maps, and what is read beside them is there', async () => {
    const installed = join(folder, 'node_modules/scopegate');
    assert.match(sourceOf(join(installed, 'dist/src/gate/gate-schema.js')), /export function gateSchema/);
    for (const file of [
      'README.md',
      'LICENSE',
      'docs/OPERATIONS.md',
      'docs/bootstrap.schema.json',
      'docs/gate/README.md',
    ]) {
      assert(existsSync(join(installed, file)), file);
    }
  });

  await step('The command line tells its version', async () => {
    const { version, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.equal(run(process.execPath, [resolve(bin.scopegate), '--version']), `${version}\n`);
  });

  for (const program of ['program.mjs', 'program.cjs']) {
    await step(`${program} runs`, async () => {
      assert.equal(run(process.execPath, [...node, program], folder), 'denied: things:read\n');
    });
  }

  for (const [module, moduleResolution, files] of PROJECTS) {
    await step(
      `${files.join(' and ')}: compiled with module ${module}, moduleResolution ${moduleResolution}`,
      async () => {
        // The declarations are checked, too: they name nothing that isn't installed.
        assert.equal(compile(folder, files, module, moduleResolution), '');
      },
    );
  }

  await step('The types notice a wrong option', async () => {
    writeFileSync(
      join(folder, 'wrong.mts'),
      "import { gateSchema } from 'scopegate/gate';\ngateSchema({} as never, { unmarkedRootFields: 'maybe' });\n",
    );
    const complaint = compile(folder, ['wrong.mts'], 'nodenext', 'nodenext');
    assert.match(complaint, /'"maybe"' is not assignable/);
    say(complaint.split('\n')[0]);
  });
});
