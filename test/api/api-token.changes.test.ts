import { auditOfTarget } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { setColumns } from '../support/token-lists';
import { codeOf, createToken, findToken, getToken, refusal, run, updateToken } from '../support/tokens';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);
const actionsOn = async (id: string): Promise<string[]> =>
  (await auditOfTarget(server, id)).map(({ action }) => action.replace('api-token.', ''));

describe('C1', () => {
  test('fields left out keep their value', async () => {
    const input = {
      description: 'why',
      scopes: ['users:read'],
      lifetime: 'DAYS_30',
      allowedAddresses: ['192.0.2.0/24'],
    };
    const { secret: _secret, ...before } = await createToken(server, input);
    const after = await updateToken(server, { id: before.id, name: 'renamed' });
    expect(after).toEqual({ ...before, name: 'renamed', updatedAt: after.updatedAt });
    expect(await findToken(server, before.id)).toEqual(after);
  });

  test.each([
    ['name', 'a new name'],
    ['description', 'a new description'],
    ['access', 'READ_ONLY'],
    ['scopes', ['audit:read', 'roles:read']],
    ['enabled', false],
    ['allowedAddresses', ['203.0.113.9', '2001:db8::/32']],
    ['expiresAt', '2040-02-29T23:59:59.987Z'],
  ])('%s can be edited, and the audit tells before and after', async (field, value) => {
    const { id } = await createToken(server, { scopes: ['users:read'] });
    expect(await updateToken(server, { id, [field]: value })).toMatchObject({ [field]: value });
    const [, { changes = [] } = {}] = await auditOfTarget(server, id);
    expect(changes.map((change) => change.field)).toContain(field);
    expect(await actionsOn(id)).toEqual(['created', field === 'enabled' ? 'disabled' : 'updated']);
  });

  test('a lifetime counts from now, and null removes the expiry', async () => {
    const { id } = await createToken(server, { lifetime: 'DAYS_7' });
    const { expiresAt } = await updateToken(server, { id, lifetime: 'DAYS_90' });
    expect(Math.abs(Date.parse(expiresAt ?? '') - inDays(90).getTime())).toBeLessThan(60_000);
    expect((await updateToken(server, { id, expiresAt: null })).expiresAt).toBeNull();
    expect((await updateToken(server, { id, lifetime: 'DAYS_7' })).expiresAt).not.toBeNull();
    expect((await updateToken(server, { id, lifetime: 'UNLIMITED' })).expiresAt).toBeNull();
  });

  test('null addresses are anywhere; null elsewhere is refused', async () => {
    const { id } = await createToken(server, { allowedAddresses: ['192.0.2.1'] });
    expect((await updateToken(server, { id, allowedAddresses: null })).allowedAddresses).toBeNull();
    for (const field of [
      'name',
      'description',
      'access',
      'scopes',
      'presetId',
      'lifetime',
      'enabled',
      'expectedUpdatedAt',
    ]) {
      expect([field, await codeOf(server.admin, 'updateApiToken', { id, [field]: null })]).toEqual([
        field,
        'BAD_USER_INPUT',
      ]);
    }
    expect(await codeOf(server.admin, 'updateApiToken', { id, allowedAddresses: [] })).toBe('BAD_USER_INPUT');
  });

  test('a past expiry and lifetime with expiresAt are refused', async () => {
    const { id } = await createToken(server);
    for (const input of [
      { expiresAt: inDays(-1) },
      { expiresAt: inDays(1), lifetime: 'DAYS_7' },
      { expiresAt: null, lifetime: 'DAYS_7' },
    ]) {
      expect(await codeOf(server.admin, 'updateApiToken', { id, ...input })).toBe('BAD_USER_INPUT');
    }
  });

  test('saving without a change writes and logs nothing', async () => {
    const given = {
      name: ' same  name',
      description: '',
      scopes: ['users:read', 'audit:read'],
      allowedAddresses: ['192.0.2.7'],
      expiresAt: inDays(3),
    };
    const { id, updatedAt } = await createToken(server, given);
    const again = { ...given, scopes: ['audit:read', 'users:read', 'audit:read'], access: 'CUSTOM', enabled: true };
    expect((await updateToken(server, { id, ...again })).updatedAt).toBe(updatedAt);
    expect((await updateToken(server, { id })).updatedAt).toBe(updatedAt);
    expect(await actionsOn(id)).toEqual(['created']);
  });

  test('an expired token can be saved again with the end that it had', async () => {
    const { id } = await createToken(server);
    const expiresAt = inDays(-1);
    await setColumns(server, 'api_token', id, { expires_at: expiresAt });
    expect(await updateToken(server, { id, expiresAt, name: 'long gone' })).toMatchObject({
      name: 'long gone',
      status: 'EXPIRED',
    });
  });

  test('of two editors who saw the same, the second is told', async () => {
    const { id, updatedAt } = await createToken(server);
    await updateToken(server, { id, expectedUpdatedAt: updatedAt, name: 'of the first editor' });
    const { extensions } = await refusal(server.admin, 'updateApiToken', {
      id,
      expectedUpdatedAt: updatedAt,
      name: 'of the second',
    });
    expect(extensions).toMatchObject({ code: 'CONFLICT', ids: [id] });
    expect((await getToken(server, id)).name).toBe('of the first editor');
  });

  test('two changes in the same millisecond have different times', async () => {
    const { id } = await createToken(server);
    const ahead = inDays(1);
    await setColumns(server, 'api_token', id, { updated_at: ahead });
    const first = await updateToken(server, { id, name: 'clock stands still 1' });
    const second = await updateToken(server, { id, name: 'clock stands still 2' });
    expect([first.updatedAt, second.updatedAt]).toEqual(
      [ahead.getTime() + 1, ahead.getTime() + 2].map((at) => new Date(at).toISOString()),
    );
  });

  test('of ten editors at once one wins', async () => {
    const { id, updatedAt } = await createToken(server);
    const edit = (index: number) =>
      codeOf(server.admin, 'updateApiToken', { id, expectedUpdatedAt: updatedAt, name: `editor ${index} of ten` });
    const codes = await Promise.all(Array.from({ length: 10 }, (_, index) => edit(index)));
    expect(codes.sort()).toEqual([...Array<string>(9).fill('CONFLICT'), undefined]);
  });

  test('bulk changes move updatedAt, too', async () => {
    const { id, updatedAt } = await createToken(server);
    await run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: false });
    expect(await codeOf(server.admin, 'updateApiToken', { id, expectedUpdatedAt: updatedAt, name: 'stale' })).toBe(
      'CONFLICT',
    );
  });

  test('a taken name is NAME_TAKEN, its own in another case is not', async () => {
    const { name } = await createToken(server);
    const { id } = await createToken(server, { name: 'Mine Alone' });
    expect(await codeOf(server.admin, 'updateApiToken', { id, name: name.toUpperCase() })).toBe('NAME_TAKEN');
    expect((await updateToken(server, { id, name: 'mine  ALONE' })).name).toBe('mine  ALONE');
  });

  test('a list goes when a level is chosen, and a level when a list is', async () => {
    const { id } = await createToken(server, { scopes: ['users:read'] });
    expect(await updateToken(server, { id, access: 'FULL_ACCESS' })).toMatchObject({
      access: 'FULL_ACCESS',
      preset: null,
    });
    expect(await updateToken(server, { id, scopes: ['audit:read'] })).toMatchObject({
      access: 'CUSTOM',
      scopes: ['audit:read'],
    });
    expect(await codeOf(server.admin, 'updateApiToken', { id, access: 'READ_ONLY', scopes: [] })).toBe(
      'BAD_USER_INPUT',
    );
  });
});
