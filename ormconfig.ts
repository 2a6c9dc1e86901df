import 'reflect-metadata';
import { readConfig } from './src/config';
import { writingDataSource } from './src/database';

/** For TypeORM's own command line: `npm run db:migrate`, `npm run db:revert`. */
export default writingDataSource(readConfig().database);
