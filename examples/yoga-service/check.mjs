import assert from 'node:assert/strict';
import { createServiceAccount, createToken, install, registerApi } from '../../dist/examples/shared/installation.js';
import { ask, askGraphql, bearer, check, say, step } from '../../dist/examples/shared/walk.js';
import { startService } from './service.mjs';
import { typeDefs } from './type-defs.mjs';

check(async (cleanUp) => {
  const scopegate = await install();
  cleanUp(() => scopegate.stop());
  const { userId, credential } = await createServiceAccount(scopegate, 'library');
  await registerApi(scopegate, { name: 'Library', sdl: typeDefs, introspectorIds: [userId] });
  const service = await startService({ scopegate: scopegate.origin, credential, port: 0 });
  cleanUp(() => service.stop());
  const reader = await createToken(scopegate, ['loans:read']);
  const writer = await createToken(scopegate, ['loans:write']);
  const send = (query, secret) => askGraphql(service.url, query, secret);

  await step('Anybody looks at books', async () => {
    assert.equal((await send('{ books { title } }')).status, 200);
  });

  await step('Filter mode: what they cost is null, with an error that names the scope', async () => {
    const { data, missing } = await send('{ books { title cost } }', reader);
    assert.deepEqual(data.books[0], { title: 'Middlemarch', cost: null });
    assert.deepEqual(missing, { 'Book.cost': [['books:cost']] });
  });

  await step('A mutation is refused as a whole, in this mode, too', async () => {
    const { status, data, missing } = await send('mutation { lend(book: 1) { id } }', reader);
    assert.deepEqual([status, data ?? null, missing], [403, null, { 'Mutation.lend': [['loans:write']] }]);
    assert.deepEqual((await send('{ loans { id } }', reader)).data, { loans: [] });
  });

  await step('A bad credential is 401, also for what is open', async () => {
    assert.equal((await send('{ books { title } }', 'sg_api_nonsense')).status, 401);
  });

  await step('A subscription without the scope is refused before it opens', async () => {
    assert.equal((await send('subscription { lent { id } }', writer)).status, 403);
  });

  await step('One with it gets events, and ends with one denial once its token was revoked', async () => {
    const events = await subscribe(service.url, 'subscription { lent { book { title } } }', reader);
    await send('mutation { lend(book: 2) { id } }', writer);
    assert.deepEqual((await events.next()).value.data, { lent: { book: { title: 'Ulysses' } } });
    const body = new URLSearchParams({ token: reader });
    await ask(`${scopegate.origin}/oauth2/revoke`, { method: 'POST', body });
    const last = (await events.next()).value;
    assert.equal(last.data ?? null, null);
    assert.equal(last.errors.length, 1);
    say(last.errors[0].message);
    assert.equal((await events.next()).done, true);
  });
});

/** The results of a subscription by server-sent events (GraphQL over SSE, distinct connections). */
async function subscribe(url, query, secret) {
  const headers = { ...bearer(secret), 'content-type': 'application/json', accept: 'text/event-stream' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  assert.equal(response.status, 200);
  return results(response.body.pipeThrough(new TextDecoderStream()));
}

async function* results(chunks) {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: ?(.+)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data);
    }
  }
}
