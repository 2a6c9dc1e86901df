/**
 * `node bench/panel.mjs DATABASE_FILE`: how long the panel's list of tokens takes in a browser, from the question to the
 * rows on the screen. The file is one that `npm run bench -- lists --sizes 1000000` has filled; the panel has to be built.
 */
import { openContext, startBrowser, startServer } from '../admin/test/harness.mjs';

const KEYS = `bench:${Buffer.alloc(32, 7).toString('base64')}`;
const BENCH = { email: 'bench@example.com', password: 'a bench needs no secret' };
const ROUNDS = 7;

const QUESTIONS = [
  { what: 'first rows', query: '', allowed: 300 },
  { what: 'sorted by last use', query: '?sort=-lastUsedAt', allowed: 300 },
  { what: 'sorted by status', query: '?sort=status', allowed: 500 },
  { what: 'filter: status', query: '?statuses=REVOKED', allowed: 500 },
  { what: 'filter: expires within 30 days', query: '?expiresWithinDays=30', allowed: 500 },
  { what: 'filter: never used', query: '?neverUsed=true', allowed: 500 },
  { what: 'filter: against the policy', query: '?againstPolicy=true', allowed: 500 },
  { what: 'filter: a word', query: '?search=deploy', allowed: 500 },
  {
    what: 'filter: status and level, by owner',
    query: '?statuses=DISABLED&access=FULL_ACCESS&sort=owner',
    allowed: 500,
  },
];

/** In the page, so that nothing but the panel and the server is measured: from the click to the rows' paint. */
const timeToRows = (page, address) =>
  page.evaluate(async (to) => {
    const frame = () => new Promise((painted) => requestAnimationFrame(painted));
    history.pushState(null, '', '/admin/profile');
    while (!document.querySelector('h1') || document.querySelector('table')) await frame();
    const started = performance.now();
    history.pushState(null, '', to);
    for (;;) {
      await frame();
      const table = document.querySelector('table[aria-busy="false"]');
      const done = table ? table.querySelector('tbody tr') : document.body.innerText.includes('Nothing found');
      if (done) break;
    }
    return performance.now() - started;
  }, address);

const median = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];

async function measure(page) {
  for (const { what, query, allowed } of QUESTIONS) {
    const times = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timeToRows(page, `/admin/api-tokens${query}`));
    const time = Math.round(median(times));
    console.log(`${what}: ${time} ms (${allowed} at most)${time > allowed ? '  TOO SLOW' : ''}`);
    if (time > allowed) process.exitCode = 1;
  }
}

const [file] = process.argv.slice(2);
if (!file) throw new Error('Which file? node bench/panel.mjs DATABASE_FILE');
const server = await startServer({ DATABASE_URL: `sqlite:${file}`, SCOPEGATE_KEYS: KEYS });
const browser = await startBrowser();
const { page } = await openContext(browser, server.url);
await page.goto(`${server.url}/admin/login`);
await page.getByLabel('E-mail').fill(BENCH.email);
await page.getByLabel('Password', { exact: true }).fill(BENCH.password);
await page.getByRole('button', { name: 'Log in' }).click();
await page.getByRole('navigation', { name: 'Panel' }).waitFor();
await measure(page);
await browser.close();
await server.stop();
