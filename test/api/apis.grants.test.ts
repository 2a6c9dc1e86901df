import { freshScopes, refusedApi, registerApi, sdlOf } from '../support/apis';
import { createHolder, createRole, createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { createToken, regenerateToken, run, scopesOf } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('P5: a registration gives nobody more than its maker holds', () => {
  const manager = (...more: string[]) => createHolder(server, ['apis:manage', ...more]);

  test('an implication needs the implied scope', async () => {
    const [read = '', manage = ''] = freshScopes('read', 'manage');
    const { name } = await registerApi(server, { sdl: sdlOf(read, manage) });
    const input = { name, sdl: sdlOf(read, manage), scopes: [{ scope: manage, implies: [read] }] };
    const { client } = await manager(manage);
    const { status, extensions } = await refusedApi(server, input, client);
    expect([status, extensions.code, extensions.excess]).toEqual([403, 'GRANT_EXCEEDED', [read]]);
    const holder = await manager(manage, read);
    expect(await registerApi(server, input, holder.client)).toMatchObject({ name });
  });

  test('marking as reading needs the scope', async () => {
    const [write = ''] = freshScopes('write');
    const { name } = await registerApi(server, { sdl: sdlOf(write) });
    const input = { name, sdl: sdlOf(write), scopes: [{ scope: write, readOnly: true }] };
    const { client } = await manager();
    expect((await refusedApi(server, input, client)).extensions).toMatchObject({
      code: 'GRANT_EXCEEDED',
      excess: [write],
    });
  });

  test('a scope that was dropped for a moment is no way around it', async () => {
    const [own = '', wanted = ''] = freshScopes('own', 'wanted');
    const { name } = await registerApi(server, { sdl: sdlOf(own, wanted) });
    const { client } = await manager(own);
    await registerApi(server, { name, sdl: sdlOf(own) }, client);
    const input = { name, sdl: sdlOf(own, wanted), scopes: [{ scope: own, implies: [wanted] }] };
    expect((await refusedApi(server, input, client)).extensions).toMatchObject({
      code: 'GRANT_EXCEEDED',
      excess: [wanted],
    });
  });

  test('P2: an administrator, who holds whatever comes in, may let an old scope imply a new one', async () => {
    const [manage = '', fresh = ''] = freshScopes('manage', 'fresh');
    const { name } = await registerApi(server, { sdl: sdlOf(manage) });
    const input = { name, sdl: sdlOf(manage, fresh), scopes: [{ scope: manage, implies: [fresh] }] };
    const { client } = await manager(manage);
    expect((await refusedApi(server, input, client)).extensions.excess).toEqual([fresh]);
    expect(await registerApi(server, input)).toMatchObject({ name });
  });

  test('P8: a scope that was dropped for a moment comes back by whose roles list it', async () => {
    const [scope = ''] = freshScopes('admin');
    const { name } = await registerApi(server, { sdl: sdlOf(scope) });
    const owners = await createRole(server, { permissions: ['api:execute', scope] });
    const robot = await createUser(server, { kind: 'SERVICE', roleIds: [owners.id] });
    const { id } = await createToken(server, { ownerId: robot.id, scopes: [scope] });
    const eve = await manager('api:execute', 'api-tokens:manage');
    await registerApi(server, { name, sdl: sdlOf() }, eve.client);
    const { secret } = await regenerateToken(server, { id }, eve.client);
    const { extensions } = await refusedApi(server, { name, sdl: sdlOf(scope) }, eve.client);
    expect(extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: [scope] });
    expect(await scopesOf(server, secret)).toEqual([]);
    const member = await createUser(server, { roleIds: [owners.id, eve.roleId] });
    const colleague = await server.logIn(member.email ?? '', { account: 'main' });
    await registerApi(server, { name, sdl: sdlOf(scope) }, colleague);
    expect(await scopesOf(server, secret)).toEqual([scope]);
  });

  test('P8: a scope that only a preset lists comes back by anybody who registers', async () => {
    const [scope = ''] = freshScopes('read');
    const { name } = await registerApi(server, { sdl: sdlOf(scope) });
    await run(server.admin, 'createScopePreset', { name: `preset ${next()}`, scopes: [scope] });
    const { client } = await manager();
    await registerApi(server, { name, sdl: sdlOf() }, client);
    expect(await registerApi(server, { name, sdl: sdlOf(scope) }, client)).toMatchObject({ scopes: [{ gone: false }] });
  });

  test('two scopes that nobody knew give nobody anything', async () => {
    const [read = '', manage = ''] = freshScopes('read', 'manage');
    const scopes = [
      { scope: manage, implies: [read] },
      { scope: read, readOnly: true },
    ];
    const { client } = await manager();
    const api = await registerApi(server, { sdl: sdlOf(read, manage), scopes }, client);
    expect(api.scopes.map(({ scope }) => scope)).toEqual([manage, read]);
  });

  test('registering an API gives its maker none of its scopes', async () => {
    const [read = ''] = freshScopes('read');
    const { client } = await createHolder(server, ['apis:manage', 'own-api-tokens:manage', 'api:execute']);
    await registerApi(server, { sdl: sdlOf(read) }, client);
    const { viewer } = await client.get<{ viewer: { scopes: string[] } }>('{ viewer { scopes } }');
    expect(viewer.scopes).not.toContain(read);
    const admin = await server.admin.get<{ viewer: { scopes: string[] } }>('{ viewer { scopes } }');
    expect(admin.viewer.scopes).toContain(read);
  });
});
