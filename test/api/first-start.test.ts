import { randomBytes } from 'node:crypto';
import { sealBatch } from '../../src/features/audit/audit.seal';
import { transaction } from '../../src/graphql/transaction';
import { Client } from '../support/client';
import { createInstallation, type Installation } from '../support/installation';
import { codeOf } from '../support/people';
import { operatorContext, PASSWORD } from '../support/server';

const LOG_IN =
  'mutation ($input: LogInInput!) { logIn(input: $input) { sessionToken viewer { account { slug } scopes } } }';
const ACCEPT =
  'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { viewer { user { email } } } }';
const CREATE = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret apiToken { id } } }';

const REVOKE = 'mutation ($input: RevokeApiTokensInput!) { revokeApiTokens(input: $input) { affectedCount } }';
const REGENERATE = 'mutation ($input: RegenerateApiTokenInput!) { regenerateApiToken(input: $input) { secret } }';
const END_OVERLAP = 'mutation ($input: ApiTokenInput!) { endApiTokenOverlap(input: $input) { apiToken { id } } }';

let installation: Installation;
beforeEach(async () => {
  installation = await createInstallation();
});
afterEach(() => installation.remove());

const administrator = { adminEmail: 'boss@example.com', adminPassword: PASSWORD };
const newer = { id: 'k2', bytes: randomBytes(32) };
const linkToken = (url = ''): string => url.split('#')[1] ?? '';

test('a first start makes the account main with the administrator of the settings', async () => {
  const { anonymous, first } = await installation.start(administrator);
  expect(first).toEqual({ createdAdministrator: 'boss@example.com', setUp: undefined });
  const { logIn } = await anonymous.get<{ logIn: { viewer: { account: object; scopes: string[] } } }>(LOG_IN, {
    input: { email: 'Boss@example.com', password: PASSWORD },
  });
  expect(logIn.viewer.account).toEqual({ slug: 'main' });
  expect(logIn.viewer.scopes).toContain('account:manage');
});

test('settings of the administrator change nothing at a later start', async () => {
  await (await installation.start(administrator)).stop();
  const { anonymous, first } = await installation.start({
    adminEmail: 'boss@example.com',
    adminPassword: `${PASSWORD}!`,
  });
  expect(first).toEqual({ createdAdministrator: undefined, setUp: undefined });
  const { code } = await anonymous.execute(LOG_IN, { input: { email: 'boss@example.com', password: `${PASSWORD}!` } });
  expect(code).toBe('UNAUTHENTICATED');
});

test('a weak first password stops the start, and nothing is made', async () => {
  await expect(installation.start({ ...administrator, adminPassword: 'hunter2' })).rejects.toThrow(
    /^SCOPEGATE_ADMIN_EMAIL, SCOPEGATE_ADMIN_PASSWORD: .+15 characters/,
  );
  const { first } = await installation.start({ adminEmail: 'other@example.com' });
  expect(first.createdAdministrator).toBe('other@example.com');
});

test('an address that log-in would not take stops the start', async () => {
  await expect(installation.start({ adminEmail: 'boss@-example' })).rejects.toThrow('boss@-example');
});

test('what stands against listening, the database or the panel is said by the name of the setting', async () => {
  const { url, warned } = await installation.start({ publicUrl: 'http://tokens.example.com' });
  expect(warned.join()).toContain('PUBLIC_URL is http');
  await expect(installation.start({ port: Number(new URL(url).port) })).rejects.toThrow(/^PORT \d+ of HOST/);
  const database = { dialect: 'sqlite', location: __filename } as const;
  await expect(installation.start({ database })).rejects.toThrow(/DATABASE_URL can't be used: .*not a database/);
});

test('a password without an address stops the start', async () => {
  await expect(installation.start({ adminPassword: PASSWORD })).rejects.toThrow('SCOPEGATE_ADMIN_EMAIL');
});

test('without settings the start prints a link by which the administrator sets a password, once', async () => {
  const { anonymous, first } = await installation.start();
  const input = { token: linkToken(first.setUp?.url), password: PASSWORD };
  expect(first.setUp?.email).toBe('admin@localhost');
  expect(await anonymous.get(ACCEPT, { input })).toMatchObject({
    acceptInvitation: { viewer: { user: { email: 'admin@localhost' } } },
  });
  expect((await anonymous.refused(ACCEPT, { input })).status).toBe(401);
});

test('while no administrator can log in, a later start prints a new link', async () => {
  const earlier = await installation.start({ adminEmail: 'boss@example.com' });
  await earlier.stop();
  const { first, anonymous } = await installation.start();
  expect(first.setUp?.email).toBe('boss@example.com');
  expect(first.setUp?.url).not.toBe(earlier.first.setUp?.url);
  await anonymous.get(ACCEPT, { input: { token: linkToken(first.setUp?.url), password: PASSWORD } });
});

test('once an administrator can log in, no start prints a link, and an older one is dead', async () => {
  const earlier = await installation.start();
  await earlier.stop();
  const later = await installation.start();
  await later.anonymous.get(ACCEPT, { input: { token: linkToken(later.first.setUp?.url), password: PASSWORD } });
  const input = { token: linkToken(earlier.first.setUp?.url), password: `${PASSWORD} again` };
  expect((await later.anonymous.refused(ACCEPT, { input })).extensions.code).toBe('UNAUTHENTICATED');
  await later.stop();
  expect((await installation.start()).first.setUp).toBeUndefined();
});

test('of several nodes that start at once on an empty database one makes the account', async () => {
  const nodes = await Promise.all([1, 2, 3].map(() => installation.start(administrator)));
  const made = nodes.filter(({ first }) => first.createdAdministrator);
  expect(made).toHaveLength(1);
  for (const { anonymous } of nodes) {
    await anonymous.get(LOG_IN, { input: { email: 'boss@example.com', password: PASSWORD } });
  }
});

test('S3: in production no start while living tokens need a key that is gone: it says how many, and which', async () => {
  const node = await installation.start(administrator);
  const admin = await node.logIn('boss@example.com');
  const tokens = await Promise.all(['one', 'two', 'ended'].map((name) => createToken(admin, name)));
  await admin.get(REVOKE, { input: { ids: [tokens[2]?.apiToken.id] } });
  await node.stop();
  await expect(installation.start({ production: true, keys: [newer] })).rejects.toThrow(
    /^2 living API tokens need a key that is not in SCOPEGATE_KEYS: "k1" \(2\)\./,
  );
});

test('S3: after a rotation a token works under its old key, and under the new one alone once it was used', async () => {
  const node = await installation.start(administrator);
  const { secret } = await createToken(await node.logIn('boss@example.com'), 'one');
  await node.stop();
  const rotated = await installation.start({ production: true, keys: [newer, ...installation.keys] });
  expect(await new Client(rotated.url, secret).execute('{ viewer { id } }')).toMatchObject({ status: 200 });
  await rotated.stop();
  const later = await installation.start({ production: true, keys: [newer] });
  expect(await new Client(later.url, secret).execute('{ viewer { id } }')).toMatchObject({ status: 200 });
});

test('S3: the old secret of a regenerated token needs its key until the overlap is over', async () => {
  const node = await installation.start(administrator);
  const { apiToken } = await createToken(await node.logIn('boss@example.com'), 'one');
  await node.stop();
  const rotated = await installation.start({ keys: [newer, ...installation.keys] });
  const admin = await rotated.logIn('boss@example.com');
  await admin.get(REGENERATE, { input: { id: apiToken.id, overlap: 'P1D' } });
  await expect(installation.start({ production: true, keys: [newer] })).rejects.toThrow(
    /^1 living API token needs a key .+ "k1" \(1\)/,
  );
  await admin.get(END_OVERLAP, { input: { id: apiToken.id } });
  await installation.start({ production: true, keys: [newer] });
});

test('S3: outside production a key that is gone stops no start: its tokens are refused', async () => {
  const node = await installation.start(administrator);
  const { secret } = await createToken(await node.logIn('boss@example.com'), 'one');
  await node.stop();
  const other = await installation.start({ keys: [newer] });
  expect((await new Client(other.url, secret).execute('{ viewer { id } }')).status).toBe(401);
  expect(other.warned.join()).toContain('1 living API token needs a key');
});

test('S3, A2: a start warns of second factors and seals that need a key that is gone; codes are refused', async () => {
  const node = await installation.start(administrator);
  const admin = await node.logIn('boss@example.com');
  const { startTwoFactor } = await admin.get<{ startTwoFactor: { secret: string } }>(
    'mutation { startTwoFactor { secret } }',
  );
  const oneTimeCode = codeOf(startTwoFactor.secret);
  await admin.get('mutation ($code: String!) { enableTwoFactor(input: { oneTimeCode: $code }) { user { id } } }', {
    code: oneTimeCode,
  });
  await transaction(operatorContext(node.server.deps), sealBatch);
  await node.stop();
  const { anonymous, warned } = await installation.start({ keys: [newer], production: true });
  expect(warned.join()).toContain('second factors need keys');
  expect(warned.join()).toContain('the audit reports a break');
  const input = { email: 'boss@example.com', password: PASSWORD, oneTimeCode: codeOf(startTwoFactor.secret, 1) };
  expect((await anonymous.execute(LOG_IN, { input })).code).toBe('UNAUTHENTICATED');
});

test('S3: a second factor that was begun under a key that is gone has to be begun anew', async () => {
  const node = await installation.start(administrator);
  const admin = await node.logIn('boss@example.com');
  const { startTwoFactor } = await admin.get<{ startTwoFactor: { secret: string } }>(
    'mutation { startTwoFactor { secret } }',
  );
  await node.stop();
  const other = await (await installation.start({ keys: [newer] })).logIn('boss@example.com');
  const input = { oneTimeCode: codeOf(startTwoFactor.secret) };
  const enable = 'mutation ($input: EnableTwoFactorInput!) { enableTwoFactor(input: $input) { user { id } } }';
  expect((await other.execute(enable, { input })).code).toBe('CONFLICT');
});

interface Created {
  readonly secret: string;
  readonly apiToken: { readonly id: string };
}

async function createToken(client: Client, name: string): Promise<Created> {
  const { createApiToken } = await client.get<{ createApiToken: Created }>(CREATE, { input: { name } });
  return createApiToken;
}
