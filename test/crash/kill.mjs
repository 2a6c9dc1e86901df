/**
 * Kills the server with SIGKILL under load, again and again, and looks whether every change that it acknowledged is
 * there with its audit entry, and none is half done. Run `npm run build` first.
 *
 *   node test/crash/kill.mjs [--database URL] [--kills 20] [--changes 10000]
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { database: { type: 'string' }, kills: { type: 'string' }, changes: { type: 'string' } },
});
const kills = Number(options.kills ?? 20);
const changes = Number(options.changes ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'scopegate-crash-'));
const database = options.database ?? `sqlite:${join(folder, 'crash.sqlite')}`;
const WORKERS = 16;

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const url = `http://127.0.0.1:${port}`;
const environment = {
  ...process.env,
  PORT: String(port),
  DATABASE_URL: database,
  SCOPEGATE_KEYS: `crash:${randomBytes(32).toString('base64')}`,
  SCOPEGATE_ADMIN_EMAIL: 'admin@example.com',
  SCOPEGATE_ADMIN_PASSWORD: 'correct horse battery staple',
  LOG_LEVEL: 'warn',
};

let server;
async function start() {
  server = spawn(process.execPath, ['dist/src/main.js'], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let attempt = 0; attempt < 200; attempt++) {
    if (
      await fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The server does not become ready.');
}

async function kill() {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await gone;
}

let secret;
/** The data of an operation; undefined when the server was gone before it answered: such a change may be there or not. */
async function send(query, variables) {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(secret && { authorization: `Bearer ${secret}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors && response.status !== 503) throw new Error(JSON.stringify(errors));
    return errors ? undefined : data;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function logIn() {
  const input = { email: environment.SCOPEGATE_ADMIN_EMAIL, password: environment.SCOPEGATE_ADMIN_PASSWORD };
  const { logIn: session } = await send('mutation ($input: LogInInput!) { logIn(input: $input) { sessionToken } }', {
    input,
  });
  secret = session.sessionToken;
  const confirm = 'mutation ($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }';
  await send(confirm, { input: { password: input.password } });
  const account = 'mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id } } }';
  await send(account, { input: { passwordConfirmation: 'OFF' } });
}

const CREATE = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }';
const DISABLE = 'mutation ($id: ID!) { setApiTokensEnabled(input: { ids: [$id], enabled: false }) { affectedCount } }';

const created = new Set();
const disabled = new Set();
let running = true;
let made = 0;

/** Makes tokens and disables them, and keeps what was acknowledged. */
async function work() {
  while (running && created.size + disabled.size < changes) {
    const answer = await send(CREATE, {
      input: { name: `crash ${(made += 1)}`, scopes: ['users:read', 'roles:read'] },
    });
    if (!answer) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const { id } = answer.createApiToken.apiToken;
    created.add(id);
    if (await send(DISABLE, { id })) disabled.add(id);
  }
}

await start();
await logIn();
const workers = Array.from({ length: WORKERS }, work);
let killed = 0;
while (killed < kills || created.size + disabled.size < changes) {
  const before = created.size + disabled.size;
  // Kills are spread over the whole run, each at a moment that nobody chose.
  const share = Math.ceil(changes / kills);
  while (created.size + disabled.size < Math.min(before + share, changes))
    await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
  await kill();
  killed += 1;
  await start();
}
running = false;
await Promise.all(workers);
await new Promise((resolve) => server.once('exit', resolve) && server.kill('SIGTERM'));

const require = createRequire(import.meta.url);
const { openDatabase } = require('../../dist/src/database.js');
const { parseDatabaseUrl } = require('../../dist/src/config.js');
const opened = await openDatabase(parseDatabaseUrl(database));
const query = (sql) => opened.reader.query(sql);

const tokens = new Map(
  (await query('SELECT id, enabled FROM api_token')).map((row) => [row.id, Boolean(Number(row.enabled))]),
);
const events = await query("SELECT target_id AS id, action FROM audit_event WHERE target_type = 'api-token'");
const terms = await query('SELECT token_id AS id, COUNT(*) AS terms FROM api_token_term GROUP BY token_id');
const countOf = (action) => {
  const counts = new Map();
  for (const event of events) if (event.action === action) counts.set(event.id, (counts.get(event.id) ?? 0) + 1);
  return counts;
};
const createdEvents = countOf('api-token.created');
const disabledEvents = countOf('api-token.disabled');
const indexed = new Map(terms.map((row) => [row.id, Number(row.terms)]));

const mistakes = [
  ...[...created].filter((id) => !tokens.has(id)).map((id) => `lost: ${id}`),
  ...[...disabled].filter((id) => tokens.get(id) !== false).map((id) => `not disabled: ${id}`),
  ...[...tokens.keys()].filter((id) => createdEvents.get(id) !== 1).map((id) => `created without one entry: ${id}`),
  ...[...createdEvents.keys()].filter((id) => !tokens.has(id)).map((id) => `entry without a token: ${id}`),
  ...[...tokens]
    .filter(([id, enabled]) => (disabledEvents.get(id) ?? 0) !== (enabled ? 0 : 1))
    .map(([id]) => `disabled without one entry: ${id}`),
  // Two words of the name and two scopes.
  ...[...tokens.keys()].filter((id) => indexed.get(id) !== 4).map((id) => `half indexed: ${id}`),
];
await opened.close();
rmSync(folder, { recursive: true, force: true });

const kind = database.split(':')[0];
console.log(
  `${kind}: ${killed} kills, ${created.size + disabled.size} acknowledged changes, ${tokens.size} tokens, ${mistakes.length} mistakes`,
);
for (const mistake of mistakes.slice(0, 20)) console.log(`  ${mistake}`);
process.exit(mistakes.length === 0 ? 0 : 1);
