import type { SelectQueryBuilder } from 'typeorm';
import type { Catalogue } from '../../access/catalogue';
import type { Context, KnownContext } from '../../context';
import type { Guard } from '../../gate';
import { rows } from '../../graphql/rows';
import {
  affectedTokens,
  levelsGiving,
  listsOneOf,
  scopesGiving,
  type TokenCondition,
} from '../api-token/api-token.affected';
import type { ApiToken } from '../api-token/api-token.entity';
import type { ApiOperation } from '../catalogue/catalogue.types';
import { Role } from '../role/role.entity';
import type { RegisterApiInput } from './api.inputs';
import { planRegistration, type RegistrationPlan } from './api.plan';
import { newlyImplied } from './api.scopes';
import { elementAt, operationAt, type ReadApi, readSdl } from './api.sdl';
import { loadRegisteredApis } from './api.state';
import { readApi } from './api.stored';
import type { ApiChangePreview } from './api.types';

/** What registering would change; nothing is written. @throws what registering would, but for who does it. */
export async function previewApiChange(context: KnownContext, input: RegisterApiInput): Promise<ApiChangePreview> {
  const read = readSdl(input.sdl);
  const plan = await planRegistration(context, await loadRegisteredApis(context), input, read);
  const stored = plan.current && (await readApi(context, plan.current));
  const guards = stored ? compareGuards(stored, read) : { loosened: [], tightened: [] };
  const scopes = compareScopes(plan);
  const affected = new Set([...scopes.added, ...scopes.removed, ...scopes.widened, ...scopesAt(guards, stored, read)]);
  return { ...scopes, ...guards, affected: await tokensAffectedBy(context, plan, affected) };
}

interface ChangedGuards {
  readonly loosened: ApiOperation[];
  readonly tightened: ApiOperation[];
}

/** Of elements that both schemas have. What is neither stricter nor looser lets some in and keeps others out: it is both. */
function compareGuards(before: ReadApi, after: ReadApi): ChangedGuards {
  const changed: ChangedGuards = { loosened: [], tightened: [] };
  const coordinates = [...new Set([...before.guards.keys(), ...after.guards.keys()])].sort();
  for (const coordinate of coordinates) {
    if (!elementAt(before.schema, coordinate) || !elementAt(after.schema, coordinate)) continue;
    const [old, fresh] = [before.guards.get(coordinate), after.guards.get(coordinate)];
    if (!isAsStrict(fresh, old)) changed.loosened.push(operationAt(after.schema, coordinate));
    if (!isAsStrict(old, fresh)) changed.tightened.push(operationAt(after.schema, coordinate));
  }
  return changed;
}

/** Whether whoever passes `guard` passes `other`, too. Without a mark everybody does. */
function isAsStrict(guard: Guard | undefined, other: Guard | undefined): boolean {
  if (!guard || !other) return !other;
  return guard.every((alternative) => {
    const held = new Set(alternative);
    return other.some((needed) => needed.every((scope) => held.has(scope)));
  });
}

function compareScopes({ before, after, current, scopes }: RegistrationPlan) {
  const had = before.permissions.filter(({ apiId }) => current && apiId === current.id).map(({ scope }) => scope);
  const named = new Set(scopes.map(({ scope }) => scope));
  return {
    added: scopes.map(({ scope }) => scope).filter((scope) => !before.has(scope)),
    removed: had.filter((scope) => !named.has(scope)).sort(),
    widened: had.filter((scope) => named.has(scope) && isWidened(before, after, scope)).sort(),
  };
}

function isWidened(before: Catalogue, after: Catalogue, scope: string): boolean {
  const reading = after.find(scope)?.readOnly === true && before.find(scope)?.readOnly === false;
  return reading || newlyImplied(before, after, scope).length > 0;
}

/** The scopes that the changed guards name, before or after. */
function scopesAt({ loosened, tightened }: ChangedGuards, before: ReadApi | undefined, after: ReadApi): string[] {
  return [...loosened, ...tightened].flatMap(({ coordinate }) => [
    ...(before?.guards.get(coordinate)?.flat() ?? []),
    ...(after.guards.get(coordinate)?.flat() ?? []),
  ]);
}

/** Tokens that list one of the scopes or one that implies it, and tokens of a level that gives it, before or after. */
async function tokensAffectedBy(
  context: Context,
  { before, after }: RegistrationPlan,
  affected: ReadonlySet<string>,
): Promise<SelectQueryBuilder<ApiToken>> {
  const listing = [before, after].flatMap((catalogue) => scopesGiving(catalogue, affected));
  const conditions = [listsOneOf([...new Set([...affected, ...listing])], 'affectedScopes')];
  for (const level of ['FULL_ACCESS', 'READ_ONLY'] as const) {
    const given = [...affected].filter((scope) =>
      [before, after].some((catalogue) => levelsGiving(catalogue, scope).includes(level)),
    );
    const byLevel = await givenThroughOwner(context, [before, after], level, new Set(given));
    if (byLevel) conditions.push(byLevel);
  }
  return affectedTokens(context, conditions);
}

async function givenThroughOwner(
  context: Context,
  catalogues: readonly Catalogue[],
  level: 'FULL_ACCESS' | 'READ_ONLY',
  given: ReadonlySet<string>,
): Promise<TokenCondition | undefined> {
  const holds = (role: Role) =>
    catalogues.some((catalogue) => {
      const held = catalogue.expand(role.builtIn ? catalogue.scopes : role.permissions);
      return [...given].some((scope) => held.has(scope));
    });
  const givers = (await rows(context, Role).find()).filter(holds).map(({ id }) => id);
  if (givers.length === 0) return undefined;
  return {
    sql: `token.access = :${level} AND token.owner_id IN (SELECT held.user_id FROM user_role held WHERE held.account_id = :accountId AND held.role_id IN (:...${level}givers))`,
    values: { [level]: level, [`${level}givers`]: givers },
  };
}
