import type { Config } from '../config';
import { type Database, openDatabase } from '../database';
import { isUnavailable } from '../database-errors';
import { oneLine } from './failure';
import { StartError } from './start-error';

/** @throws StartError when the database doesn't answer. */
export async function openDatabaseOf({ database }: Config): Promise<Database> {
  try {
    return await openDatabase(database);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new StartError(`The database of DATABASE_URL can't be reached: ${oneLine(error)}`);
  }
}
