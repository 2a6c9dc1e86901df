import type { Config } from '../config';
import { type Database, openDatabase } from '../database';
import { isUnavailable } from '../database-errors';
import { oneLine } from './failure';
import { StartError } from './start-error';

/** @throws StartError when the database doesn't answer, or can't be worked with. */
export async function openDatabaseOf({ database }: Config): Promise<Database> {
  try {
    return await openDatabase(database);
  } catch (error) {
    const verb = isUnavailable(error) ? 'reached' : 'used';
    throw new StartError(`The database of DATABASE_URL can't be ${verb}: ${oneLine(error)}`);
  }
}
