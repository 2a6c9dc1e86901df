import {
  buildSchema,
  execute,
  executeSync,
  type ExecutionResult,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  parse,
} from 'graphql';
import {
  type Actor,
  ANONYMOUS,
  executableFor,
  gateSchema,
  gateTypeDefs,
  type GateOptions,
  unwrappedSchema,
} from '../../src/gate/index';
import { holding, record, reference, type TestContext } from './reference-schema';

function run(
  schema: GraphQLSchema,
  query: string,
  actor: unknown,
  variableValues?: Record<string, unknown>,
): ExecutionResult {
  const contextValue: TestContext = { caller: () => actor };
  return executeSync({ schema, document: parse(query), contextValue, ...(variableValues && { variableValues }) });
}

const silently = (): void => undefined;
const codes = (result: ExecutionResult) => result.errors?.map((error) => error.extensions['code']);

describe('rule 10: the runtime layer', () => {
  test('only root fields and fields that ask for something are wrapped', () => {
    const { schema } = reference();
    const original = unwrappedSchema(schema);
    const wrapped = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => {
            const before = original.getType(type.name);
            return isObjectType(before) && before.getFields()[field.name]?.resolve !== field.resolve;
          })
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(wrapped).not.toContain('Post.id');
    expect(wrapped).not.toContain('Post.title');
    expect(wrapped).toEqual(
      expect.arrayContaining(['Query.ping', 'Post.author', 'Secret.id', 'User.role', 'Mutation.touch']),
    );
  });

  test('wrapped fields without a resolver use the option defaultFieldResolver', () => {
    const schema = gateSchema<TestContext>(buildSchema('type Query { a: String }'), {
      unmarkedRootFields: 'open',
      actor: () => ANONYMOUS,
      defaultFieldResolver: () => 'mine',
    });
    expect(run(schema, '{ a }', ANONYMOUS).data).toEqual({ a: 'mine' });
  });

  test('plain execute rejects before any resolver runs, with nothing in data', () => {
    const { schema, calls } = reference();
    const result = run(schema, '{ a: ping b: report }', holding());
    expect(Object.values(result.data ?? {})).toEqual([null, null]);
    expect(calls).toEqual([]);
  });

  test('case: one context used for two executions, the first allowed', () => {
    const { schema, calls } = reference({ actor: (context: TestContext) => context.caller() });
    let actor = holding('admin');
    const contextValue = { caller: () => actor };
    const document = parse('{ report }');
    expect(executeSync({ schema, document, contextValue }).errors).toBeUndefined();
    actor = holding();
    expect(codes(executeSync({ schema, document, contextValue }))).toEqual(['INSUFFICIENT_SCOPE']);
    expect(calls).toEqual(['Query.report']);
  });

  test('one context used for two executions at the same time, with different variables', async () => {
    const { schema } = reference();
    const document = parse('query ($d: Boolean) { users(includeDeleted: $d) { id } }');
    const contextValue = { caller: () => holding('users:read') };
    const [open, guarded] = await Promise.all(
      [{}, { d: true }].map(async (variableValues) => execute({ schema, document, contextValue, variableValues })),
    );
    expect(open?.errors).toBeUndefined();
    expect(codes(guarded ?? {})).toEqual(['INSUFFICIENT_SCOPE']);
  });

  test('a set of scopes that lost one since the last execution is seen as it is', () => {
    const { schema } = reference();
    const scopes = new Set(['admin']);
    const actor: Actor = { authenticated: true, scopes, subject: 'ann' };
    expect(run(schema, '{ report }', actor).errors).toBeUndefined();
    scopes.delete('admin');
    expect(codes(run(schema, '{ report }', actor))).toEqual(['INSUFFICIENT_SCOPE']);
  });

  test('a concrete type that no static layer expected is still guarded', () => {
    const { schema } = reference({ mode: 'filter' });
    const result = run(schema, '{ nodes(ids: ["1", "2", "3"]) { id } }', holding('secrets:read'));
    expect(result.data).toEqual({ nodes: [null, { id: '2' }, { id: '3' }] });
    expect(result.errors?.[0]?.extensions).toMatchObject({
      code: 'INSUFFICIENT_SCOPE',
      missing: [{ coordinate: 'User', path: ['nodes', '0', 'id'] }],
    });
  });

  test('a context without an actor is refused whatever the operation', async () => {
    const schema = gateSchema(buildSchema('type Query { a: String }'), { unmarkedRootFields: 'open' });
    for (const contextValue of [undefined, null, {}, { actor: null }, 'actor']) {
      expect(codes(await execute({ schema, document: parse('{ a }'), contextValue }))).toEqual(['UNAUTHENTICATED']);
    }
    expect(
      (await execute({ schema, document: parse('{ a }'), contextValue: { actor: ANONYMOUS } })).errors,
    ).toBeUndefined();
  });

  test('an actor that is looked up asynchronously is looked up once for each execution', async () => {
    let asked = 0;
    const { schema } = reference({ actor: async () => (asked++, Promise.resolve(holding('users:read'))) });
    const result = await execute({ schema, document: parse('{ ping users { id friends { id } } }'), contextValue: {} });
    expect(result.errors).toBeUndefined();
    expect(asked).toBe(1);
  });

  test('an actor that can not be looked up lets nobody in and says nothing of why', async () => {
    const { schema, calls } = reference({ actor: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.3')) });
    const result = await execute({ schema, document: parse('{ ping }'), contextValue: {} });
    expect(JSON.stringify(result)).not.toContain('10.0.0.3');
    expect(codes(result)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(calls).toEqual([]);
  });
});

describe('rule 10: guarded enum values in results', () => {
  const sdl =
    'type Query { one: E list: [E] nested: [[E]] later: [E] sure: [E!] } enum E { A B @requiresScopes(scopes: [["b"]]) }';
  const values: Record<string, () => unknown> = {
    one: () => 'B',
    list: () => ['A', 'B', 'A'],
    nested: () => [['B'], ['A', 'B']],
    later: () => ['A', Promise.resolve('B')],
    sure: () => new Set(['A', 'B']),
  };
  const enums = (options: Partial<GateOptions<TestContext>> = {}) => {
    const schema = buildSchema(gateTypeDefs + sdl);
    record(schema, [], () => (_source, _args, _context, info) => values[info.fieldName]?.());
    return gateSchema<TestContext>(schema, {
      unmarkedRootFields: 'open',
      actor: (context) => context.caller(),
      ...options,
    });
  };

  test.each([
    ['{ one }', { one: null }, [['one']]],
    ['{ x: list }', { x: ['A', null, 'A'] }, [['x', '1']]],
    [
      '{ nested }',
      { nested: [[null], ['A', null]] },
      [
        ['nested', '0', '0'],
        ['nested', '1', '1'],
      ],
    ],
    ['{ later }', { later: ['A', null] }, [['later', '1']]],
    ['{ sure }', { sure: null }, [['sure', '1']]],
  ])('%s: the offending item alone becomes null', async (query, data, paths) => {
    const result = await execute({
      schema: enums(),
      document: parse(query),
      contextValue: { caller: () => holding() },
    });
    expect(result.data).toEqual(data);
    expect(result.errors?.map((error) => (error.extensions['missing'] as { path: unknown }[])[0]?.path)).toEqual(paths);
    expect(result.errors?.map((error) => error.path?.map(String))).toEqual(paths);
  });

  test('an async iterable is looked at item by item, for executors that take them', async () => {
    async function* stream() {
      yield* ['A', Promise.resolve('B')];
    }
    let info: GraphQLResolveInfo | undefined;
    const schema = buildSchema(gateTypeDefs + sdl);
    record(schema, [], () => (_source, _args, _context, given) => ((info = given), stream()));
    const gated = gateSchema<TestContext>(schema, { unmarkedRootFields: 'open', actor: (context) => context.caller() });
    const contextValue = { caller: () => holding() };
    await execute({ schema: gated, document: parse('{ list }'), contextValue });
    if (!info) throw new Error('the resolver did not run');
    const items: unknown[] = [];
    const list = gated
      .getQueryType()
      ?.getFields()
      ['list']?.resolve?.({}, {}, contextValue, info) as AsyncIterable<unknown>;
    for await (const item of list) items.push(item);
    expect(items).toEqual(['A', expect.any(GraphQLError)]);
  });

  test('with the scope they pass', async () => {
    const result = await execute({
      schema: enums(),
      document: parse('{ one list }'),
      contextValue: { caller: () => holding('b') },
    });
    expect(result).toEqual({ data: { one: 'B', list: ['A', 'B', 'A'] } });
  });

  test('executableFor keeps the gated schema for them', () => {
    const schema = enums();
    expect(executableFor({ schema, document: parse('{ one }'), actor: holding('b') })).toBe(schema);
  });
});

describe('executableFor', () => {
  const { schema } = reference();
  const choose = (query: string, actor: unknown, variables?: Record<string, unknown>) =>
    executableFor({ schema, document: parse(query), actor, ...(variables && { variables }) });

  test('an operation that the static layer allows may run on the original resolvers', () => {
    expect(choose('{ users { id } }', holding('users:read'))).toBe(unwrappedSchema(schema));
  });

  test.each([
    ['nobody is there', '{ ping }', undefined, undefined],
    ['a scope is missing', '{ users { id } }', holding(), undefined],
    [
      'a guarded input was sent',
      'query ($d: Boolean) { users(includeDeleted: $d) { id } }',
      holding('users:read'),
      { d: false },
    ],
    ['there is no single operation', 'query A { ping } query B { ping }', holding(), undefined],
    ['it subscribes', 'subscription { tokenChanged { id } }', holding('tokens:read'), undefined],
  ])('not when %s', (_name, query, actor, variables) => {
    expect(choose(query, actor, variables)).toBe(schema);
  });

  test.each(['filter', { observe: { until: new Date(Date.now() + 3_600_000), report: silently } }] as const)(
    'not in mode %j',
    (mode) => {
      const other = reference({ mode }).schema;
      expect(executableFor({ schema: other, document: parse('{ ping }'), actor: holding() })).toBe(other);
    },
  );
});
