import { createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import {
  codeOf,
  createExpiredToken,
  createToken,
  findToken,
  getToken,
  refusal,
  refusedToken,
  run,
  scopesOf,
  setPolicy,
} from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const countTokens = async () =>
  (await server.admin.get<{ apiTokens: { totalCount: number } }>('{ apiTokens { totalCount } }')).apiTokens.totalCount;

describe('kinds', () => {
  test('T1: an API token is sent on each call and has its scopes', async () => {
    const { secret } = await createToken(server, { scopes: ['users:manage'] });
    expect(await scopesOf(server, secret)).toEqual(['users:manage', 'users:read']);
  });

  test('T1: an access token is refused on a call, also on a public field', async () => {
    const { secret } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', scopes: ['users:read'] });
    expect(await server.as(secret).refused('{ errorCodes { code } }')).toMatchObject({
      status: 401,
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  test('T1: an API token is refused at the exchange', async () => {
    const { secret } = await createToken(server);
    const input = { email: 'admin@example.com', account: 'main', token: secret };
    const query = 'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { expiresAt } }';
    expect((await server.anonymous.refused(query, { input })).status).toBe(401);
  });

  test("T2: a service account can't own an access token", async () => {
    const service = await createUser(server, { kind: 'SERVICE' });
    const refused = await refusedToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7', scopes: [], ownerId: service.id });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['kind'] }] });
  });

  test.each(['kind: ACCESS', 'ownerId: "x"'])('T3: %s is no input of an update', async (field) => {
    const { id } = await createToken(server);
    const query = `mutation { updateApiToken(input: { id: "${id}", ${field} }) { apiToken { id } } }`;
    expect((await server.admin.refused(query)).extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('levels', () => {
  test.each([
    ['nothing', {}, 'READ_ONLY'],
    ['a list', { scopes: ['users:read'] }, 'CUSTOM'],
    ['an empty list', { scopes: [] }, 'CUSTOM'],
    ['CUSTOM', { access: 'CUSTOM' }, 'CUSTOM'],
    ['FULL_ACCESS', { access: 'FULL_ACCESS' }, 'FULL_ACCESS'],
  ])('T4: the level with %s', async (_, input, access) => {
    expect(await createToken(server, input)).toMatchObject({ access });
  });

  test('T4: CUSTOM without a list gives nothing', async () => {
    const { scopes, secret } = await createToken(server, { access: 'CUSTOM' });
    expect(scopes).toEqual([]);
    expect(await scopesOf(server, secret)).toEqual([]);
  });

  test('T4: READ_ONLY shows and gives the reading scopes that the owner holds', async () => {
    const { scopes, secret } = await createToken(server, { access: 'READ_ONLY' });
    expect(scopes).toEqual(['api-tokens:read', 'apis:read', 'audit:read', 'roles:read', 'users:read']);
    expect(await scopesOf(server, secret)).toEqual(scopes);
  });

  test('T4: FULL_ACCESS shows and gives all that the owner holds and a token may have', async () => {
    const { scopes, secret } = await createToken(server, { access: 'FULL_ACCESS' });
    const { scopes: ofCatalogue } = server.deps.authenticator.catalogue;
    expect(scopes).toEqual(ofCatalogue.filter((scope) => scope !== 'api:execute').sort());
    expect(await scopesOf(server, secret)).toEqual(scopes);
  });

  test.each(['READ_ONLY', 'FULL_ACCESS'])('T4: a list with %s is refused', async (access) => {
    const refused = await refusedToken(server, { access, scopes: ['users:read'] });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['access'] }] });
  });
});

describe('texts', () => {
  test.each([
    ['blanks of any script around it', '\u2003\u00a0 padded\u3000\ufeff', 'padded'],
    ['blanks around it that are controls, too', '\u0085\t also padded\r\n\u2028\u0085', 'also padded'],
    ['what is not composed', 'Cafe\u0301', 'Caf\u00e9'],
    ['100 signs of four bytes', '\u{1f511}'.repeat(100), '\u{1f511}'.repeat(100)],
    ['one sign of another script', '\u{10480}', '\u{10480}'],
  ])('T6: a name with %s', async (_, name, stored) => {
    const { id } = await createToken(server, { name });
    expect((await getToken(server, id)).name).toBe(stored);
  });

  test.each([
    ['nothing', ''],
    ['blanks only', ' \u2003\u3000\u00a0'],
    ['101 signs', '\u{1f511}'.repeat(101)],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\u0000b'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['half a surrogate pair', 'a\ud83d'],
  ])('T6: a name of %s is refused', async (_, name) => {
    const refused = await refusedToken(server, { name });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['name'] }] });
  });

  test.each([
    ['case', 'DEPLOY É'],
    ['composition', 'deploy e\u0301'],
    ['full width', '\uff44\uff45\uff50\uff4c\uff4f\uff59 \u00e9'],
    ['blanks', '\u2003deploy \u00a0 \u00e9 '],
  ])('T6: names that differ in %s only are one name', async (_, name) => {
    const owner = await createUser(server);
    await createToken(server, { name: 'deploy \u00e9', ownerId: owner.id });
    const refused = await refusedToken(server, { name, ownerId: owner.id });
    expect(refused.extensions).toMatchObject({ code: 'NAME_TAKEN', fields: [{ path: ['name'] }] });
  });

  test.each([
    ['accents', 'resume', 'r\u00e9sum\u00e9'],
    ['sharp s', 'strasse', 'stra\u00dfe'],
    ['a trailing sign', 'a', 'a.'],
    ['their 1,800th letter', `${'\ufdfa'.repeat(99)}a`, `${'\ufdfa'.repeat(99)}b`],
  ])('T6: names that differ in %s are two', async (_, one, other) => {
    const owner = await createUser(server);
    await createToken(server, { name: one, ownerId: owner.id });
    expect(await createToken(server, { name: other, ownerId: owner.id })).toMatchObject({ name: other });
  });

  test('T6: two owners may use the same name', async () => {
    const [one, other] = [await createUser(server), await createUser(server)];
    const tokens = [one, other].map((owner) => createToken(server, { name: 'same', ownerId: owner.id }));
    expect(await Promise.all(tokens)).toHaveLength(2);
  });

  test('T6: a revoked token keeps its name', async () => {
    const { id, name } = await createToken(server);
    await run(server.admin, 'revokeApiTokens', { ids: [id] });
    expect((await refusedToken(server, { name })).extensions.code).toBe('NAME_TAKEN');
  });

  test('T6: an expired token keeps its name', async () => {
    const { name } = await createExpiredToken(server);
    expect((await refusedToken(server, { name })).extensions.code).toBe('NAME_TAKEN');
  });

  test('T6: a deleted token frees its name and comes back with nothing of the old one', async () => {
    const old = await createToken(server, { scopes: ['users:read'] });
    await run(server.admin, 'deleteApiTokens', { ids: [old.id] });
    const { id } = await createToken(server, { name: old.name, scopes: [] });
    expect(id).not.toBe(old.id);
    expect(await scopesOf(server, old.secret)).toBe('UNAUTHENTICATED');
  });

  test('T6: of ten requests for one name at once, one gets it', async () => {
    const name = `raced ${next()}`;
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => createToken(server, { name })));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      answers.filter((answer) => answer.status === 'rejected' && /NAME_TAKEN/.test(String(answer.reason))),
    ).toHaveLength(9);
  });

  test.each(['updateApiToken', 'regenerateApiToken'] as const)(
    'T6: of ten tokens that take one name at once by %s, one gets it',
    async (mutation) => {
      const name = `raced ${next()}`;
      const tokens = await Promise.all(Array.from({ length: 10 }, () => createToken(server, { scopes: [] })));
      const codes = await Promise.all(tokens.map(({ id }) => codeOf(server.admin, mutation, { id, name })));
      expect(codes.filter((code) => code === undefined)).toHaveLength(1);
      expect(codes.filter((code) => code === 'NAME_TAKEN')).toHaveLength(9);
    },
  );

  test('T7: a description is empty when left out, and trimmed', async () => {
    expect((await createToken(server)).description).toBe('');
    expect((await createToken(server, { description: ' \u3000two\nlines ' })).description).toBe('two\nlines');
  });

  test('T7: a description has at most 1,000 code points', async () => {
    const longest = '\u{1f511}'.repeat(1_000);
    const { id } = await createToken(server, { description: `  ${longest}  ` });
    expect((await getToken(server, id)).description).toBe(longest);
    const refused = await refusedToken(server, { description: `${longest}a` });
    expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['description'] }] });
  });
});

describe('what can be stated', () => {
  test('T11: a token can be created disabled, and is refused until it is enabled', async () => {
    const { id, status, secret } = await createToken(server, { enabled: false });
    expect(status).toBe('DISABLED');
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: true });
    expect(await scopesOf(server, secret)).toContain('users:read');
  });

  test('T12: the creator is recorded apart from the owner', async () => {
    const owner = await createUser(server, { kind: 'SERVICE' });
    const { createdBy, owner: shown } = await createToken(server, { ownerId: owner.id });
    expect([shown.username, createdBy?.username]).toEqual([owner.username, 'admin']);
  });

  test.each(['secret', 'secretHash', 'hash', 'createdAt', 'lastUsedAt', 'createdBy', 'createdById', 'publicId', 'id'])(
    'T13: %s is no input of a creation',
    async (field) => {
      const before = await countTokens();
      const refused = await refusedToken(server, { [field]: '2020-01-01T00:00:00Z' });
      expect(refused.extensions.code).toBe('BAD_USER_INPUT');
      expect(await countTokens()).toBe(before);
    },
  );

  test.each(['description', 'access', 'scopes', 'presetId', 'lifetime', 'expiresAt', 'ownerId'])(
    'T8: %s: null is refused, for left out is not null',
    async (field) => {
      const refused = await refusedToken(server, { [field]: null });
      expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: [field] }] });
    },
  );

  test('U7: allowed addresses: null is anywhere, an empty list is refused', async () => {
    expect(await createToken(server, { allowedAddresses: null })).toMatchObject({ allowedAddresses: null });
    expect((await refusedToken(server, { allowedAddresses: [] })).extensions.code).toBe('BAD_USER_INPUT');
  });

  test('R2: an id that is no id is a missing one', async () => {
    for (const ownerId of ['', '\u00fcml\u00e4ut', "' OR 1=1", '01890000-0000-7000-8000-000000000000']) {
      expect((await refusedToken(server, { ownerId })).extensions).toMatchObject({ code: 'NOT_FOUND', ids: [ownerId] });
      expect((await refusedToken(server, { presetId: ownerId })).extensions.code).toBe('NOT_FOUND');
      expect(await codeOf(server.admin, 'copyApiToken', { id: ownerId, name: 'x' })).toBe('NOT_FOUND');
      expect(await findToken(server, ownerId)).toBeNull();
    }
  });

  test('R2: an empty text is an id of nothing, on update, too', async () => {
    const { id } = await createToken(server, { scopes: ['users:read'] });
    expect(await codeOf(server.admin, 'updateApiToken', { id, presetId: '' })).toBe('NOT_FOUND');
    expect(await codeOf(server.admin, 'updateApiToken', { id, presetId: '', scopes: [] })).toBe('BAD_USER_INPUT');
    expect(await getToken(server, id)).toMatchObject({ scopes: ['users:read'] });
  });
});

describe('batches', () => {
  const batch = (count: number, input: object = {}) =>
    Array.from({ length: count }, () => ({ name: `batch ${next()}`, scopes: [], ...input }));

  test('T14: a hundred tokens in one request, each with its record and its secret, in order', async () => {
    const apiTokens = batch(100);
    const { secrets } = await run<{ secrets: { secret: string; apiToken: { name: string } }[] }>(
      server.admin,
      'createApiTokens',
      { apiTokens },
    );
    expect(secrets.map(({ apiToken }) => apiToken.name)).toEqual(apiTokens.map(({ name }) => name));
    expect(new Set(secrets.map(({ secret }) => secret)).size).toBe(100);
    expect(await scopesOf(server, secrets[99]?.secret ?? '')).toEqual([]);
  });

  test.each([
    ['101', batch(101)],
    ['none', []],
  ])('T14: %s in one request are refused', async (_, apiTokens) => {
    expect((await refusal(server.admin, 'createApiTokens', { apiTokens })).extensions.code).toBe('BAD_USER_INPUT');
  });

  test.each([
    ['a wrong name', { name: '' }, 'BAD_USER_INPUT', 'name'],
    ['a name that stands there already', { name: 'twice' }, 'NAME_TAKEN', 'name'],
    ['an unknown scope', { scopes: ['nothing:read'] }, 'BAD_USER_INPUT', 'scopes'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'BAD_USER_INPUT', 'expiresAt'],
    ['an owner who is missing', { ownerId: '01890000-0000-7000-8000-000000000000' }, 'NOT_FOUND', undefined],
  ])('T14: nothing is made when one has %s, and its place is told', async (_, wrong, code, field) => {
    const before = await countTokens();
    const apiTokens = [...batch(1, { name: 'twice' }), ...batch(1), ...batch(1, wrong)];
    const { extensions } = await refusal(server.admin, 'createApiTokens', { apiTokens });
    const places = field && [['apiTokens', '2', field]];
    expect([extensions.code, extensions.fields?.map(({ path }) => path)]).toEqual([code, places]);
    expect(await countTokens()).toBe(before);
  });

  test('T14: each of several taken names is told with its place', async () => {
    const apiTokens = [...batch(2, { name: 'alike' }), ...batch(1), ...batch(1, { name: 'ALIKE' })];
    const { fields } = (await refusal(server.admin, 'createApiTokens', { apiTokens })).extensions;
    expect(fields?.map(({ path }) => path[1])).toEqual(['1', '3']);
  });
});

describe('number for each user', () => {
  afterEach(() => setPolicy(server, { maxTokensPerUser: null }));

  test('T16: the account may set a limit, which names itself', async () => {
    const { id: ownerId } = await createUser(server);
    await setPolicy(server, { maxTokensPerUser: 1 });
    await createToken(server, { ownerId, enabled: false });
    const refused = await refusedToken(server, { ownerId });
    expect(refused).toMatchObject({ extensions: { code: 'POLICY_VIOLATION' } });
    expect(refused.message).toContain('maxTokensPerUser');
  });

  test('T16: revoked and expired tokens do not count', async () => {
    const { id: ownerId } = await createUser(server);
    await setPolicy(server, { maxTokensPerUser: 1 });
    const { id } = await createToken(server, { ownerId });
    await run(server.admin, 'revokeApiTokens', { ids: [id] });
    await createExpiredToken(server, { ownerId });
    expect(await createToken(server, { ownerId })).toMatchObject({ status: 'ACTIVE' });
  });

  test('T16: of ten creations at once against a limit of three, exactly three are made', async () => {
    const { id: ownerId } = await createUser(server);
    await setPolicy(server, { maxTokensPerUser: 3 });
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => createToken(server, { ownerId })));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  test('T16: of ten restorations at once against a limit of three, exactly three happen', async () => {
    const { id: ownerId } = await createUser(server);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => createToken(server, { ownerId })));
    await run(server.admin, 'revokeApiTokens', { ids: tokens.map(({ id }) => id) });
    await setPolicy(server, { maxTokensPerUser: 3 });
    const answers = await Promise.allSettled(
      tokens.map(({ id }) => run(server.admin, 'restoreApiTokens', { ids: [id] })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  test('T16: a batch that would go past the limit makes nothing', async () => {
    const { id: ownerId } = await createUser(server);
    await setPolicy(server, { maxTokensPerUser: 2 });
    const apiTokens = [1, 2, 3].map(() => ({ name: `over ${next()}`, ownerId }));
    expect((await refusal(server.admin, 'createApiTokens', { apiTokens })).extensions.code).toBe('POLICY_VIOLATION');
    const filter = '{ apiTokens(filter: { ownerIds: ["' + ownerId + '"] }) { totalCount } }';
    expect(await server.admin.get(filter)).toEqual({ apiTokens: { totalCount: 0 } });
  });
});
