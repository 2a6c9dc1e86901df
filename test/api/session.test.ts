import bcrypt from 'bcrypt';
import { auditOf, confirm, createPerson, type Person, rewind, tryLogIn } from '../support/people';
import { PASSWORD, startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const SESSIONS = '{ viewer { sessions { id current createdAt lastUsedAt expiresAt address client } } }';
interface Sessions {
  viewer: { sessions: { id: string; current: boolean; expiresAt: string; createdAt: string }[] };
}
const END = 'mutation ($input: EndSessionsInput!) { endSessions(input: $input) { endedSessions } }';
const DAY = 86_400_000;

test('U5: a log-in answers with the viewer and a session that works at once', async () => {
  const person = await createPerson(server);
  const { data } = await tryLogIn(server.anonymous, person);
  expect(data?.logIn.viewer.user.email).toBe(person.email);
  const { viewer } = await server
    .as(data?.logIn.sessionToken ?? '')
    .get<{ viewer: { apiToken: null } }>('{ viewer { id apiToken { id } } }');
  expect(viewer).toEqual({ id: data?.logIn.viewer.id, apiToken: null });
});

test('a session ends after seven days at most', async () => {
  const { data } = await tryLogIn(server.anonymous, await createPerson(server));
  const left = new Date(data?.logIn.expiresAt ?? 0).getTime() - Date.now();
  expect(left).toBeGreaterThan(6.99 * DAY);
  expect(left).toBeLessThanOrEqual(7 * DAY);
});

test('a wrong password, an unknown e-mail and an unknown account answer alike', async () => {
  const person = await createPerson(server);
  const answers = [
    await tryLogIn(server.anonymous, person, { password: 'a wrong password of some length' }),
    await tryLogIn(server.anonymous, { ...person, email: 'nobody@example.com' }),
    await tryLogIn(server.anonymous, { ...person, account: 'nowhere' }),
  ];
  for (const { status, code, errors } of answers) {
    expect([status, code, errors?.[0]?.message]).toEqual([401, 'UNAUTHENTICATED', answers[0]?.errors?.[0]?.message]);
  }
});

test.each([
  ['a wrong password', (person: Person) => person],
  ['an unknown e-mail', (person: Person) => ({ ...person, email: 'nobody-known@example.com' })],
  ['an unknown account', (person: Person) => ({ ...person, account: 'nowhere-known' })],
])('%s takes the work of one password, neither less nor more', async (_, whom) => {
  const person = await createPerson(server);
  const work = [jest.spyOn(bcrypt, 'compare'), jest.spyOn(bcrypt, 'hash')];
  await tryLogIn(server.anonymous, whom(person), { password: 'a wrong password of some length' });
  const costs = work.map(({ mock }) => mock.calls.map(([, hash]) => bcrypt.getRounds(String(hash))));
  work.forEach((each) => each.mockRestore());
  expect(costs).toEqual([[server.deps.config.passwordCost], []]);
});

test.each([
  ['disabled', 'enabled = 0'],
  ['given another password', "password_hash = 'another'"],
])('whoever is %s while their password is looked at is not let in', async (_, change) => {
  const person = await createPerson(server);
  const compare = bcrypt.compare.bind(bcrypt);
  const overtaken = async (password: string, hash: string): Promise<boolean> => {
    const right = await compare(password, hash);
    await rewind(server, `UPDATE user SET ${change} WHERE email = ?`, [person.email]);
    return right;
  };
  // Of the two forms the types of a spy know the one with a callback only.
  const looking = jest.spyOn(bcrypt, 'compare').mockImplementationOnce(overtaken as never);
  const begun = async () => (await auditOf(server, person.account, 'session.created')).length;
  const before = await begun();
  expect((await tryLogIn(server.anonymous, person)).code).toBe('UNAUTHENTICATED');
  looking.mockRestore();
  expect(await begun()).toBe(before);
});

test('the case of an e-mail address makes no difference', async () => {
  const person = await createPerson(server);
  const { status } = await tryLogIn(server.anonymous, { ...person, email: person.email.toUpperCase() });
  expect(status).toBe(200);
});

test('without an account named, a server with several asks for it', async () => {
  const { email } = await createPerson(server);
  const input = { email, password: PASSWORD };
  const refused = await server.anonymous.refused(
    'mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }',
    { input },
  );
  expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['account'] }] });
});

test('O4: everybody sees their own sessions, and which is this one', async () => {
  const person = await createPerson(server);
  const second = await server.logIn(person.email, { account: person.account });
  const { viewer } = await second.get<Sessions>(SESSIONS);
  expect(viewer.sessions).toHaveLength(2);
  expect(viewer.sessions.filter(({ current }) => current)).toHaveLength(1);
});

test('O4: without ids every session but this one ends', async () => {
  const person = await createPerson(server);
  const other = await server.logIn(person.email, { account: person.account });
  const { endSessions } = await other.get<{ endSessions: { endedSessions: number } }>(END, { input: {} });
  expect(endSessions.endedSessions).toBe(1);
  expect((await person.client.execute(SESSIONS)).status).toBe(401);
  expect((await other.get<Sessions>(SESSIONS)).viewer.sessions).toHaveLength(1);
});

test('O4: one session is ended by its id, at once', async () => {
  const person = await createPerson(server);
  const other = await server.logIn(person.email, { account: person.account });
  const { viewer } = await person.client.get<Sessions>(SESSIONS);
  const ids = viewer.sessions.filter(({ current }) => !current).map(({ id }) => id);
  await person.client.get(END, { input: { ids } });
  expect((await other.execute(SESSIONS)).code).toBe('UNAUTHENTICATED');
});

test("R2: another person's session looks like a missing one, and nothing ends", async () => {
  const [mine, other] = [await createPerson(server), await createPerson(server)];
  const { viewer } = await other.client.get<Sessions>(SESSIONS);
  const theirs = viewer.sessions[0]?.id ?? '';
  const own = (await mine.client.get<Sessions>(SESSIONS)).viewer.sessions[0]?.id;
  const refused = await mine.client.refused(END, { input: { ids: [own, theirs] } });
  expect(refused.extensions).toMatchObject({ code: 'NOT_FOUND', ids: [theirs] });
  expect((await other.client.get<Sessions>(SESSIONS)).viewer.sessions).toHaveLength(1);
  expect((await mine.client.get<Sessions>(SESSIONS)).viewer.sessions).toHaveLength(1);
});

test('null for the sessions to end is refused: left out is not null', async () => {
  const { client } = await createPerson(server);
  const refused = await client.refused(END, { input: { ids: null } });
  expect(refused.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['ids'] }] });
});

test('logOut ends this session and no other', async () => {
  const person = await createPerson(server);
  const other = await server.logIn(person.email, { account: person.account });
  expect(await other.get('mutation { logOut { loggedOut } }')).toEqual({ logOut: { loggedOut: true } });
  expect((await other.execute(SESSIONS)).status).toBe(401);
  expect((await person.client.execute(SESSIONS)).status).toBe(200);
});

test('twelve hours without use end a session', async () => {
  const { client } = await createPerson(server);
  await server.deps.usage.flush();
  const { viewer } = await client.get<Sessions>(SESSIONS);
  const id = viewer.sessions[0]?.id;
  await server.deps.usage.flush();
  await rewind(server, 'UPDATE session SET last_used_at = ? WHERE id = ?', ['2020-01-01 00:00:00.000', id]);
  expect((await client.execute(SESSIONS)).code).toBe('UNAUTHENTICATED');
});

test('seven days end a session that is in use', async () => {
  const { client } = await createPerson(server);
  const { viewer } = await client.get<Sessions>(SESSIONS);
  await rewind(server, 'UPDATE session SET expires_at = ? WHERE id = ?', [
    '2020-01-01 00:00:00.000',
    viewer.sessions[0]?.id,
  ]);
  expect((await client.execute(SESSIONS)).code).toBe('UNAUTHENTICATED');
});

test('A1: a log-in and the end of a session leave one entry each, in the name of the user', async () => {
  const person = await createPerson(server);
  await person.client.get('mutation { logOut { loggedOut } }');
  const [created, ended] = [
    await auditOf(server, person.account, 'session.created'),
    await auditOf(server, person.account, 'session.ended'),
  ];
  expect(created).toMatchObject([
    { actor_kind: 'USER', actor_name: 'admin', credential: 'log-in', target_name: 'admin' },
  ]);
  expect(ended).toMatchObject([
    { actor_kind: 'USER', actor_name: 'admin', credential: 'log-in', target_name: 'admin' },
  ]);
});

test('A1: failed log-ins of one minute are one entry with their number, with the e-mail as it was typed', async () => {
  const person = await createPerson(server);
  const typed = { ...person, email: `Nobody.${person.email}` };
  const minute = () => Math.floor(Date.now() / 60_000);
  const before = minute();
  for (let i = 0; i < 2; i++) await tryLogIn(server.anonymous, typed);
  // Another spelling of the same address is no way to write a row a try.
  await tryLogIn(server.anonymous, { ...typed, email: typed.email.toUpperCase() });
  const entries = await auditOf(server, person.account, 'session.refused');
  if (minute() !== before) return expect(entries.length).toBeLessThan(3);
  expect(entries).toMatchObject([{ actor_kind: 'ANONYMOUS', target_name: typed.email }]);
  return expect(JSON.parse(entries[0]?.changes ?? '')).toEqual([{ field: 'attempts', before: null, after: '3' }]);
});

test('A1: a failed log-in is counted on its own kind of entry and its own minute only', async () => {
  const person = await createPerson(server);
  // Named like their address, so that the entry of the log-in itself is about the same name.
  await rewind(server, 'UPDATE user SET username = email WHERE email = ?', [person.email]);
  expect((await tryLogIn(server.anonymous, person)).status).toBe(200);
  for (let minute = 0; minute < 2; minute++) {
    await tryLogIn(server.anonymous, person, { password: 'a wrong password of some length' });
    await rewind(server, "UPDATE audit_event SET at = '2020-01-01 00:00:00.000' WHERE target_name = ?", [person.email]);
  }
  const refused = await auditOf(server, person.account, 'session.refused');
  expect(refused.map(({ changes }) => (JSON.parse(changes) as { after: string }[])[0]?.after)).toEqual(['1', '1']);
});

test('C10: a log-in confirms nothing; confirmPassword does, until a stated moment', async () => {
  const person = await createPerson(server);
  const client = await server.logIn(person.email, { account: person.account, confirm: false });
  const asked = '{ viewer { passwordConfirmedUntil } }';
  expect(await client.get(asked)).toEqual({ viewer: { passwordConfirmedUntil: null } });
  const { data } = await confirm(client);
  expect(await client.get(asked)).toEqual({
    viewer: {
      passwordConfirmedUntil: (data as { confirmPassword: { confirmedUntil: string } }).confirmPassword.confirmedUntil,
    },
  });
});

test('R9: an operation that logs in may hold nothing else: it would run on the rights of whoever sent it', async () => {
  const { account, email } = await createPerson(server);
  const query = `mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } ...more } fragment more on Mutation { logOut { loggedOut } }`;
  const { status, code, data } = await server.admin.execute(query, { input: { account, email, password: PASSWORD } });
  expect([status, code, data]).toEqual([400, 'BAD_REQUEST', undefined]);
});

test('R9: what a log-in shows is never decided on by the rights of a credential sent along', async () => {
  const { account, email } = await createPerson(server);
  const query = 'mutation ($input: LogInInput!) { logIn(input: $input) { viewer { sessions { id } } } }';
  const { code } = await server.admin.execute(query, { input: { account, email, password: PASSWORD } });
  expect(code).toBe('UNAUTHENTICATED');
});
