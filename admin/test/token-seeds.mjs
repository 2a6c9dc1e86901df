import { logInToApi } from './harness.mjs';

export const BEN = { email: 'ben@example.com', password: 'a horse of another colour' };
export const CLEO = { email: 'cleo@example.com', password: 'a pier by the silver lake' };
export const DAN = { email: 'dan@example.com', password: 'seven green bottles hanging' };

const CREATE_ROLE = 'mutation R($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }';
const CREATE_USER = 'mutation U($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const CREATE_TOKENS = `mutation C($input: CreateApiTokensInput!) {
  createApiTokens(input: $input) { secrets { secret apiToken { id name } } }
}`;

async function createRole(api, name, permissions) {
  return (await api(CREATE_ROLE, { input: { name, permissions } })).createRole.role.id;
}

async function createUser(api, input) {
  return (await api(CREATE_USER, { input })).createUser.user.id;
}

const person = ({ email, password }, username, roleIds) => ({
  email,
  password,
  username,
  firstName: username,
  roleIds,
});

/** @returns each token's id and secret, by its name. */
export async function createTokens(api, apiTokens) {
  const { createApiTokens } = await api(CREATE_TOKENS, { input: { apiTokens } });
  return Object.fromEntries(
    createApiTokens.secrets.map(({ secret, apiToken: { id, name } }) => [name, { id, secret }]),
  );
}

/** Ben has tokens of his own, Cleo reads everybody's, Dan none; a robot owns some. @returns their ids. */
export async function createPeople(api) {
  const own = await createRole(api, 'Developers', ['api:execute', 'own-api-tokens:manage', 'users:read']);
  const reader = await createRole(api, 'Watchers', ['api:execute', 'api-tokens:read']);
  const robots = await createRole(api, 'Robots', ['api:execute', 'users:read', 'audit:read']);
  return {
    robots,
    ben: await createUser(api, person(BEN, 'Ben', [own])),
    cleo: await createUser(api, person(CLEO, 'Cleo', [reader])),
    dan: await createUser(api, person(DAN, 'Dan', [])),
    bot: await createUser(api, { kind: 'SERVICE', username: 'deploy-bot', roleIds: [robots] }),
  };
}

/** No password is asked for again: one story is about that, the others about something else. */
export const askNoPassword = (api) =>
  api('mutation A { updateAccount(input: { passwordConfirmation: OFF }) { account { id } } }');

/** A call with a token's secret, as a script makes it. @returns the status. */
export async function callWith(url, secret) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  });
  return answer.status;
}

const soon = () => new Date(Date.now() + 1500).toISOString();

/** Tokens of every kind and state, enough for two pages. */
export async function fillLists(panel) {
  const { api, url } = panel;
  await askNoPassword(api);
  panel.people = await createPeople(api);
  const batch = Array.from({ length: 25 }, (_, index) => ({
    name: `batch-${String(index).padStart(2, '0')}`,
    ownerId: panel.people.bot,
    access: 'CUSTOM',
    lifetime: 'DAYS_60',
  }));
  panel.tokens = await createTokens(api, [
    { name: 'ci-deploy', lifetime: 'DAYS_7' },
    { name: 'etl', access: 'CUSTOM', scopes: ['users:read', 'audit:read'], lifetime: 'UNLIMITED' },
    { name: 'full', access: 'FULL_ACCESS', description: 'Warehouse sync', lifetime: 'UNLIMITED' },
    { name: 'gone', expiresAt: soon() },
    { name: 'laptop', kind: 'ACCESS', lifetime: 'DAYS_30' },
    { name: 'old-jenkins', lifetime: 'DAYS_90' },
    { name: 'paused', lifetime: 'DAYS_90', enabled: false },
    { name: 'bot-sync', ownerId: panel.people.bot, access: 'CUSTOM', scopes: ['users:read'], lifetime: 'YEAR_1' },
    ...batch,
  ]);
  await createTokens(await logInToApi(url, BEN), [{ name: 'ben-script', lifetime: 'DAYS_30' }]);
  await callWith(url, panel.tokens['ci-deploy'].secret);
  await api(
    `mutation E($ids: [ID!]) { revokeApiTokens(input: { ids: $ids }) { affectedCount }
      updateAccount(input: { maxTokenLifetime: "P90D" }) { account { id } } }`,
    { ids: [panel.tokens['old-jenkins'].id] },
  );
}
