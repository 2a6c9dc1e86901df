import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { openDatabase } from '../../src/database';
import { refusedApi } from '../support/apis';
import { createHolder, createRole, createUser, next } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { namesFound } from '../support/token-lists';
import { codeOf, createToken, getToken, run, setPolicy } from '../support/tokens';

/** What is only wrong when requests meet: it differs between SQLite's one connection and the others' pools. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const many = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** A lease is a row that nothing else here touches. */
const insertLease = (manager: EntityManager, name: string): Promise<unknown> =>
  manager.query('INSERT INTO lease (name, holder, until) VALUES (?, ?, ?)', [name, 'test', '2040-01-01 00:00:00.000']);

async function leases(prefix: string): Promise<string[]> {
  const found = await server.deps.database.reader.query<{ name: string }[]>(
    'SELECT name FROM lease WHERE name LIKE ? ORDER BY name',
    [`${prefix}%`],
  );
  return found.map(({ name }) => name);
}

describe('transactions', () => {
  test('50 at once with awaits and rollbacks: exactly those that were answered are there', async () => {
    const { database } = server.deps;
    const outcomes = await many(50, async (index) => {
      const name = `mix-${String(index).padStart(2, '0')}`;
      const work = database.transaction(async (manager) => {
        await insertLease(manager, `${name}-a`);
        await pause(Math.random() * 5);
        await insertLease(manager, `${name}-b`);
        if (index % 3 === 0) throw new Error('taken back');
        return name;
      });
      return work.catch(() => undefined);
    });
    const kept = outcomes.flatMap((name) => (name ? [`${name}-a`, `${name}-b`] : []));
    expect(kept).toHaveLength(66);
    expect(await leases('mix-')).toEqual(kept.sort());
  });

  test('nobody reads what is not committed', async () => {
    const { database } = server.deps;
    let seen: string[] = [];
    const work = database.transaction(async (manager) => {
      await insertLease(manager, 'dirty');
      seen = await leases('dirty');
      throw new Error('taken back');
    });
    await expect(work).rejects.toThrow('taken back');
    expect([seen, await leases('dirty')]).toEqual([[], []]);
  });

  test('what is committed is read at once', async () => {
    const { database } = server.deps;
    const seen = await many(20, async (index) => {
      await database.transaction((manager) => insertLease(manager, `own-${index}`));
      return (await leases(`own-${index}`)).length > 0;
    });
    expect(seen).not.toContain(false);
  });

  test('reads go on while a change waits', async () => {
    const { database } = server.deps;
    const order: string[] = [];
    const slow = database.transaction(async (manager) => {
      await insertLease(manager, 'slow');
      await pause(200);
      order.push('changed');
    });
    await server.admin.get('{ viewer { id } }').then(() => order.push('read'));
    await slow;
    expect(order).toEqual(['read', 'changed']);
  });

  test('of two changes that take the same rows in opposite order none is lost: the database lets one through, the other runs again', async () => {
    const { database } = server.deps;
    await many(2, (index) => database.transaction((manager) => insertLease(manager, `crossed-${index}`)));
    const take = (manager: EntityManager, holder: string, index: number): Promise<unknown> =>
      manager.query('UPDATE lease SET holder = CONCAT(holder, ?) WHERE name = ?', [holder, `crossed-${index}`]);
    await many(2, (index) =>
      database.transaction(async (manager) => {
        await take(manager, `-${index}`, index);
        await pause(100);
        await take(manager, `-${index}`, 1 - index);
      }),
    );
    const rows = await database.reader.query<{ holder: string }[]>(
      "SELECT holder FROM lease WHERE name LIKE 'crossed-%'",
    );
    for (const { holder } of rows) expect(holder).toMatch(/^test(-0-1|-1-0)$/);
    expect(rows).toHaveLength(2);
  });

  test('an inner part may fail while the outer one stays', async () => {
    const { database } = server.deps;
    await database.transaction(async (manager) => {
      await insertLease(manager, 'nested-outer');
      const inner = manager.transaction(async (inside) => {
        await insertLease(inside, 'nested-inner');
        throw new Error('taken back');
      });
      await inner.catch(() => undefined);
    });
    expect(await leases('nested-')).toEqual(['nested-outer']);
  });

  test('another process that writes to the same database is waited for, and nothing is lost', async () => {
    const other = await openDatabase(server.deps.config.database);
    const both = [server.deps.database, other];
    await many(40, (index) =>
      (both[index % 2] as typeof other).transaction(async (manager) => {
        await insertLease(manager, `process-${String(index).padStart(2, '0')}`);
        await pause(1);
      }),
    );
    expect(await leases('process-')).toHaveLength(40);
    await other.close();
  });
});

test('SQLite: a change that finds the file gone does not end the changes after it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-'));
  const [place, elsewhere] = [join(folder, 'here'), join(folder, 'elsewhere')];
  const config = { dialect: 'sqlite', location: join(place, 'test.sqlite') } as const;
  const [database, other] = [await openDatabase(config), await openDatabase(config)];
  await other.transaction(async () => {
    // The writer is busy, is closed to be opened again, and can't be.
    renameSync(place, elsewhere);
    writeFileSync(place, 'no folder');
    await expect(database.transaction((manager) => insertLease(manager, 'lost'))).rejects.toThrow();
  });
  rmSync(place);
  renameSync(elsewhere, place);
  await database.transaction((manager) => insertLease(manager, 'found'));
  expect(await database.reader.query('SELECT name FROM lease')).toEqual([{ name: 'found' }]);
  await Promise.all([database.close(), other.close()]);
  rmSync(folder, { recursive: true });
});

test('SQLite: opening a database that is up to date writes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-'));
  const config = { dialect: 'sqlite', location: join(folder, 'test.sqlite') } as const;
  const database = await openDatabase(config);
  const before = database.version();
  await (await openDatabase(config)).close();
  await pause(1);
  expect(database.version()).toBe(before);
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('races', () => {
  const scopes: string[] = [];

  test('T6: of 20 who want a name for one owner, one gets it', async () => {
    const codes = await many(20, () => codeOf(server.admin, 'createApiToken', { name: 'wanted by many', scopes }));
    expect(codes.sort()).toEqual([...Array<string>(19).fill('NAME_TAKEN'), undefined]);
    expect(await namesFound(server.admin, { search: 'wanted' })).toEqual(['wanted by many']);
  });

  test('T6: of renamings to one name, one gets it', async () => {
    const tokens = await many(8, () => createToken(server));
    const codes = await many(8, (index) =>
      codeOf(server.admin, 'updateApiToken', { id: tokens[index]?.id, name: 'the same for all' }),
    );
    expect(codes.sort()).toEqual([...Array<string>(7).fill('NAME_TAKEN'), undefined]);
  });

  test('T16: of 12 at once no more are made than the limit allows', async () => {
    const role = await createRole(server, { permissions: ['api:execute'] });
    const owner = await createUser(server, { kind: 'SERVICE', roleIds: [role.id] });
    await setPolicy(server, { maxTokensPerUser: 5 });
    const create = () =>
      codeOf(server.admin, 'createApiToken', { name: `limited ${next()}`, scopes, ownerId: owner.id });
    const codes = await many(12, create);
    await setPolicy(server, { maxTokensPerUser: null });
    expect(codes.filter((code) => code === undefined)).toHaveLength(5);
    expect(new Set(codes)).toEqual(new Set([undefined, 'POLICY_VIOLATION']));
    expect(await namesFound(server.admin, { ownerIds: [owner.id] })).toHaveLength(5);
  });

  test('R5: of 8 who want a user name, one gets it', async () => {
    const codes = await many(8, () =>
      codeOf(server.admin, 'createUser', { kind: 'SERVICE', username: 'only one', roleIds: [] }),
    );
    expect(codes.sort()).toEqual([...Array<string>(7).fill('NAME_TAKEN'), undefined]);
  });

  test('R4: a role is not deleted while it is given', async () => {
    const role = await createRole(server);
    const [deleted, created] = await Promise.all([
      codeOf(server.admin, 'deleteRoles', { ids: [role.id] }),
      codeOf(server.admin, 'createUser', { kind: 'SERVICE', username: `given ${next()}`, roleIds: [role.id] }),
    ]);
    expect([deleted, created].filter((code) => code === undefined)).toHaveLength(1);
  });

  test('A1: enabling and disabling at once leaves one entry for each change', async () => {
    const { id } = await createToken(server);
    await many(10, (index) => run(server.admin, 'setApiTokensEnabled', { ids: [id], enabled: index % 2 === 0 }));
    const entries = await server.deps.database.reader.query<{ action: string }[]>(
      "SELECT action FROM audit_event WHERE target_id = ? AND action <> 'api-token.created' ORDER BY id",
      [id],
    );
    const actions = entries.map(({ action }) => action);
    // Each change follows one to the other side.
    expect(actions.every((action, index) => action !== actions[index - 1])).toBe(true);
    expect((await getToken(server, id)).enabled).toBe(actions.length % 2 === 0);
  });

  test('C6: more bulk changes by filter than the database has connections all get through', async () => {
    const names = await many(12, async (index) => (await createToken(server, { name: `pooled${index}x` })).name);
    const codes = await many(12, (index) =>
      codeOf(server.admin, 'setApiTokensEnabled', {
        filter: { search: names[index], kinds: ['API'] },
        expectedCount: 1,
        enabled: false,
      }),
    );
    expect(codes).toEqual(Array<undefined>(12).fill(undefined));
  });

  test('O2: a token is not made for an owner who is being deleted', async () => {
    const owner = await createUser(server, { kind: 'SERVICE' });
    const [created] = await Promise.all([
      codeOf(server.admin, 'createApiToken', { name: `orphan ${next()}`, scopes, ownerId: owner.id }),
      codeOf(server.admin, 'deleteUsers', { ids: [owner.id] }),
    ]);
    expect([undefined, 'NOT_FOUND']).toContain(created);
    expect(await namesFound(server.admin, { search: 'orphan' })).toEqual([]);
  });

  /** What a request answers that refers to a row which goes after the request was let in and before it writes. */
  async function whileDeleting(table: string, id: string, request: () => Promise<string | undefined>) {
    let answer: Promise<string | undefined> = Promise.resolve(undefined);
    await server.deps.database.transaction(async (manager) => {
      await manager.query(`DELETE FROM ${table} WHERE id = ?`, [id]);
      answer = request();
      await pause(200);
    });
    return answer;
  }

  test('O2: somebody who is being deleted makes no token for others, and is told like anybody who is gone', async () => {
    const creator = await createHolder(server, ['api-tokens:manage', 'api:execute']);
    const owner = await createUser(server, { kind: 'SERVICE' });
    const create = () =>
      codeOf(creator.client, 'createApiToken', { name: `left ${next()}`, scopes, ownerId: owner.id });
    expect(await whileDeleting('user', creator.id, create)).toBe('UNAUTHENTICATED');
  });

  test.each(['createApiToken', 'updateApiToken'] as const)(
    'T5: a preset that is being deleted is a missing one for %s',
    async (mutation) => {
      const { id } = await createToken(server);
      const input = { name: `preset ${next()}`, scopes: ['users:read'] };
      const { scopePreset } = await run<{ scopePreset: { id: string } }>(server.admin, 'createScopePreset', input);
      const named = mutation === 'createApiToken' ? { name: `by preset ${next()}` } : { id };
      const take = () => codeOf(server.admin, mutation, { ...named, presetId: scopePreset.id });
      expect(await whileDeleting('scope_preset', scopePreset.id, take)).toBe('NOT_FOUND');
    },
  );

  test('U9: an introspector who is being deleted is a missing one', async () => {
    const { id } = await createUser(server, { kind: 'SERVICE' });
    const register = async () => (await refusedApi(server, { introspectorIds: [id] })).extensions.code;
    expect(await whileDeleting('user', id, register)).toBe('NOT_FOUND');
  });
});
