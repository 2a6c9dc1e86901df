import { auditOf, confirm, createAccessToken, createPerson, rewind, tryLogIn } from '../support/people';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => server.close());

const WRONG = { password: 'a wrong password of some length' };
const from = (address: string, client = server.anonymous) => client.with({ 'x-forwarded-for': address });

/** Statuses of so many wrong tries, one after another. */
async function fail(
  person: { account: string; email: string },
  times: number,
  client = from('203.0.113.1'),
): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) statuses.push((await tryLogIn(client, person, WRONG)).status);
  return statuses;
}

test('five wrong passwords are free, then a delay grows and is told', async () => {
  const person = await createPerson(server);
  expect(await fail(person, 6)).toEqual([401, 401, 401, 401, 401, 429]);
  const { code, headers } = await tryLogIn(from('203.0.113.1'), person);
  expect([code, headers.get('retry-after')]).toEqual(['RATE_LIMITED', '1']);
});

test('it is no lock-out: after the delay the right password lets in, and what was counted is forgotten', async () => {
  const person = await createPerson(server);
  await fail(person, 6);
  await rewind(server, 'UPDATE attempt SET next_allowed_at = last_failed_at');
  expect((await tryLogIn(from('203.0.113.1'), person)).status).toBe(200);
  expect(await fail(person, 6)).toEqual([401, 401, 401, 401, 401, 429]);
});

test('the delay doubles with every failure', async () => {
  const person = await createPerson(server);
  await fail(person, 5);
  for (const seconds of ['1', '2', '4']) {
    const blocked = await tryLogIn(from('203.0.113.1'), person, WRONG);
    expect(blocked.headers.get('retry-after')).toBe(seconds);
    await rewind(server, 'UPDATE attempt SET next_allowed_at = last_failed_at');
    await fail(person, 1);
  }
});

test('an unknown e-mail is slowed down exactly like a known one', async () => {
  const person = await createPerson(server);
  expect(await fail({ ...person, email: 'nobody-at-all@example.com' }, 6)).toEqual([401, 401, 401, 401, 401, 429]);
});

test('neighbouring addresses are one; another network is slowed down later', async () => {
  const person = await createPerson(server);
  await fail(person, 5, from('203.0.113.1'));
  expect(await fail(person, 1, from('203.0.113.200'))).toEqual([429]);
  expect(await fail(person, 1, from('198.51.100.1'))).toEqual([401]);
});

test('an IPv6 network of /64 is one address', async () => {
  const person = await createPerson(server);
  await fail(person, 5, from('2001:db8:0:1::1'));
  expect(await fail(person, 1, from('2001:db8:0:1:ffff::2'))).toEqual([429]);
  expect(await fail(person, 1, from('2001:db8:0:2::1'))).toEqual([401]);
});

test('guesses from everywhere are slowed down, too, and a device that logged in before is not', async () => {
  const person = await createPerson(server);
  const origin = server.deps.config.publicUrl;
  const welcome = await tryLogIn(server.anonymous.with({ origin }), person);
  const cookie =
    welcome.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .find((set) => set?.startsWith('scopegate-device=')) ?? '';
  for (let network = 0; network < 4; network++) await fail(person, 5, from(`198.18.${network}.1`));
  expect(await fail(person, 1, from('198.18.100.1'))).toEqual([429]);
  expect((await tryLogIn(from('198.18.101.1'), person)).status).toBe(429);
  expect((await tryLogIn(from('198.18.102.1').with({ origin, cookie }), person)).status).toBe(200);
});

test('a right log-in forgets the failures of its own network, not the guesses from everywhere', async () => {
  const person = await createPerson(server);
  for (const [network, times] of [5, 5, 5, 4].entries()) await fail(person, times, from(`198.22.${network}.1`));
  expect((await tryLogIn(from('198.22.50.1'), person)).status).toBe(200);
  expect(await fail(person, 1, from('198.22.100.1'))).toEqual([401]);
  expect(await fail(person, 1, from('198.22.101.1'))).toEqual([429]);
});

test("another person's device is no known one", async () => {
  const [person, other] = [await createPerson(server), await createPerson(server)];
  const origin = server.deps.config.publicUrl;
  const welcome = await tryLogIn(server.anonymous.with({ origin }), other);
  const cookie =
    welcome.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .find((set) => set?.startsWith('scopegate-device=')) ?? '';
  for (let network = 0; network < 4; network++) await fail(person, 5, from(`198.19.${network}.1`));
  expect((await tryLogIn(from('198.19.102.1').with({ origin, cookie }), person)).status).toBe(429);
});

/** Those that are free, and what the growing delay lets through while a slow machine works: one after 1 s, 3 s, 7 s. */
function expectFewTried(answers: readonly { status: number }[], free: number): void {
  const tried = answers.filter(({ status }) => status === 401).length;
  expect(tried).toBeGreaterThanOrEqual(free);
  expect(tried).toBeLessThanOrEqual(free + 3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(answers.length - tried);
}

test('many tries at once are no way round the delay', async () => {
  const person = await createPerson(server);
  const answers = await Promise.all(Array.from({ length: 20 }, () => tryLogIn(from('203.0.113.1'), person, WRONG)));
  expectFewTried(answers, 5);
});

test('many tries at once from many networks are none either', async () => {
  const person = await createPerson(server);
  const tries = Array.from({ length: 30 }, (_, network) => tryLogIn(from(`198.20.${network}.1`), person, WRONG));
  expectFewTried(await Promise.all(tries), 20);
});

test('right log-ins at once are all let in', async () => {
  const person = await createPerson(server);
  const answers = await Promise.all(Array.from({ length: 20 }, () => tryLogIn(from('203.0.113.1'), person)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
});

test('C10: a wrong confirmation counts as a log-in attempt', async () => {
  const person = await createPerson(server);
  const client = from('203.0.113.1', person.client);
  for (let i = 0; i < 5; i++) expect((await confirm(client, WRONG)).status).toBe(401);
  expect((await confirm(client)).status).toBe(429);
  expect((await tryLogIn(from('203.0.113.1'), person)).status).toBe(429);
});

test('the exchange is slowed down by itself: a script with a dead token does not slow its owner down', async () => {
  const person = await createPerson(server);
  const { secret } = await createAccessToken(person.client);
  const query = 'mutation ($input: LogInWithAccessTokenInput!) { logInWithAccessToken(input: $input) { expiresAt } }';
  const exchange = async (token: string) => {
    const input = { account: person.account, email: person.email, token };
    return (await from('203.0.113.1').execute(query, { input })).status;
  };
  for (let i = 0; i < 5; i++) expect(await exchange('nonsense')).toBe(401);
  expect(await exchange(secret)).toBe(429);
  expect((await tryLogIn(from('203.0.113.1'), person)).status).toBe(200);
});

test('links are slowed down by address', async () => {
  const query = 'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { expiresAt } }';
  const input = { token: 'nonsense', password: 'long enough to be a password' };
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await from('192.0.2.1').execute(query, { input })).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  // They name nobody: guesses from everywhere, counted together, would lock everybody out.
  const elsewhere = Array.from({ length: 25 }, (_, network) => from(`198.21.${network}.1`).execute(query, { input }));
  expect(new Set((await Promise.all(elsewhere)).map(({ status }) => status))).toEqual(new Set([401]));
});

test('reset links are asked for five times at once, known or not', async () => {
  const person = await createPerson(server);
  const query = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { received } }';
  for (const email of [person.email, 'nobody@example.com']) {
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) {
      statuses.push((await from('192.0.2.2').execute(query, { input: { account: person.account, email } })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  }
});

test('A1: failed log-ins from two addresses are two entries', async () => {
  const person = await createPerson(server);
  await fail(person, 2, from('203.0.113.1'));
  await fail(person, 1, from('203.0.113.2'));
  const entries = await auditOf(server, person.account, 'session.refused');
  expect(new Set(entries.map(({ address }) => address))).toEqual(new Set(['203.0.113.1', '203.0.113.2']));
});

test('what failed is forgotten after a day', async () => {
  const person = await createPerson(server);
  await fail(person, 5);
  await rewind(
    server,
    "UPDATE attempt SET last_failed_at = '2020-01-01 00:00:00.000', next_allowed_at = '2020-01-01 00:00:00.000'",
  );
  expect(await fail(person, 6)).toEqual([401, 401, 401, 401, 401, 429]);
});
