import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { KnownContext } from '../../context';
import { readTogether, rows } from '../../graphql/rows';
import { ApiToken, ApiTokenTerm } from './api-token.entity';
import { andWhere, type Condition } from './api-token.filter';

/** How rare it is that a condition is met, found by counting a little: what decides on the way to a page or a count. */

/** Where one way ends and the next begins: measured (bench/README.md). Tests take smaller ones, to go every way. */
export const LIMITS = {
  /** So many are sorted quicker than the next match is found. */
  few: 1_000,
  /** How far the order's index is followed for each entry of the page. */
  stretch: 100,
  /** Nobody counts further than that to find the rarest condition. */
  many: 50_000,
};

/** The ids of the tokens that meet the rarest condition, when they are few. */
export async function findFew(context: KnownContext, conditions: readonly Condition[]): Promise<string[] | undefined> {
  const counts = await countEach(context, conditions, LIMITS.few + 1);
  const least = Math.min(...counts);
  if (least > LIMITS.few) return undefined;
  const { anyOf, ...rarest } = conditions[counts.indexOf(least)] as Condition;
  const ids: string[] = [];
  for (const part of anyOf ?? [rarest]) {
    const found = await matching(context, part, LIMITS.few + 1).getRawMany<{ id: string }>();
    ids.push(...found.map(({ id }) => id));
  }
  return ids;
}

/** How many tokens meet each of the conditions, no further than `limit`; by one statement. */
async function countEach(context: KnownContext, conditions: readonly Condition[], limit: number): Promise<number[]> {
  const parts = conditions.map(({ anyOf, ...condition }) =>
    (anyOf ?? [condition]).map((part) => matching(context, part, limit).getQueryAndParameters()),
  );
  const sums = parts.map((some) => {
    // Nothing is asked of the second part when the first one has enough.
    const all = some.map(([sql]) => `SELECT * FROM (${sql}) AS part`).join(' UNION ALL ');
    return `(SELECT COUNT(*) FROM (${all} LIMIT ${limit}) AS parts)`;
  });
  const parameters = parts.flatMap((some) => some.flatMap(([, values]) => values as unknown[]));
  const [row] = await readTogether<Record<string, number | string>>(
    context,
    `SELECT ${sums.map((sum, index) => `${sum} AS n${index}`).join(', ')}`,
    parameters,
  );
  return conditions.map((_, index) => Number(row?.[`n${index}`]));
}

/** Ids of tokens that meet a condition, by its own index. */
function matching(
  context: KnownContext,
  { sql, values, term, index }: Condition,
  limit: number,
): SelectQueryBuilder<ObjectLiteral> {
  if (term) {
    const query = rows(context, ApiTokenTerm).query('term').select('term.token_id', 'id');
    return query.andWhere(term.sql, term.values).limit(limit);
  }
  const query = rows(context, ApiToken).query('token').select('token.id', 'id');
  andWhere(query, sql, values);
  return (index ? query.useIndex(index) : query).limit(limit);
}

/** The condition that the fewest tokens meet; undefined when all of them are common. */
export async function findRarest(
  context: KnownContext,
  conditions: readonly Condition[],
): Promise<Condition | undefined> {
  const single = conditions.filter(({ anyOf }) => !anyOf);
  if (single.length === 0) return undefined;
  const counts = await countEach(context, single, LIMITS.many);
  const least = Math.min(...counts);
  return least < LIMITS.many ? single[counts.indexOf(least)] : undefined;
}

/** SQLite looks for an index behind every bare column; a sign before it says that none is meant. */
export function aside({ deps }: KnownContext, sql: string): string {
  return deps.database.dialect === 'sqlite' ? sql.replace(/\btoken\.(?=\w+ (?:[=<>]|IN ))/g, '+token.') : sql;
}
