import type { Client } from '../support/client';
import { createAccessToken, createPerson, type Person, rewind, tryLogIn } from '../support/people';
import { startServer, type TestServer } from '../support/server';

const PANEL = 'https://tokens.example.com';
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { publicUrl: PANEL } });
});
afterAll(() => server.close());

const panel = (headers: Record<string, string> = {}): Client => server.anonymous.with({ origin: PANEL, ...headers });
const setCookies = ({ headers }: { headers: Headers }) => headers.getSetCookie();
const VIEWER = '{ viewer { id } }';

/** What a browser would send along after this log-in. */
async function cookiesOf(person: Person, client = panel()): Promise<string> {
  const set = setCookies(await tryLogIn(client, person));
  return set.map((cookie) => cookie.split(';')[0]).join('; ');
}

test('U1: the panel gets its session as a cookie that no script and no other site can use, and no text', async () => {
  const answer = await tryLogIn(panel(), await createPerson(server));
  const session = setCookies(answer).find((cookie) => cookie.startsWith('__Host-scopegate='));
  expect(answer.data?.logIn.sessionToken).toBeNull();
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) expect(session).toContain(attribute);
  expect(session).not.toContain('Domain');
});

test('U1: with http on loopback the cookie needs neither prefix nor Secure, and 127.0.0.1 counts as localhost', async () => {
  const local = await startServer({ config: { publicUrl: 'http://localhost:4000' } });
  const person = await createPerson(local);
  const answer = await tryLogIn(local.anonymous.with({ origin: 'http://127.0.0.1:4000' }), person);
  await local.close();
  const session = setCookies(answer).find((cookie) => cookie.startsWith('scopegate='));
  expect(session).toContain('HttpOnly');
  expect(session).not.toContain('Secure');
});

test('U1: other clients get the text and no cookie', async () => {
  const answer = await tryLogIn(server.anonymous, await createPerson(server));
  expect(answer.data?.logIn.sessionToken).toMatch(/^sg_ses_/);
  expect(setCookies(answer)).toEqual([]);
});

test("U1: the cookie counts on a POST of JSON from the panel's own origin", async () => {
  const cookie = await cookiesOf(await createPerson(server));
  expect((await panel({ cookie }).get<{ viewer: object }>(VIEWER)).viewer).toMatchObject({
    id: expect.any(String) as string,
  });
});

test.each([
  ['without an origin', {}],
  ['from another origin', { origin: 'https://evil.example.com' }],
  ['from a sandboxed page', { origin: 'null' }],
  ['from the same host without TLS', { origin: 'http://tokens.example.com' }],
])('U1: the cookie does not count %s', async (_, headers) => {
  const cookie = await cookiesOf(await createPerson(server));
  const client = server.anonymous.with({ cookie, ...headers });
  expect(await client.get(VIEWER)).toEqual({ viewer: null });
});

test('U1: the cookie does not count on a GET', async () => {
  const cookie = await cookiesOf(await createPerson(server));
  const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(VIEWER)}`, {
    headers: { cookie, origin: PANEL, 'content-type': 'application/json', accept: 'application/json' },
  });
  expect(await response.json()).toEqual({ data: { viewer: null } });
});

test('U1: header and cookie together are 400, and the cookie stays', async () => {
  const person = await createPerson(server);
  const cookie = await cookiesOf(person);
  const answer = await person.client.with({ origin: PANEL, cookie }).execute(VIEWER);
  expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST']);
  expect(setCookies(answer)).toEqual([]);
});

test('U1: a bad cookie is 401 that clears it, also on public fields', async () => {
  const answer = await panel({ cookie: '__Host-scopegate=sg_ses_nonsense' }).execute(VIEWER);
  expect([answer.status, answer.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(setCookies(answer)).toEqual([expect.stringMatching(/^__Host-scopegate=; Max-Age=0;/)]);
});

test('U1: log-in does not read cookies: a bad one, or one beside a header, never stands in its way', async () => {
  const person = await createPerson(server);
  const bad = { cookie: '__Host-scopegate=sg_ses_nonsense' };
  expect((await tryLogIn(panel(bad), person)).status).toBe(200);
  expect((await tryLogIn(person.client.with({ origin: PANEL, ...bad }), person)).status).toBe(200);
});

test('U1: an operation that only begins like a log-in reads the cookie', async () => {
  const client = panel({ cookie: '__Host-scopegate=sg_ses_nonsense' });
  const query =
    'mutation { requestPasswordReset(input: { email: "a@example.com" }) { received } logOut { loggedOut } }';
  expect((await client.execute(query)).status).toBe(400);
  const named = 'mutation logIn { logOut { loggedOut } }';
  expect((await client.execute(named)).status).toBe(401);
});

test('log-in refuses another origin, whatever is right', async () => {
  const person = await createPerson(server);
  const answer = await tryLogIn(server.anonymous.with({ origin: 'https://evil.example.com' }), person);
  expect([answer.status, answer.code, answer.data]).toEqual([403, 'BAD_REQUEST', undefined]);
});

test('logOut clears the cookie and ends the session', async () => {
  const cookie = await cookiesOf(await createPerson(server));
  const answer = await panel({ cookie }).execute('mutation { logOut { loggedOut } }');
  expect(setCookies(answer)).toEqual([expect.stringMatching(/^__Host-scopegate=; Max-Age=0;/)]);
  expect((await panel({ cookie }).execute(VIEWER)).status).toBe(401);
});

test('O4: whoever ends the session of their cookie by its id loses the cookie, whoever ends another keeps it', async () => {
  const person = await createPerson(server);
  const cookie = await cookiesOf(person);
  const { viewer } = await panel({ cookie }).get<{ viewer: { sessions: { id: string; current: boolean }[] } }>(
    '{ viewer { sessions { id current } } }',
  );
  const end = (current: boolean) =>
    panel({ cookie }).execute('mutation ($ids: [ID!]) { endSessions(input: { ids: $ids }) { endedSessions } }', {
      ids: viewer.sessions.filter((session) => session.current === current).map(({ id }) => id),
    });
  const [other, own] = [await end(false), await end(true)];
  for (const { data } of [other, own]) expect(data).toEqual({ endSessions: { endedSessions: 1 } });
  expect(setCookies(other)).toEqual([]);
  expect(setCookies(own)).toEqual([expect.stringMatching(/^__Host-scopegate=; Max-Age=0;/)]);
});

test('U3: the exchange gives the panel a cookie, too, and marks no device', async () => {
  const person = await createPerson(server);
  const { secret } = await createAccessToken(person.client);
  const input = { account: person.account, email: person.email, token: secret };
  const query =
    'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { sessionToken } }';
  const answer = await panel().execute(query, { input });
  expect(answer.data).toEqual({ logInWithAccessToken: { sessionToken: null } });
  expect(setCookies(answer).map((cookie) => cookie.split('=')[0])).toEqual(['__Host-scopegate']);
});

test('P3: a cookie whose owner lost api:execute is 403 and stays', async () => {
  const person = await createPerson(server);
  const { secret } = await createAccessToken(person.client);
  const input = { account: person.account, email: person.email, token: secret };
  const query = 'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { expiresAt } }';
  const [set = ''] = setCookies(await panel().execute(query, { input }));
  await rewind(server, 'DELETE FROM user_role WHERE account_id = (SELECT id FROM account WHERE slug = ?)', [
    person.account,
  ]);
  const answer = await panel({ cookie: set.split(';')[0] ?? '' }).execute(VIEWER);
  expect([answer.status, answer.code, setCookies(answer)]).toEqual([403, 'INSUFFICIENT_SCOPE', []]);
});

test('O4: the session of a cookie is one of the list, and the current one', async () => {
  const person = await createPerson(server);
  const cookie = await cookiesOf(person);
  const { viewer } = await panel({ cookie }).get<{ viewer: { sessions: { current: boolean }[] } }>(
    '{ viewer { sessions { current } } }',
  );
  expect(viewer.sessions.map(({ current }) => current).sort()).toEqual([false, true]);
});
