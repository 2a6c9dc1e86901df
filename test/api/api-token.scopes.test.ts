import { createHolder, createRole, createUser, type Holder } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { codeOf, createToken, getToken, refusal, refusedToken, run, scopesOf, updateToken } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const setRole = ({ roleId }: Holder, permissions: string[]) =>
  run(server.admin, 'updateRole', { id: roleId, permissions });

describe('lists', () => {
  test('P7: an unknown scope is refused and named', async () => {
    const refused = await refusedToken(server, { scopes: ['users:read', 'users:raed', 'nothing:read'] });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['scopes'] }] });
    expect(refused.message).toMatch(/users:raed.*nothing:read/);
  });

  test('P7: scopes compare by bytes', async () => {
    for (const scope of ['USERS:READ', 'users:*', '*']) {
      expect((await refusedToken(server, { scopes: [scope] })).extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  test('P7: duplicates collapse', async () => {
    const scopes = ['users:read', 'audit:read', 'users:read'];
    expect((await createToken(server, { scopes })).scopes).toEqual(['audit:read', 'users:read']);
  });

  test('P7: an update refuses what a creation refuses', async () => {
    const { id } = await createToken(server);
    expect(await codeOf(server.admin, 'updateApiToken', { id, scopes: ['nothing:read'] })).toBe('BAD_USER_INPUT');
    expect(await codeOf(server.admin, 'updateApiToken', { id, scopes: ['api:execute'] })).toBe('BAD_USER_INPUT');
    const both = { id, access: 'FULL_ACCESS', scopes: ['users:read'] };
    expect(await codeOf(server.admin, 'updateApiToken', both)).toBe('BAD_USER_INPUT');
  });

  test('P5: the excess of an edited list is what was added to it, by its name', async () => {
    const { client } = await createHolder(server, ['own-api-tokens:manage', 'roles:read']);
    const { id } = await createToken(server, { scopes: ['roles:read'] }, client);
    const { extensions } = await refusal(client, 'updateApiToken', { id, scopes: ['roles:read', 'users:manage'] });
    expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['users:manage'] });
  });

  test('P5: what stands on the list already is not compared', async () => {
    const owner = await createHolder(server, ['api:execute', 'own-api-tokens:manage', 'roles:read', 'users:read']);
    const manager = await createHolder(server, ['api-tokens:manage', 'users:read']);
    const { id } = await createToken(server, { scopes: ['roles:read'] }, owner.client);
    const scopes = ['roles:read', 'users:read'];
    expect(await updateToken(server, { id, scopes }, manager.client)).toMatchObject({ scopes });
  });

  test('P8: a scope that its API took away stays on the list, and nobody is granted it anew', async () => {
    const register = (scope: string) => {
      const sdl = `type Query { items: Int @requiresScopes(scopes: [["${scope}"]]) }`;
      const query = 'mutation ($input: RegisterApiInput!) { registerApi(input: $input) { api { id } } }';
      return server.admin.get(query, { input: { name: 'Shop', sdl } });
    };
    await register('shop:read');
    const { id } = await createToken(server, { scopes: ['shop:read', 'users:read'] });
    await register('shop:browse');
    expect(await updateToken(server, { id, scopes: ['shop:read'] })).toMatchObject({ scopes: ['shop:read'] });
    const copied = await refusal(server.admin, 'copyApiToken', { id, name: 'with a scope that is gone' });
    expect(copied.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['id'] }] });
    expect(copied.message).toContain('shop:read');
    expect((await refusedToken(server, { scopes: ['shop:read'] })).extensions.code).toBe('BAD_USER_INPUT');
  });

  test('T4: the list shows what is written, the effective scopes what follows from it', async () => {
    const token = await createToken(server, { scopes: ['roles:manage'] });
    expect(token).toMatchObject({ scopes: ['roles:manage'], effectiveScopes: ['roles:manage', 'roles:read'] });
  });

  test('T4: another level forgets the list', async () => {
    const { id } = await createToken(server, { scopes: ['users:manage'] });
    await updateToken(server, { id, access: 'READ_ONLY' });
    expect((await updateToken(server, { id, access: 'CUSTOM' })).scopes).toEqual([]);
  });

  test('T4: hundreds of scopes in one list are refused by name, not by a crash', async () => {
    const scopes = Array.from({ length: 900 }, (_, index) => `made-up:${index}`);
    expect((await refusedToken(server, { scopes })).extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('execution', () => {
  test('P3: api:execute is a right of the owner, never a scope on a token', async () => {
    const refused = await refusedToken(server, { scopes: ['api:execute', 'users:read'] });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['scopes'] }] });
    expect(refused.message).toContain('api:execute');
  });

  test('P3: without it on its owner a token is refused everywhere, and the answer names it', async () => {
    const owner = await createHolder(server, ['own-api-tokens:manage', 'users:read']);
    const { secret } = await createToken(server, { scopes: ['users:read'] }, owner.client);
    const { status, code, errors, headers } = await server.as(secret).execute('{ errorCodes { code } }');
    expect([status, code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(errors?.[0]?.extensions.missing?.[0]?.anyOf).toEqual([['api:execute']]);
    expect(headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="api:execute"/);
  });

  test('P3: a person logs in without it', async () => {
    const owner = await createHolder(server, ['users:read']);
    expect(await owner.client.get('{ viewer { scopes } }')).toEqual({ viewer: { scopes: ['users:read'] } });
  });

  test('P3: it comes and goes with the role', async () => {
    const owner = await createHolder(server, ['own-api-tokens:manage', 'users:read', 'api:execute']);
    const { secret } = await createToken(server, { scopes: ['users:read'] }, owner.client);
    await setRole(owner, ['own-api-tokens:manage', 'users:read']);
    expect(await scopesOf(server, secret)).toBe('INSUFFICIENT_SCOPE');
    await setRole(owner, ['api:execute', 'users:read']);
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
  });
});

describe('the owner’s permissions now', () => {
  const RIGHTS = ['api:execute', 'audit:read', 'own-api-tokens:manage', 'users:read'];
  const withToken = async (input: Record<string, unknown>) => {
    const owner = await createHolder(server, RIGHTS);
    return { ...(await createToken(server, input, owner.client)), owner };
  };

  test('P4: what is taken from a role is gone from its tokens on the next request, and comes back with it', async () => {
    const { owner, secret } = await withToken({ scopes: ['audit:read', 'users:read'] });
    await setRole(owner, RIGHTS.slice(0, 1).concat('users:read'));
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
    expect((await server.as(secret).refused('{ auditEvents { totalCount } }')).extensions.code).toBe(
      'INSUFFICIENT_SCOPE',
    );
    await setRole(owner, RIGHTS);
    expect(await scopesOf(server, secret)).toEqual(['audit:read', 'users:read']);
  });

  test('P4: the list keeps what counts for nothing now, and the record says so', async () => {
    const { owner, id } = await withToken({ scopes: ['audit:read', 'users:read'] });
    await setRole(owner, ['api:execute', 'users:read']);
    expect(await getToken(server, id)).toMatchObject({
      scopes: ['audit:read', 'users:read'],
      effectiveScopes: ['users:read'],
    });
  });

  test.each([
    ['CUSTOM', { scopes: ['users:read'] }, ['users:read']],
    ['READ_ONLY', { access: 'READ_ONLY' }, ['audit:read', 'roles:read', 'users:read']],
    [
      'FULL_ACCESS',
      { access: 'FULL_ACCESS' },
      ['audit:read', 'own-api-tokens:manage', 'roles:manage', 'roles:read', 'users:read'],
    ],
  ])('P4: what is added to a role never widens a list: %s', async (_, input, gives) => {
    const { owner, secret, id } = await withToken(input);
    await setRole(owner, [...RIGHTS, 'roles:manage']);
    expect(await scopesOf(server, secret)).toEqual(gives);
    expect((await getToken(server, id)).scopes).toEqual(gives);
  });

  test('P4: a scope counts for as much of what it implies as the owner holds', async () => {
    const owner = await createHolder(server, ['api:execute', 'own-api-tokens:manage', 'users:manage']);
    const { secret } = await createToken(server, { scopes: ['users:manage'] }, owner.client);
    await setRole(owner, ['api:execute', 'users:read']);
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
  });

  test('P4: a role taken from the owner is gone from the tokens at once', async () => {
    const { owner, secret } = await withToken({ access: 'FULL_ACCESS' });
    const { id } = await createRole(server, { permissions: ['api:execute'] });
    await run(server.admin, 'updateUser', { id: owner.id, roleIds: [id] });
    expect(await scopesOf(server, secret)).toEqual([]);
    await run(server.admin, 'updateUser', { id: owner.id, roleIds: [] });
    expect(await scopesOf(server, secret)).toBe('INSUFFICIENT_SCOPE');
  });
});

describe('what can be granted', () => {
  const grantable = async (client = server.admin, ownerId?: string) => {
    const query = 'query ($ownerId: ID) { grantableScopes(ownerId: $ownerId) }';
    return (await client.get<{ grantableScopes: string[] }>(query, { ownerId })).grantableScopes;
  };

  test('P5: to a token of one’s own: what one holds, less api:execute', async () => {
    const { client } = await createHolder(server, ['api:execute', 'own-api-tokens:manage', 'users:manage']);
    expect(await grantable(client)).toEqual(['own-api-tokens:manage', 'users:manage', 'users:read']);
  });

  test('P5: to a token of another: what both hold, and to a person’s nothing that manages tokens', async () => {
    const person = await createHolder(server, ['api-tokens:manage', 'users:read', 'audit:read']);
    const service = await createUser(server, { kind: 'SERVICE', roleIds: [person.roleId] });
    const manager = await createHolder(server, ['api-tokens:manage', 'users:read', 'roles:read']);
    expect(await grantable(manager.client, person.id)).toEqual(['api-tokens:read', 'users:read']);
    expect(await grantable(manager.client, service.id)).toEqual(['api-tokens:manage', 'api-tokens:read', 'users:read']);
  });

  test('R2: of another’s without api-tokens:manage, and of nobody: NOT_FOUND', async () => {
    const { client } = await createHolder(server, ['own-api-tokens:manage']);
    const other = await createUser(server);
    const query = 'query ($ownerId: ID) { grantableScopes(ownerId: $ownerId) }';
    for (const ownerId of [other.id, '01890000-0000-7000-8000-000000000000', '\u00fc']) {
      expect((await client.refused(query, { ownerId })).extensions).toMatchObject({
        code: 'NOT_FOUND',
        ids: [ownerId],
      });
    }
    const refused = await refusal(client, 'createApiToken', { name: 'x', ownerId: other.id });
    expect(refused.extensions).toMatchObject({ code: 'NOT_FOUND', ids: [other.id] });
  });
});
