import { auditOfTarget, callByToken, createHolder, next } from '../support/factories';
import type { Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const FIELDS = `id slug name maxTokenLifetime defaultTokenLifetime unlimitedTokensAllowed maxTokensPerUser maxOverlap
  passwordConfirmation passwordConfirmationWindow expiryNoticeDays webhookUrl auditRetentionDays`;
const UPDATE = `mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { ${FIELDS} } } }`;

type Account = Record<string, unknown> & { id: string };

/** An account of its own for the test. */
async function openAccount(): Promise<{ client: Client; slug: string; id: string; email: string }> {
  const slug = `account-${next()}`;
  const email = `${slug}@example.com`;
  const client = await server.createAccount(slug, email);
  return { client, slug, email, id: (await read(client)).id };
}
const read = async (client: Client) => (await client.get<{ account: Account }>(`{ account { ${FIELDS} } }`)).account;
const update = async (client: Client, input: Record<string, unknown>) =>
  (await client.get<{ updateAccount: { account: Account } }>(UPDATE, { input })).updateAccount.account;

test('a new account has the first values', async () => {
  const { client, slug } = await openAccount();
  expect(await read(client)).toMatchObject({
    slug,
    maxTokenLifetime: null,
    defaultTokenLifetime: null,
    unlimitedTokensAllowed: true,
    maxTokensPerUser: null,
    maxOverlap: 'P30D',
    passwordConfirmation: 'WINDOW',
    passwordConfirmationWindow: 'PT10M',
    expiryNoticeDays: [7, 1],
    webhookUrl: null,
    auditRetentionDays: null,
  });
});

test('T9: policies are set, and what is left out keeps its value', async () => {
  const { client } = await openAccount();
  const input = {
    name: ' Ärzte ',
    maxTokenLifetime: 'P90D',
    defaultTokenLifetime: 'PT720H',
    unlimitedTokensAllowed: false,
    maxTokensPerUser: 5,
    expiryNoticeDays: [1, 30],
    webhookUrl: 'https://hooks.example.com/sg',
    auditRetentionDays: 400,
  };
  const changed = await update(client, input);
  expect(changed).toMatchObject({
    ...input,
    name: 'Ärzte',
    defaultTokenLifetime: 'P30D',
    expiryNoticeDays: [30, 1],
    maxOverlap: 'P30D',
  });
  expect(await read(client)).toEqual(changed);
});

test.each(['maxTokenLifetime', 'defaultTokenLifetime', 'maxTokensPerUser', 'webhookUrl', 'auditRetentionDays'])(
  'T9: null takes %s away',
  async (field) => {
    const { client } = await openAccount();
    const value = { maxTokensPerUser: 1, webhookUrl: 'https://a.example', auditRetentionDays: 1 }[field] ?? 'P1D';
    await update(client, { [field]: value });
    expect(await update(client, { [field]: null })).toMatchObject({ [field]: null });
  },
);

test.each([
  ['name', null],
  ['name', ' '],
  ['maxOverlap', null],
  ['maxOverlap', 'P31D'],
  ['unlimitedTokensAllowed', null],
  ['maxTokenLifetime', 'P999999D'],
  ['maxTokensPerUser', 0],
  ['passwordConfirmation', null],
  ['passwordConfirmationWindow', 'PT61M'],
  ['passwordConfirmationWindow', null],
  ['expiryNoticeDays', [0]],
  ['expiryNoticeDays', [366]],
  ['expiryNoticeDays', [7, 7]],
  ['expiryNoticeDays', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ['webhookUrl', 'http://hooks.example.com'],
  ['webhookUrl', 'https://user:secret@hooks.example.com'],
  ['auditRetentionDays', 0],
])('T9, C10: %s: %j is BAD_USER_INPUT', async (field, value) => {
  const { extensions } = await server.admin.refused(UPDATE, { input: { [field]: value } });
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: [field] }] });
});

test.each(['PT0S', 'P1M', '-P1D', 'P1Y'])('T9: a duration of %s is refused', async (maxOverlap) => {
  expect((await server.admin.refused(UPDATE, { input: { maxOverlap } })).extensions.code).toBe('BAD_USER_INPUT');
});

test("T9: the default can't be longer than the longest, whichever of them is set", async () => {
  const { client } = await openAccount();
  await update(client, { defaultTokenLifetime: 'P30D' });
  expect((await client.refused(UPDATE, { input: { maxTokenLifetime: 'P29D' } })).extensions.code).toBe(
    'BAD_USER_INPUT',
  );
  expect(await update(client, { maxTokenLifetime: 'P29D', defaultTokenLifetime: 'P29D' })).toMatchObject({
    maxTokenLifetime: 'P29D',
  });
});

test('A1: one entry with what changed as people write it, none without a change', async () => {
  const { client, id } = await openAccount();
  await update(client, { maxOverlap: 'P30D' });
  await update(client, { maxOverlap: 'P7D', maxTokensPerUser: 3 });
  const [entry, ...more] = await auditOfTarget(server, id);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    action: 'account.updated',
    changes: [
      { field: 'maxTokensPerUser', before: null, after: '3' },
      { field: 'maxOverlap', before: 'P30D', after: 'P7D' },
    ],
  });
});

test('P6: the policy needs a log-in, whatever the token holds', async () => {
  const client = await callByToken(server, ['account:manage']);
  expect((await client.refused(UPDATE, { input: {} })).extensions.code).toBe('LOGIN_REQUIRED');
  expect((await client.refused('mutation { rotateWebhookSecret { secret } }')).extensions.code).toBe('LOGIN_REQUIRED');
});

test('R1: without account:manage the policy is seen, and neither changed nor its webhook seen', async () => {
  const { client } = await createHolder(server, []);
  expect(await client.get('{ account { slug maxOverlap } }')).toEqual({
    account: { slug: 'main', maxOverlap: 'P30D' },
  });
  expect((await client.refused('{ account { webhookUrl } }')).extensions.code).toBe('INSUFFICIENT_SCOPE');
  expect((await client.refused(UPDATE, { input: {} })).extensions.code).toBe('INSUFFICIENT_SCOPE');
});

test('C10: turning the confirmation off needs the password', async () => {
  const { email, slug } = await openAccount();
  const client = await server.logIn(email, { account: slug, confirm: false });
  const input = { passwordConfirmation: 'OFF' };
  expect((await client.refused(UPDATE, { input })).extensions.code).toBe('PASSWORD_CONFIRMATION_REQUIRED');
});

test('the webhook secret is shown once, kept encrypted and never logged', async () => {
  const { client, id } = await openAccount();
  const rotate = () =>
    client.get<{ rotateWebhookSecret: { secret: string } }>('mutation { rotateWebhookSecret { secret } }');
  const { secret } = (await rotate()).rotateWebhookSecret;
  expect(secret).toMatch(/^whsec_[0-9A-Za-z]{43}$/);
  const [row] = await server.deps.database.reader.query<{ webhook_secret: string }[]>(
    'SELECT webhook_secret FROM account WHERE id = ?',
    [id],
  );
  expect(row?.webhook_secret).not.toContain(secret);
  expect(server.deps.keys.decrypt(row?.webhook_secret ?? '')).toBe(secret);
  expect(JSON.stringify([await auditOfTarget(server, id), server.logged])).not.toContain(secret);
  expect((await rotate()).rotateWebhookSecret.secret).not.toBe(secret);
});

test('R7: an account changes itself only', async () => {
  const [one, other] = [await openAccount(), await openAccount()];
  await update(one.client, { name: 'changed' });
  expect(await read(other.client)).toMatchObject({ name: other.slug });
});
