import { writingDataSource } from '../../src/database';
import { ApiToken } from '../../src/features/api-token/api-token.entity';
import { startServer, type TestServer } from '../support/server';
import { listTokens, namesFound, setColumns } from '../support/token-lists';
import { createToken, codeOf, getToken, scopesOf, updateToken } from '../support/tokens';

/** What databases like to answer differently. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const errorOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    () => 'refused',
  );

test('a revoked token without a time, or a time without being revoked, is refused by the database itself', async () => {
  const { id } = await createToken(server);
  expect(await errorOf(setColumns(server, 'api_token', id, { revoked: 1 }))).toBe('refused');
  expect(await errorOf(setColumns(server, 'api_token', id, { revoked_at: new Date() }))).toBe('refused');
  expect(await errorOf(setColumns(server, 'api_token', id, { revoked: 1, revoked_at: new Date() }))).toBe('accepted');
});

test('ids, public ids and hashes are compared byte by byte', async () => {
  const { id } = await createToken(server);
  const { manager } = server.deps.database.reader;
  const row = await manager.getRepository(ApiToken).findOneByOrFail({ id });
  const inOtherCase = (text: string): string =>
    text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
  for (const column of ['id', 'publicId', 'secretHash'] as const) {
    const other = inOtherCase(row[column]);
    expect([column, other === row[column]]).toEqual([column, false]);
    const where = (value: string) => manager.getRepository(ApiToken).countBy({ [column]: value });
    expect([column, await where(row[column]), await where(other)]).toEqual([column, 1, 0]);
  }
});

test.each(['💥🦄', '𝒳', '数据', 'e\u0301', 'ß', 'İ', 'ﬁ', 'Ⅷ', 'a\u00a0b', 'ñandú', 'it\'s `"\\ %_'])(
  'a name of any script comes back as it was composed: %s',
  async (name) => {
    const { id } = await createToken(server, { name, description: `${name} ${name}` });
    const { name: kept, description } = await getToken(server, id);
    expect([kept, description]).toEqual([name.normalize('NFC'), `${name} ${name}`.normalize('NFC')]);
    expect(await namesFound(server.admin, { search: name })).toContain(kept);
  },
);

test.each([
  ['Straße', 'strasse', undefined],
  ['Résumé', 'resume', undefined],
  ['Case', 'cASE', 'NAME_TAKEN'],
  ['two  blanks', 'two blanks', 'NAME_TAKEN'],
  ['Ｗｉｄｅ', 'wide', 'NAME_TAKEN'],
  ['trailing', 'trailing\u3000', 'NAME_TAKEN'],
  ['ﬁne', 'fine', 'NAME_TAKEN'],
  ['🦄', '🦄 ', 'NAME_TAKEN'],
  ['🦄1', '🐴1', undefined],
])('whether %j and %j are the same name', async (one, other, code) => {
  await createToken(server, { name: one });
  expect(await codeOf(server.admin, 'createApiToken', { name: other, scopes: [] })).toBe(code);
});

test('names sort by code points of their key', async () => {
  const client = await server.createAccount('sorting', 'sorting@example.com');
  const names = ['zeta', 'Ärger', 'a b', 'a-b', 'A', 'ab', '1', '10', '2', '🦄', 'ｗ', '数'];
  for (const name of names) await createToken(server, { name, scopes: [] }, client);
  const { nodes } = await listTokens(client, { orderBy: [{ field: 'NAME' }] });
  expect(nodes.map(({ name }) => name)).toEqual([
    '1',
    '10',
    '2',
    'A',
    'a b',
    'a-b',
    'ab',
    'ｗ',
    'zeta',
    'Ärger',
    '数',
    '🦄',
  ]);
});

test.each([
  '2040-02-29T23:59:59.987Z',
  '2038-01-19T03:14:08.000Z',
  '2100-12-31T00:00:00.001Z',
  '9999-12-31T23:59:59.998Z',
  '2030-03-31T02:30:00.500+01:00',
])('an end at %s is kept to the millisecond and found by it', async (text) => {
  const { id, expiresAt, name } = await createToken(server, { expiresAt: text });
  const at = new Date(text);
  expect([expiresAt, (await getToken(server, id)).expiresAt]).toEqual([at.toISOString(), at.toISOString()]);
  const within = (before: number, after: number): Promise<string[]> =>
    namesFound(server.admin, {
      ids: [id],
      expiresBefore: new Date(at.getTime() + before),
      expiresAfter: new Date(at.getTime() - after),
    });
  expect([await within(1, 1), await within(0, 1), await within(1, 0)]).toEqual([[name], [], []]);
});

test('times differ by milliseconds', async () => {
  const { id, updatedAt } = await createToken(server);
  await updateToken(server, { id, description: 'at once' });
  const later = (await getToken(server, id)).updatedAt;
  expect(Date.parse(later)).toBeGreaterThan(Date.parse(updatedAt));
});

test('true and false come back as such', async () => {
  const { id } = await createToken(server, { enabled: false });
  const row = await server.deps.database.reader.manager.getRepository(ApiToken).findOneByOrFail({ id });
  expect([row.enabled, row.revoked, row.secretSeenByOther]).toEqual([false, false, false]);
});

test.each([undefined, null])('a condition on an id that is %s is an error, not every row', async (id) => {
  await createToken(server);
  const tokens = server.deps.database.reader.getRepository(ApiToken);
  // The types refuse it; what comes from outside may have none.
  await expect(tokens.findOneBy({ id: id as unknown as string })).rejects.toThrow();
});

test('a list of 100 addresses fits', async () => {
  const allowedAddresses = Array.from({ length: 100 }, (_, index) => `2001:db8:${index}:ffff:ffff:ffff:ffff:0/112`);
  const token = await createToken(server, { allowedAddresses });
  expect(token.allowedAddresses).toHaveLength(100);
});

test('rows that an earlier version left live through every later migration', async () => {
  const { id, secret } = await createToken(server, { scopes: ['roles:read'] });
  const before = await getToken(server, id);
  const source = await writingDataSource(server.deps.config.database).initialize();
  for (const _ of source.migrations.slice(1)) await source.undoLastMigration({ transaction: 'none' });
  expect(await source.runMigrations({ transaction: 'none' })).toHaveLength(source.migrations.length - 1);
  await source.destroy();
  expect(await getToken(server, id)).toEqual(before);
  expect(await scopesOf(server, secret)).toEqual(['roles:read']);
});
