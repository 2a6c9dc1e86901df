import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { invalidInput } from './errors';

export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;
/** A count is exact as long as a bulk change of what it counts is possible (C6). */
export const LARGEST_COUNT = 50_000;

@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** Relay's arguments, as they came. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface Page {
  readonly size: number;
  readonly backward: boolean;
  readonly after?: string;
  readonly before?: string;
}

/** @throws BAD_USER_INPUT for both directions at once, and for sizes outside 1 to 100. */
export function toPage({ first, after, last, before }: PageArguments): Page {
  if (typeof first === 'number' && typeof last === 'number')
    throw invalidInput(['last'], 'Give first or last, not both.');
  const backward = typeof last === 'number';
  const size = (backward ? last : first) ?? DEFAULT_PAGE;
  if (size < 1 || size > LARGEST_PAGE) {
    throw invalidInput([backward ? 'last' : 'first'], `A page has 1 to ${LARGEST_PAGE} entries.`);
  }
  return { size, backward, after: after ?? undefined, before: before ?? undefined };
}

/** One page of a list. The count is asked for only when it is selected. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly count: () => Promise<{ readonly total: number; readonly exact: boolean }>;
}

/**
 * The page out of rows that were read one beyond its size. `rows` stand in the order of reading: for a page that was
 * asked for backward that is the reverse of the list's.
 */
export function toConnection<T>(
  rows: readonly T[],
  page: Page,
  cursorOf: (row: T) => string,
  count: Connection<T>['count'],
): Connection<T> {
  const more = rows.length > page.size;
  const kept = rows.slice(0, page.size);
  const nodes = page.backward ? kept.reverse() : kept;
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: page.backward ? page.before !== undefined : more,
      hasPreviousPage: page.backward ? more : page.after !== undefined,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    // Asked for by two fields, counted once.
    count: once(count),
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

const PAGE_RULE = `first or last, ${DEFAULT_PAGE} by default, ${LARGEST_PAGE} at most, not both.`;

/** The GraphQL type of such a page: `ApiTokenConnection` with `ApiTokenEdge`. */
export function connectionType<T extends object>(node: ClassType<T>, name: string): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true })
  class Edge {
    @Field(() => String)
    cursor!: string;

    @Field(() => node)
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: PAGE_RULE })
  class ConnectionOf implements Connection<T> {
    @Field(() => [Edge], { simple: true })
    edges!: Edge[];

    @Field(() => [node], { simple: true })
    nodes!: T[];

    @Field(() => PageInfo, { simple: true })
    pageInfo!: PageInfo;

    count!: Connection<T>['count'];

    @Field(() => Int)
    async totalCount(): Promise<number> {
      return (await this.count()).total;
    }

    @Field(() => Boolean, { description: 'False: there are more than totalCount.' })
    async totalCountIsExact(): Promise<boolean> {
      return (await this.count()).exact;
    }
  }
  return ConnectionOf;
}

/** Counts up to `limit` rows of the query; beyond, the number is that limit and not exact (L4). */
export async function countUpTo<T extends object>(
  query: SelectQueryBuilder<T>,
  limit = LARGEST_COUNT,
  column = 'id',
): Promise<{ total: number; exact: boolean }> {
  const alias = query.alias;
  const [sql, parameters] = query
    .clone()
    .select(`${alias}.${column}`, 'id')
    .orderBy()
    .limit(limit + 1)
    .getQueryAndParameters();
  const [row] = await query.connection.query<{ total: number | string }[]>(
    `SELECT COUNT(*) AS total FROM (${sql}) AS counted`,
    parameters,
  );
  const total = Number(row?.total ?? 0);
  return { total: Math.min(total, limit), exact: total <= limit };
}
