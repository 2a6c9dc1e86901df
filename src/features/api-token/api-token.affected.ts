import { Brackets, type SelectQueryBuilder } from 'typeorm';
import type { Catalogue } from '../../access/catalogue';
import type { AccessLevel } from '../../access/effective-scopes';
import type { Context, KnownContext } from '../../context';
import { type Connection, countUpTo, type PageArguments, toPage } from '../../graphql/connections';
import { listByKeyset, type OrderTerm } from '../../graphql/keyset';
import { rows } from '../../graphql/rows';
import { ApiToken } from './api-token.entity';
import { scopeTerm } from './api-token.terms';
import { restrictToVisible } from './api-token.visibility';

/** One way in which a token can be concerned by a change: SQL on `token`, with its values. */
export interface TokenCondition {
  readonly sql: string;
  readonly values: Record<string, unknown>;
}

/** Not yet ended, of the account, and concerned in one of the ways. None: no token at all. */
export function affectedTokens(context: Context, anyOf: readonly TokenCondition[]): SelectQueryBuilder<ApiToken> {
  const query = rows(context, ApiToken)
    .query('token')
    .andWhere('token.revoked = 0 AND token.expires_at > :affectedAt', { affectedAt: new Date() });
  if (anyOf.length === 0) return query.andWhere('1 = 0');
  return query.andWhere(
    new Brackets((either) => {
      for (const { sql, values } of anyOf) either.orWhere(`(${sql})`, values);
    }),
  );
}

const NEWEST_FIRST: OrderTerm<ApiToken>[] = [
  { property: 'token.createdAt', kind: 'date', direction: 'DESC', value: ({ createdAt }) => createdAt },
  { property: 'token.id', kind: 'text', direction: 'DESC', value: ({ id }) => id },
];

/** Those that the caller may see (R1), newest first. */
export function listAffectedTokens(
  context: KnownContext,
  affected: SelectQueryBuilder<ApiToken>,
  args: PageArguments,
): Promise<Connection<ApiToken>> {
  const query = restrictToVisible(context, affected.clone());
  return listByKeyset({ query: query.clone(), terms: NEWEST_FIRST, page: toPage(args), count: () => countUpTo(query) });
}

/** Where a CUSTOM token lists one of the scopes. @param name of the parameter, its own in the statement. */
export function listsOneOf(scopes: readonly string[], name: string): TokenCondition {
  if (scopes.length === 0) return { sql: '1 = 0', values: {} };
  return {
    sql: `token.id IN (SELECT term.token_id FROM api_token_term term WHERE term.account_id = :accountId AND term.term IN (:...${name}))`,
    values: { [name]: scopes.map(scopeTerm) },
  };
}

/** The levels whose tokens are given the scope because their owners hold it. */
export function levelsGiving(catalogue: Catalogue, scope: string): AccessLevel[] {
  const permission = catalogue.find(scope);
  if (!permission?.grantableToTokens) return [];
  return permission.readOnly ? ['READ_ONLY', 'FULL_ACCESS'] : ['FULL_ACCESS'];
}

/** Every scope that gives one of these, itself or by what it implies. */
export function scopesGiving(catalogue: Catalogue, wanted: ReadonlySet<string>): string[] {
  return catalogue.scopes.filter((scope) => [...catalogue.expand([scope])].some((given) => wanted.has(given)));
}
