import { Brackets, type SelectQueryBuilder } from 'typeorm';
import { NEVER, NOT_YET } from '../../columns';
import type { KnownContext } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { isId } from '../../lib/is-id';
import { getAccount } from '../account/account.service';
import { listedIn } from '../role/role.permissions';
import { Role } from '../role/role.entity';
import { levelsGiving } from './api-token.affected';
import { type ApiToken, ApiTokenStatus, UNLIMITED_SECONDS } from './api-token.entity';
import type { ApiTokenFilter } from './api-token.list.inputs';
import { scopeTerm, wordsOf, wordTerm } from './api-token.terms';

/** The largest code point: a text with it behind sorts after everything that begins with the text. */
const AFTER = '\u{10FFFF}';
const MOST_WORDS = 10;

type Query = SelectQueryBuilder<ApiToken>;
type Values = Readonly<Record<string, unknown>>;

/** A range of api_token_term, on the alias `term`. */
export interface TermRange {
  readonly sql: string;
  readonly values: Values;
}

/** One condition on the alias `token`, and what is known of the indexes behind it. */
export interface Condition {
  readonly sql: string;
  readonly values?: Values;
  /** The same, looked up row by row instead of as a whole set. */
  readonly each?: string;
  /** Finds what meets it without looking at other tokens. None: `sql` on an index of api_token does. */
  readonly term?: TermRange;
  /** It is met by what meets one of these. */
  readonly anyOf?: readonly Condition[];
  /** The index that holds what meets it, for databases that want to be told. */
  readonly index?: string;
  /** The property in whose order that index holds them: `token.createdAt`. */
  readonly inOrderOf?: string;
  /** The column of which it is a range: `token.expiresAt`. */
  readonly range?: string;
}

const NOTHING: Condition = { sql: '1 = 0' };

/** With brackets, for conditions hold OR. */
export function andWhere(query: Query, sql: string, values: Values = {}): void {
  query.andWhere(new Brackets((inside) => inside.where(sql, values)));
}

/** All of them must hold (L2). */
export async function conditionsOf(context: KnownContext, filter: ApiTokenFilter): Promise<Condition[]> {
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
    const values = { [from]: wordTerm(word), [to]: wordTerm(word) + AFTER };
    return termCondition(`term.term >= :${from} AND term.term < :${to}`, values);
  });
}

function termCondition(sql: string, values: Values): Condition {
  return {
    sql: `token.id IN (SELECT term.token_id FROM api_token_term term WHERE term.account_id = :accountId AND ${sql})`,
    each: `EXISTS (SELECT 1 FROM api_token_term term WHERE term.token_id = token.id AND ${sql})`,
    values,
    term: { sql, values },
    index: 'PRIMARY',
  };
}

function listConditions({ ids, ownerIds, createdByIds, kinds, access }: ApiTokenFilter): Condition[] {
  return [
    ...oneOf('id', ids?.filter(isId), 'PRIMARY'),
    ...oneOf('owner_id', ownerIds?.filter(isId), 'api_token_owner'),
    ...oneOf('created_by_id', createdByIds?.filter(isId), 'api_token_created_by'),
    ...oneOf('kind', kinds, 'api_token_by_kind'),
    ...oneOf('access', access, 'api_token_by_access'),
  ];
}

/** An empty list matches nothing (C6). */
function oneOf(column: string, given: readonly string[] | undefined, index: string): Condition[] {
  if (given === undefined) return [];
  const values = [...new Set(given)];
  if (values.length === 0) return [NOTHING];
  const sql = `token.${column} IN (:...${column})`;
  const inOrderOf = values.length === 1 ? 'token.createdAt' : undefined;
  return [{ sql, values: { [column]: values }, index, inOrderOf }];
}

/** The tokens of one owner, as a condition. */
export function ownedBy(ownerId: string): Condition {
  const sql = 'token.owner_id = :ownedBy';
  return { sql, values: { ownedBy: ownerId }, index: 'api_token_owner', inOrderOf: 'token.createdAt' };
}

/** Never expires is later than every date, never used earlier (L3). One condition for each column. */
function dateConditions(filter: ApiTokenFilter): Condition[] {
  const now = new Date();
  const { expiresWithinDays: days, neverUsed } = filter;
  const soon = days === undefined ? undefined : new Date(now.getTime() + days * 86_400_000);
  return [
    ...rangeOf('createdAt', [
      ['<', filter.createdBefore],
      ['>', filter.createdAfter],
    ]),
    ...rangeOf('expiresAt', [
      ['<', filter.expiresBefore],
      ['>', filter.expiresAfter],
      ['>', soon && now],
      ['<=', soon],
    ]),
    ...rangeOf('lastUsedAt', [
      ['<', filter.lastUsedBefore],
      ['>', filter.lastUsedAfter],
      [neverUsed ? '=' : '>', neverUsed === undefined ? undefined : NOT_YET],
    ]),
  ];
}

type Sign = '<' | '<=' | '>' | '>=' | '=';
type Bound = readonly [sign: Sign, date: Date | undefined];

function rangeOf(property: 'createdAt' | 'expiresAt' | 'lastUsedAt', bounds: readonly Bound[]): Condition[] {
  const column = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const given = bounds.flatMap(([sign, date]) => (date ? [withinDates(sign, date)] : []));
  if (given.length === 0) return [];
  const sql = given.map(({ sign }, index) => `token.${column} ${sign} :${property}${index}`).join(' AND ');
  const values = Object.fromEntries(given.map(({ date }, index) => [`${property}${index}`, date]));
  return [{ sql, values, index: `api_token_by_${column}`, range: `token.${property}` }];
}

/**
 * Databases know no dates beyond these, and no token has one. What stands for "never" is later, or earlier, than the last
 * of them, too.
 */
function withinDates(sign: Sign, date: Date): { readonly sign: Sign; readonly date: Date } {
  if (date >= NEVER) return { sign: sign === '>' ? '>=' : sign, date: NEVER };
  if (date <= NOT_YET) return { sign: sign === '<' ? '<=' : sign, date: NOT_YET };
  return { sign, date };
}

const STATUS_SQL: Record<ApiTokenStatus, string> = {
  REVOKED: 'token.revoked = 1',
  EXPIRED: 'token.revoked = 0 AND token.expires_at <= :statusNow',
  DISABLED: 'token.revoked = 0 AND token.enabled = 0 AND token.expires_at > :statusNow',
  ACTIVE: 'token.revoked = 0 AND token.enabled = 1 AND token.expires_at > :statusNow',
};

/** A status is a range of an index. */
export function statusCondition(status: ApiTokenStatus, now: Date): Condition {
  const byEnd = status === ApiTokenStatus.REVOKED || status === ApiTokenStatus.EXPIRED;
  const index = byEnd ? 'api_token_by_end' : 'api_token_by_status';
  return { sql: STATUS_SQL[status], values: { statusNow: now }, index, inOrderOf: 'token.expiresAt' };
}

function statusConditions({ statuses }: ApiTokenFilter): Condition[] {
  if (statuses === undefined) return [];
  const now = new Date();
  const conditions = [...new Set(statuses)].map((status) => statusCondition(status, now));
  if (conditions.length === 0) return [NOTHING];
  if (conditions.length === Object.keys(STATUS_SQL).length) return [];
  if (conditions.length === 1) return conditions;
  const sql = conditions.map((condition) => `(${condition.sql})`).join(' OR ');
  return [{ sql, values: { statusNow: now }, anyOf: conditions }];
}

/** Tokens that list the scope, and those of a level that gives it through their owner now: what `scopes` shows. */
async function scopeCondition(context: KnownContext, scope: string): Promise<Condition> {
  const listed = termCondition('term.term = :scopeTerm', { scopeTerm: scopeTerm(scope) });
  const levels = levelsGiving(context.catalogue, scope);
  const givers = levels.length > 0 ? await rolesGiving(context, scope) : [];
  if (givers.length === 0) return listed;
  const byLevel: Condition = {
    sql: 'token.access IN (:...scopeLevels) AND token.owner_id IN (SELECT held.user_id FROM user_role held WHERE held.account_id = :accountId AND held.role_id IN (:...givers))',
    values: { scopeLevels: levels, givers },
    index: 'api_token_by_access',
  };
  return {
    sql: `${listed.sql} OR (${byLevel.sql})`,
    each: `${listed.each} OR (${byLevel.sql})`,
    values: { ...listed.values, ...byLevel.values },
    anyOf: [listed, byLevel],
  };
}

async function rolesGiving(context: KnownContext, scope: string): Promise<string[]> {
  const roles = await rows(context, Role).find();
  return roles.filter((role) => context.catalogue.expand(listedIn(context, role)).has(scope)).map(({ id }) => id);
}

/** Ranges of the lifetime, either way: what is in the policy can be found as quickly as what is against it (T9). */
async function policyCondition(context: KnownContext, against: boolean): Promise<Condition> {
  const { maxTokenLifetime, unlimitedTokensAllowed } = await getAccount(context);
  const longest = maxTokenLifetime ?? UNLIMITED_SECONDS - 1;
  const limited = against
    ? 'token.lifetime_seconds > :longest AND token.lifetime_seconds < :unlimited'
    : 'token.lifetime_seconds <= :longest';
  const ranges = against === unlimitedTokensAllowed ? [limited] : [limited, 'token.lifetime_seconds >= :unlimited'];
  if (against && maxTokenLifetime === null) ranges.shift();
  if (ranges.length === 0) return NOTHING;
  const values = { longest, unlimited: UNLIMITED_SECONDS };
  return { sql: ranges.map((range) => `(${range})`).join(' OR '), values, index: 'api_token_by_lifetime' };
}
