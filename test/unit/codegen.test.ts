import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';

/** What graphql-codegen makes of schema.graphql, as it is published, compiles and holds a caller to the schema. */

const root = join(__dirname, '../..');
const OPERATIONS = /* GraphQL */ `
  query Tokens($filter: ApiTokenFilter) {
    apiTokens(filter: $filter, first: 10) {
      nodes {
        id
        name
        status
        expiresAt
      }
    }
  }
  mutation Create($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      secret
    }
  }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopegate-codegen-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['graphql', '@graphql-typed-document-node']) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const { schema, operations } = generate();
  writeFileSync(join(folder, 'schema.ts'), schema);
  writeFileSync(join(folder, 'operations.ts'), operations);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function generate(): { schema: string; operations: string } {
  const script = join(root, 'test/support/generate-types.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, join(root, 'schema.graphql')], {
    input: OPERATIONS,
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof generate>;
}

/** What the compiler says of a program that uses the generated types. */
function complaintsAbout(program: string): string[] {
  const path = join(folder, 'program.ts');
  writeFileSync(path, program);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: [],
  };
  const found = ts.getPreEmitDiagnostics(ts.createProgram([path], options));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const HEAD = `import type { QueryApiTokensArgs } from './schema';
  import type { TokensQuery, TokensQueryVariables, CreateMutationVariables } from './operations';`;

test('U1: the generated types compile, and a proper program with them', () => {
  const program = `${HEAD}
    export const input: CreateMutationVariables = { input: { name: 'x', lifetime: 'DAYS_30', scopes: ['roles:read'] } };
    export const filter: TokensQueryVariables = { filter: { statuses: ['ACTIVE'] } };
    export const page: QueryApiTokensArgs = { first: 10, after: null };
    export const namesOf = ({ apiTokens }: TokensQuery): string[] => apiTokens.nodes.map(({ name }) => name);`;
  expect(complaintsAbout(program)).toEqual([]);
});

test.each([
  ['an unknown lifetime', "export const x: CreateMutationVariables = { input: { name: 'x', lifetime: 'DAYS_31' } };"],
  ['an unknown input field', "export const x: CreateMutationVariables = { input: { name: 'x', secret: 'mine' } };"],
  ['a field that was not asked for', 'export const x = ({ apiTokens }: TokensQuery) => apiTokens.nodes[0]?.owner;'],
])('T13: %s does not compile', (_, program) => {
  expect(complaintsAbout(`${HEAD}\n${program}`)).toHaveLength(1);
});
