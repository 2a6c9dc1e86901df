import type {
  DeepPartial,
  DeleteQueryBuilder,
  EntityTarget,
  FindOptionsWhere,
  ObjectLiteral,
  SelectQueryBuilder,
  UpdateQueryBuilder,
} from 'typeorm';
import type { Context } from '../context';
import { isId } from '../lib/is-id';
import { insertRows } from './insert-rows';

/** A row of a table in which every row belongs to one account (R7). */
export interface AccountOwned extends ObjectLiteral {
  accountId: string;
}

/** At most this many values in one IN list: SQLite binds 32,766 values a statement. */
export const CHUNK = 500;

/**
 * The only way to the rows of an account: every statement that it makes names the account, so that nothing of another
 * account can be seen, counted, guessed or changed. Lint keeps features from `manager.find` and the like.
 */
export class Rows<T extends AccountOwned> {
  constructor(
    private readonly context: Context,
    private readonly entity: EntityTarget<T>,
    private readonly accountId: string,
  ) {}

  find(where: FindOptionsWhere<T> = {}): Promise<T[]> {
    return this.repository.findBy(this.mine(where));
  }

  async findOne(where: FindOptionsWhere<T>): Promise<T | null> {
    if (typeof where.id === 'string' && !isId(where.id)) return null;
    return this.repository.findOneBy(this.mine(where));
  }

  /** Those of the ids that exist here, in chunks. */
  async findByIds(ids: readonly string[]): Promise<T[]> {
    const found: T[] = [];
    for (const chunk of chunks(ids.filter(isId))) {
      found.push(...(await this.keyed('row').andWhere('row.id IN (:...chunk)', { chunk }).getMany()));
    }
    return found;
  }

  /** A select bound to the account: add to it with andWhere; `where` would drop the bond and is refused by lint. */
  query(alias: string): SelectQueryBuilder<T> {
    return this.repository
      .createQueryBuilder(alias)
      .where(`${alias}.account_id = :accountId`, { accountId: this.accountId });
  }

  /** The same for conditions that name rows by an id of theirs or another's, which has an index. */
  keyed(alias: string): SelectQueryBuilder<T> {
    return this.repository.createQueryBuilder(alias).where(this.bond(`${alias}.account_id`), this.own);
  }

  /**
   * Rows by an id, like `keyed`; they stay locked until the transaction ends. SQLite's transactions exclude each other
   * already.
   */
  lock(alias: string): SelectQueryBuilder<T> {
    const query = this.keyed(alias);
    return this.context.deps.database.dialect === 'sqlite' ? query : query.setLock('pessimistic_write');
  }

  /** An update bound to the account, of rows by an id: add conditions with andWhere. */
  updateQuery(set: Partial<T>): UpdateQueryBuilder<T> {
    return this.repository.createQueryBuilder().update().set(set).where(this.bond('account_id'), this.own);
  }

  /** A deletion bound to the account, of rows by an id: add conditions with andWhere. */
  deleteQuery(): DeleteQueryBuilder<T> {
    return this.repository.createQueryBuilder().delete().where(this.bond('account_id'), this.own);
  }

  count(where: FindOptionsWhere<T> = {}): Promise<number> {
    return this.repository.countBy(this.mine(where));
  }

  /** Inserts by few statements; the account is set here. */
  insert(values: readonly Omit<DeepPartial<T>, 'accountId'>[]): Promise<void> {
    const stamped = values.map((value) => ({ ...value, accountId: this.accountId }));
    // DeepPartial of a generic row is no Partial of it for the compiler; rows hold no nested ones.
    return insertRows(this.context.manager, this.entity, stamped as unknown as Partial<T>[]);
  }

  /** @returns how many rows matched. */
  async update(where: FindOptionsWhere<T>, set: Partial<T>): Promise<number> {
    const { affected } = await this.repository.update(this.mine(where), set);
    return affected ?? 0;
  }

  async delete(where: FindOptionsWhere<T>): Promise<number> {
    const { affected } = await this.repository.delete(this.mine(where));
    return affected ?? 0;
  }

  /**
   * SQLite knows nothing of how many rows an account has, takes `account_id = ?` for rare, and reads the whole account
   * instead of looking up more than a few ids. A plus before the column keeps it from that index.
   */
  private bond(column: string): string {
    return `${this.context.deps.database.dialect === 'sqlite' ? '+' : ''}${column} = :accountId`;
  }

  private get own() {
    return { accountId: this.accountId };
  }

  private get repository() {
    return this.context.manager.getRepository(this.entity);
  }

  private mine(where: FindOptionsWhere<T>): FindOptionsWhere<T> {
    return { ...where, accountId: this.accountId };
  }
}

/** @throws outside an account: what is asked without one sees nothing. */
export function rows<T extends AccountOwned>(context: Context, entity: EntityTarget<T>): Rows<T> {
  if (!context.accountId) throw new Error('Rows were asked for outside an account.');
  return new Rows(context, entity, context.accountId);
}

/**
 * Runs a statement that is put together from queries of `rows`, by the connection of the context: inside a change another one
 * would have to be waited for, and for ever when changes hold all that there are.
 */
export function readTogether<T>({ manager }: Context, sql: string, parameters: readonly unknown[]): Promise<T[]> {
  return manager.query<T[]>(sql, [...parameters]);
}

export function* chunks<T>(items: readonly T[], size = CHUNK): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
