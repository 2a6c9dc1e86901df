import { generateSecret } from '../../src/features/api-token/secret';
import type { Client } from '../support/client';
import { ATTEMPTS, LACKING, setStage, type Stage } from '../support/escalation';
import { SCOPE_TABLE } from '../support/scope-table';
import { startServer, type TestServer } from '../support/server';
import { StatementLog } from '../support/statements';
import { codeOf, createToken, refusal, regenerateToken, run, scopesOf, updateToken } from '../support/tokens';

/** P5, P6, R7, R9: no path by which anybody gets a right that they don't hold. */

const log = new StatementLog();
let server: TestServer;
let stage: Stage;
let elsewhere: Client;

beforeAll(async () => {
  server = await startServer({ logger: log });
  elsewhere = await server.createAccount('elsewhere', 'elsewhere@example.com');
  stage = await setStage(server);
});
afterAll(() => server?.close());

/** All that decides on who may do what, in the account of the attempts. */
async function rights(): Promise<string> {
  const tables = [
    'SELECT id, name, permissions, version FROM role ORDER BY id',
    'SELECT user_id, role_id FROM user_role ORDER BY user_id, role_id',
    'SELECT id, email, enabled, password_hash, two_factor_enabled, updated_at FROM user ORDER BY id',
    'SELECT id, user_id, purpose FROM link ORDER BY id',
    `SELECT id, owner_id, name, access, scopes, preset_id, secret_hash, previous_hash, enabled, revoked, expires_at,
      allowed_addresses, updated_at FROM api_token ORDER BY id`,
  ];
  const found: unknown[] = [];
  for (const table of tables) found.push(await server.deps.database.reader.query(table));
  return JSON.stringify(found);
}

/** Eve's ways in: each holds at most what she holds. */
const CREDENTIALS: [string, () => Promise<Client>][] = [
  ['her log-in', async () => stage.eve.client],
  ['a token', async () => server.as((await evesToken({ access: 'FULL_ACCESS' })).secret)],
  [
    'a token’s child',
    async () => {
      const parent = server.as((await evesToken({ access: 'FULL_ACCESS' })).secret);
      const scopes = ['api-tokens:manage', 'own-api-tokens:manage', 'users:manage', 'roles:manage', 'apis:manage'];
      return server.as((await createToken(server, { scopes }, parent)).secret);
    },
  ],
  [
    'an old secret in its overlap',
    async () => {
      const { id, secret } = await evesToken({ access: 'FULL_ACCESS' });
      await regenerateToken(server, { id, overlap: 'P1D' }, stage.eve.client);
      return server.as(secret);
    },
  ],
  [
    'an exchanged session',
    async () => {
      const { secret } = await evesToken({ kind: 'ACCESS', lifetime: 'DAYS_7', access: 'FULL_ACCESS' });
      const query =
        'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }';
      const input = { account: 'main', email: stage.eve.email, token: secret };
      const { logInWithAccessToken } = await server.anonymous.get<{ logInWithAccessToken: { sessionToken: string } }>(
        query,
        { input },
      );
      return server.as(logInWithAccessToken.sessionToken);
    },
  ],
];
const evesToken = (input: Record<string, unknown>) => createToken(server, input, stage.eve.client);

describe.each(CREDENTIALS)('by %s', (way, open) => {
  let client: Client;
  let before: string;
  beforeAll(async () => {
    client = await open();
    before = await rights();
  });

  test.each(ATTEMPTS)('P5, R9: refused and without effect: $what ($mutation)', async ({ mutation, input }) => {
    const { extensions } = await refusal(client, mutation, input(stage));
    if (way === 'her log-in') expect(extensions.code).toBe('GRANT_EXCEEDED');
    else expect(['GRANT_EXCEEDED', 'LOGIN_REQUIRED', 'INSUFFICIENT_SCOPE']).toContain(extensions.code);
    expect(await rights()).toBe(before);
  });

  test('P5: what she lacks stays out of her reach', async () => {
    const { viewer } = await client.get<{ viewer: { scopes: string[] } }>('{ viewer { scopes } }');
    expect(viewer.scopes).not.toContain(LACKING);
    expect((await client.refused('{ auditEvents { totalCount } }')).extensions.code).toBe('INSUFFICIENT_SCOPE');
  });
});

test.each(ATTEMPTS.filter(({ nowhere, self }) => !nowhere && !self))(
  'R7: from another account it looks like nothing: $what ($mutation)',
  async ({ mutation, input }) => {
    const before = await rights();
    const named = input(stage);
    const refused = await refusal(elsewhere, mutation, named);
    // A filter that matches nothing is no mistake; its count is.
    expect(refused.extensions.code).toBe('filter' in named ? 'CONFLICT' : 'NOT_FOUND');
    expect(await rights()).toBe(before);
  },
);

/** Otherwise an attempt might be refused for a mistake of its own. */
test.each(ATTEMPTS.filter(({ self }) => !self))(
  'P5: allowed to somebody who holds it all: $what ($mutation)',
  async ({ mutation, input }) => {
    expect(await codeOf(server.admin, mutation, input(await setStage(server)))).toBeUndefined();
  },
);

test.each(ATTEMPTS.filter(({ self }) => self))(
  'R9: $what ($mutation): refused for what it asks',
  async ({ mutation, input }) => {
    const { extensions } = await refusal(stage.eve.client, mutation, input(stage));
    if (mutation === 'updateUser') expect(extensions.excess).toEqual(expect.arrayContaining([LACKING]) as string[]);
    else expect(extensions.excess).toContain(LACKING);
  },
);

describe('what changes later', () => {
  test('P4: rights that Eve loses are gone from all that she made with them', async () => {
    const { eve } = await setStage(server);
    const { secret } = await createToken(server, { access: 'FULL_ACCESS' }, eve.client);
    const child = await createToken(server, { scopes: ['users:manage'] }, server.as(secret));
    await run(server.admin, 'updateRole', { id: eve.roleId, permissions: ['api:execute'] });
    expect([await scopesOf(server, secret), await scopesOf(server, child.secret)]).toEqual([[], []]);
    expect(await codeOf(eve.client, 'createApiToken', { name: 'late' })).toBe('INSUFFICIENT_SCOPE');
  });

  test.each(['setUsersEnabled', 'deleteUsers'] as const)(
    'O1, O2: after %s nothing of Eve’s works',
    async (mutation) => {
      const { eve } = await setStage(server);
      const { secret } = await createToken(server, { access: 'FULL_ACCESS' }, eve.client);
      const child = await createToken(server, { scopes: ['users:manage'] }, server.as(secret));
      await run(server.admin, mutation, { ids: [eve.id], ...(mutation === 'setUsersEnabled' && { enabled: false }) });
      for (const held of [secret, child.secret, eve.client.secret ?? '']) {
        expect(await scopesOf(server, held)).toBe('UNAUTHENTICATED');
      }
    },
  );

  test('P5: a token that she may not prolong she may end, and only by who holds it all it comes back', async () => {
    const { eve, live } = await setStage(server);
    await run(eve.client, 'revokeApiTokens', { ids: [live] });
    expect(await codeOf(eve.client, 'restoreApiTokens', { ids: [live] })).toBe('GRANT_EXCEEDED');
    expect(await codeOf(server.admin, 'restoreApiTokens', { ids: [live] })).toBeUndefined();
  });

  test('P5: weakening a token does not open it: what it gives until then counts', async () => {
    const { eve, live } = await setStage(server);
    const both = { id: live, scopes: ['own-api-tokens:manage'], expiresAt: null };
    expect(await codeOf(eve.client, 'updateApiToken', both)).toBe('GRANT_EXCEEDED');
    await updateToken(server, { id: live, scopes: [] }, eve.client);
    expect(await codeOf(eve.client, 'updateApiToken', { id: live, expiresAt: null })).toBeUndefined();
    expect(await codeOf(eve.client, 'updateApiToken', { id: live, scopes: [LACKING] })).toBe('GRANT_EXCEEDED');
  });
});

describe('statements', () => {
  /**
   * Statements on rows of accounts that don't name the account, each with its reason. A credential is found by its public
   * id, before it is known whose it is; what hangs on the row found is reached by its keys.
   */
  const CREDENTIALS_WITHOUT: RegExp[] = [
    /FROM api_token t\b[^]*WHERE t\.(?:public_id|id) (?:= |IN)/,
    /FROM session s\b[^]*WHERE s\.public_id = \?/,
    /FROM \W?link\b[^]*WHERE \S*public_id\S* = \?/,
    // The permissions of roles that such a row refers to (Rights).
    /^SELECT permissions, version FROM role WHERE id = \?$/,
    // Its catalogue, by the account's own row (Catalogues).
    /FROM account c LEFT JOIN api_scope s ON s\.account_id = c\.id [^]*WHERE c\.id = \?/,
  ];
  /** Jobs work for all accounts: last uses, hashes under the newest key, seals, what is over. */
  const JOBS_WITHOUT: RegExp[] = [
    /^SELECT id, account_id FROM api_token WHERE id IN \(/,
    /^UPDATE api_token SET overlap_last_used_at = \?[^]*WHERE id = \? AND regenerated_at <= \?$/,
    /^UPDATE (?:api_token|session) SET (?:last_used_at|overlap_last_used_at) = CASE id/,
    /^UPDATE (?:api_token|session) SET secret_hash = \?, secret_key_id = \? WHERE id = \? AND secret_hash = \?$/,
    /FROM \W?audit_unsealed\b[^]* WHERE \S*ready_at\S* <= \?/,
    /^SELECT \S*id\S* AS \S*key\S* FROM \W?(?:session|link)\b[^]* WHERE \S*expires_at\S* < \? LIMIT/,
  ];
  const NAMED = /account_id[`"]?\s*=\s*(?:\?|\S*account_id)/i;

  /** The part that says which rows: behind the columns of a select and the values of an update. */
  const conditionsOf = (statement: string) => statement.slice(statement.search(/\bFROM\b|\bWHERE\b|$/i));

  function namesAccount(statement: string): boolean {
    return /^(?:INSERT|REPLACE)/i.test(statement) ? /account_id/.test(statement) : NAMED.test(conditionsOf(statement));
  }

  test('R7: every statement on rows of an account names the account', async () => {
    const documents = SCOPE_TABLE.filter(({ field }) => field !== 'Mutation.logOut').map(
      ({ field, call }) => `${field.startsWith('Query') ? 'query' : 'mutation'} { ${call} }`,
    );
    const link = JSON.stringify(generateSecret('lnk').text);
    documents.push(`mutation { confirmEmail(input: { token: ${link} }) { user { id } } }`);
    const client = await server.logIn('elsewhere@example.com', { account: 'elsewhere' });
    const sent = [...log.statements];
    for (const document of documents) sent.push(...(await log.during(() => client.execute(document))));
    const tables = server.deps.database.reader.entityMetadatas
      .filter(({ columns }) => columns.some(({ databaseName }) => databaseName === 'account_id'))
      .map(({ tableName }) => tableName);
    const owned = new RegExp(`\\b(?:FROM|JOIN|INTO|UPDATE)\\s+[\`"]?(?:${tables.join('|')})\\b`, 'i');
    const ofAccounts = [...new Set(sent)].filter((statement) => owned.test(statement) && !isOwn(statement));
    expect(ofAccounts.length).toBeGreaterThan(100);
    const nameless = ofAccounts.filter((statement) => !namesAccount(statement));
    const allowed = [...CREDENTIALS_WITHOUT, ...JOBS_WITHOUT];
    expect(nameless.filter((statement) => !allowed.some((form) => form.test(statement)))).toEqual([]);
    expect(CREDENTIALS_WITHOUT.filter((form) => !nameless.some((statement) => form.test(statement)))).toEqual([]);
  });

  /** This file's own looks at the tables. */
  const isOwn = (statement: string) =>
    /^SELECT [\w, \n]+ FROM \w+ ORDER BY \w+(?:, \w+)?$|^UPDATE api_token SET expires_at = \? WHERE id = \?$/.test(
      statement,
    );
});
