import { parse } from 'graphql';
import { checkOperation, gateSchema, type Mode, unwrappedSchema } from '../../src/gate/index';
import { Random } from '../../src/gate/no-bypass/random';
import { randomOperation } from '../../src/gate/no-bypass/random-operation';
import { stubSchema } from '../../src/gate/no-bypass/stub-schema';
import { type Answer, type Door, doors, type Sent } from './doors';
import { ANONYMOUS } from '../../src/gate/index';
import { gatedSchema, holding, referenceSdl, type TestContext } from './reference-schema';

const SEED = Number(process.env['GATE_SEED'] ?? 20_260_101);
const OPERATIONS = 40;
const scopes = [
  'users:read',
  'users:audit',
  'billing:read',
  'admin',
  'write',
  'tokens:manage',
  'tokens:read',
  'hr:read',
  'secrets:read',
  'pii:read',
];

/** Random operations on the reference schema and who sends them: the same for every door. */
function operations(): Sent[] {
  const random = new Random(SEED);
  return Array.from({ length: OPERATIONS }, () => {
    const actor = random.chance(0.1) ? ANONYMOUS : holding(...scopes.filter(() => random.chance(0.7)));
    return { ...randomOperation(unwrappedSchema(gatedSchema(sdl)), random), caller: () => actor };
  });
}

/** The reference schema with stubs for resolvers. */
function stubbed(mode: Mode) {
  const caller = (context: TestContext) => context.caller();
  const stub = stubSchema(unwrappedSchema(gatedSchema(sdl)), SEED);
  return gateSchema<TestContext>(stub, {
    unmarkedRootFields: 'open',
    typeDefs: sdl,
    actor: caller,
    currentActor: caller,
    mode,
  });
}

/** graphql-jit 0.8 runs out of stack on variables of an input type that holds itself. */
const sdl = referenceSdl.replace('and: [UserFilter!]', '');

/** What must be the same through every door: data, or nothing but nulls, and the codes. */
function essence(answer: Answer): { readonly data: unknown; readonly codes: unknown[] } {
  const { data, errors = [] } = JSON.parse(JSON.stringify(answer)) as Answer;
  const empty = Object.values(data ?? {}).every((value) => value === null);
  return { data: empty ? null : data, codes: [...new Set(errors.map((error) => error.extensions?.['code']))].sort() };
}

/** Everything that graphql-jit answers: it leaves out a fragment that was spread before where a condition left it out. */
function isPart(less: unknown, more: unknown): boolean {
  if (less === null || typeof less !== 'object') return less === null || less === more;
  return Object.entries(less).every(
    ([key, value]) => typeof more === 'object' && more !== null && isPart(value, Reflect.get(more, key)),
  );
}

const names = Object.keys(doors).filter((name) => name !== 'plain execute');

describe.each(['reject', 'filter'] as const)('mode %s', (mode) => {
  let expected: ReturnType<typeof essence>[];
  beforeAll(async () => {
    expected = (await answersThrough('plain execute', mode)).map(essence);
  });

  test.each(names)('%s answers random operations as plain execute does', async (name) => {
    const answers = (await answersThrough(name, mode)).map(essence);
    expect(answers.map(({ codes }) => codes)).toEqual(expected.map(({ codes }) => codes));
    const wrong = answers.filter(({ data }, index) => !isPart(data, expected[index]?.data));
    expect(wrong).toEqual([]);
    if (name !== 'graphql-jit') expect(answers).toEqual(expected);
  });

  test('some are answered and some are not, and the static layer says which', () => {
    const schema = stubbed(mode);
    const outcomes = operations().map(
      ({ query, variables, caller }) =>
        checkOperation({ schema, document: parse(query), actor: caller() as never, ...(variables && { variables }) })
          .outcome,
    );
    expect(new Set(outcomes)).toEqual(new Set(['allowed', 'denied']));
  });
});

async function answersThrough(name: string, mode: Mode): Promise<Answer[]> {
  const door: Door | undefined = await doors[name]?.(stubbed(mode));
  const answers: Answer[] = [];
  for (const operation of operations()) if (door) answers.push(await door.send(operation));
  await door?.close();
  return answers;
}
