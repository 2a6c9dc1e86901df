import 'reflect-metadata';
import source from '../ormconfig';
import { findDrift } from './find-drift';

/** `npm run db:drift`: a line for each difference, and 1 when there is one. Changes nothing. */
async function main(): Promise<void> {
  await source.initialize();
  try {
    const found = await findDrift(source);
    console.log(found.length === 0 ? 'Entities and tables agree.' : found.join('\n'));
    process.exitCode = found.length === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
}

void main();
