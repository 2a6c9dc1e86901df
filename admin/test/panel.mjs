import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { ADMIN, logIn, logInToApi, openContext, startBrowser, startServer } from './harness.mjs';

/**
 * A server, the API as its administrator, a browser and a page that is logged in: one for all the stories of a file.
 * `prepare` fills the server first; `settings` are more of its environment.
 */
export function openPanel({ prepare, settings, context: options } = {}) {
  const panel = {};
  before(async () => {
    panel.server = await startServer(settings);
    panel.url = panel.server.url;
    panel.api = await logInToApi(panel.url);
    await prepare?.(panel);
    panel.browser = await startBrowser();
    Object.assign(panel, await openContext(panel.browser, panel.url, { reducedMotion: 'reduce', ...options }));
    await logIn(panel.page, panel.url);
  });
  after(async () => {
    await panel.browser?.close();
    await panel.server?.stop();
  });
  return panel;
}

/** Another person's window, with cookies of its own. It gets its size after the log-in, whose end shows in the navigation. */
export async function openAs(panel, person, { viewport, ...options } = {}) {
  const opened = await openContext(panel.browser, panel.url, { reducedMotion: 'reduce', ...options });
  await logIn(opened.page, panel.url, person);
  if (viewport) await opened.page.setViewportSize(viewport);
  return opened;
}

/** Types the password where the panel asks for it again. */
export async function confirmPassword(page, password = ADMIN.password) {
  const dialog = page.getByRole('dialog', { name: "Confirm it's you" });
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await dialog.waitFor({ state: 'detached' });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a theme can change; everything else is the same page in both. */
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };

async function violationsIn(page, scheme, options = {}) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
  const found = await page.evaluate(
    (more) => window.axe.run(document, { resultTypes: ['violations'], ...more }),
    options,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${scheme} ${id}: ${html.slice(0, 200)}`));
}

/** What axe finds on the page as it is now, in both themes; nothing is what a story wants. */
export async function violations(page) {
  await page.evaluate(axe);
  return [...(await violationsIn(page, 'dark', COLOURS)), ...(await violationsIn(page, 'light'))];
}

/** To another page of the panel without loading the whole of it again, as its own links do. */
export const goTo = (page, address) => page.evaluate((to) => history.pushState(null, '', to), address);

const PATIENCE_MS = 8000;

/** Repeats a check until it holds, for what a page shows in its own time. */
export async function eventually(check) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((later) => setTimeout(later, 40));
    }
  }
}
