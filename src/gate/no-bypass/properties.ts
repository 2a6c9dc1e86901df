import {
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  type GraphQLError,
  type GraphQLSchema,
  isEnumType,
  parse,
} from 'graphql';
import type { Actor } from '../actor';
import { checkOperation, type OperationCheck } from '../check-operation';
import { requiredScopes } from '../required-scopes';
import type { Random } from './random';
import { rewrites } from './rewrites';

/** One operation under test, in a schema that rejects and in one that filters. */
export interface Trial {
  readonly rejecting: GraphQLSchema;
  readonly filtering: GraphQLSchema;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Scopes that the schema mentions. */
  readonly scopes: readonly string[];
  readonly random: Random;
}

/** What a property found, or undefined when it holds. */
type Finding = string | undefined;

/** The properties of the specification, by letter. */
export const properties: Readonly<Record<'a' | 'b' | 'c' | 'd', (trial: Trial) => Finding>> = {
  a: runtimeNeverFires,
  b: moreScopesGiveMoreData,
  c: writingChangesNothing,
  d: requiredScopesAreMinimal,
};

/** (a) What the static layer allows, the runtime layer never refuses. */
function runtimeNeverFires(trial: Trial): Finding {
  const actor = randomActor(trial);
  if (check(trial, parse(trial.query), actor).outcome !== 'allowed') return undefined;
  const errors = run(trial.rejecting, trial, actor).errors ?? [];
  const refused = errors.find((error) => missingIn(error).some((each) => !isEnumValue(trial.rejecting, each)));
  return refused && `allowed to ${describe(actor)}, yet refused at run time: ${JSON.stringify(refused)}`;
}

function missingIn(error: GraphQLError): { readonly coordinate?: unknown }[] {
  const missing: unknown = error.extensions['missing'];
  // Cast: whatever is in there, only its coordinate is read, and as text.
  return Array.isArray(missing) ? (missing as { readonly coordinate?: unknown }[]) : [];
}

/** Guarded enum values in results are known at run time only; (a) and (d) leave them out. */
function isEnumValue(schema: GraphQLSchema, { coordinate }: { readonly coordinate?: unknown }): boolean {
  const [type = ''] = String(coordinate).split('.');
  return isEnumType(schema.getType(type));
}

/** (b) Data for S is part of the data for S and one scope more. */
function moreScopesGiveMoreData(trial: Trial): Finding {
  const actor = randomActor(trial);
  const scope = trial.random.pick(trial.scopes) ?? '';
  const more = actorHolding([...(actor.authenticated ? actor.scopes : []), scope]);
  for (const schema of [trial.rejecting, trial.filtering]) {
    const less = run(schema, trial, actor).data;
    if (!isPart(less, run(schema, trial, more).data))
      return `${describe(actor)} gets data that ${describe(more)} does not`;
  }
  return undefined;
}

function isPart(less: unknown, more: unknown): boolean {
  if (less === null || less === undefined) return true;
  if (typeof less !== 'object') return less === more;
  if (typeof more !== 'object' || more === null) return false;
  return Object.entries(less).every(([key, value]) => isPart(value, Reflect.get(more, key)));
}

/** (c) Writing the same operation differently never changes the decision. */
function writingChangesNothing(trial: Trial): Finding {
  const actor = randomActor(trial);
  const document = parse(trial.query);
  const before = decision(check(trial, document, actor));
  for (const [name, rewrite] of Object.entries(rewrites)) {
    const after = decision(check(trial, rewrite(document, trial.random, trial.rejecting), actor));
    if (after !== before) return `${name}, ${before} became ${after} for ${describe(actor)}`;
  }
  return undefined;
}

function decision(result: OperationCheck): string {
  if (result.outcome !== 'denied') return result.outcome;
  return `${result.code} ${[...new Set(result.missing.map((each) => each.coordinate))].sort().join(' ')}`;
}

/** (d) A set from requiredScopes is enough, and one scope less is not. */
function requiredScopesAreMinimal(trial: Trial): Finding {
  const document = parse(trial.query);
  const { alternatives } = requiredScopes({ schema: trial.rejecting, document, variables: trial.variables });
  for (const set of alternatives.slice(0, 5)) {
    if (check(trial, document, actorHolding(set)).outcome !== 'allowed')
      return `${set.join(' ')} is said to be enough, and is not`;
    const needless = set.find(
      (scope) => check(trial, document, actorHolding(set.filter((each) => each !== scope))).outcome === 'allowed',
    );
    if (needless) return `${set.join(' ')} is said to be minimal, but ${needless} is needless`;
  }
  return undefined;
}

function check({ rejecting, variables }: Trial, document: DocumentNode, actor: Actor): OperationCheck {
  return checkOperation({ schema: rejecting, document, variables, actor });
}

function run(schema: GraphQLSchema, { query, variables }: Trial, actor: Actor): ExecutionResult {
  return executeSync({ schema, document: parse(query), variableValues: variables, contextValue: { actor } });
}

function randomActor({ scopes, random }: Trial): Actor {
  if (random.chance(0.1)) return { authenticated: false };
  const density = random.next();
  return actorHolding(scopes.filter(() => random.chance(density)));
}

function actorHolding(scopes: readonly string[]): Actor {
  return { authenticated: true, scopes: new Set(scopes), subject: 'trial' };
}

function describe(actor: Actor): string {
  return actor.authenticated ? `[${[...actor.scopes].join(' ')}]` : 'nobody';
}
