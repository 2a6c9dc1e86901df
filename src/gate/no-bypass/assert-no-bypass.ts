import { type GraphQLSchema, parse, validate } from 'graphql';
import { assemble } from '../assemble';
import { checkAttachment } from '../attachment';
import { type Gate, getGate } from '../gate';
import { MistakeList } from '../gate-error';
import { type Lint, lint } from './lint';
import { properties, type Trial } from './properties';
import { Random } from './random';
import { randomOperation, type RandomOperation } from './random-operation';
import { stubSchema } from './stub-schema';

export type { Lint } from './lint';

/** What assertNoBypass looked at. */
export interface Report {
  /** Operations that went through all properties. */
  readonly runs: number;
  /** Repeats this very run. */
  readonly seed: number;
  /** Worth a look; nothing that failed. */
  readonly lints: readonly Lint[];
}

/** An operation that gets around the guards of a schema, or a schema whose guards came off. */
export class BypassError extends Error {
  override readonly name = 'BypassError';
}

/**
 * For a user's own CI: rules and properties (a) to (d) on a gated schema, with random operations, scopes and variables. The user's
 * resolvers don't run; stubs answer in their place. Throws a BypassError with the operation and the seed that repeats it, a GateError
 * when resolvers lost their wrappers since the schema was gated, and a TypeError for a schema that gateSchema didn't make.
 */
export function assertNoBypass(
  schema: GraphQLSchema,
  options: { readonly runs?: number; readonly seed?: number } = {},
): Report {
  const { runs = 500, seed = Math.floor(Math.random() * 2 ** 31) } = options;
  const gate = getGate(schema);
  const mistakes = new MistakeList();
  checkAttachment(schema, gate.model, gate.marks, mistakes);
  mistakes.assertNone();
  const random = new Random(seed);
  const trials = trialsOf(gate, random, seed);
  let tried = 0;
  for (let run = 0; run < runs; run++)
    tried += assertTrial(trials(randomOperation(gate.original, random)), seed) ? 1 : 0;
  return { runs: tried, seed, lints: lint(gate, schema) };
}

function trialsOf(gate: Gate, random: Random, seed: number): (operation: RandomOperation) => Trial {
  const stub = stubSchema(gate.original, seed);
  const options = { unmarkedRootFields: 'open', currentActor: actorOfContext } as const;
  const enforced = { marks: gate.marks, requirements: gate.requirements, introspection: gate.introspection };
  const rejecting = assemble(stub, enforced, options);
  const filtering = assemble(stub, enforced, { ...options, mode: 'filter' });
  const scopes = [...new Set([...gate.requirements.values()].flatMap(({ anyOf }) => anyOf.flat()))];
  return (operation) => ({ rejecting, filtering, scopes, random, ...operation });
}

function actorOfContext(context: unknown): unknown {
  return typeof context === 'object' && context !== null && 'actor' in context ? context.actor : undefined;
}

/** False when the operation is not valid for the schema: nothing would run. */
function assertTrial(trial: Trial, seed: number): boolean {
  if (validate(trial.rejecting, parse(trial.query)).length > 0) return false;
  for (const [letter, property] of Object.entries(properties)) {
    const finding = property(trial);
    if (finding === undefined) continue;
    const lines = [
      `Property (${letter}) does not hold: ${finding}`,
      trial.query,
      JSON.stringify(trial.variables),
      `seed ${seed}`,
    ];
    throw new BypassError(lines.join('\n'));
  }
  return true;
}
