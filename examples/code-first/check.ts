import assert from 'node:assert/strict';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { assertNoBypass } from 'scopegate/gate';
import { createServiceAccount, createToken, install, registerApi } from '../shared/installation';
import { askGraphql, check, say, step } from '../shared/walk';
import { schema } from './schema';
import { gated, startService } from './service';

check(async (cleanUp) => {
  await step('No random operation gets around a mark, and nothing looks like a hole', async () => {
    const { runs, seed, lints } = assertNoBypass(gated, { runs: 300 });
    say(`${runs} operations, seed ${seed}`);
    assert.deepEqual(lints, []);
  });

  const scopegate = await install();
  cleanUp(scopegate.stop);
  const { userId, credential } = await createServiceAccount(scopegate, 'sensors');
  const sdl = printSchemaWithDirectives(schema);
  await registerApi(scopegate, { name: 'Sensors', sdl, introspectorIds: [userId] });
  const service = await startService({ scopegate: scopegate.origin, credential, port: 0 });
  cleanUp(() => {
    service.server.close();
    service.server.closeAllConnections();
  });
  const reader = await createToken(scopegate, ['sensors:read']);
  const send = (query: string, secret?: string) => askGraphql(service.url, query, secret);

  await step('What is open is answered to anybody', async () => {
    assert.deepEqual((await send('{ warmest }')).data, { warmest: 21 });
  });

  await step('Sensors need a credential, and its scope', async () => {
    assert.equal((await send('{ warmest sensors { place } }')).status, 401);
    assert.equal((await send('{ sensors { place } }', 'sg_api_nonsense')).status, 401);
    assert.equal((await send('{ sensors { place } }', reader)).status, 200);
  });

  await step('A field and an argument with marks of their own', async () => {
    const field = await send('{ sensors { place owner } }', reader);
    assert.deepEqual([field.status, field.missing], [403, { 'Sensor.owner': [['owners:read']] }]);
    const argument = await send('{ sensors(broken: false) { place } }', reader);
    assert.deepEqual(argument.missing, { 'Query.sensors(broken:)': [['sensors:repair']] });
  });

  await step('A mutation, by either of its scopes', async () => {
    assert.equal((await send('mutation { calibrate }', reader)).status, 403);
    const admin = await createToken(scopegate, ['sensors:admin']);
    assert.deepEqual((await send('mutation { calibrate }', admin)).data, { calibrate: true });
  });
});
