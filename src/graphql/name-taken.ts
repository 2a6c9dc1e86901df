import { isDuplicate } from '../database-errors';
import { nameTaken } from './errors';

/**
 * Writes a row whose name the database keeps unique: asking before would leave a gap between question and write.
 * @throws NAME_TAKEN on `field`.
 */
export async function orNameTaken<T>(field: string, message: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(field, message) : error;
  }
}
