import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import * as gate from '../../src/gate/index';

const source = join(__dirname, '../../src/gate');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
};

/** A folder with the compiled gate under the package's own name, and nothing installed but graphql. */
function installed(): string {
  const home = mkdtempSync(join(tmpdir(), 'gate-package-'));
  const target = join(home, 'node_modules/scopegate');
  for (const file of files) {
    const path = join(target, 'gate', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      ts.transpileModule(readFileSync(join(source, file), 'utf8'), { compilerOptions: options }).outputText,
    );
  }
  writeFileSync(
    join(target, 'package.json'),
    JSON.stringify({ name: 'scopegate', type: 'commonjs', exports: { './gate': './gate/index.js' } }),
  );
  symlinkSync(join(__dirname, '../../node_modules/graphql'), join(home, 'node_modules/graphql'));
  return home;
}

const use = `
  const schema = gateSchema(buildSchema('type Query { a: Int }'), { unmarkedRootFields: 'open' });
  console.log(checkOperation({ schema, document: parse('{ a }'), actor: ANONYMOUS }).outcome);`;
const ways = {
  'require()': [
    'use.cjs',
    `const { buildSchema, parse } = require('graphql'); const { ANONYMOUS, checkOperation, gateSchema } = require('scopegate/gate');${use}`,
  ],
  import: [
    'use.mjs',
    `import { buildSchema, parse } from 'graphql'; import { ANONYMOUS, checkOperation, gateSchema } from 'scopegate/gate';${use}`,
  ],
} as const;

describe('the package scopegate/gate', () => {
  let home: string;
  beforeAll(() => {
    home = installed();
  });
  afterAll(() => rmSync(home, { recursive: true }));

  test.each(Object.entries(ways))('works by %s, with graphql as its only dependency', (_way, [name, text]) => {
    writeFileSync(join(home, name), text);
    // preserve-symlinks: graphql is found where it is linked, and nothing beside its real place.
    const { stdout, stderr } = spawnSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', name], {
      cwd: home,
      encoding: 'utf8',
    });
    expect(stderr + stdout).toBe('allowed\n');
  });

  test('every export has a name that import finds', () => {
    writeFileSync(
      join(home, 'names.mjs'),
      "import * as gate from 'scopegate/gate'; console.log(JSON.stringify(Object.keys(gate)));",
    );
    const { stdout } = spawnSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', 'names.mjs'], {
      cwd: home,
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toEqual(expect.arrayContaining(Object.keys(gate)));
  });

  test.each(files)('%s imports nothing outside its folder but graphql', (file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(source, file), 'utf8'));
    const outside = importedFiles
      .map(({ fileName }) => fileName)
      .filter((name) => !join(source, dirname(file), name).startsWith(source) || !name.startsWith('.'));
    expect(outside.filter((name) => name !== 'graphql')).toEqual([]);
  });
});
