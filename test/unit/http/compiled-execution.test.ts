import { buildSchema, type ExecutionResult, parse } from 'graphql';
import { type Actor, ANONYMOUS } from '../../../src/access/actor';
import type { Context } from '../../../src/context';
import { gateSchema } from '../../../src/gate';
import { COMPILED_AT_SIGHT, CompiledExecution, type Execute } from '../../../src/http/execution/compiled-execution';

const SDL = `
  directive @requiresScopes(scopes: [[Scope!]!]!) repeatable on FIELD_DEFINITION
  scalar Scope
  type Query { open(text: String): String closed: String @requiresScopes(scopes: [["read"]]) fails(n: Int!): String }
`;

/** Answers with who called it. */
const caller = () => (new Error().stack?.includes('graphql-jit') ? 'compiled' : 'interpreted');

function setUp(): Execute {
  const schema = buildSchema(SDL);
  const fields = schema.getQueryType()!.getFields();
  fields.open!.resolve = caller;
  fields.closed!.resolve = caller;
  fields.fails!.resolve = async () => Promise.reject(new RangeError('no'));
  const execution = new CompiledExecution(gateSchema(schema, { unmarkedRootFields: 'open' }), COMPILED_AT_SIGHT);
  return (request) => execution.execute(request);
}

const READER = { authenticated: true, scopes: new Set(['read']), subject: 'u' } as unknown as Actor;
const contextOf = (actor: Actor) => ({ actor }) as Context;

async function times(
  count: number,
  execute: Execute,
  text: string,
  actor: Actor = ANONYMOUS,
  variables?: Record<string, unknown>,
): Promise<ExecutionResult[]> {
  const document = parse(text);
  const results: ExecutionResult[] = [];
  for (let i = 0; i < count; i++)
    results.push(await execute({ document, request: { variables }, context: contextOf(actor) }));
  return results;
}

describe('compiled execution', () => {
  test('what comes for the third time is compiled', async () => {
    const results = await times(4, setUp(), '{ open }');
    expect(results.map(({ data }) => data!['open'])).toEqual(['interpreted', 'interpreted', 'compiled', 'compiled']);
  });

  test('what the gate has proved runs without its resolvers, and so compiled', async () => {
    expect((await times(3, setUp(), '{ closed }', READER)).at(-1)).toEqual({ data: { closed: 'compiled' } });
  });

  test('what is not proved runs behind them, whoever had it compiled', async () => {
    const execute = setUp();
    const document = parse('{ closed }');
    for (let i = 0; i < 3; i++) await execute({ document, request: {}, context: contextOf(READER) });
    const { data, errors } = await execute({ document, request: {}, context: contextOf(ANONYMOUS) });
    expect([data?.['closed'], errors?.[0]?.extensions['code']]).toEqual([null, 'UNAUTHENTICATED']);
  });

  test('a document with a text in it never is', async () => {
    expect((await times(4, setUp(), '{ open(text: "x") }')).at(-1)).toEqual({ data: { open: 'interpreted' } });
  });

  test('an error keeps its cause, path and place', async () => {
    const [first, , third] = await times(3, setUp(), '{\n  a: fails(n: 1)\n}');
    expect(third!.errors).toEqual(first!.errors);
    expect(third!.errors![0]).toMatchObject({ message: 'no', path: ['a'], locations: [{ line: 2, column: 3 }] });
    expect(third!.errors![0]!.originalError).toBeInstanceOf(RangeError);
  });

  test('variables that can not be coerced are told by graphql-js', async () => {
    const results = await times(3, setUp(), 'query ($n: Int!) { fails(n: $n) }', ANONYMOUS, { n: 'x' });
    expect(results[2]).toEqual(results[0]);
    expect(results[2]).not.toHaveProperty('data');
  });
});
