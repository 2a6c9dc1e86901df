import assert from 'node:assert/strict';
import { createServiceAccount, createToken, install, registerApi } from '../shared/installation';
import { ask, askGraphql, check, step, untilStatus } from '../shared/walk';
import { startReadmeService } from './readme-service';
import { startShop } from './shop';
import { typeDefs } from './type-defs';

check(async (cleanUp) => {
  const scopegate = await install();
  cleanUp(scopegate.stop);
  const { userId, credential } = await createServiceAccount(scopegate, 'shop');
  await registerApi(scopegate, { name: 'Shop', sdl: typeDefs, introspectorIds: [userId] });
  const shop = await startShop({ scopegate: scopegate.origin, credential, port: 0 });
  cleanUp(() => shop.stop());
  const reader = await createToken(scopegate, ['orders:read']);
  const send = (query: string, secret?: string) => askGraphql(shop.url, query, secret);

  await step('Anybody looks at products', async () => {
    assert.equal((await send('{ products { name } }')).status, 200);
  });

  await step('A text that is no token is refused, also there', async () => {
    assert.equal((await send('{ products { name } }', 'sg_api_nonsense')).status, 401);
  });

  await step('Orders need a credential', async () => {
    const { status, code, challenge, data } = await send('{ products { name } orders { id } }');
    assert.deepEqual([status, code, data ?? null], [401, 'UNAUTHENTICATED', null]);
    assert(challenge?.startsWith('Bearer realm=') && !challenge.includes('error='));
  });

  await step('A token with the scope reads them', async () => {
    const { data } = await send('{ orders { id product { name } } }', reader);
    assert.deepEqual(data, { orders: [{ id: '1', product: { name: 'Tea' } }] });
  });

  await step("The customer's address needs another scope, by whatever way it is asked for", async () => {
    const ways = [
      '{ orders { customer { email } } }',
      '{ x: orders { y: customer { z: email } } }',
      'query { ...a } fragment a on Query { orders { customer { ... { email } } } }',
    ];
    for (const way of ways) {
      const { status, missing, challenge } = await send(way, reader);
      assert.deepEqual([status, missing], [403, { Email: [['customers:email']] }]);
      assert(challenge?.includes('error="insufficient_scope", scope="customers:email"'));
    }
  });

  await step('One scope of two is not enough, and the answer names both ways', async () => {
    const { missing } = await send('{ turnover }', reader);
    assert.deepEqual(missing, { 'Query.turnover': [['shop:admin'], ['billing:read', 'orders:read']] });
    assert.equal((await send('{ turnover }', await createToken(scopegate, ['shop:admin']))).status, 200);
  });

  await step('An order with a discount is refused as a whole, and nothing is placed', async () => {
    const writer = await createToken(scopegate, ['orders:write', 'orders:read']);
    const both = 'mutation { a: placeOrder(product: 2) { id } b: placeOrder(product: 2, discount: 29) { id } }';
    const { status, missing } = await send(both, writer);
    assert.deepEqual([status, missing], [403, { 'Mutation.placeOrder(discount:)': [['shop:admin']] }]);
    assert.deepEqual((await send('{ orders { id } }', reader)).data, { orders: [{ id: '1' }] });
    assert.equal((await send('mutation { placeOrder(product: 2) { id } }', writer)).status, 200);
  });

  await step('A token for other addresses is no good here, whatever the client says of its own', async () => {
    const bound = (range: string) => createToken(scopegate, ['orders:read'], { allowedAddresses: [range] });
    assert.equal((await send('{ orders { id } }', await bound('203.0.113.0/24'))).status, 401);
    assert.equal((await send('{ orders { id } }', await bound('127.0.0.0/8'))).status, 200);
  });

  await step('The service of README, as it stands there, asks for the scope that it names', async () => {
    const { url, service } = await startReadmeService(scopegate.origin, credential);
    cleanUp(() => void service.kill());
    assert.deepEqual((await askGraphql(url, '{ products }')).data, { products: ['Tea'] });
    const { missing } = await askGraphql(url, '{ orders }', await createToken(scopegate, ['shop:admin']));
    assert.deepEqual(missing, { 'Query.orders': [['orders:read']] });
    assert.deepEqual((await askGraphql(url, '{ orders }', reader)).data, { orders: ['Tea for two'] });
  });

  await step('A revoked token is refused within the second for which the shop believes an answer', async () => {
    const body = new URLSearchParams({ token: reader });
    assert.equal((await ask(`${scopegate.origin}/oauth2/revoke`, { method: 'POST', body })).status, 200);
    await untilStatus(401, () => send('{ orders { id } }', reader));
  });

  await step('Without Scopegate nobody with a token is let in; who needs none still is', async () => {
    const token = await createToken(scopegate, ['orders:read']);
    await scopegate.stop();
    assert.equal((await send('{ orders { id } }', token)).status, 503);
    assert.equal((await send('{ products { name } }')).status, 200);
  });
});
