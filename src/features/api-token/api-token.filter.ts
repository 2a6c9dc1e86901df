import { Brackets, type SelectQueryBuilder } from 'typeorm';
import { NOT_YET } from '../../columns';
import type { KnownContext } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { getAccount } from '../account/account.service';
import { listedIn } from '../role/role.permissions';
import { Role } from '../role/role.entity';
import { ApiToken, ApiTokenStatus, UNLIMITED_SECONDS } from './api-token.entity';
import type { ApiTokenFilter } from './api-token.inputs';
import { scopeTerm, wordsOf, wordTerm } from './api-token.terms';

/** The largest code point: a text with it behind sorts after everything that begins with the text. */
const AFTER = '\u{10FFFF}';
/** So many matches are fetched by id and sorted; more are met soon enough along the order's own index. */
const FEW = 1_000;
const MOST_WORDS = 10;

type Query = SelectQueryBuilder<ApiToken>;

/** One condition. `probe`: whether an index finds its matches by themselves, so that a rare one needn't be searched for. */
interface Condition {
  readonly sql: string;
  readonly values?: Record<string, unknown>;
  readonly probe?: boolean;
}

/** Adds every condition with AND (L2). */
export async function applyFilter(context: KnownContext, query: Query, filter: ApiTokenFilter): Promise<void> {
  for (const { sql, values } of await conditionsOf(context, filter))
    query.andWhere(new Brackets((q) => q.where(sql, values)));
}

/**
 * The same for a page in some order. A filter that matches few tokens is answered by its own index: their ids are read
 * first, and only they are sorted. A filter that matches many is looked at along the order's index, where the next match
 * is never far. Databases choose between the two by guessing; a wrong guess costs seconds at a million rows, so the
 * conditions are kept from their optimizers (`along`).
 * @returns whether the query is held to a few ids.
 */
export async function applyFilterToPage(context: KnownContext, query: Query, filter: ApiTokenFilter): Promise<boolean> {
  const conditions = await conditionsOf(context, filter);
  const few = await findFew(
    context,
    conditions.filter(({ probe }) => probe),
  );
  if (few) query.andWhere(few.length > 0 ? 'token.id IN (:...few)' : '1 = 0', { few });
  for (const { sql, values } of conditions) {
    query.andWhere(new Brackets((q) => q.where(few ? sql : along(context, sql), values)));
  }
  return few !== undefined;
}

/** The ids of the first condition that few tokens meet. */
async function findFew(context: KnownContext, probes: readonly Condition[]): Promise<string[] | undefined> {
  for (const { sql, values } of probes) {
    const query = rows(context, ApiToken).query('token').select('token.id', 'id');
    const found = await query
      .andWhere(new Brackets((q) => q.where(sql, values)))
      .limit(FEW + 1)
      .getRawMany<{ id: string }>();
    if (found.length <= FEW) return found.map(({ id }) => id);
  }
  return undefined;
}

/** SQLite looks for an index behind every bare column; a sign before it says that none is meant. */
function along({ deps }: KnownContext, sql: string): string {
  return deps.database.dialect === 'sqlite' ? sql.replace(/\btoken\.(?=\w+ (?:[=<>]|IN ))/g, '+token.') : sql;
}

async function conditionsOf(context: KnownContext, filter: ApiTokenFilter): Promise<Condition[]> {
  return [
    ...searchConditions(filter),
    ...listConditions(filter),
    ...dateConditions(filter),
    ...statusConditions(filter),
    ...(filter.scope === undefined ? [] : [await scopeCondition(context, filter.scope)]),
    ...(filter.againstPolicy === undefined ? [] : [await policyCondition(context, filter.againstPolicy)]),
  ];
}

/** Each typed word begins a word of name or description, taken literally. */
function searchConditions({ search }: ApiTokenFilter): Condition[] {
  if (search === undefined) return [];
  const words = wordsOf(search);
  if (words.length > MOST_WORDS) throw invalidInput(['filter', 'search'], `Search for ${MOST_WORDS} words at most.`);
  return words.map((word, index) => {
    const [from, to] = [`wordFrom${index}`, `wordTo${index}`];
    return {
      sql: `token.id IN (SELECT term.token_id FROM api_token_term term WHERE term.account_id = :accountId AND term.term >= :${from} AND term.term < :${to})`,
      values: { [from]: wordTerm(word), [to]: wordTerm(word) + AFTER },
      probe: true,
    };
  });
}

function listConditions({ ids, ownerIds, createdByIds, kinds, access }: ApiTokenFilter): Condition[] {
  const oneOf = (column: string, name: string, values: readonly string[] | undefined): Condition[] => {
    if (values === undefined) return [];
    if (values.length === 0) return [{ sql: '1 = 0', probe: true }];
    return [{ sql: `token.${column} IN (:...${name})`, values: { [name]: values }, probe: true }];
  };
  return [
    ...oneOf('id', 'ids', ids),
    ...oneOf('owner_id', 'ownerIds', ownerIds),
    ...oneOf('created_by_id', 'createdByIds', createdByIds),
    ...oneOf('kind', 'kinds', kinds),
    ...oneOf('access', 'levels', access),
  ];
}

/** Never expires is later than every date, never used earlier (L3). */
function dateConditions(filter: ApiTokenFilter): Condition[] {
  const compared = (sql: string, name: string, value: Date | undefined): Condition[] =>
    value === undefined ? [] : [{ sql: `${sql} :${name}`, values: { [name]: value }, probe: true }];
  const { expiresWithinDays: days, neverUsed } = filter;
  const now = new Date();
  return [
    ...compared('token.expires_at <', 'expiresBefore', filter.expiresBefore),
    ...compared('token.expires_at >', 'expiresAfter', filter.expiresAfter),
    ...compared('token.created_at <', 'createdBefore', filter.createdBefore),
    ...compared('token.created_at >', 'createdAfter', filter.createdAfter),
    ...compared('token.last_used_at <', 'lastUsedBefore', filter.lastUsedBefore),
    ...compared('token.last_used_at >', 'lastUsedAfter', filter.lastUsedAfter),
    ...(days === undefined
      ? []
      : [
          {
            sql: 'token.expires_at > :soonFrom AND token.expires_at <= :soonTo',
            values: { soonFrom: now, soonTo: new Date(now.getTime() + days * 86_400_000) },
            probe: true,
          },
        ]),
    ...compared(
      neverUsed ? 'token.last_used_at =' : 'token.last_used_at >',
      'neverUsedAt',
      neverUsed === undefined ? undefined : NOT_YET,
    ),
  ];
}

export const STATUS_SQL: Record<ApiTokenStatus, string> = {
  REVOKED: 'token.revoked = 1',
  EXPIRED: 'token.revoked = 0 AND token.expires_at <= :statusNow',
  DISABLED: 'token.revoked = 0 AND token.enabled = 0 AND token.expires_at > :statusNow',
  ACTIVE: 'token.revoked = 0 AND token.enabled = 1 AND token.expires_at > :statusNow',
};

function statusConditions({ statuses }: ApiTokenFilter): Condition[] {
  if (statuses === undefined) return [];
  if (statuses.length === 0) return [{ sql: '1 = 0', probe: true }];
  const sql = [...new Set(statuses)].map((status) => `(${STATUS_SQL[status]})`).join(' OR ');
  return [{ sql, values: { statusNow: new Date() }, probe: true }];
}

/** Tokens that list the scope, and those of a level that gives it through their owner now: what `scopes` shows. */
async function scopeCondition(context: KnownContext, scope: string): Promise<Condition> {
  const listed =
    'token.id IN (SELECT term.token_id FROM api_token_term term WHERE term.account_id = :accountId AND term.term = :scopeTerm)';
  const values = { scopeTerm: scopeTerm(scope) };
  const permission = context.catalogue.find(scope);
  const givers = permission?.grantableToTokens ? await rolesGiving(context, scope) : [];
  if (givers.length === 0) return { sql: listed, values, probe: true };
  const levels = permission?.readOnly ? ['READ_ONLY', 'FULL_ACCESS'] : ['FULL_ACCESS'];
  const byLevel =
    'token.access IN (:...scopeLevels) AND token.owner_id IN (SELECT held.user_id FROM user_role held WHERE held.account_id = :accountId AND held.role_id IN (:...givers))';
  return { sql: `${listed} OR (${byLevel})`, values: { ...values, scopeLevels: levels, givers } };
}

async function rolesGiving(context: KnownContext, scope: string): Promise<string[]> {
  const roles = await rows(context, Role).find();
  return roles.filter((role) => context.catalogue.expand(listedIn(context, role)).has(scope)).map(({ id }) => id);
}

async function policyCondition(context: KnownContext, against: boolean): Promise<Condition> {
  const { maxTokenLifetime, unlimitedTokensAllowed } = await getAccount(context);
  const tooLong =
    maxTokenLifetime === null ? '1 = 0' : 'token.lifetime_seconds > :longest AND token.lifetime_seconds < :unlimited';
  const unlimited = unlimitedTokensAllowed ? '1 = 0' : 'token.lifetime_seconds >= :unlimited';
  const sql = `(${tooLong}) OR (${unlimited})`;
  const values = { longest: maxTokenLifetime, unlimited: UNLIMITED_SECONDS };
  return { sql: against ? sql : `NOT (${sql})`, values, probe: true };
}
