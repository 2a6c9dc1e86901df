import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as mysql from 'mysql2/promise';
import { type DatabaseConfig, parseDatabaseUrl } from '../src/config';

/** Tokens of one run are good in the next. */
export const KEYS = `bench:${Buffer.alloc(32, 7).toString('base64')}`;

/** The database of that size: a file of the folder of `sqlite:FOLDER`, or a database on the server of another URL. */
export async function storage(base: string, size: number): Promise<DatabaseConfig> {
  if (base.startsWith('sqlite:')) {
    const folder = base.slice('sqlite:'.length);
    mkdirSync(folder, { recursive: true });
    return parseDatabaseUrl(`sqlite:${join(folder, `${size}.sqlite`)}`);
  }
  const name = `scopegate_bench_${size}`;
  const connection = await mysql.createConnection(base.replace(/^mariadb:/, 'mysql:'));
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${name}`);
  await connection.end();
  return parseDatabaseUrl(`${base.replace(/\/$/, '')}/${name}`);
}
