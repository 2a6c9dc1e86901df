import { Column, PrimaryColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';

/** Column kinds that mean the same on SQLite, MariaDB and MySQL. Their SQL types stand in the migrations. */

const ASCII = { charset: 'ascii', collation: 'ascii_bin' };
const BINARY_TEXT = { charset: 'utf8mb4', collation: 'utf8mb4_bin' };

/** A lower-case UUIDv7, unless it is longer, compared byte by byte. */
export const IdColumn = (length = 36): PropertyDecorator => PrimaryColumn({ type: 'varchar', length, ...ASCII });

/** A reference to such an id. */
export const ReferenceColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'varchar', length: 36, ...ASCII, ...options });

/** Short ASCII text compared byte by byte: hashes, public ids, names of enum values. */
export const AsciiColumn = (length: number, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'varchar', length, ...ASCII, ...options });

/** Text of any script, compared byte by byte: what is equal, and how it sorts, is decided by a key column of ours. */
export const TextColumn = (length: number, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'varchar', length, ...BINARY_TEXT, ...options });

/** UTC with milliseconds. */
export const DateColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'datetime', precision: 3, ...options });

export const JsonColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'simple-json', ...options });

export const FlagColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'boolean', ...options });

export const WholeColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'int', ...options });

/** Whole numbers up to 2^53 - 1; MySQL's driver hands bigints over as texts. */
export const LargeColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'bigint', transformer: { to: (value: unknown) => value, from: Number }, ...options });

/** Later than every date: sorts after them and is never reached. */
export const NEVER = new Date('9999-12-31T23:59:59.999Z');
/** Earlier than every date. */
export const NOT_YET = new Date(0);

const sentinel = (date: Date): ValueTransformer => ({
  to: (value: unknown) => (value === null ? date : value),
  from: (value: Date) => (value.getTime() === date.getTime() ? null : value),
});

/**
 * A date that may be missing, in a column that is never NULL: lists sort and page by it with one predicate
 * (null parts of an index cost MariaDB 400 ms at a million rows).
 */
export const OpenEndColumn = (): PropertyDecorator => DateColumn({ transformer: sentinel(NEVER) });
export const OpenStartColumn = (): PropertyDecorator => DateColumn({ transformer: sentinel(NOT_YET) });
