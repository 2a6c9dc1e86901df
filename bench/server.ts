import { Agent, request } from 'node:http';
import pino from 'pino';
import type { Logger } from 'typeorm';
import { readConfig } from '../src/config';
import type { Deps } from '../src/context';
import { openDatabase } from '../src/database';
import { createServer } from '../src/server';
import { ADMIN_EMAIL, PASSWORD } from './fill';
import type { Facts } from './queries';
import { KEYS, storage } from './storage';

/** The whole server in this process, asked over HTTP. */
export interface BenchServer {
  readonly deps: Deps;
  readonly port: number;
  logIn(): Promise<void>;
  /** @throws when it is answered with an error. */
  post(query: string, variables: object): Promise<Record<string, unknown>>;
  facts(): Promise<Facts>;
  middleCursor(order: Order): Promise<string | undefined>;
  /** How the database answers the last list. */
  explainLast(): Promise<string[]>;
  close(): Promise<void>;
}

const COLUMNS: Readonly<Record<string, readonly [column: string, property: string]>> = {
  NAME: ['name_key', 'nameKey'],
  OWNER: ['owner_key', 'ownerKey'],
  CREATED_BY: ['creator_key', 'creatorKey'],
  CREATED_AT: ['created_at', 'createdAt'],
  EXPIRES_AT: ['expires_at', 'expiresAt'],
  LAST_USED_AT: ['last_used_at', 'lastUsedAt'],
};

export async function openBench(base: string, size: number): Promise<BenchServer> {
  const last = new LastList();
  const database = await openDatabase(await storage(base, size), { logger: last as unknown as Logger });
  const config = { ...readConfig({ SCOPEGATE_KEYS: KEYS, PORT: '0' }), passwordCost: 4 };
  const { app, deps } = await createServer({ config, log: pino({ level: 'silent' }), database });
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  const agent = new Agent({ keepAlive: true });
  let secret: string | undefined;
  const post = (query: string, variables: object) => send({ port, agent, secret }, { query, variables });
  const select = <T>(sql: string): Promise<T[]> => deps.database.reader.query<T[]>(sql);
  return {
    deps,
    port,
    post,
    logIn: async () => {
      const input = { email: ADMIN_EMAIL, password: PASSWORD };
      const answer = await post('mutation ($input: LogInInput!) { logIn(input: $input) { sessionToken } }', { input });
      secret = (answer.logIn as { sessionToken: string }).sessionToken;
      await post('mutation ($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }', {
        input: { password: PASSWORD },
      });
    },
    facts: async () => {
      const owners = await select<{ id: string }>(
        'SELECT owner_id AS id, COUNT(*) AS tokens FROM api_token GROUP BY owner_id ORDER BY tokens DESC, owner_id',
      );
      const ids = await select<{ id: string }>('SELECT id FROM api_token ORDER BY id LIMIT 50');
      const idOf = (row?: { id: string }): string => row?.id ?? '';
      return { largeOwner: idOf(owners[0]), smallOwner: idOf(owners.at(-1)), ids: ids.map(idOf) };
    },
    middleCursor: (order) => middleOf(select, size, order),
    explainLast: async () => {
      const found = await deps.database.reader.query<object[]>(
        `EXPLAIN ${database.dialect === 'sqlite' ? 'QUERY PLAN ' : ''}${last.sql}`,
        last.parameters,
      );
      return [last.sql.replace(/^SELECT .*? FROM/s, 'SELECT … FROM'), ...found.map((row) => JSON.stringify(row))];
    },
    close: async () => {
      agent.destroy();
      await app.close();
    },
  };
}

interface Order {
  readonly field: string;
  readonly direction?: string;
}

type Select = <T>(sql: string) => Promise<T[]>;

/** Of an order by one column; the middle of STATUS lies in the largest status, which is the last. */
async function middleOf(select: Select, size: number, { field, direction }: Order): Promise<string | undefined> {
  const sign = direction === 'DESC' ? '-' : '';
  const [column, property] = COLUMNS[field] ?? ['expires_at', 'expiresAt'];
  const active = field === 'STATUS' ? 'WHERE revoked = 0 AND enabled = 1' : '';
  const [row] = await select<{ value: string | Date; id: string }>(
    `SELECT ${column} AS value, id FROM api_token ${active} ORDER BY ${column}, id LIMIT 1 OFFSET ${Math.floor(size * 0.6)}`,
  );
  if (!row) return undefined;
  const value = column.endsWith('_at') ? toDate(row.value).getTime() : row.value;
  const terms = `${sign}token.${property},${sign}token.id`;
  const cursor = field === 'STATUS' ? [`${sign}status,${terms}`, 3, value, row.id] : [terms, value, row.id];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

const toDate = (value: string | Date): Date =>
  value instanceof Date ? value : new Date(`${value.replace(' ', 'T')}Z`);

interface Sender {
  readonly port: number;
  readonly agent: Agent;
  readonly secret?: string;
}

function send({ port, agent, secret }: Sender, body: object): Promise<Record<string, unknown>> {
  const text = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(secret && { authorization: `Bearer ${secret}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { data, errors } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
        if (errors || !data) reject(new Error(JSON.stringify(errors)));
        else resolve(data as Record<string, unknown>);
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Remembers the last statement that read a page of tokens. */
class LastList {
  sql = '';
  parameters: unknown[] = [];

  logQuery(sql: string, parameters: unknown[] = []): void {
    if (!sql.startsWith('SELECT') || !/FROM .api_token. .token./.test(sql) || !sql.includes('ORDER BY')) return;
    [this.sql, this.parameters] = [sql, parameters];
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
