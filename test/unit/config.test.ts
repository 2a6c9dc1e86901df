import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, parseDatabaseUrl, parseKeys, readConfig } from '../../src/config';

const bytes = (fill: number, length = 32): string => Buffer.alloc(length, fill).toString('base64');
const KEYS = { SCOPEGATE_KEYS: `k1:${bytes(1)}` };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopegate-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('without any setting it is a server on this machine with an embedded database', () => {
  expect(readConfig({}, folder)).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    publicUrl: 'http://localhost:4000',
    database: { dialect: 'sqlite', location: './data/scopegate.sqlite' },
    production: false,
    playground: true,
  });
});

test.each(['', ' '])('an empty or blank text counts as left out: %j', (blank) => {
  const config = readConfig({ ...KEYS, PORT: blank, SMTP_URL: blank, SCOPEGATE_ADMIN_EMAIL: blank });
  expect(config).toMatchObject({ port: 4000, smtpUrl: undefined, adminEmail: undefined });
});

test('every setting stands in .env.example with its default, and in the table of OPERATIONS', () => {
  const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
  const names = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
  const lines = [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  expect(lines.map(([name]) => name).sort()).toEqual(names.sort());
  const example: NodeJS.ProcessEnv = Object.fromEntries(lines) as Record<string, string>;
  expect(readConfig({ ...example, ...KEYS })).toEqual(readConfig(KEYS));
  const table = read('docs/OPERATIONS.md').split('## Settings')[1]?.split('\n## ')[0] ?? '';
  expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('PUBLIC_URL loses its slash at the end', () => {
  expect(readConfig({ ...KEYS, PUBLIC_URL: 'https://tokens.example.com/' }).publicUrl).toBe(
    'https://tokens.example.com',
  );
});

test.each([
  ['PORT', '65536'],
  ['PORT', 'http'],
  ['DATABASE_URL', 'postgres://localhost/x'],
  ['DATABASE_URL', 'sqlite:'],
  ['DATABASE_URL', 'sqlite::memory:'],
  ['DATABASE_URL', 'mysql:nonsense'],
  ['DATABASE_URL', 'mysql://user:secret@host:3306'],
  ['DATABASE_URL', 'mariadb://user:100%secret@host/scopegate'],
  ['NODE_ENV', 'prod'],
  ['REDIS_URL', 'redis://'],
  ['TRUSTED_PROXIES', '10.0.0.0/8,proxy.example.com'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', '1'],
  ['TRUSTED_PROXIES', '::1,0.0.0.0/0'],
  ['PUBLIC_URL', 'tokens.example.com'],
  ['PUBLIC_URL', 'https://example.com/?panel'],
  ['PUBLIC_URL', 'https://example.com/scopegate'],
  ['PUBLIC_URL', 'https://user:secret@example.com'],
  ['SCOPEGATE_ADMIN_EMAIL', 'nobody'],
  ['PUBLIC_URL', 'ftp://example.com'],
  ['SMTP_URL', 'https://example.com'],
  ['SMTP_URL', 'smtp://'],
  ['LOG_LEVEL', 'loud'],
  ['PLAYGROUND', 'perhaps'],
  ['MAX_DEPTH', '0'],
  ['ALLOW_TOKEN_IN_URL', '/graphql'],
  ['ALLOW_TOKEN_IN_URL', '/api/v1/api-tokens/:id'],
  ['ALLOW_TOKEN_IN_URL', '/api/v1/*'],
  ['ALLOW_TOKEN_IN_URL', '/api/v1/api-tokens,/oauth2/token'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ ...KEYS, [name]: value })).toThrow(ConfigError);
  expect(() => readConfig({ ...KEYS, [name]: value })).toThrow(name);
  expect(() => readConfig({ ...KEYS, [name]: value })).not.toThrow(/secret/);
});

test('proxies are trusted by address, range, or the name of a range', () => {
  const { trustedProxies } = readConfig({ ...KEYS, TRUSTED_PROXIES: '10.0.0.0/8, ::1,uniquelocal' });
  expect(trustedProxies).toEqual(['10.0.0.0/8', '::1', 'uniquelocal']);
});

test('S3: without keys production is refused, and told how to make one', () => {
  expect(() => readConfig({ NODE_ENV: 'production' }, folder)).toThrow(/SCOPEGATE_KEYS is not set.+openssl rand/);
});

test('S3: outside production a key is made once, kept, and private to its user', () => {
  const { keys } = readConfig({}, folder);
  expect(readConfig({}, folder).keys).toEqual(keys);
  expect(keys[0]?.bytes).toHaveLength(32);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'keys'), 'utf8')).toContain('local:');
});

test('S3: keys come newest first, each with its id', () => {
  expect(parseKeys(`k2:${bytes(2)}, k1:${bytes(1, 64)}`).map(({ id }) => id)).toEqual(['k2', 'k1']);
});

test.each([
  ['too short', `k1:${bytes(1, 31)}`],
  ['no base64', `k1:${bytes(1).replace('=', '!')}`],
  ['without an id', `:${bytes(1)}`],
  ['with an id that has a blank', `k 1:${bytes(1)}`],
  ['with an id twice', `k1:${bytes(1)},k1:${bytes(2)}`],
  ['empty', ' , '],
])('S3: keys that are %s are refused, and never shown', (_, text) => {
  expect(() => parseKeys(text)).toThrow(/^SCOPEGATE_KEYS/);
  expect(() => parseKeys(text)).not.toThrow(bytes(1).slice(0, 20));
});

test.each([
  ['sqlite:./data/x.sqlite', { dialect: 'sqlite', location: './data/x.sqlite' }],
  ['mysql://u:p@h/d', { dialect: 'mysql', location: 'mysql://u:p@h/d' }],
  ['mariadb://u:p@h/d', { dialect: 'mariadb', location: 'mariadb://u:p@h/d' }],
])('%s names its database', (url, expected) => {
  expect(parseDatabaseUrl(url)).toEqual(expected);
});
