import { buildSchema, execute, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql';
import { ANONYMOUS, assertNoBypass, checkOperation, gateSchema } from '../../src/gate/index';
import { doors } from './doors';
import { gatedSchema, holding, missingOf, reference } from './reference-schema';

const schema = gatedSchema();

/** Ways around guards that products of this field were caught with; each named by its advisory or issue. */
describe('bypasses seen elsewhere', () => {
  test('alias (wundergraph/cosmo 1815)', () => {
    expect(missingOf(schema, '{ ping: report }')).toEqual(['Query.report']);
    expect(missingOf(schema, '{ users { id: salary } }', 'users:read')).toEqual(['User.salary']);
  });

  test('a __schema selection added (graphql-hive/envelop 892)', () => {
    expect(missingOf(schema, '{ __schema { description } report }')).toEqual(['Query.report']);
    expect(missingOf(schema, '{ report __typename }')).toEqual(['Query.report']);
    expect(
      missingOf(gatedSchema(undefined, { introspection: 'open' }), 'query { __type(name: "A") { name } users { id } }'),
    ).toContain('Query.users');
  });

  test('inline fragments (parse-server PR 10111)', () => {
    expect(missingOf(schema, '{ ... { ... on Query { report } } }')).toEqual(['Query.report']);
    expect(missingOf(schema, '{ users { ... on Node { ... on User { salary } } } }', 'users:read')).toEqual([
      'User.salary',
    ]);
  });

  test('nested stricter fields (ChilliCream 1114)', () => {
    expect(
      missingOf(schema, '{ node(id: 1) { ... on Post { author { friends { salary } } } } }', 'users:read'),
    ).toEqual(['User.salary']);
  });

  test('only the first root field checked (wso2/product-apim 12333)', () => {
    expect(missingOf(schema, '{ ping a: ping report }')).toEqual(['Query.report']);
    expect(
      missingOf(schema, 'mutation { touch createToken(input: { label: "a", scopes: [] }) { __typename } }', 'write'),
    ).toContain('Mutation.createToken');
  });

  test('interfaces (GHSA-x33c-7c2v-mrj9): a guarded field reached through its interface', () => {
    const guards = { 'User.name': [['names']] };
    const named = gatedSchema(undefined, { guards });
    expect(missingOf(named, '{ node(id: 1) { ... on Named { name } } }', 'users:read')).toEqual(['User.name']);
  });

  test('unions (GHSA-mx7m-j9xf-62hw): a guarded member reached through a fragment on an interface', () => {
    expect(missingOf(schema, '{ search { ... on Node { id } } }')).toEqual(['Secret']);
  });

  test('renamed directive (CVE-2025-64347)', () => {
    const sdl = `
      directive @link(url: String, import: [Import]) on SCHEMA
      scalar Import
      schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [{ name: "@authenticated", as: "@signedIn" }]) { query: Query }
      directive @signedIn on FIELD_DEFINITION
      type Query { f: Int @signedIn }`;
    const renamed = gateSchema(buildSchema(sdl), { unmarkedRootFields: 'open' });
    expect(checkOperation({ schema: renamed, document: parse('{ f }'), actor: ANONYMOUS })).toMatchObject({
      missing: [{ coordinate: 'Query.f' }],
    });
  });

  test('fields read indirectly (GHSA-m8jr-fxqx-8xx6): the lint names them', () => {
    const sdl = `
      directive @requires(fields: String!) on FIELD_DEFINITION
      type Query { p: Product }
      type Product { price: Int @requiresScopes(scopes: [["price"]]) parts: [Part] shipping: Int @requires(fields: "price parts { cost }") }
      type Part { cost: Int @requiresScopes(scopes: [["cost"]]) }`;
    const { lints } = assertNoBypass(gatedSchema(sdl), { runs: 5, seed: 1 });
    expect(lints.map((each) => `${each.kind} ${each.coordinate} ${each.message}`)).toEqual([
      'looser-than-read Product.shipping reads Product.price, which asks for more',
      'looser-than-read Product.shipping reads Part.cost, which asks for more',
    ]);
  });

  test('marks of several sources merge by AND, never by OR', () => {
    const merged = gatedSchema('type Query { f: Int @requiresScopes(scopes: [["a"]]) }', {
      guards: { 'Query.f': [['b'], ['c']] },
    });
    for (const scopes of [['a'], ['b'], ['c'], ['b', 'c']])
      expect(missingOf(merged, '{ f }', ...scopes)).toEqual(['Query.f']);
    expect(missingOf(merged, '{ f }', 'a', 'c')).toEqual([]);
  });

  test('a guard on a type that generated fields ignored (CVE-2026-92681)', () => {
    const generated = new GraphQLObjectType({ name: 'Row', fields: { late: { type: GraphQLString } } });
    const query = new GraphQLObjectType({
      name: 'Query',
      fields: { row: { type: generated }, rows: { type: generated } },
    });
    const gated = gateSchema(new GraphQLSchema({ query }), { unmarkedRootFields: 'open', guards: { Row: [['rows']] } });
    for (const field of ['row', 'rows']) expect(missingOf(gated, `{ ${field} { late } }`)).toEqual(['Row']);
  });

  test('only the first clause of a rule evaluated (CVE-2026-92683)', () => {
    const clauses = gatedSchema('type Query { f: Int @requiresScopes(scopes: [["a", "b"], ["c", "d"]]) }');
    for (const scopes of [['a'], ['a', 'c'], ['b', 'd'], ['c']])
      expect(missingOf(clauses, '{ f }', ...scopes)).toEqual(['Query.f']);
    expect(missingOf(clauses, '{ f }', 'c', 'd')).toEqual([]);
  });

  test('a decision cached under a weak key (GHSA-hx78-272p-mqqh)', () => {
    const document = parse(
      'query ($s: Boolean!, $d: Boolean) { report @skip(if: $s) users(includeDeleted: $d) { id } }',
    );
    const outcome = (variables: Record<string, unknown>, ...scopes: string[]) =>
      checkOperation({ schema, document, variables, actor: holding(...scopes) }).outcome;
    expect(outcome({ s: true }, 'users:read')).toBe('allowed');
    expect(outcome({ s: false }, 'users:read')).toBe('denied');
    expect(outcome({ s: true, d: true }, 'users:read')).toBe('denied');
    expect(outcome({ s: true })).toBe('denied');
    expect(outcome({ s: false }, 'users:read', 'admin')).toBe('allowed');
  });

  test('a missing principal taken for full rights (CVE-2024-54151, CVE-2026-126539)', async () => {
    const { schema: gated, calls } = reference();
    for (const caller of [() => null, () => undefined, () => ({}), () => ({ authenticated: true, scopes: null })]) {
      const result = await execute({ schema: gated, document: parse('{ ping }'), contextValue: { caller } });
      expect(result.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    }
    expect(calls).toEqual([]);
  });

  test("a caller's OR beating a guard (CVE-2026-63461): an alternative of one mark never satisfies another", () => {
    const two = gatedSchema(
      'type Query { t: T @requiresScopes(scopes: [["public"], ["a"]]) } type T @requiresScopes(scopes: [["b"]]) { f: Int }',
    );
    expect(missingOf(two, '{ t { f } }', 'public', 'a')).toEqual(['T']);
  });

  test('the schema shown through another outlet (CVE-2026-35413)', () => {
    const sdl = 'type Query { _service: _Service! } type _Service { sdl: String }';
    expect(
      checkOperation({ schema: gatedSchema(sdl), document: parse('{ _service { sdl } }'), actor: ANONYMOUS }).outcome,
    ).toBe('denied');
  });

  test('fragments expanded without a bound (CVE-2025-32034), aliases without a bound (CVE-2026-35441)', () => {
    const doubled = Array.from(
      { length: 60 },
      (_each, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    ).join(' ');
    const aliases = Array.from({ length: 5000 }, (_each, index) => `a${index}: report`).join(' ');
    expect(missingOf(schema, `{ ...F0 } ${doubled} fragment F60 on Query { report }`)).toEqual(['Query.report']);
    expect(missingOf(schema, `{ ${aliases} }`).length).toBe(250);
  });

  test.each(Object.keys(doors))(
    '%s: an operation that was validated and kept is checked for the next caller too',
    async (name) => {
      const { schema: gated, calls } = reference();
      const door = await doors[name]?.(gated);
      const answers = [];
      for (const actor of [holding('admin'), holding('admin'), holding(), ANONYMOUS])
        answers.push(await door?.send({ query: '{ report }', caller: () => actor }));
      await door?.close();
      expect(answers.map((answer) => answer?.errors?.[0]?.extensions?.['code'])).toEqual([
        undefined,
        undefined,
        'INSUFFICIENT_SCOPE',
        'UNAUTHENTICATED',
      ]);
      expect(calls).toHaveLength(2);
    },
  );
});
