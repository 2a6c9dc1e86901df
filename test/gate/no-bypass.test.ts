import { buildSchema } from 'graphql';
import { assertNoBypass, GateError } from '../../src/gate/index';
import { gatedSchema, reference } from './reference-schema';

describe('assertNoBypass', () => {
  test('the reference schema holds, and what may be a hole is named', () => {
    const { schema, calls } = reference();
    const { runs, seed, lints } = assertNoBypass(schema, { runs: 60, seed: 5 });
    expect({ runs, seed }).toEqual({ runs: 60, seed: 5 });
    expect(lints.map((each) => `${each.kind} ${each.coordinate}`)).toEqual([
      'reveals-type Query.node',
      'reveals-type Query.nodes',
      'reveals-type Query.search',
    ]);
    expect(calls).toEqual([]);
  });

  test('a mutation without a mark is named, one that is @public on purpose is not', () => {
    const { lints } = assertNoBypass(
      gatedSchema('type Query { a: Int } type Mutation { b: Int c: Int @public d: Int @authenticated }'),
      { runs: 5 },
    );
    expect(lints).toEqual([
      { coordinate: 'Mutation.b', kind: 'unguarded-mutation', message: expect.any(String) as string },
    ]);
  });

  test('a resolver put over its wrapper afterwards is found', () => {
    const { schema } = reference();
    const field = schema.getQueryType()?.getFields()['report'];
    if (!field) throw new Error('no such field');
    field.resolve = () => 'mine';
    expect(() => assertNoBypass(schema, { runs: 1 })).toThrow(GateError);
  });

  test('a schema that gateSchema did not make is refused', () => {
    expect(() => assertNoBypass(buildSchema('type Query { a: Int }'))).toThrow('gateSchema');
  });

  test('custom scalars, required inputs and @oneOf are asked for as the schema wants them', () => {
    const sdl =
      'type Query { at(when: DateTime!, what: Pick!, ids: [ID!]!): DateTime } scalar DateTime input Pick @oneOf { a: Int b: String }';
    expect(assertNoBypass(gatedSchema(sdl), { runs: 50, seed: 2 }).runs).toBe(50);
  });
});
