import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { type Actor, ANONYMOUS, checkOperation, gateSchema, gateTypeDefs, type Mode } from '../../src/gate/index';
import { holding, record } from './reference-schema';

/** The tables of docs/gate/README.md, row by row, on the schema that is printed there. */

const text = readFileSync(join(__dirname, '../../docs/gate/README.md'), 'utf8');
const section = text.slice(text.indexOf('## Truth table'));
const sdl = /```graphql\n(.+?)```/s.exec(section)?.[1] ?? '';

/** Cells of the rows whose columns are these, without the marks of code. */
function rowsOf(...columns: string[]): string[][] {
  const lines = text.split('\n');
  const cells = (line = ''): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`|`$/g, ''));
  const start = lines.findIndex((line) => cells(line).join() === columns.join());
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map(cells);
}

const people = [{ __typename: 'User', id: '1', name: 'Ada', email: 'ada@example.org', salary: 10 }];
const post = { __typename: 'Post', id: '2', title: 'Tea' };
const roots: Record<string, unknown> = {
  ping: 'pong',
  me: people[0],
  users: people,
  report: 'numbers',
  node: post,
  search: [post, people[0]],
  touch: true,
  wipe: true,
};

function gated(calls: string[], mode: Mode): GraphQLSchema {
  const schema = buildSchema(gateTypeDefs + sdl);
  record(
    schema,
    calls,
    () =>
      (source, _args, _context, { fieldName, path }): unknown =>
        path.prev === undefined ? roots[fieldName] : Reflect.get(Object(source) as object, fieldName),
  );
  return gateSchema(schema, { unmarkedRootFields: 'error', mode });
}

const actorOf = (held: string): Actor =>
  held === '–' ? ANONYMOUS : holding(...held.split(' ').filter((scope) => scope !== 'none'));

/** As the table says it. */
function answerOf(schema: GraphQLSchema, query: string, variables: Record<string, unknown>, actor: Actor): string {
  const check = checkOperation({ schema, document: parse(query), variables, actor });
  if (check.outcome === 'undecided') return check.reason;
  if (check.outcome === 'allowed') return 'data';
  if (check.code === 'UNAUTHENTICATED') return '401';
  const missing = check.missing.map(
    ({ coordinate, anyOf }) => `${coordinate}: ${anyOf.map((scopes) => scopes.join(' and ')).join(', or ')}`,
  );
  return `403 ${missing.join('; ')}`;
}

describe('the truth table of the docs', () => {
  const rows = rowsOf('operation', 'variables', 'held', 'answer');

  test('it is there', () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  test.each(rows)('%s with %s, held: %s → %s', async (query = '', sent = '', held = '', answer = '') => {
    const calls: string[] = [];
    const schema = gated(calls, 'reject');
    const [actor, variableValues] = [actorOf(held), JSON.parse(sent || '{}') as Record<string, unknown>];
    expect(validate(schema, parse(query))).toEqual([]);
    expect(answerOf(schema, query, variableValues, actor)).toBe(answer);
    const result = await execute({ schema, document: parse(query), variableValues, contextValue: { actor } });
    const refusedWith = result.errors?.[0]?.extensions['code'];
    // A lone __typename reaches no resolver: only the static layer sees it (rule 7).
    const seen = query === 'mutation { __typename }' ? undefined : codeOf(answer);
    expect([refusedWith, calls.length > 0 && refusedWith !== undefined]).toEqual([seen, false]);
  });
});

function codeOf(answer: string): string | undefined {
  if (answer === 'data') return undefined;
  return answer === '401' ? 'UNAUTHENTICATED' : 'INSUFFICIENT_SCOPE';
}

describe('the table of filter mode', () => {
  const rows = rowsOf('operation', 'held', 'data');

  test('it is there', () => {
    expect(rows.length).toBeGreaterThan(3);
  });

  test.each(rows)('%s, held: %s → %s', async (query = '', held = '', data = '') => {
    const schema = gated([], 'filter');
    const result = await execute({ schema, document: parse(query), contextValue: { actor: actorOf(held) } });
    expect(JSON.parse(JSON.stringify(result.data ?? null))).toEqual(JSON.parse(data));
  });
});
