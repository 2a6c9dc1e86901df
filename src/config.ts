import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseAddressRange } from './lib/address-range';

/** A key of SCOPEGATE_KEYS: 32 bytes or more; keys for each purpose are derived from it (keys.ts). */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

export type DatabaseDialect = 'sqlite' | 'mysql' | 'mariadb';

export interface DatabaseConfig {
  readonly dialect: DatabaseDialect;
  /** A file's path for SQLite, the whole URL otherwise. */
  readonly location: string;
}

/** Limits of an operation and a request; see docs/OPERATIONS.md. */
export interface Limits {
  readonly depth: number;
  readonly aliases: number;
  readonly tokens: number;
  readonly cost: number;
  /** Bytes of a request's body. */
  readonly body: number;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly database: DatabaseConfig;
  readonly redisUrl?: string;
  /** Newest first; never empty. */
  readonly keys: readonly MasterKey[];
  /** No trailing slash. */
  readonly publicUrl: string;
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  readonly bootstrapFile?: string;
  readonly smtpUrl?: string;
  readonly trustedProxies: readonly string[];
  /** U4: REST paths on which `session=` may hold the credential. */
  readonly allowTokenInUrl: readonly string[];
  readonly playground: boolean;
  readonly logLevel: string;
  readonly production: boolean;
  readonly limits: Limits;
  /** bcrypt's cost: 2^n rounds. */
  readonly passwordCost: number;
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const whole = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** Links are made by adding a path, and the panel asks for `/graphql` of its host. What is no URL at all has been told already. */
function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { pathname, search, hash, username, password } = new URL(url);
  return /^\/+$/.test(pathname) && [search, hash, username, password].every((part) => part === '');
}

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().default('sqlite:./data/scopegate.sqlite'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, hostname: /./ }).optional(),
  SCOPEGATE_KEYS: z.string().optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin, 'Without user, path, query and fragment: the panel is served at /admin of its host')
    .optional(),
  SCOPEGATE_ADMIN_EMAIL: z.email().optional(),
  SCOPEGATE_ADMIN_PASSWORD: z.string().optional(),
  SCOPEGATE_BOOTSTRAP: z.string().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /./ }).optional(),
  TRUSTED_PROXIES: z.string().optional(),
  ALLOW_TOKEN_IN_URL: z.string().optional(),
  PLAYGROUND: flag.default(true),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  // A mistyped "production" must not start without its rules.
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  MAX_DEPTH: whole(12),
  MAX_ALIASES: whole(30),
  MAX_TOKENS: whole(2_000),
  MAX_COST: whole(1_000),
  MAX_BODY: whole(1_048_576),
});

/** A setting that can't be used. Its text names the setting and what to do, and holds no secret. */
export class ConfigError extends Error {}

/**
 * Reads and validates every setting, once (docs/OPERATIONS.md, Settings). Empty and blank texts count as left out.
 * Outside production missing keys are made and kept in `dataFolder`.
 * @throws ConfigError that lists everything wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, dataFolder = './data'): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error));
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  return {
    port: env.PORT,
    host: env.HOST,
    database: parseDatabaseUrl(env.DATABASE_URL),
    redisUrl: env.REDIS_URL,
    keys: env.SCOPEGATE_KEYS ? parseKeys(env.SCOPEGATE_KEYS) : ownKeys(production, dataFolder),
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    adminEmail: env.SCOPEGATE_ADMIN_EMAIL,
    adminPassword: env.SCOPEGATE_ADMIN_PASSWORD,
    bootstrapFile: env.SCOPEGATE_BOOTSTRAP,
    smtpUrl: env.SMTP_URL,
    trustedProxies: proxies(env.TRUSTED_PROXIES),
    allowTokenInUrl: restPaths(env.ALLOW_TOKEN_IN_URL),
    playground: env.PLAYGROUND,
    logLevel: env.LOG_LEVEL,
    production,
    limits: {
      depth: env.MAX_DEPTH,
      aliases: env.MAX_ALIASES,
      tokens: env.MAX_TOKENS,
      cost: env.MAX_COST,
      body: env.MAX_BODY,
    },
    passwordCost: 12,
  };
}

export function parseDatabaseUrl(url: string): DatabaseConfig {
  const dialect = /^(sqlite|mysql|mariadb):/.exec(url)?.[1] as DatabaseDialect | undefined;
  if (!dialect) throw new ConfigError('DATABASE_URL must start with sqlite:, mysql:// or mariadb://');
  return { dialect, location: dialect === 'sqlite' ? fileOf(url) : serverOf(url, dialect) };
}

/** Two connections share it: one in memory would be two databases. */
function fileOf(url: string): string {
  const file = url.slice('sqlite:'.length);
  if (file === '' || file === ':memory:') throw new ConfigError('DATABASE_URL: sqlite: needs the path of a file');
  return file;
}

function serverOf(url: string, dialect: DatabaseDialect): string {
  const form = new RegExp(`^${dialect}://[^/?#]+/[^/?#]+`);
  const encoded = /%(?![0-9a-f]{2})/i.exec(url) === null;
  if (form.test(url) && encoded && URL.canParse(url)) return url;
  throw new ConfigError(
    `DATABASE_URL: write ${dialect}://USER:PASSWORD@HOST:PORT/DATABASE, special characters percent-encoded`,
  );
}

/** Names that stand for ranges (proxy-addr). */
const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

function proxies(text: string | undefined): string[] {
  const ranges = list(text);
  const other = ranges.find((range) => !NAMED_RANGES.includes(range) && parseAddressRange(range) === undefined);
  if (other !== undefined) throw new ConfigError(`TRUSTED_PROXIES: ${other} is neither an address nor a range`);
  const everybody = ranges.find((range) => parseAddressRange(range)?.endsWith('/0'));
  if (everybody !== undefined)
    throw new ConfigError(`TRUSTED_PROXIES: ${everybody} is everybody; name the addresses of your proxies`);
  return ranges;
}

function restPaths(text: string | undefined): string[] {
  const paths = list(text);
  const other = paths.find((path) => !/^\/api\/v1\/[\w./-]+$/.test(path));
  if (other !== undefined)
    throw new ConfigError(
      `ALLOW_TOKEN_IN_URL: only REST paths (/api/v1/…) as they are asked for, without placeholders, not ${other}`,
    );
  return paths;
}

/** @param text `id:base64`, newest first, comma-separated. */
export function parseKeys(text: string): MasterKey[] {
  const keys = list(text).map((item) => {
    const [id = '', encoded = ''] = item.split(/:(.*)/s);
    const bytes = Buffer.from(encoded, 'base64');
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id))
      throw new ConfigError('SCOPEGATE_KEYS: an id has 1 to 32 letters, digits, - or _');
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded)) throw new ConfigError(`SCOPEGATE_KEYS: key ${id} is not base64`);
    if (bytes.length < 32) throw new ConfigError(`SCOPEGATE_KEYS: key ${id} has fewer than 32 bytes of base64`);
    return { id, bytes };
  });
  if (keys.length === 0) throw new ConfigError('SCOPEGATE_KEYS is empty');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new ConfigError('SCOPEGATE_KEYS: an id stands twice');
  return keys;
}

function ownKeys(production: boolean, dataFolder: string): MasterKey[] {
  if (production) {
    throw new ConfigError(
      'SCOPEGATE_KEYS is not set. In production it must be: SCOPEGATE_KEYS="k1:$(openssl rand -base64 32)", kept for as long as tokens live.',
    );
  }
  const file = join(dataFolder, 'keys');
  if (!existsSync(file)) makeKeys(dataFolder, file);
  return parseKeys(readFileSync(file, 'utf8'));
}

/** Of two first starts at once one's file gets the name, whole; the other reads it. */
function makeKeys(dataFolder: string, file: string): void {
  mkdirSync(dataFolder, { recursive: true });
  // Not by the process id: in containers that share a folder each is process 1.
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `local:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
