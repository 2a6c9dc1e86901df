import { buildSchema, executeSync, type ExecutionResult, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { acceptedScopes, type Actor, ANONYMOUS, checkOperation, type Denial, gateSchema } from '../../src/gate/index';
import { holding, missingOf, reference, type TestContext } from './reference-schema';

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

describe('rule 11: modes', () => {
  test('filter: null bubbles as ever', () => {
    const { schema } = reference({ mode: 'filter' });
    const result = run(schema, '{ nodes(ids: ["1"]) { id } search { ... on Secret { id value } } }', holding());
    expect(result.data).toEqual({ nodes: [null], search: [{}, null] });
  });

  test('filter: a denied field is null, and its resolver does not run', () => {
    const { schema, calls } = reference({ mode: 'filter' });
    const result = run(schema, '{ ping user(id: 1) { id } }', holding());
    expect(result.data).toEqual({ ping: 'pong', user: null });
    expect(calls).toEqual(['Query.ping']);
  });

  test('filter: what reaches no resolver is refused by the static layer', () => {
    const { schema } = reference({ mode: 'filter', introspection: [['schema:read']] });
    expect(missingOf(schema, '{ ping __schema { description } report }')).toEqual(['Query.__schema']);
    expect(missingOf(schema, '{ ping report }')).toEqual([]);
  });

  const inAnHour = () => new Date(Date.now() + 3_600_000);

  test('observe: runs, and reports once what would have been refused', () => {
    const reports: unknown[] = [];
    const { schema, calls } = reference({
      mode: { observe: { until: inAnHour(), report: (each) => reports.push(each) } },
    });
    const result = run(schema, 'query Q { report users { salary role } }', holding('users:read'));
    expect(result.errors).toBeUndefined();
    expect(calls).toContain('User.salary');
    expect(reports[0]).toMatchObject({
      operationName: 'Q',
      subject: 'tester',
      missing: [{ coordinate: 'Query.report' }, { coordinate: 'User.salary' }],
    });
    expect(reports).toHaveLength(2);
    expect(reports[1]).toMatchObject({ missing: [{ coordinate: 'Role.ROOT', path: ['users', '1', 'role'] }] });
  });

  test('observe: a credential is needed all the same, and so is an actor', () => {
    const { schema, calls } = reference({ mode: { observe: { until: inAnHour(), report: silently } } });
    expect(codes(run(schema, '{ me { id } }', ANONYMOUS))).toEqual(['UNAUTHENTICATED']);
    expect(codes(run(schema, '{ ping }', undefined))).toEqual(['UNAUTHENTICATED']);
    expect(calls).toEqual([]);
  });

  test('observe: from until on it rejects', () => {
    const until = inAnHour();
    const { schema } = reference({ mode: { observe: { until, report: silently } } });
    expect(run(schema, '{ report }', holding()).errors).toBeUndefined();
    const now = jest.spyOn(Date, 'now').mockReturnValue(until.getTime());
    expect(codes(run(schema, '{ report }', holding()))).toEqual(['INSUFFICIENT_SCOPE']);
    now.mockRestore();
  });

  test.each([
    ['more than 90 days', { until: new Date(Date.now() + 91 * 86_400_000), report: silently }],
    ['no date', { until: 'soon', report: silently }],
    ['no until', { report: silently }],
    ['no report', { until: inAnHour() }],
  ])('observe with %s is refused when the schema is built', (_name, observe) => {
    expect(() => reference({ mode: { observe } as never })).toThrow('observe needs');
    expect(() => reference({ mode: 'off' as never })).toThrow("must be 'reject'");
  });
});

describe('rule 12: answers', () => {
  test('the server makes its own error of a denial, and reserved scopes are never shown', () => {
    const denials: Denial[] = [];
    const error = (denial: Denial) => (
      denials.push(denial),
      new GraphQLError('no', { extensions: { code: 'LOGIN_REQUIRED' } })
    );
    const { schema } = reference({
      error,
      reserved: ['person'],
      guards: { 'Query.report': [['person']], 'Query.ping': [['person']] },
    });
    const result = run(schema, '{ ping report }', holding('billing:read'));
    expect(codes(result)).toEqual(['LOGIN_REQUIRED', 'LOGIN_REQUIRED']);
    expect(denials).toHaveLength(1);
    expect(denials[0]).toMatchObject({
      reserved: ['person'],
      missing: [{ coordinate: 'Query.report', anyOf: [['admin'], ['billing:read', 'users:read']] }],
    });
    expect(denials[0]?.challenge).toBe('Bearer realm="graphql", error="insufficient_scope", scope="users:read"');
    expect(acceptedScopes({ schema, document: parse('{ ping report }') })).toBe('admin, billing:read, users:read');
  });

  test('the realm can be named, and nothing in it breaks the header', () => {
    const denials: Denial[] = [];
    const error = (denial: Denial) => (denials.push(denial), new GraphQLError('no'));
    run(reference({ error, realm: 'shop "x"\r\nSet-Cookie: a' }).schema, '{ me { __typename } }', ANONYMOUS);
    expect(denials[0]?.challenge).toBe('Bearer realm="shop xSet-Cookie: a", scope="users:read"');
  });
});

describe('rule 13: nothing is decided by the document alone', () => {
  test('case: same text first from an admin, then from a weak token', () => {
    const { schema, calls } = reference();
    const document = parse('{ report }');
    const as = (actor: Actor) => executeSync({ schema, document, contextValue: { caller: () => actor } });
    expect(as(holding('admin')).data).toEqual({ report: 'numbers' });
    expect(codes(as(holding()))).toEqual(['INSUFFICIENT_SCOPE']);
    expect(codes(as(ANONYMOUS))).toEqual(['UNAUTHENTICATED']);
    expect(calls).toHaveLength(1);
  });

  test('the same document under two schemas', () => {
    const document = parse('{ ping }');
    const { schema } = reference();
    const stricter = reference({ guards: { 'Query.ping': [['p']] } }).schema;
    const as = (gated: GraphQLSchema) =>
      executeSync({ schema: gated, document, contextValue: { caller: () => holding() } });
    expect(as(schema).errors).toBeUndefined();
    expect(codes(as(stricter))).toEqual(['INSUFFICIENT_SCOPE']);
  });

  test('the same operation node with other fragments, as document transforms leave it', () => {
    const { schema } = reference();
    const open = parse('{ users { ...F } } fragment F on User { id }');
    const guarded = {
      ...open,
      definitions: [...open.definitions.slice(0, 1), ...parse('fragment F on User { salary }').definitions],
    };
    const as = (document: typeof open) =>
      executeSync({ schema, document, contextValue: { caller: () => holding('users:read') } });
    expect(as(open).errors).toBeUndefined();
    expect(codes(as(guarded))).toEqual(['INSUFFICIENT_SCOPE']);
    expect(as(open).errors).toBeUndefined();
  });

  test('more assignments of conditions than are kept are still decided one by one', () => {
    const { schema } = reference();
    const names = Array.from({ length: 9 }, (_each, index) => `v${index}`);
    const fields = names.map((name) => `${name}: report @include(if: $${name})`).join(' ');
    const document = parse(`query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { ping ${fields} }`);
    for (let assignment = 0; assignment < 512; assignment++) {
      const variableValues = Object.fromEntries(names.map((name, bit) => [name, (assignment & (1 << bit)) !== 0]));
      const { errors } = executeSync({ schema, document, variableValues, contextValue: { caller: () => holding() } });
      expect(errors === undefined).toBe(assignment === 0);
    }
  });
});

describe('rule 17: introspection', () => {
  const asked = '{ __schema { queryType { name } } }';

  test.each([
    ['open', [], []],
    [undefined, ['Query.__schema'], []],
    ['authenticated', ['Query.__schema'], []],
    [[['schema:read']], ['Query.__schema'], ['Query.__schema']],
  ] as const)('%j', (introspection, nobody, anybody) => {
    const { schema } = reference({ ...(introspection && { introspection }) });
    expect(missingOf(schema, asked)).toEqual(anybody);
    const check = checkOperation({ schema, document: parse(asked), actor: ANONYMOUS });
    expect(check.outcome === 'denied' ? check.missing.map((each) => each.coordinate) : []).toEqual(nobody);
  });

  test('__type is introspection too, wherever it stands', () => {
    const { schema } = reference({ introspection: [['schema:read']] });
    expect(missingOf(schema, '{ ...F } fragment F on Query { x: __type(name: "User") { name } }')).toEqual([
      'Query.__type',
    ]);
  });

  test('other fields beside it are checked as ever', () => {
    expect(missingOf(reference().schema, '{ __schema { description } report }')).toEqual(['Query.report']);
  });

  test('the guard of introspection is checked like any other', () => {
    expect(() => reference({ introspection: [['schema read']] })).toThrow('introspection');
  });

  test('without federation, _service is an outlet of the SDL like introspection', () => {
    const sdl = 'type Query { _service: _Service! } type _Service { sdl: String }';
    const schema = gateSchema(buildSchema(sdl), { unmarkedRootFields: 'error', introspection: [['schema:read']] });
    expect(missingOf(schema, '{ _service { sdl } }')).toEqual(['Query._service']);
  });
});
