import { buildSchema } from 'graphql';
import { BUILT_IN_CATALOGUE } from '../../src/access/catalogue';
import { printApiSchema } from '../../src/schema';
import type { Client } from '../support/client';
import { documentOf, type Row, SCOPE_TABLE } from '../support/scope-table';
import { PASSWORD, startServer, type TestServer } from '../support/server';

const GRANTABLE = BUILT_IN_CATALOGUE.permissions
  .filter(({ grantableToTokens }) => grantableToTokens)
  .map(({ scope }) => scope);
const REFUSALS = ['UNAUTHENTICATED', 'INSUFFICIENT_SCOPE', 'LOGIN_REQUIRED'];

let server: TestServer;
let robotId: string;

beforeAll(async () => {
  server = await startServer();
  robotId = await createUser({ kind: 'SERVICE', username: 'robot', roleIds: [await administratorRole()] });
}, 60_000);
afterAll(() => server.close());

async function administratorRole(): Promise<string> {
  const { roles } = await server.admin.get<{ roles: { nodes: { id: string; builtIn: boolean }[] } }>(
    '{ roles { nodes { id builtIn } } }',
  );
  return roles.nodes.find(({ builtIn }) => builtIn)?.id ?? '';
}

async function createUser(input: object): Promise<string> {
  const { createUser } = await server.admin.get<{ createUser: { user: { id: string } } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
    { input },
  );
  return createUser.user.id;
}

let count = 0;
async function tokenWith(scopes: readonly string[]): Promise<Client> {
  const { createApiToken } = await server.admin.get<{ createApiToken: { secret: string } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
    { input: { name: `token ${count++}`, ownerId: robotId, scopes } },
  );
  return server.as(createApiToken.secret);
}

/** All scopes but those that the field names and those that imply one of them. */
function without(needs: readonly (readonly string[])[]): string[] {
  const named = needs.flat();
  return GRANTABLE.filter((scope) => !named.some((name) => BUILT_IN_CATALOGUE.expand([scope]).has(name)));
}

const guarded = SCOPE_TABLE.filter((row): row is Row & { needs: readonly (readonly string[])[] } =>
  Array.isArray(row.needs),
);
const closed = SCOPE_TABLE.filter(({ needs }) => needs !== 'public');

test('the table names every field of Query and Mutation, and no other', async () => {
  const schema = buildSchema(await printApiSchema());
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name}.${name}`),
  );
  expect(SCOPE_TABLE.map(({ field }) => field).sort()).toEqual(fields.sort());
});

test.each(closed)('R1: $field without a credential is 401', async (row) => {
  const { status, code, headers } = await server.anonymous.execute(documentOf(row));
  expect([status, code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(headers.get('www-authenticate')).toBe('Bearer realm="scopegate"');
});

test.each(guarded.filter(({ login }) => !login))('R1: $field is refused to a token without its scope', async (row) => {
  const token = await tokenWith(without(row.needs));
  const { status, extensions } = await token.refused(documentOf(row));
  expect([status, extensions.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
  expect(extensions.missing).toEqual([
    { coordinate: row.field, path: [expect.any(String)], anyOf: [...row.needs].sort() },
  ]);
});

test.each(guarded.flatMap((row) => row.needs.map((scopes) => ({ ...row, scopes }))))(
  'R1: $field is let through with $scopes',
  async (row) => {
    const token = await tokenWith(row.scopes);
    const { code } = await token.execute(documentOf(row));
    if (row.login) expect(code).toBe('LOGIN_REQUIRED');
    else expect(REFUSALS).not.toContain(code);
  },
);

test.each(SCOPE_TABLE.filter(({ login }) => login))(
  'P6: $field needs a log-in, whatever the token holds',
  async (row) => {
    const token = await tokenWith(GRANTABLE);
    expect(await token.refused(documentOf(row))).toMatchObject({ status: 403, extensions: { code: 'LOGIN_REQUIRED' } });
  },
);

describe.each(BUILT_IN_CATALOGUE.scopes)('a person whose role gives %s', (permission) => {
  test('R1: reaches exactly the fields that the permission opens', async () => {
    const { createRole } = await server.admin.get<{ createRole: { role: { id: string } } }>(
      'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }',
      { input: { name: permission, permissions: [permission] } },
    );
    const email = `${permission.replace(':', '-')}@example.com`;
    await createUser({ username: email, email, password: PASSWORD, roleIds: [createRole.role.id] });
    const person = await server.logIn(email, { account: 'main' });
    const held = BUILT_IN_CATALOGUE.expand([permission]);
    const opened = guarded.filter(({ needs }) => needs.some((scopes) => scopes.every((scope) => held.has(scope))));
    const reached: string[] = [];
    for (const row of guarded) {
      const { errors } = await person.execute(documentOf(row));
      const denied = errors?.some(({ extensions }) =>
        extensions.missing?.some(({ coordinate }) => coordinate === row.field),
      );
      if (!denied) reached.push(row.field);
    }
    expect(reached).toEqual(opened.map(({ field }) => field));
  }, 60_000);
});
