import { openDatabase } from '../../src/database';
import { UsageBatch } from '../../src/features/api-token/api-token.usage';
import { createHolder, createUser } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { lastUseOf, namesFound, setColumns } from '../support/token-lists';
import { codeOf, createToken, findToken, getToken, run, type Token } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const call = (secret: string) => server.as(secret).execute('{ viewer { id } }');
const answerTo = async (secret: string) => {
  const { status, errors, headers } = await call(secret);
  return [status, errors?.[0]?.message, errors?.[0]?.extensions.code, headers.get('www-authenticate')];
};

/** All but Date. */
const REAL = [
  ...(['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];

describe('C8', () => {
  const UNKNOWN = `sg_api_${'0'.repeat(16)}_${'0'.repeat(49)}`;
  const changed = (secret: string): string =>
    secret.replace(/.{6}$/, (sum) => (sum === '000000' ? '000001' : '000000'));

  const REFUSED: Record<string, (token: Token) => Promise<unknown> | string> = {
    unknown: () => UNKNOWN,
    'with a wrong checksum': ({ secret }) => changed(secret),
    disabled: ({ id }) => run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false }),
    revoked: ({ id }) => run(server.admin, 'revokeApiTokens', { ids: [id] }),
    deleted: ({ id }) => run(server.admin, 'deleteApiTokens', { ids: [id] }),
    'regenerated meanwhile': ({ id }) => run(server.admin, 'regenerateApiToken', { id }),
    'sent from elsewhere': ({ id }) => run(server.admin, 'updateApiToken', { id, allowedAddresses: ['192.0.2.1'] }),
    'revoked and expired': ({ id }) =>
      setColumns(server, 'api_token', id, { revoked: 1, revoked_at: new Date(), expires_at: new Date(0) }),
    'expired and sent from elsewhere': ({ id }) =>
      setColumns(server, 'api_token', id, { allowed_addresses: '["192.0.2.1"]', expires_at: new Date(0) }),
  };

  test.each(Object.keys(REFUSED))('a token that is %s is refused like any other', async (why) => {
    const token = await createToken(server);
    const other = await REFUSED[why]?.(token);
    const answer = await answerTo(typeof other === 'string' ? other : token.secret);
    expect(answer).toEqual(await answerTo('nonsense'));
    expect(answer[0]).toBe(401);
  });

  test('so is one of an owner or an account that is disabled, expired or not', async () => {
    const { client, id: ownerId } = await createHolder(server, ['own-api-tokens:manage', 'api:execute']);
    const [living, expired] = [await createToken(server, {}, client), await createToken(server, {}, client)];
    await setColumns(server, 'api_token', expired.id, { expires_at: new Date(0) });
    await run(server.admin, 'setUsersEnabled', { ids: [ownerId], enabled: false });
    for (const { secret } of [living, expired]) expect(await answerTo(secret)).toEqual(await answerTo('nonsense'));
    await run(server.admin, 'setUsersEnabled', { ids: [ownerId], enabled: true });
    expect((await call(living.secret)).status).toBe(200);
    const elsewhere = await server.createAccount('closed', 'closed@example.com');
    const { secret } = await createToken(server, {}, elsewhere);
    const { account } = await elsewhere.get<{ account: { id: string } }>('{ account { id } }');
    await setColumns(server, 'account', account.id, { enabled: 0 });
    expect(await answerTo(secret)).toEqual(await answerTo('nonsense'));
  });

  test('so is an access token that is sent on a call', async () => {
    const { secret } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7' });
    expect(await answerTo(secret)).toEqual(await answerTo('nonsense'));
  });

  test('an expired token says so; disabled comes after expired', async () => {
    const token = await createToken(server);
    await setColumns(server, 'api_token', token.id, { expires_at: new Date(Date.now() - 1), enabled: 0 });
    const [status, message, code, header] = await answerTo(token.secret);
    expect([status, code]).toEqual([401, 'TOKEN_EXPIRED']);
    expect([message, header]).toEqual([
      expect.stringContaining('expired'),
      expect.stringContaining('error="invalid_token"'),
    ]);
  });

  test('only to who sends the right secret', async () => {
    const { id, secret } = await createToken(server);
    await setColumns(server, 'api_token', id, { expires_at: new Date(0), secret_hash: '0'.repeat(64) });
    expect(await answerTo(secret)).toEqual(await answerTo('nonsense'));
  });

  test('the instant of expiry itself is expired: in the list, in filters, in the count, at the call', async () => {
    const { id, secret, name } = await createToken(server);
    const end = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 2_000);
    await setColumns(server, 'api_token', id, { expires_at: end });
    jest.useFakeTimers({ now: end, doNotFake: REAL });
    try {
      expect((await call(secret)).code).toBe('TOKEN_EXPIRED');
      expect((await getToken(server, id)).status).toBe('EXPIRED');
      const filter = { ids: [id] };
      expect(await namesFound(server.admin, { ...filter, statuses: ['EXPIRED'] })).toEqual([name]);
      expect(await namesFound(server.admin, { ...filter, statuses: ['ACTIVE', 'DISABLED'] })).toEqual([]);
      expect(await namesFound(server.admin, { ...filter, expiresWithinDays: 1 })).toEqual([]);
      jest.setSystemTime(end.getTime() - 1);
      expect((await call(secret)).status).toBe(200);
      expect(await namesFound(server.admin, { ...filter, statuses: ['ACTIVE'] })).toEqual([name]);
      expect(await namesFound(server.admin, { ...filter, expiresWithinDays: 1 })).toEqual([name]);
    } finally {
      jest.useRealTimers();
    }
  });
});

test('C7: on another node, too, a change counts on the next request', async () => {
  const { id, secret } = await createToken(server);
  const database = await openDatabase(server.deps.config.database);
  await database.transaction((manager) => manager.query('UPDATE api_token SET enabled = 0 WHERE id = ?', [id]));
  await database.close();
  expect((await call(secret)).status).toBe(401);
});

describe('U6', () => {
  test('the first use is recorded, with time, address and client', async () => {
    const { id, secret } = await createToken(server);
    const before = Date.now();
    await server.as(secret).with({ 'user-agent': 'backup/1.0' }).get('{ viewer { id } }');
    const { lastUsedAt, lastUsedAddress, lastUsedClient } = await lastUseOf(server, id);
    expect([lastUsedAddress, lastUsedClient]).toEqual(['127.0.0.1', 'backup/1.0']);
    expect(Date.parse(lastUsedAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  test('the latest use counts', async () => {
    const { id, secret } = await createToken(server);
    for (const client of ['first', 'second', 'third']) {
      await server.as(secret).with({ 'user-agent': client }).get('{ viewer { id } }');
    }
    expect((await lastUseOf(server, id)).lastUsedClient).toBe('third');
    await server.as(secret).with({ 'user-agent': 'fourth' }).get('{ viewer { id } }');
    expect((await lastUseOf(server, id)).lastUsedClient).toBe('fourth');
  });

  test('it is written by itself within two seconds', async () => {
    const { id, secret } = await createToken(server);
    await call(secret);
    const written = async (): Promise<boolean> => {
      const sql = 'SELECT id FROM api_token WHERE id = ? AND last_used_client IS NOT NULL';
      return (await server.deps.database.reader.query<unknown[]>(sql, [id])).length === 1;
    };
    const end = Date.now() + 2_000;
    while (!(await written()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await written()).toBe(true);
  });

  test('never for a refused request', async () => {
    const { id, secret } = await createToken(server, { scopes: ['users:read'] });
    const client = server.as(secret);
    expect(await codeOf(client, 'createApiToken', { name: 'not allowed' })).toBe('INSUFFICIENT_SCOPE');
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false });
    expect((await call(secret)).status).toBe(401);
    expect(await lastUseOf(server, id)).toMatchObject({
      lastUsedAt: null,
      lastUsedAddress: null,
      lastUsedClient: null,
    });
  });

  test('a hundred requests are one statement', async () => {
    const { secret } = await createToken(server);
    await server.deps.usage.flush();
    const statements: string[] = [];
    const database = {
      ...server.deps.database,
      transaction: (work: (manager: never) => Promise<unknown>) =>
        work({
          query: async (sql: string) => void statements.push(sql),
          connection: server.deps.database.reader,
        } as never),
    };
    const batch = new UsageBatch(database as never, server.deps.log);
    for (let index = 0; index < 100; index += 1) batch.record({ at: new Date(), tokenId: secret });
    await batch.close();
    expect(statements).toHaveLength(1);
  });

  test('a failing write never fails a request, and is made up for', async () => {
    const { id, secret } = await createToken(server);
    const { deps } = server;
    const failing = jest.spyOn(deps.database, 'transaction').mockRejectedValueOnce(new Error('disk full'));
    expect((await call(secret)).status).toBe(200);
    await deps.usage.flush();
    expect(failing).toHaveBeenCalled();
    failing.mockRestore();
    expect((await lastUseOf(server, id)).lastUsedAt).not.toBeNull();
    expect(server.logged.join('')).not.toContain(secret);
  });

  test('while the database stands still no writes pile up for a stop to wait for', async () => {
    let writes = 0;
    const transaction = async (): Promise<never> => {
      writes += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('unreachable');
    };
    const batch = new UsageBatch({ ...server.deps.database, transaction }, server.deps.log);
    batch.record({ at: new Date(), tokenId: 'any' });
    for (let second = 0; second < 20; second += 1) void batch.flush();
    await batch.close();
    expect(writes).toBe(2);
  });

  test('what was recorded of a token that is gone hurts nobody', async () => {
    const [gone, other] = [await createToken(server), await createToken(server)];
    await Promise.all([call(gone.secret), call(other.secret)]);
    await run(server.admin, 'deleteApiTokens', { ids: [gone.id] });
    expect((await lastUseOf(server, other.id)).lastUsedAt).not.toBeNull();
    expect(await findToken(server, gone.id)).toBeNull();
  });

  test('a long client name is cut', async () => {
    const { id, secret } = await createToken(server);
    await server
      .as(secret)
      .with({ 'user-agent': 'x'.repeat(1_000) })
      .get('{ viewer { id } }');
    expect((await lastUseOf(server, id)).lastUsedClient).toHaveLength(200);
  });
});

describe('U7', () => {
  test.each([
    [['127.0.0.0/8'], 200],
    [['127.0.0.1'], 200],
    [['::ffff:127.0.0.1'], 200],
    [['192.0.2.0/24', '127.0.0.1/32'], 200],
    [['192.0.2.0/24'], 401],
    [['::1'], 401],
    [['127.0.0.2/31'], 401],
    [['0.0.0.0/0'], 200],
    [['::/0'], 401],
  ])('from here, %j is %d', async (allowedAddresses, status) => {
    const { secret } = await createToken(server, { allowedAddresses });
    expect((await call(secret)).status).toBe(status);
  });

  test('left out or null: anywhere', async () => {
    const { secret, allowedAddresses } = await createToken(server, { allowedAddresses: null });
    expect([allowedAddresses, (await call(secret)).status]).toEqual([null, 200]);
  });

  test.each([
    [[]],
    [['nonsense']],
    [['1.2']],
    [['127.0.0.1/33']],
    [['::1/129']],
    [['127.0.0.1/']],
    [['example.com']],
    [['']],
  ])('%j is refused', async (allowedAddresses) => {
    expect(await codeOf(server.admin, 'createApiToken', { name: 'nowhere', scopes: [], allowedAddresses })).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('ranges are kept in one form, each once', async () => {
    const given = ['192.0.2.77/24', '192.0.2.0/24', '::ffff:203.0.113.9', '2001:DB8::/32'];
    const { allowedAddresses } = await createToken(server, { allowedAddresses: given });
    expect(allowedAddresses).toEqual(['192.0.2.0/24', '203.0.113.9', '2001:db8::/32']);
  });
});

test('P3: without api:execute on its owner every token is refused with 403, and the way back is quick', async () => {
  const owner = await createUser(server, { kind: 'SERVICE' });
  const { secret } = await createToken(server, { ownerId: owner.id });
  expect(await call(secret)).toMatchObject({ status: 403, code: 'INSUFFICIENT_SCOPE' });
});
