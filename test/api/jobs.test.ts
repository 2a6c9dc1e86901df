import { backgroundJobs } from '../../src/background-jobs';
import { inAccount } from '../../src/context';
import { record, recordAll } from '../../src/features/audit/audit.record';
import { isSealingDue, sealBatch } from '../../src/features/audit/audit.seal';
import { transaction } from '../../src/graphql/transaction';
import { type Job, type RunningJobs, startJobs } from '../../src/jobs';
import { runSql } from '../support/audit';
import { createRole } from '../support/factories';
import { operatorContext, startServer, type TestServer } from '../support/server';

let server: TestServer;
const running: RunningJobs[] = [];
beforeEach(async () => {
  server = await startServer({ options: { jobs: false } });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
  await server.close();
});

const start = (...jobs: Job[]) => {
  const started = startJobs(server.deps, jobs);
  running.push(started);
  return started;
};

/** A background job of the server's, every 50 ms. */
function job(name: string): Job {
  const found = backgroundJobs.find((known) => known.name === name);
  if (!found) throw new Error(`No job ${name}.`);
  return { ...found, everySeconds: 0.05 };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => Promise<boolean> | boolean, seconds = 8): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${seconds} s.`);
    await pause(30);
  }
}

async function count(table: string): Promise<number> {
  const [row] = await server.deps.database.reader.query<{ total: number | string }[]>(
    `SELECT COUNT(*) AS total FROM ${table}`,
  );
  return Number(row?.total);
}

async function mainContext() {
  const [account] = await server.deps.database.reader.query<{ id: string }[]>(
    "SELECT id FROM account WHERE slug = 'main'",
  );
  return inAccount(operatorContext(server.deps), account?.id ?? '');
}

interface Integrity {
  readonly entries: number;
  readonly firstBreak: { readonly id: string } | null;
}
const integrity = async () =>
  (await server.admin.get<{ auditIntegrity: Integrity }>('{ auditIntegrity { entries firstBreak { id } } }'))
    .auditIntegrity;

test('A2: after a pause the sealer catches up, in batches, and the chain fits', async () => {
  const context = await mainContext();
  const entries = Array.from({ length: 1_100 }, () => ({
    action: 'preset.updated' as const,
    targetId: null,
    targetName: 'preset',
  }));
  await transaction(context, (inside) => recordAll(inside, entries));
  start(job('audit-sealing'));
  await until(async () => (await count('audit_unsealed')) === 0);
  expect(await integrity()).toEqual({ entries: await count('audit_event'), firstBreak: null });
});

test('A2: a sealer that dies before its commit leaves no half: another seals the same events', async () => {
  await createRole(server);
  const waiting = await count('audit_unsealed');
  const dying = transaction(operatorContext(server.deps), async (inside) => {
    await sealBatch(inside);
    throw new Error('killed');
  });
  await expect(dying).rejects.toThrow('killed');
  expect([await count('audit_seal'), await count('audit_unsealed')]).toEqual([0, waiting]);
  await transaction(operatorContext(server.deps), sealBatch);
  expect(await integrity()).toEqual({ entries: waiting, firstBreak: null });
});

test('A2: sealers on two nodes make one chain', async () => {
  start(job('audit-sealing'));
  start(job('audit-sealing'));
  for (let made = 0; made < 5; made++) await createRole(server);
  await until(async () => (await count('audit_unsealed')) === 0);
  expect(await integrity()).toEqual({ entries: await count('audit_event'), firstBreak: null });
});

test('A2: an event that may still change waits for its time', async () => {
  await transaction(operatorContext(server.deps), sealBatch);
  await transaction(await mainContext(), (inside) =>
    record(inside, {
      action: 'session.refused',
      targetId: null,
      targetName: 'x@example.com',
      readyAt: new Date(Date.now() + 60_000),
    }),
  );
  expect(await isSealingDue(operatorContext(server.deps))).toBe(false);
  await runSql(server, "UPDATE audit_unsealed SET ready_at = '2020-01-01 00:00:00.000'");
  expect(await isSealingDue(operatorContext(server.deps))).toBe(true);
});

test('A2: a failed log-in that is counted while its entry is being sealed is no break', async () => {
  const fail = () =>
    server.anonymous.execute('mutation ($input: LogInInput!) { logIn(input: $input) { expiresAt } }', {
      input: { email: 'guessed@example.com', password: 'wrong', account: 'main' },
    });
  await fail();
  await runSql(server, "UPDATE audit_unsealed SET ready_at = '2020-01-01 00:00:00.000'");
  let again: Promise<unknown> | undefined;
  await transaction(operatorContext(server.deps), async (inside) => {
    await sealBatch(inside);
    again = fail();
    await pause(200);
  });
  await again;
  expect((await integrity()).firstBreak).toBeNull();
});

test("a dead node's lease runs out, and another takes the job over", async () => {
  await runSql(server, 'DELETE FROM lease');
  const seconds = (later: number) => new Date(Date.now() + later * 1_000).toISOString().replace('T', ' ').slice(0, 23);
  await runSql(server, `INSERT INTO lease VALUES ('audit-sealing', 'dead', '${seconds(2)}')`);
  start(job('audit-sealing'));
  await pause(1_000);
  expect(await count('audit_seal')).toBe(0);
  await until(async () => (await count('audit_unsealed')) === 0);
  expect(await integrity()).toMatchObject({ firstBreak: null });
});

test('of two nodes one does a job at a time, and the other follows when it stops', async () => {
  const steps: string[] = [];
  const named = (node: string): Job => ({
    name: 'test',
    everySeconds: 0.02,
    run: ({ step }) => step(async () => void steps.push(node)),
  });
  const first = start(named('first'));
  await until(() => steps.length > 2);
  start(named('second'));
  await pause(300);
  expect(new Set(steps)).toEqual(new Set(['first']));
  await first.stop();
  await until(() => steps.includes('second'));
});

test('a job that fails is logged and tried again, and the others go on', async () => {
  let failed = 0;
  let others = 0;
  const failing: Job = { name: 'failing', everySeconds: 0.02, run: () => Promise.reject(new Error(`no ${++failed}`)) };
  start(failing, { name: 'other', everySeconds: 0.02, run: async () => void (others += 1) });
  await until(() => failed > 1 && others > 5);
  expect(server.logged.some((line) => line.includes('"job":"failing"'))).toBe(true);
});

test('runs of a job never overlap, and stop waits for the one that is under way', async () => {
  let under = 0;
  let most = 0;
  const run = async () => {
    most = Math.max(most, (under += 1));
    await pause(100);
    under -= 1;
  };
  const jobs = start({ name: 'slow', everySeconds: 0.01, run });
  await until(() => under === 1);
  await jobs.stop();
  expect([under, most]).toEqual([0, 1]);
});

test('ended sessions, dead links and forgotten attempts are cleaned up, living ones stay', async () => {
  await server.logIn('admin@example.com', { account: 'main', confirm: false });
  const [oldest] = await server.deps.database.reader.query<{ id: string }[]>('SELECT id FROM session ORDER BY id');
  await runSql(server, "UPDATE session SET expires_at = '2020-01-01 00:00:00.000' WHERE id = ?", [oldest?.id]);
  await runSql(server, "INSERT INTO attempt VALUES ('old', 3, '2020-01-01 00:00:00.000', '2020-01-01 00:00:00.000')");
  await runSql(server, "INSERT INTO attempt VALUES ('new', 3, '2999-01-01 00:00:00.000', '2020-01-01 00:00:00.000')");
  start(job('clean-up'));
  await until(async () => (await count('session')) === 1);
  await until(async () => (await count("attempt WHERE subject = 'old'")) === 0);
  expect(await count("attempt WHERE subject = 'new'")).toBe(1);
});

test('A2: retention removes sealed events that are too old, and that is no break, whatever the retention is later', async () => {
  await createRole(server);
  await transaction(operatorContext(server.deps), sealBatch);
  const entries = await count('audit_seal');
  await runSql(server, 'UPDATE account SET audit_retention_days = 0');
  const jobs = start(job('audit-retention'));
  await until(async () => (await count('audit_event')) === 0);
  await jobs.stop();
  await runSql(server, 'UPDATE account SET audit_retention_days = NULL');
  expect(await integrity()).toEqual({ entries, firstBreak: null });
});

test('A2: retention keeps what is young, what is not sealed, and what was tampered with', async () => {
  const young = await createRole(server);
  await transaction(operatorContext(server.deps), sealBatch);
  await createRole(server);
  await runSql(server, "UPDATE audit_event SET at = '2020-01-01 00:00:00.000' WHERE target_id = ?", [young.id]);
  await runSql(server, 'UPDATE account SET audit_retention_days = 30');
  const before = await count('audit_event');
  start(job('audit-retention'));
  await until(() => server.logged.some((line) => line.includes('do not fit their seals')));
  expect(await count('audit_event')).toBe(before);
  expect((await integrity()).firstBreak).not.toBeNull();
});

test('A2: an event removed by hand is a break, also when it is older than the retention', async () => {
  await createRole(server);
  await transaction(operatorContext(server.deps), sealBatch);
  await runSql(server, 'UPDATE account SET audit_retention_days = 0');
  await runSql(server, "DELETE FROM audit_event WHERE action = 'role.created'");
  expect((await integrity()).firstBreak).not.toBeNull();
});

test('A2: the proof that retention leaves can neither be forged nor taken from another link', async () => {
  await createRole(server);
  await transaction(operatorContext(server.deps), sealBatch);
  await runSql(server, 'UPDATE account SET audit_retention_days = 0');
  const jobs = start(job('audit-retention'));
  await until(async () => (await count('audit_event')) === 0);
  await jobs.stop();
  const [first] = await server.deps.database.reader.query<{ proof: string }[]>(
    'SELECT removal_proof AS proof FROM audit_seal WHERE position = 1',
  );
  await runSql(server, 'UPDATE audit_seal SET removal_proof = ? WHERE position = 2', [first?.proof]);
  expect((await integrity()).firstBreak).not.toBeNull();
});
