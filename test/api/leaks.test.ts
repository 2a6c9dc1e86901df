/** S1, S3: no secret, hash or password in any answer, log line, audit row, error, metric or table: everything issued here is searched for. */
import { entities } from '../../src/entities';
import { createUser } from '../support/factories';
import { codeOf as oneTimeCode, enableTwoFactor, tryLogIn } from '../support/people';
import { ADMIN_EMAIL, PASSWORD, startServer, type TestServer } from '../support/server';
import { copyToken, createToken, refusal, regenerateToken, run, scopesOf, setPolicy } from '../support/tokens';

interface Issued {
  readonly what: string;
  readonly text: string;
  /** The number of the answer that shows it, and may. */
  readonly shownIn?: number;
}

let server: TestServer;
const answers: string[] = [];
const issued: Issued[] = [];

/** Every answer is kept as it came. */
const realFetch = globalThis.fetch;
globalThis.fetch = async (...request) => {
  const response = await realFetch(...request);
  answers.push(await response.clone().text());
  return response;
};
afterAll(() => {
  globalThis.fetch = realFetch;
  return server.close();
});

/** What the last answer showed, and no other may. */
function note(what: string, text: string): string {
  issued.push({ what, text, shownIn: answers.length - 1 });
  return text;
}

async function useTokens(): Promise<void> {
  const token = await createToken(server, { scopes: ['users:read', 'api-tokens:rotate-self'] });
  note('API token', token.secret);
  note('copy', (await copyToken(server, { id: token.id })).secret);
  const renewed = await regenerateToken(server, { id: token.id, overlap: 'PT1H' });
  note('regenerated', renewed.secret);
  await scopesOf(server, token.secret);
  await scopesOf(server, renewed.secret);
  await server.as(renewed.secret).refused('{ roles { nodes { id } } }');
  await run(server.admin, 'identifyApiToken', { secret: renewed.secret });
  await refusal(server.admin, 'identifyApiToken', { secret: `${renewed.secret}${'x'.repeat(2_000)}` });
  await server.anonymous.execute(
    `mutation { revokeHeldToken(input: { secret: "${renewed.secret}", wrong: 1 }) { received } }`,
  );
  await server.anonymous.execute(`mutation { revokeHeldToken(input: { secret: "${token.secret}" }) { received } }`);
}

async function exchange(): Promise<void> {
  const access = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', scopes: [] });
  note('access token', access.secret);
  const { data } = await server.anonymous.execute<{ logInWithAccessToken: { sessionToken: string } }>(
    'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }',
    { input: { account: 'main', email: ADMIN_EMAIL, token: access.secret } },
  );
  const session = note('exchanged session', data?.logInWithAccessToken.sessionToken ?? '');
  await scopesOf(server, session);
}

async function usePasswords(): Promise<void> {
  const secretPassword = 'a pass phrase that nobody guesses';
  issued.push({ what: 'password', text: secretPassword }, { what: 'password', text: PASSWORD });
  await createUser(server, { email: 'ana@example.com', password: secretPassword });
  await tryLogIn(server.anonymous, { account: 'main', email: 'ana@example.com' }, { password: `${secretPassword}!` });
  await server.anonymous.execute('mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }', {
    input: { email: 'ana@example.com', password: [secretPassword] },
  });
  const ana = await server.logIn('ana@example.com', { account: 'main', password: secretPassword });
  const factor = await enableTwoFactor(ana);
  issued.push({ what: 'second factor', text: factor.secret, shownIn: answers.length - 2 });
  for (const code of factor.recoveryCodes) note('recovery code', code);
  await tryLogIn(
    server.anonymous,
    { account: 'main', email: 'ana@example.com' },
    { password: secretPassword, oneTimeCode: oneTimeCode(factor.secret) },
  );
}

async function useLinksAndWebhooks(): Promise<void> {
  const { createUser: created } = await server.admin.get<{ createUser: { invitationUrl: string } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { invitationUrl } }',
    { input: { username: 'ben', email: 'ben@example.com', roleIds: [] } },
  );
  const link = note('invitation', created.invitationUrl.split('#')[1] ?? '');
  await server.anonymous.execute(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { expiresAt } }',
    {
      input: { token: link, password: 'short' },
    },
  );
  const { rotateWebhookSecret } = await server.admin.get<{ rotateWebhookSecret: { secret: string } }>(
    'mutation { rotateWebhookSecret { secret } }',
  );
  note('webhook secret', rotateWebhookSecret.secret);
}

beforeAll(async () => {
  server = await startServer();
  await useTokens();
  await exchange();
  await usePasswords();
  await useLinksAndWebhooks();
  await setPolicy(server, { name: 'Renamed' });
  await server.deps.usage.flush();
  await server.admin.get('{ auditEvents(first: 100) { nodes { action targetName changes { field before after } } } }');
  await server.admin.get('{ apiTokens { nodes { name hint } } viewer { sessions { id client } } }');
  await fetch(`${server.url}/metrics`);
}, 60_000);

/** Every table as text. */
async function tables(): Promise<string> {
  const { reader } = server.deps.database;
  const all = await Promise.all(
    entities.map((entity) =>
      reader.query(`SELECT * FROM ${reader.driver.escape(reader.getMetadata(entity).tableName)}`),
    ),
  );
  return JSON.stringify(all);
}

async function hashes(): Promise<string[]> {
  const { reader } = server.deps.database;
  const columns = [
    'api_token.secret_hash',
    'api_token.previous_hash',
    'session.secret_hash',
    'link.secret_hash',
    'user.password_hash',
    'recovery_code.hash',
  ];
  const found = await Promise.all(
    columns.map((column) => {
      const [table = '', name] = column.split('.');
      return reader.query<{ hash: string | null }[]>(`SELECT ${name} AS hash FROM ${reader.driver.escape(table)}`);
    }),
  );
  return found.flat().flatMap(({ hash }) => hash ?? []);
}

test('S1: every kind of secret was issued here', () => {
  expect(issued.map(({ text }) => text.length > 8)).toEqual(issued.map(() => true));
  expect(new Set(issued.map(({ what }) => what)).size).toBe(10);
});

test('S1: a secret is in the answer that shows it and in no other', () => {
  const leaks = issued.flatMap(({ what, text, shownIn }) =>
    answers.flatMap((answer, index) => (index !== shownIn && answer.includes(text) ? [`${what}: ${answer}`] : [])),
  );
  expect(leaks).toEqual([]);
});

test('S1: the answer that shows it does show it', () => {
  const shown = issued.filter(({ shownIn }) => shownIn !== undefined);
  expect(shown.filter(({ text, shownIn = 0 }) => !answers[shownIn]?.includes(text))).toEqual([]);
});

test('S1: no secret is in a log line', () => {
  expect(server.logged.length).toBeGreaterThan(10);
  expect(issued.filter(({ text }) => server.logged.some((line) => line.includes(text)))).toEqual([]);
});

test('S3: no secret is in a table', async () => {
  const text = await tables();
  expect(issued.filter((secret) => text.includes(secret.text))).toEqual([]);
});

test('A1: no hash is in an answer, a log line or the audit', async () => {
  const kept = await hashes();
  expect(kept.length).toBeGreaterThan(10);
  const audit = JSON.stringify(await server.deps.database.reader.query('SELECT * FROM audit_event'));
  const shown = [...answers, ...server.logged, audit];
  expect(kept.filter((hash) => shown.some((text) => text.includes(hash)))).toEqual([]);
});
