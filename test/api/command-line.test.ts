import { randomBytes } from 'node:crypto';
import { accountCreate } from '../../src/cli/commands/account-create';
import { accountResetPassword } from '../../src/cli/commands/account-reset-password';
import { accountSetUp } from '../../src/cli/commands/account-set-up';
import { parseSecret } from '../../src/features/api-token/secret';
import { secretGenerate } from '../../src/cli/commands/secret-generate';
import { createInstallation, type Installation, type StartedNode } from '../support/installation';
import { Client } from '../support/client';
import { confirm, enableTwoFactor, tryLogIn } from '../support/people';
import { PASSWORD } from '../support/server';

const ACCEPT =
  'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { viewer { account { slug name } } } }';

let installation: Installation;
let node: StartedNode;
const environment = { ...process.env };
beforeAll(async () => {
  installation = await createInstallation();
  node = await installation.start({ adminEmail: 'boss@example.com', adminPassword: PASSWORD });
  const { database, keys } = node.server.deps.config;
  process.env.DATABASE_URL = database.dialect === 'sqlite' ? `sqlite:${database.location}` : database.location;
  process.env.SCOPEGATE_KEYS = keys.map(({ id, bytes }) => `${id}:${bytes.toString('base64')}`).join(',');
});
afterAll(async () => {
  process.env = environment;
  await installation.remove();
});

/** What a command prints, as if its words had been typed. */
async function printed(command: ReturnType<typeof accountCreate>, ...words: string[]): Promise<string> {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    await command.parseAsync(words, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return lines.join('');
}

const tokenOf = (text: string): string => /#(\S+)/.exec(text)?.[1] ?? '';

test('R7: account create makes an account beside a running server, and prints the link of its administrator', async () => {
  const text = await printed(accountCreate(), 'acme', '--admin-email', 'boss@acme.example', '--name', 'ACME Ltd');
  const input = { token: tokenOf(text), password: PASSWORD };
  expect(await node.anonymous.get(ACCEPT, { input })).toEqual({
    acceptInvitation: { viewer: { account: { slug: 'acme', name: 'ACME Ltd' } } },
  });
});

test.each([
  ['a slug in use', ['main', '--admin-email', 'x@example.com'], /"main" already/],
  ['a slug with capitals', ['Acme', '--admin-email', 'x@example.com'], /can't name an account/],
  ['an address that is none', ['other', '--admin-email', 'nobody'], /not an e-mail address/],
  ['a name with a line break', ['other', '--admin-email', 'x@example.com', '--name', 'a\nb'], /name has 1 to 100/],
])('account create refuses %s', async (_, words, message) => {
  await expect(printed(accountCreate(), ...words)).rejects.toThrow(message);
});

test('account set-up prints a new link only while nobody can administer the account', async () => {
  await printed(accountCreate(), 'late', '--admin-email', 'boss@late.example');
  const text = await printed(accountSetUp(), 'late');
  await node.anonymous.get(ACCEPT, { input: { token: tokenOf(text), password: PASSWORD } });
  await expect(printed(accountSetUp(), 'late')).rejects.toThrow('has a password');
  await expect(printed(accountSetUp(), randomBytes(4).toString('hex'))).rejects.toThrow('There is no account');
});

/** An account made by the command, and its administrator in a confirmed session. */
async function openAccount(slug: string): Promise<{ account: string; email: string; client: Client }> {
  const email = `boss@${slug}.example`;
  const token = tokenOf(await printed(accountCreate(), slug, '--admin-email', email));
  const { acceptInvitation } = await node.anonymous.get<{ acceptInvitation: { sessionToken: string } }>(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { sessionToken } }',
    { input: { token, password: PASSWORD } },
  );
  const client = new Client(node.url, acceptInvitation.sessionToken);
  await confirm(client);
  return { account: slug, email, client };
}

test('R4: account reset-password lets the only administrator in again, a lost second factor taken away if told', async () => {
  const boss = await openAccount('lost');
  await enableTwoFactor(boss.client);
  const password = 'another password of some length';
  const link = async (...more: string[]) =>
    tokenOf(await printed(accountResetPassword(), 'lost', boss.email.toUpperCase(), ...more));
  const stuck = await node.anonymous.refused(ACCEPT, { input: { token: await link(), password } });
  expect(stuck.extensions.code).toBe('TWO_FACTOR_REQUIRED');
  await node.anonymous.get(ACCEPT, { input: { token: await link('--without-second-factor'), password } });
  expect((await boss.client.refused('{ viewer { id } }')).extensions.code).toBe('UNAUTHENTICATED');
  expect((await tryLogIn(node.anonymous, boss, { password })).status).toBe(200);
});

test.each([
  ['another account', 'elsewhere', 'boss@example.com', 'There is no account'],
  ['an address of nobody', 'main', 'nobody@example.com', 'No person'],
])('account reset-password says so for %s', async (_, slug, email, message) => {
  await expect(printed(accountResetPassword(), slug, email)).rejects.toThrow(message);
});

test('T17: secret generate prints a secret that a bootstrap file takes', async () => {
  expect(parseSecret((await printed(secretGenerate())).trim())).toMatchObject({ ok: true, kind: 'api' });
});
