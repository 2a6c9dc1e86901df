import { generateSync } from 'otplib';
import type { Answer, Client } from './client';
import { PASSWORD, type TestServer } from './server';

/** Somebody who is the administrator of an account of their own, in a session whose password is confirmed. */
export interface Person {
  readonly account: string;
  readonly email: string;
  readonly client: Client;
}

let people = 0;

/** A person whom no other test knows: what is counted under their e-mail starts anew. */
export async function createPerson(server: TestServer): Promise<Person> {
  const account = `account-${(people += 1)}`;
  const email = `person-${people}@example.com`;
  return { account, email, client: await server.createAccount(account, email) };
}

export interface LogInAnswer {
  logIn: { sessionToken: string | null; expiresAt: string; viewer: { id: string; user: { email: string } } };
}

const LOG_IN = `mutation ($input: LogInInput!) {
  logIn(input: $input) { sessionToken expiresAt viewer { id user { email } } }
}`;

/** A try to log in, for better or worse. */
export function tryLogIn(
  client: Client,
  { account, email }: Pick<Person, 'account' | 'email'>,
  input: { password?: string; oneTimeCode?: string } = {},
): Promise<Answer<LogInAnswer>> {
  return client.execute<LogInAnswer>(LOG_IN, { input: { account, email, password: PASSWORD, ...input } });
}

export function confirm(
  client: Client,
  input: Record<string, unknown> = { password: PASSWORD },
): Promise<Answer<object>> {
  const query = 'mutation ($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }';
  return client.execute(query, { input });
}

/** The code that an app shows now, or some steps of half a minute from now. */
export function codeOf(secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + steps * 30 });
}

const STEP = 30_000;

/** Not so late in a step that its code is one of the step before by the time it arrives. */
export async function earlyInStep(): Promise<void> {
  const left = STEP - (Date.now() % STEP);
  if (left < 3_000) await new Promise((resolve) => setTimeout(resolve, left));
}

export interface SecondFactor {
  readonly secret: string;
  readonly recoveryCodes: string[];
}

/** Uses up the code of the step before: the present one stays good for the test. */
export async function enableTwoFactor(client: Client): Promise<SecondFactor> {
  await earlyInStep();
  const { startTwoFactor } = await client.get<{ startTwoFactor: { secret: string } }>(
    'mutation { startTwoFactor { secret } }',
  );
  const { enableTwoFactor: enabled } = await client.get<{ enableTwoFactor: { recoveryCodes: string[] } }>(
    'mutation ($input: EnableTwoFactorInput!) { enableTwoFactor(input: $input) { recoveryCodes } }',
    { input: { oneTimeCode: codeOf(startTwoFactor.secret, -1) } },
  );
  return { secret: startTwoFactor.secret, recoveryCodes: enabled.recoveryCodes };
}

/** An access token of the client's user, CUSTOM with these scopes, for 7 days. */
export async function createAccessToken(
  client: Client,
  input: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> {
  const { createApiToken } = await client.get<{ createApiToken: { secret: string; apiToken: { id: string } } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret apiToken { id } } }',
    { input: { name: `token ${(people += 1)}`, kind: 'ACCESS', lifetime: 'DAYS_7', scopes: ['users:read'], ...input } },
  );
  return { id: createApiToken.apiToken.id, secret: createApiToken.secret };
}

export interface AuditRow {
  readonly action: string;
  readonly actor_kind: string;
  readonly actor_name: string;
  readonly credential: string | null;
  readonly target_name: string | null;
  readonly address: string | null;
  readonly changes: string;
}

/** The account's audit entries of an action, oldest first. */
export function auditOf({ deps }: TestServer, account: string, action: string): Promise<AuditRow[]> {
  return deps.database.reader.query(
    'SELECT e.* FROM audit_event e JOIN account a ON a.id = e.account_id WHERE a.slug = ? AND e.action = ? ORDER BY e.id',
    [account, action],
  );
}

/** Changes what only time changes. */
export function rewind({ deps }: TestServer, statement: string, parameters: unknown[] = []): Promise<unknown> {
  return deps.database.transaction((manager) => manager.query(statement, parameters));
}
