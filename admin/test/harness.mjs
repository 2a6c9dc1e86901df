import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { noteRequest } from './seen.mjs';

// Debian's path, unless told. The flags keep the browser from asking the internet for anything by itself.
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
];
const SERVER = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const COMMAND_LINE = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** The administrator that each installation begins with. */
export const ADMIN = { email: 'ana@example.com', password: 'correct horse battery staple' };

const freePort = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });

/**
 * The built server with a fresh SQLite file, on a free port. `settings`: more of its environment.
 * @returns its address, the file of its database, `command` for an operator on its machine, and `stop`; `crash` ends it
 * in the middle of whatever it does, `startAgain` brings it back.
 */
export async function startServer(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'scopegate-panel-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const database = join(folder, 'panel.sqlite');
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    DATABASE_URL: `sqlite:${database}`,
    SCOPEGATE_KEYS: `test:${randomBytes(32).toString('base64')}`,
    SCOPEGATE_ADMIN_EMAIL: ADMIN.email,
    SCOPEGATE_ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'error',
    ...settings,
  };
  let child;
  function start() {
    child = spawn(process.execPath, [SERVER], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env });
    return untilReady(child);
  }
  const said = await start();
  async function end(signal) {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }
  async function stop() {
    await end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
  const command = (...words) => promisify(execFile)(process.execPath, [COMMAND_LINE, ...words], { cwd: folder, env });
  return {
    url,
    said,
    stop,
    database,
    command,
    pid: child.pid,
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    crash: () => end('SIGKILL'),
    startAgain: start,
  };
}

function untilReady(child) {
  return new Promise((ready, failed) => {
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('is ready')) ready(said);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => failed(new Error(`The server ended with ${code} before it was ready:\n${said}`)));
  });
}

/** Chromium; without it the tests fail and say why, for a skipped test proves nothing. */
export async function startBrowser() {
  if (!existsSync(CHROMIUM)) throw new Error(`No Chromium at ${CHROMIUM}: install it, or name it in CHROMIUM.`);
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** The API, as whoever has this session or token; errors throw. */
export function apiOf(url, token) {
  return async (query, variables) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
}

const LOG_IN = 'mutation In($input: LogInInput!) { logIn(input: $input) { sessionToken } }';

/** The API with a log-in of its own, whose password is confirmed: to prepare what a story needs. */
export async function logInToApi(url, { email, password } = ADMIN) {
  const { logIn } = await apiOf(url)(LOG_IN, { input: { email, password } });
  const api = apiOf(url, logIn.sessionToken);
  await api('mutation Sure($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { confirmedUntil } }', {
    input: { password },
  });
  return api;
}

/**
 * A page that watches itself: `problems()` lists violations of the content security policy, requests to elsewhere and
 * errors of scripts. `options`: of Playwright's context, as `{ colorScheme: 'dark', viewport }`.
 */
export async function openContext(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const problems = [];
  context.on('request', noteRequest);
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== url && !['data:', 'blob:'].includes(protocol)) problems.push(`asked elsewhere: ${request.url()}`);
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error().message}`));
  await context.exposeFunction('reportViolation', (directive) => problems.push(`violated: ${directive}`));
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    ),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return { context, page, problems: () => problems };
}

/** Gives the page's browser the cookie of a log-in, then opens the panel; the log-in page has stories of its own. */
export async function logIn(page, url, { email, password } = ADMIN) {
  const answer = await page.request.post(`${url}/graphql`, {
    headers: { origin: url },
    data: { query: LOG_IN, variables: { input: { email, password } } },
  });
  const { errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  await page.goto(`${url}/admin`);
  // Not the navigation: small screens put it away.
  await page.locator('main#page').waitFor();
}

/** Nothing reaches out of the window at its side. */
export async function assertNoSidewaysScroll(page, what) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${what}: ${content} px wide in a window of ${window}`);
}
