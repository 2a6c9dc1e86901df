import fc from 'fast-check';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { type Actor, ANONYMOUS, assertNoBypass, checkOperation, gateSchema, gateTypeDefs } from '../../src/gate/index';
import { properties, type Trial } from '../../src/gate/no-bypass/properties';
import { Random } from '../../src/gate/no-bypass/random';
import { randomOperation } from '../../src/gate/no-bypass/random-operation';
import { stubSchema } from '../../src/gate/no-bypass/stub-schema';
import { askedFor, lackedBy } from './oracle';
import { randomSchema } from './random-schema';

/** Schemas for each property; GATE_SCHEMAS=20000 for a long run. Each is asked OPERATIONS times. */
const SCHEMAS = Number(process.env['GATE_SCHEMAS'] ?? 50);
const OPERATIONS = 80;
/** The same cases on every run, unless GATE_SEED says otherwise. */
const SEED = Number(process.env['GATE_SEED'] ?? 20_260_101);

jest.setTimeout(SCHEMAS * 4000);

/** Calls `examine` with operations on random schemas; fast-check names the seed that failed. */
function forEveryOperation(examine: (trial: Trial, sdl: string, marked: GraphQLSchema) => void): void {
  let operations = 0;
  const property = fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
    const { sdl, scopes } = randomSchema(seed);
    const marked = buildSchema(gateTypeDefs + sdl);
    const random = new Random(seed);
    // Gated with the marks of the SDL nodes; the resolvers are stubs.
    const stub = stubSchema(marked, seed);
    const options = { unmarkedRootFields: 'open', typeDefs: sdl } as const;
    const schemas = {
      rejecting: gateSchema(stub, options),
      filtering: gateSchema(stub, { ...options, mode: 'filter' }),
    };
    for (let count = 0; count < OPERATIONS; count++) {
      const operation = randomOperation(marked, random);
      expect(validate(marked, parse(operation.query))).toEqual([]);
      examine({ ...schemas, ...operation, scopes, random }, sdl, marked);
      operations += 1;
    }
  });
  fc.assert(property, { numRuns: SCHEMAS, seed: SEED, endOnFailure: true });
  expect(operations).toBe(SCHEMAS * OPERATIONS);
}

describe('properties on random schemas, operations and scopes', () => {
  test.each([
    ['(a) allowed by the static layer: the runtime layer never fires', 'a'],
    ['(b) data for S is part of the data for S and one scope more', 'b'],
    ['(c) writing an operation differently never changes the decision', 'c'],
    ['(d) a set from requiredScopes is enough, and one scope less is not', 'd'],
  ] as const)('%s', (_name, letter) => {
    forEveryOperation((trial, sdl) => {
      const finding = properties[letter](trial);
      if (finding) throw new Error([finding, trial.query, JSON.stringify(trial.variables), sdl].join('\n'));
    });
  });

  test('the gate agrees with the plainest reading of the rules', () => {
    const outcomes = new Set<string>();
    forEveryOperation(({ rejecting, query, variables, scopes, random }, sdl, marked) => {
      const held = new Set(scopes.filter(() => random.chance(0.6)));
      const actor: Actor = random.chance(0.1) ? ANONYMOUS : { authenticated: true, scopes: held, subject: 'x' };
      const document = parse(query);
      const check = checkOperation({ schema: rejecting, document, variables, actor });
      const expected = lackedBy(askedFor(marked, document, variables), actor.authenticated ? held : undefined);
      const missing =
        check.outcome === 'denied' ? [...new Set(check.missing.map((each) => each.coordinate))].sort() : [];
      if (JSON.stringify(missing) !== JSON.stringify(expected))
        throw new Error(
          [`expected ${expected.join()}, got ${missing.join()}`, query, JSON.stringify(variables), sdl].join('\n'),
        );
      outcomes.add(check.outcome);
    });
    expect([...outcomes].sort()).toEqual(['allowed', 'denied']);
  });

  test('assertNoBypass finds nothing on random schemas', () => {
    const { sdl } = randomSchema(SEED);
    const schema = gateSchema(buildSchema(gateTypeDefs + sdl), { unmarkedRootFields: 'open' });
    expect(assertNoBypass(schema, { runs: 100, seed: SEED })).toMatchObject({ runs: 100, seed: SEED });
  });
});
