import assert from 'node:assert/strict';
import { createToken } from '../shared/installation';
import { type Answer, ask, bearer, check, say, step } from '../shared/walk';
import { startOrders } from './orders';

interface Told {
  readonly sub: string;
  readonly size: number;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

check(async (cleanUp) => {
  const { installation, origin, behind, reader, writer, stop } = await startOrders(0);
  cleanUp(stop);
  const send = async (path: string, secret?: string, init: RequestInit = {}): Promise<Answer> => {
    const answer = await ask(`${origin}${path}`, { ...init, headers: { ...bearer(secret), ...init.headers } });
    say(`${answer.status} ${init.method ?? 'GET'} ${path}`);
    return answer;
  };

  await step('A token with the scope is let through, and the service knows whose it is', async () => {
    const { status, body } = await send('/orders/1?full=yes', reader);
    const { sub, headers } = body as Told;
    assert.equal(status, 200);
    assert.equal(sub, headers['x-scopegate-subject']);
    assert.equal(headers['x-scopegate-scopes'], 'orders:read');
    assert.equal(headers['authorization'], undefined);
  });

  await step('What a client claims of itself is overwritten', async () => {
    const names = ['subject', 'account', 'token', 'scopes', 'assertion'].map((name) => `X-Scopegate-${name}`);
    // With underscores, too: some services can't tell the two.
    const forged = Object.fromEntries(
      names.flatMap((name) => [name, name.replaceAll('-', '_')].map((one) => [one, 'forged'])),
    );
    const bare = await createToken(installation, ['orders:read']);
    const { status, body } = await send('/orders/1', bare, { headers: forged });
    assert.equal(status, 200);
    assert(!JSON.stringify((body as Told).headers).includes('forged'));
    assert.equal((await send('/orders/1', undefined, { headers: forged })).status, 401);
  });

  await step('No token, a dead one or a malformed header: 401 with a challenge', async () => {
    const { status, headers } = await send('/orders/1');
    assert.deepEqual([status, headers.get('www-authenticate')?.startsWith('Bearer realm="scopegate"')], [401, true]);
    assert.equal((await send('/orders/1', 'sg_api_nonsense')).status, 401);
    assert.equal((await send('/orders/1', undefined, { headers: { authorization: 'Basic eDp5' } })).status, 401);
  });

  await step('Too few scopes: 403, and the challenge names what is missing', async () => {
    const { status, headers } = await send('/orders/1', writer);
    assert.equal(status, 403);
    assert(headers.get('www-authenticate')?.includes('error="insufficient_scope", scope="orders:read"'));
  });

  await step('HEAD needs what GET needs', async () => {
    assert.equal((await send('/orders/1', reader, { method: 'HEAD' })).status, 200);
    assert.equal((await send('/orders/1', writer, { method: 'HEAD' })).status, 403);
  });

  await step('POST needs another scope, and its body arrives whole', async () => {
    const init = { method: 'POST', body: 'x'.repeat(1_000_000) };
    assert.equal((await send('/orders/', reader, init)).status, 403);
    const { status, body } = await send('/orders/', writer, init);
    assert.deepEqual([status, (body as Told).size, (body as Told).method], [200, 1_000_000, 'POST']);
  });

  await step('A client that tells of another method, path or query changes nothing', async () => {
    const headers = { 'x-forwarded-method': 'POST', 'x-forwarded-uri': '/?any=1', 'x-original-method': 'POST' };
    assert.equal((await send('/orders/1', writer, { headers })).status, 403);
    assert.equal((await send('/orders/1?scopes=orders:write&any=1', writer)).status, 403);
    assert.equal((await send('/_scopegate', writer)).status, 404);
  });

  await step('Allowed addresses are held against the client, whatever it says of itself', async () => {
    const bound = await createToken(installation, ['orders:read'], { allowedAddresses: ['203.0.113.0/24'] });
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9' };
    assert.equal((await send('/orders/1', bound, { headers })).status, 401);
    const here = await createToken(installation, ['orders:read'], { allowedAddresses: ['127.0.0.0/8'] });
    assert.equal((await send('/orders/1', here)).status, 200);
  });

  await step('Past nginx the service believes nobody, and an assertion is good for its own request only', async () => {
    assert.equal((await ask(`${behind}/orders/1`, { headers: { 'x-scopegate-subject': 'admin' } })).status, 401);
    const { headers } = (await send('/orders/1', reader)).body as Told;
    const assertion = { 'x-scopegate-assertion': headers['x-scopegate-assertion'] ?? '' };
    assert.equal((await ask(`${behind}/orders/1`, { headers: assertion })).status, 200);
    assert.equal((await ask(`${behind}/orders/2`, { headers: assertion })).status, 401);
    assert.equal((await ask(`${behind}/orders/1`, { method: 'DELETE', headers: assertion })).status, 401);
    const payload = Buffer.from(headers['x-scopegate-assertion']?.split('.')[1] ?? '', 'base64url').toString();
    assert.equal((JSON.parse(payload) as { aud: string }).aud, 'orders.example');
  });

  await step('Without Scopegate nobody is let through', async () => {
    await installation.stop();
    const { status } = await send('/orders/1', reader);
    assert(status >= 500);
  });
});
