import { createHolder, createUser, type Holder, type User } from '../support/factories';
import { type Mailbox, openMailbox } from '../support/mailbox';
import { startServer, type TestServer } from '../support/server';
import { setColumns } from '../support/token-lists';
import {
  codeOf,
  copyToken,
  createToken,
  findToken,
  getToken,
  refusal,
  refusedToken,
  regenerateToken,
  run,
  scopesOf,
  updateToken,
} from '../support/tokens';

/** T10: tokens whose secret somebody else than their person saw. */

let mailbox: Mailbox;
let server: TestServer;
let owner: Holder;
let service: User;

const RIGHTS = ['api:execute', 'own-api-tokens:manage', 'api-tokens:manage', 'users:read', 'audit:read'];

beforeAll(async () => {
  mailbox = await openMailbox();
  server = await startServer({ config: { smtpUrl: mailbox.url } });
  owner = await createHolder(server, RIGHTS);
  service = await createUser(server, { kind: 'SERVICE', roleIds: [owner.roleId] });
});
afterAll(async () => {
  await server?.close();
  await mailbox?.close();
});

const MANAGING = [['api-tokens:manage'], ['own-api-tokens:manage'], ['own-api-tokens:manage', 'users:read']];
const toldTo = ({ email }: Holder) => mailbox.next(email ?? '');
const tokensOf = async (name: string) => {
  const query = 'query ($search: String) { apiTokens(filter: { search: $search }) { totalCount } }';
  return (await server.admin.get<{ apiTokens: { totalCount: number } }>(query, { search: name })).apiTokens.totalCount;
};

describe('who may name another owner', () => {
  test('T10: the caller is the owner when none is named', async () => {
    expect((await createToken(server, {}, owner.client)).owner.id).toBe(owner.id);
  });

  test('T10: oneself may be named', async () => {
    const { client, id } = await createHolder(server, ['own-api-tokens:manage']);
    expect((await createToken(server, { ownerId: id }, client)).owner.id).toBe(id);
  });

  test('T10: another only with api-tokens:manage', async () => {
    const { client } = await createHolder(server, ['own-api-tokens:manage', 'api-tokens:read', 'users:read']);
    const refused = await refusedToken(server, { ownerId: owner.id }, client);
    expect(refused.extensions).toMatchObject({ code: 'NOT_FOUND', ids: [owner.id] });
    const { id } = await createToken(server, {}, client);
    expect(await codeOf(client, 'copyApiToken', { id, name: 'for another', ownerId: owner.id })).toBe('NOT_FOUND');
  });

  test('R7: somebody of another account is nobody', async () => {
    const other = await server.createAccount('elsewhere', 'elsewhere@example.com');
    const { viewer } = await other.get<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
    const refused = await refusedToken(server, { ownerId: viewer.user.id });
    expect(refused.extensions).toMatchObject({ code: 'NOT_FOUND', ids: [viewer.user.id] });
  });

  test('T10: owners are found with api-tokens:read, by name only', async () => {
    const { client } = await createHolder(server, ['api-tokens:read']);
    const query = 'query ($search: String!) { ownerCandidates(search: $search) { id username displayName kind } }';
    const { ownerCandidates } = await client.get<{ ownerCandidates: object[] }>(query, { search: owner.username });
    expect(ownerCandidates).toEqual([
      { id: owner.id, username: owner.username, displayName: expect.any(String) as string, kind: 'PERSON' },
    ]);
    expect(await client.get(query, { search: owner.email })).toEqual({ ownerCandidates: [] });
  });

  test('P5: the owner holds what the token gets', async () => {
    const refused = await refusedToken(server, { ownerId: owner.id, scopes: ['roles:read', 'users:read'] });
    expect(refused.extensions).toMatchObject({ code: 'GRANT_EXCEEDED', excess: ['roles:read'] });
    expect(refused.message).toContain('owner');
  });
});

describe('a token made for a person by somebody else', () => {
  test('T10: is CUSTOM with an empty list when nothing is said', async () => {
    expect(await createToken(server, { ownerId: owner.id })).toMatchObject({ access: 'CUSTOM', scopes: [] });
  });

  test.each(['READ_ONLY', 'FULL_ACCESS'])('T10: is not %s', async (access) => {
    const refused = await refusedToken(server, { ownerId: owner.id, access });
    expect(refused.extensions).toMatchObject({ code: 'GRANT_EXCEEDED', fields: [{ path: ['access'] }] });
  });

  test.each(MANAGING)('T10: does not manage tokens: %s', async (...scopes) => {
    const refused = await refusedToken(server, { ownerId: owner.id, scopes });
    expect(refused.extensions.code).toBe('GRANT_EXCEEDED');
    expect(refused.extensions.excess).toEqual(scopes.filter((scope) => scope.endsWith('tokens:manage')));
  });

  test('T10: is no copy of one that may do more', async () => {
    const { id } = await createToken(server, { access: 'READ_ONLY' });
    expect(await codeOf(server.admin, 'copyApiToken', { id, name: 'x', ownerId: owner.id })).toBe('GRANT_EXCEEDED');
  });

  test('T10: stays so at later changes, by whomever', async () => {
    const { id } = await createToken(server, { ownerId: owner.id, scopes: ['users:read'] });
    for (const client of [server.admin, owner.client]) {
      for (const change of [
        { access: 'READ_ONLY' },
        { access: 'FULL_ACCESS' },
        { scopes: ['users:read', 'own-api-tokens:manage'] },
        { scopes: ['api-tokens:manage'] },
      ]) {
        expect(await codeOf(client, 'updateApiToken', { id, ...change })).toBe('GRANT_EXCEEDED');
      }
    }
    expect(await getToken(server, id)).toMatchObject({ access: 'CUSTOM', scopes: ['users:read'] });
  });

  test('T10: is as any other once its owner regenerated it', async () => {
    const { id } = await createToken(server, { ownerId: owner.id, scopes: ['users:read'] });
    await regenerateToken(server, { id }, owner.client);
    const change = { id, scopes: ['own-api-tokens:manage'] };
    expect(await updateToken(server, change, owner.client)).toMatchObject({ scopes: change.scopes });
  });

  test('T10: stays so while the secret that others saw still works beside the new one', async () => {
    const { id } = await createToken(server, { ownerId: owner.id, scopes: ['users:read'] });
    await regenerateToken(server, { id, overlap: 'PT1H' }, owner.client);
    const wanted = { id, access: 'READ_ONLY' };
    expect(await codeOf(owner.client, 'updateApiToken', wanted)).toBe('GRANT_EXCEEDED');
    await run(owner.client, 'endApiTokenOverlap', { id });
    expect(await updateToken(server, wanted, owner.client)).toMatchObject({ access: 'READ_ONLY' });
  });

  test('T10: is as any other once the secret that others saw has run out', async () => {
    const { id } = await createToken(server, { ownerId: owner.id, scopes: ['users:read'] });
    await regenerateToken(server, { id, overlap: 'PT1H' }, owner.client);
    await setColumns(server, 'api_token', id, { overlap_ends_at: new Date(Date.now() - 1) });
    expect(await updateToken(server, { id, access: 'READ_ONLY' }, owner.client)).toMatchObject({ access: 'READ_ONLY' });
  });

  test('T10: an old secret that nobody else saw binds nothing', async () => {
    const { id } = await createToken(server, { scopes: [] }, owner.client);
    await regenerateToken(server, { id, overlap: 'PT1H' }, owner.client);
    expect(await updateToken(server, { id, access: 'READ_ONLY' }, owner.client)).toMatchObject({ access: 'READ_ONLY' });
  });

  test('T10: stays so when somebody else regenerated it, and when it rotated itself', async () => {
    const scopes = ['api-tokens:rotate-self', 'users:read'];
    const role = { ownerId: (await createHolder(server, [...RIGHTS, 'api-tokens:rotate-self'])).id };
    const { id, secret } = await createToken(server, { ...role, scopes });
    await run(server.as(secret), 'rotateHeldToken', {});
    const wanted = { id, scopes: ['own-api-tokens:manage'] };
    expect(await codeOf(server.admin, 'updateApiToken', wanted)).toBe('GRANT_EXCEEDED');
    await regenerateToken(server, { id });
    expect(await codeOf(server.admin, 'updateApiToken', wanted)).toBe('GRANT_EXCEEDED');
  });

  test('T10: the owner is told of a creation, a copy and a new secret, by whom', async () => {
    const told = await createHolder(server, RIGHTS);
    const { id, name } = await createToken(server, { ownerId: told.id, scopes: ['users:read'] });
    expect((await toldTo(told)).text).toContain(name);
    await copyToken(server, { id, name: 'the second one', ownerId: told.id });
    expect((await toldTo(told)).text).toContain('the second one');
    const { secret } = await regenerateToken(server, { id });
    const mail = await toldTo(told);
    expect(mail.text).toMatch(/admin made or regenerated/);
    expect(mail.text).not.toContain(secret.slice(7));
  });

  test('T10: nobody is told of what a person does themselves, or of what was refused', async () => {
    const silent = await createHolder(server, RIGHTS);
    const { id } = await createToken(server, {}, silent.client);
    await regenerateToken(server, { id }, silent.client);
    await refusedToken(server, { ownerId: silent.id, access: 'FULL_ACCESS' });
    await createToken(server, { ownerId: silent.id, name: 'the only one told' });
    expect((await toldTo(silent)).text).toContain('the only one told');
    expect(mailbox.mails.filter(({ to }) => to === silent.email)).toHaveLength(1);
  });
});

describe('a person’s token regenerated by somebody else', () => {
  test.each([{ access: 'READ_ONLY' }, { access: 'FULL_ACCESS' }, { scopes: ['own-api-tokens:manage'] }])(
    'T10: not while it is %j',
    async (input) => {
      const { id, secret } = await createToken(server, input, owner.client);
      expect(await codeOf(server.admin, 'regenerateApiToken', { id })).toBe('GRANT_EXCEEDED');
      expect(await codeOf(server.admin, 'regenerateApiTokens', { ids: [id] })).toBe('GRANT_EXCEEDED');
      expect(await scopesOf(server, secret)).toContain(input.scopes?.[0] ?? 'users:read');
    },
  );

  test('T10: is one whose secret was seen from then on', async () => {
    const { id } = await createToken(server, { scopes: ['users:read'] }, owner.client);
    await regenerateToken(server, { id });
    expect(await codeOf(owner.client, 'updateApiToken', { id, access: 'FULL_ACCESS' })).toBe('GRANT_EXCEEDED');
    await regenerateToken(server, { id }, owner.client);
    expect(await codeOf(owner.client, 'updateApiToken', { id, access: 'FULL_ACCESS' })).toBeUndefined();
  });
});

describe('service accounts', () => {
  test.each([
    ['nothing', {}, 'READ_ONLY'],
    ['FULL_ACCESS', { access: 'FULL_ACCESS' }, 'FULL_ACCESS'],
    ['managing scopes', { scopes: ['own-api-tokens:manage'] }, 'CUSTOM'],
  ])('T10: are exempt: %s', async (_, input, access) => {
    const token = await createToken(server, { ownerId: service.id, ...input });
    expect(token).toMatchObject({ access, owner: { id: service.id } });
    expect(await codeOf(server.admin, 'regenerateApiToken', { id: token.id })).toBeUndefined();
  });

  test('P5: not from what the caller does not hold', async () => {
    const manager = await createHolder(server, ['api-tokens:manage', 'users:read']);
    const refused = await refusedToken(server, { ownerId: service.id, access: 'FULL_ACCESS' }, manager.client);
    expect(refused.extensions).toMatchObject({
      code: 'GRANT_EXCEEDED',
      excess: ['audit:read', 'own-api-tokens:manage'],
    });
  });
});

describe('administrators', () => {
  test.each([
    ['updateApiToken', (id: string) => ({ id, enabled: false })],
    ['setApiTokensEnabled', (id: string) => ({ ids: [id], enabled: false })],
    ['revokeApiTokens', (id: string) => ({ ids: [id] })],
    ['deleteApiTokens', (id: string) => ({ ids: [id] })],
  ] as const)('R3: %s reaches anybody’s token, also one that gives more than they hold', async (name, input) => {
    const manager = await createHolder(server, ['api-tokens:manage']);
    const { id, secret } = await createToken(server, { access: 'FULL_ACCESS' }, owner.client);
    await run(manager.client, name, input(id));
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  });

  test('P5: a disabled token that gives more than they hold may be tidied and shortened, not enabled', async () => {
    const manager = await createHolder(server, ['api-tokens:manage']);
    const { id } = await createToken(server, { access: 'FULL_ACCESS', enabled: false }, owner.client);
    const change = { id, description: 'tidied', lifetime: 'DAYS_7', allowedAddresses: ['::1', '::1'] };
    const tidied = await updateToken(server, change, manager.client);
    expect(tidied).toMatchObject({ status: 'DISABLED', description: 'tidied', allowedAddresses: ['::1'] });
    expect(await codeOf(manager.client, 'updateApiToken', { id, enabled: true })).toBe('GRANT_EXCEEDED');
  });

  test('R1: with api-tokens:read all tokens are seen and none is managed', async () => {
    const reader = await createHolder(server, ['api-tokens:read']);
    const { id } = await createToken(server, { name: 'seen by a reader' }, owner.client);
    expect(await findToken(server, id, reader.client)).toMatchObject({ id });
    expect(await codeOf(reader.client, 'deleteApiTokens', { ids: [id] })).toBe('INSUFFICIENT_SCOPE');
    const both = await createHolder(server, ['api-tokens:read', 'own-api-tokens:manage']);
    const refused = await refusal(both.client, 'deleteApiTokens', { ids: [id] });
    expect(refused.extensions).toMatchObject({ code: 'INSUFFICIENT_SCOPE', ids: [id] });
    expect(await tokensOf('seen by a reader')).toBe(1);
    const { headers } = await both.client.execute(
      `mutation { deleteApiTokens(input: { ids: ["${id}"] }) { affectedCount } }`,
    );
    expect(headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="api-tokens:manage"');
  });
});
