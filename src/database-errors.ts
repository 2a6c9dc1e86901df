import { CannotExecuteNotConnectedError, QueryFailedError } from 'typeorm';

interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly message?: string;
}

function driverError(error: unknown): DriverError {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  return typeof error === 'object' && error !== null ? (error as DriverError) : {};
}

/** Another process holds SQLite's write lock. */
export function isSqliteBusy(error: unknown): boolean {
  return driverError(error).code?.startsWith('SQLITE_BUSY') ?? false;
}

/** InnoDB's deadlock (1213, on a cluster any conflict with another node) and lock wait (1205): run the whole transaction again. */
export function isConflictOfTransactions(error: unknown): boolean {
  return [1213, 1205].includes(driverError(error).errno ?? 0);
}

/** A row with the same unique key exists. */
export function isDuplicate(error: unknown): boolean {
  const { code, errno } = driverError(error);
  return errno === 1062 || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** A table, column or index of that name exists: a migration that another node of the cluster has begun. */
export function isMadeAlready(error: unknown): boolean {
  return [1050, 1060, 1061, 1213].includes(driverError(error).errno ?? 0);
}

const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
]);
/** Too many connections, server shutdown, disk full, read-only, statement time-outs, cluster without quorum. */
const UNREACHABLE_NUMBERS = new Set([1021, 1040, 1047, 1053, 1114, 1180, 1205, 1213, 1290, 1317, 1836, 1969, 3024]);

/** Of the drivers and of TypeORM, while a connection is closed or opened again: they have no code. */
const CLOSED = /closed state|connection is not (open|established)/i;

/** The database can't answer now, and nothing is wrong with the request: 503. */
export function isUnavailable(error: unknown): boolean {
  const { code, errno, message } = driverError(error);
  return (
    UNREACHABLE_CODES.has(code ?? '') ||
    UNREACHABLE_NUMBERS.has(errno ?? 0) ||
    isSqliteBusy(error) ||
    error instanceof CannotExecuteNotConnectedError ||
    CLOSED.test(message ?? '')
  );
}
