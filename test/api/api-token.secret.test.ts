import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { KeyRing } from '../../src/keys';
import { toBase62 } from '../../src/lib/base62';
import { auditOfTarget, createHolder } from '../support/factories';
import { startServer, type TestServer } from '../support/server';
import { StatementLog } from '../support/statements';
import {
  codeOf,
  createToken,
  getToken,
  regenerateToken,
  rewrite,
  run,
  scopesOf,
  type TokenRecord,
  updateToken,
} from '../support/tokens';

const log = new StatementLog();
const older = { id: 'older', bytes: randomBytes(32) };
const newest = { id: 'newest', bytes: randomBytes(32) };

let server: TestServer;
let elsewhere: TestServer['admin'];
beforeAll(async () => {
  server = await startServer({ logger: log, options: { jobs: false }, config: { keys: [newest, older] } });
  elsewhere = await server.createAccount('elsewhere', 'elsewhere@example.com');
});
afterAll(() => server?.close());

const rowOf = async (id: string) => {
  const rows = await server.deps.database.reader.query<Record<string, unknown>[]>(
    'SELECT * FROM api_token WHERE id = ?',
    [id],
  );
  return rows[0] ?? {};
};
const withChecksum = (body: string) => body + toBase62(BigInt(crc32(body)), 6);
const flipped = (text: string, at: number) =>
  text.slice(0, at) + (text.charAt(at) === 'a' ? 'b' : 'a') + text.slice(at + 1);

describe('format', () => {
  test.each([
    ['API', 'sg_api_', {}],
    ['ACCESS', 'sg_acc_', { lifetime: 'DAYS_7' }],
  ])(
    'S2: %s: prefix, public id, random and checksum in one run of at most 100 characters',
    async (kind, prefix, input) => {
      const { secret } = await createToken(server, { kind, scopes: [], ...input });
      expect(secret).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$`));
      expect(secret).toHaveLength(73);
      expect(withChecksum(secret.slice(0, -6))).toBe(secret);
    },
  );

  test('S2: the published pattern finds the secret in a text, and the published checksum is right', async () => {
    const answer = await fetch(`${server.url}/.well-known/scopegate-token-format`);
    const format = JSON.stringify(await answer.json());
    const { secret } = await createToken(server);
    const { pattern } = JSON.parse(format) as { pattern?: string };
    expect(new RegExp(pattern ?? 'missing').exec(`token=${secret};`)?.[0]).toBe(secret);
    expect(format).toMatch(/crc-?32/i);
  });

  test('S2: two tokens share no part of their secrets', async () => {
    const [one, other] = [await createToken(server), await createToken(server)];
    expect(one.secret.slice(7, 23)).not.toBe(other.secret.slice(7, 23));
    expect(one.secret.slice(24, 67)).not.toBe(other.secret.slice(24, 67));
  });

  const WRONG: [string, (secret: string) => string][] = [
    ['another checksum', (secret) => flipped(secret, 72)],
    ['another public id', (secret) => flipped(secret, 10)],
    ['another random part', (secret) => flipped(secret, 40)],
    ['the other kind', (secret) => secret.replace('_api_', '_acc_')],
    ['the other kind and its checksum', (secret) => withChecksum(secret.slice(0, -6).replace('_api_', '_acc_'))],
    ['the kind of a link and its checksum', (secret) => withChecksum(secret.slice(0, -6).replace('_api_', '_lnk_'))],
    ['a kind that there is not', (secret) => withChecksum(secret.slice(0, -6).replace('_api_', '_abc_'))],
    ['a character less', (secret) => secret.slice(0, -1)],
    ['a character more', (secret) => `${secret}0`],
    ['other text', () => 'hello'],
  ];
  test.each(WRONG)('S2: a secret with %s is refused without touching the database', async (_, change) => {
    const { secret } = await createToken(server);
    await server.deps.usage.flush();
    const sent = await log.during(async () => {
      expect(await scopesOf(server, change(secret))).toBe('UNAUTHENTICATED');
    });
    expect(sent).toEqual([]);
  });

  test('S2: a right checksum alone opens nothing, and asks the database once', async () => {
    const { secret } = await createToken(server);
    const forged = withChecksum(flipped(secret, 40).slice(0, -6));
    await server.deps.usage.flush();
    const sent = await log.during(async () => {
      expect(await scopesOf(server, forged)).toBe('UNAUTHENTICATED');
    });
    expect(sent).toHaveLength(1);
  });
});

describe('storage', () => {
  test('S3: of the 256 bits only a keyed hash is stored', async () => {
    const { id, secret } = await createToken(server);
    const row = await rowOf(id);
    expect(JSON.stringify(row)).not.toContain(secret.slice(24, 67));
    expect(row.secret_hash).toBe(new KeyRing([newest]).hash('api-token', secret).hash);
  });

  test('S3: a token whose hash is under an older key is hashed anew at its next use', async () => {
    const { id, secret } = await createToken(server, { scopes: ['users:read'] });
    const { hash } = new KeyRing([older]).hash('api-token', secret);
    const statement = 'UPDATE api_token SET secret_hash = ?, secret_key_id = ? WHERE id = ?';
    await rewrite(server, statement, [hash, older.id, id]);
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
    await server.deps.usage.flush();
    expect(await rowOf(id)).toMatchObject({
      secret_key_id: newest.id,
      secret_hash: new KeyRing([newest]).hash('api-token', secret).hash,
    });
    expect(await scopesOf(server, secret)).toEqual(['users:read']);
  });

  test('S3: a hash under a key that is gone matches nothing', async () => {
    const { id, secret } = await createToken(server);
    await rewrite(server, 'UPDATE api_token SET secret_key_id = ? WHERE id = ?', ['gone', id]);
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  });

  test('S3: hashing anew never brings back a secret that was regenerated meanwhile', async () => {
    const { id, secret } = await createToken(server);
    const { hash } = new KeyRing([older]).hash('api-token', secret);
    await rewrite(server, 'UPDATE api_token SET secret_hash = ?, secret_key_id = ? WHERE id = ?', [hash, older.id, id]);
    await scopesOf(server, secret);
    const renewed = await regenerateToken(server, { id });
    await server.deps.usage.flush();
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
    expect(await scopesOf(server, renewed.secret)).toContain('users:read');
  });

  test('S5: the hint is prefix, public id and the end of the checksum', async () => {
    const { id, secret, hint } = await createToken(server);
    expect(hint).toBe(`${secret.slice(0, 23)}…${secret.slice(-4)}`);
    const renewed = await regenerateToken(server, { id });
    expect((await getToken(server, id)).hint).toBe(`${secret.slice(0, 23)}…${renewed.secret.slice(-4)}`);
  });
});

describe('leak triage', () => {
  const identify = async (secret: string, client = server.admin) =>
    (await run<{ apiToken: TokenRecord | null }>(client, 'identifyApiToken', { secret })).apiToken;

  test('S4: a token is found by its plain value, whatever its status', async () => {
    const { id, secret } = await createToken(server);
    expect(await identify(`  ${secret}\n`)).toMatchObject({ id, status: 'ACTIVE' });
    await run(server.admin, 'revokeApiTokens', { ids: [id] });
    expect(await identify(secret)).toMatchObject({ id, status: 'REVOKED' });
  });

  test('S4: an access token and an old secret are found, too', async () => {
    const { id, secret } = await createToken(server, { kind: 'ACCESS', lifetime: 'DAYS_7' });
    await regenerateToken(server, { id, overlap: 'PT1H' });
    expect(await identify(secret)).toMatchObject({ id, kind: 'ACCESS' });
  });

  test('S4: null alike for unknown, not visible and never ours', async () => {
    const { secret } = await createToken(server, {}, elsewhere);
    const unknown = withChecksum(flipped(secret, 40).slice(0, -6));
    expect(await Promise.all([secret, unknown, 'hello', ''].map((text) => identify(text)))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('S4: asking needs api-tokens:read', async () => {
    const { client } = await createHolder(server, ['own-api-tokens:manage']);
    expect(await codeOf(client, 'identifyApiToken', { secret: 'hello' })).toBe('INSUFFICIENT_SCOPE');
  });
});

describe('ended by its holder', () => {
  const end = (secret: string, more: object = {}, client = server.anonymous) =>
    run(client, 'revokeHeldToken', { secret, ...more });

  test('S4: whoever holds a token ends it without logging in', async () => {
    const { id, secret } = await createToken(server);
    await end(`${secret} `);
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
    expect(await getToken(server, id)).toMatchObject({ status: 'REVOKED', revocationReason: 'HOLDER' });
  });

  test('S4: the answer is the same whatever was given', async () => {
    const { secret } = await createToken(server);
    const texts = [secret, secret, withChecksum(flipped(secret, 40).slice(0, -6)), 'hello', '', 'x'.repeat(5_000)];
    const answers: unknown[] = [];
    for (const text of texts) answers.push(await end(text));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"received":true}']));
  });

  test('S4: a report of a leak replaces the weaker reason and is never taken back', async () => {
    const { id, secret } = await createToken(server);
    await end(secret);
    await end(secret, { leaked: true });
    expect((await getToken(server, id)).revocationReason).toBe('LEAKED');
    await end(secret);
    expect((await getToken(server, id)).revocationReason).toBe('LEAKED');
    expect(await codeOf(server.admin, 'restoreApiTokens', { ids: [id] })).toBe('CONFLICT');
  });

  test('S4: reaches disabled tokens, so that they stay ended when they are enabled', async () => {
    const { id, secret } = await createToken(server, { enabled: false });
    await end(secret);
    await updateToken(server, { id, enabled: true });
    expect(await scopesOf(server, secret)).toBe('UNAUTHENTICATED');
  });

  test('R7, A1: who is logged in is named in the audit, somebody of another account is not', async () => {
    const enders = [elsewhere, server.admin];
    const actors = await Promise.all(
      enders.map(async (client) => {
        const { id, secret } = await createToken(server);
        await end(secret, {}, client);
        const query = 'SELECT actor_kind, actor_name FROM audit_event WHERE target_id = ? AND action = ?';
        return server.deps.database.reader.query<object[]>(query, [id, 'api-token.revoked']);
      }),
    );
    expect(actors.flat().map((actor) => ({ ...actor }))).toEqual([
      { actor_kind: 'ANONYMOUS', actor_name: 'anonymous' },
      { actor_kind: 'USER', actor_name: 'admin' },
    ]);
  });

  test('A1: each ending leaves one entry, what is ended already none', async () => {
    const { id, secret } = await createToken(server);
    await end(secret);
    await end(secret);
    const actions = (await auditOfTarget(server, id)).map(({ action }) => action);
    expect(actions).toEqual(['api-token.created', 'api-token.revoked']);
  });
});
