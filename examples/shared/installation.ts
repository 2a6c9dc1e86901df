import { GraphQLClient } from 'graphql-request';
import * as api from '../tour/operations';
import { startFreshServer } from '../tour/server';
import { clientWith } from '../tour/steps';
import { REGISTER_API } from './operations';

const EMAIL = 'admin@example.com';
const PASSWORD = 'a first password of some length';

/** A fresh Scopegate on an empty embedded database, and its administrator, who has confirmed the password. */
export interface Installation {
  /** Without a path. */
  readonly origin: string;
  readonly admin: GraphQLClient;
  /** Once, however often it is called. */
  readonly stop: () => Promise<void>;
}

/** @param settings of the server, as environment variables. */
export async function install(settings: Record<string, string> = {}): Promise<Installation> {
  const server = await startFreshServer({
    SCOPEGATE_ADMIN_EMAIL: EMAIL,
    SCOPEGATE_ADMIN_PASSWORD: PASSWORD,
    ...settings,
  });
  const admin = clientWith(server.url, await api.logIn(new GraphQLClient(server.url), EMAIL, PASSWORD));
  await api.confirmPassword(admin, PASSWORD);
  let stopped: Promise<void> | undefined;
  return { origin: new URL(server.url).origin, admin, stop: () => (stopped ??= server.stop()) };
}

/** An API's own service account, allowed to ask what tokens may do there. */
export interface ServiceAccount {
  readonly userId: string;
  /** The secret of its token, which holds api:introspect and nothing else. */
  readonly credential: string;
}

export async function createServiceAccount({ admin }: Installation, name: string): Promise<ServiceAccount> {
  const roleId = await api.createRole(admin, `${name} service`, ['api:execute', 'api:introspect']);
  const userId = await api.createServiceAccount(admin, name, roleId);
  const token = { name, ownerId: userId, scopes: ['api:introspect'], lifetime: 'DAYS_90' };
  return { userId, credential: (await api.createToken(admin, token)).secret };
}

/** Registers an API by its SDL: its scopes can be given to tokens from now on, and its service learns of them. */
export async function registerApi(
  { admin }: Installation,
  input: { readonly name: string; readonly sdl: string; readonly introspectorIds?: readonly string[] },
): Promise<void> {
  await admin.request(REGISTER_API, { input });
}

/** The secret of a new token of the administrator's, with these scopes and for a week. */
export async function createToken(
  { admin }: Installation,
  scopes: readonly string[],
  more: { readonly allowedAddresses?: readonly string[] } = {},
): Promise<string> {
  made += 1;
  const name = `Example ${made} ${Date.now()}`;
  return (await api.createToken(admin, { name, scopes, lifetime: 'DAYS_7', ...more })).secret;
}

let made = 0;
