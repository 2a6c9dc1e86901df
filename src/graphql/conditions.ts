import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { isId } from '../lib/is-id';
import { searchPatterns } from '../lib/like-pattern';

type Query = SelectQueryBuilder<ObjectLiteral>;

/** The column's value is one of the list; an empty one matches nothing (C6). Undefined: no condition. */
export function andOneOf(query: Query, column: string, values: readonly string[] | undefined, name: string): void {
  if (!values) return;
  query.andWhere(values.length > 0 ? `${column} IN (:...${name})` : '1 = 0', { [name]: values });
}

/** The same for ids that a client named. */
export function andIdIn(query: Query, column: string, ids: readonly string[] | undefined, name = 'ids'): void {
  andOneOf(query, column, ids?.filter(isId), name);
}

/** Every typed word stands somewhere in one of the key columns (R5). For tables of thousands: it reads them all. */
export function andMatches(query: Query, columns: readonly string[], search = ''): void {
  searchPatterns(search).forEach((pattern, index) => {
    const either = new Brackets((any) => {
      for (const column of columns)
        any.orWhere(`${column} LIKE :word${index} ESCAPE '!'`, { [`word${index}`]: pattern });
    });
    query.andWhere(either);
  });
}
