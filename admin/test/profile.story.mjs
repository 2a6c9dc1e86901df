import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as panel from './harness.mjs';
import { openMailbox } from './mailbox.mjs';
import { violations } from './panel.mjs';
import * as people from './people.mjs';

describe('profile', { timeout: 180_000 }, () => {
  let server, browser, context, page, problems, mailbox;
  let created = 0;

  before(async () => {
    mailbox = await openMailbox();
    server = await panel.startServer({ SMTP_URL: mailbox.url });
    browser = await panel.startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await mailbox?.close();
  });
  beforeEach(async () => {
    ({ context, page, problems } = await panel.openContext(browser, server.url));
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(problems(), []);
  });

  const button = (name) => page.getByRole('button', { name, exact: true });
  const dialog = (name) => page.getByRole('dialog', { name });
  const section = (name) => page.getByRole('region', { name });
  async function open(person) {
    await panel.logIn(page, server.url, person);
    await page.goto(`${server.url}/admin/profile`);
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
  }
  /** Somebody new, on their profile. */
  async function begin() {
    created += 1;
    const person = await people.createPerson(server.url, { username: `person-${created}`, scopes: ['users:read'] });
    await open(person);
    return person;
  }
  async function confirm(password) {
    await dialog("Confirm it's you").getByLabel('Password', { exact: true }).fill(password);
    await dialog("Confirm it's you").getByRole('button', { name: 'Confirm' }).click();
  }

  test('W1: a name is saved, and stands wherever the person is named', async () => {
    await begin();
    await page.getByLabel('First name').fill('Ana');
    await button('Save profile').click();
    await page.getByText('Profile saved').waitFor();
    await page.getByRole('button', { name: /^Ana/ }).waitFor();
  });

  test('W1: a change without an answer is told as such, and what was typed stays', async () => {
    await begin();
    await page.getByLabel('First name').fill('Ana');
    await page.route('**/graphql', (route) => route.abort('connectionreset'));
    await button('Save profile').click();
    await page.getByText("Whether the change arrived isn't known", { exact: false }).waitFor();
    await page.unroute('**/graphql');
    await button('Save profile').click();
    await page.getByText('Profile saved').waitFor();
  });

  test('W1: what is typed and not saved is asked about before the page goes, by link and by Back', async () => {
    await begin();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.waitForURL('**/admin/users');
    await page.getByRole('button', { name: /Main/ }).click();
    await page.getByRole('menuitem', { name: 'Profile' }).click();
    await page.getByLabel('First name').fill('Half a na');
    await page.getByRole('link', { name: 'Users' }).click();
    await dialog('Leave without saving?').getByRole('button', { name: 'Stay' }).click();
    await page.goBack();
    await dialog('Leave without saving?').waitFor();
    assert.equal(page.url(), `${server.url}/admin/profile`);
    await dialog('Leave without saving?').getByRole('button', { name: 'Stay' }).click();
    assert.equal(await page.getByLabel('First name').inputValue(), 'Half a na');
    await page.getByRole('link', { name: 'Users' }).click();
    await dialog('Leave without saving?').getByRole('button', { name: 'Leave without saving' }).click();
    await page.waitForURL('**/admin/users');
  });

  test('C10: a change waits for the password, which is asked for once', async () => {
    const person = await begin();
    await button('Change e-mail').click();
    await page.getByLabel('New e-mail').fill('new@example.com');
    await button('Send the link').click();
    await dialog("Confirm it's you").getByText('Enter your password to change your e-mail address.').waitFor();
    await confirm(person.password);
    await page.getByText('A link is on its way to new@example.com.', { exact: false }).waitFor();
    await button('Change e-mail').click();
    await page.getByLabel('New e-mail').fill('newer@example.com');
    await button('Send the link').click();
    await page.getByText('A link is on its way to newer@example.com.', { exact: false }).waitFor();
    assert.equal(await dialog("Confirm it's you").count(), 0);
  });

  test('C10: cancelled, the change is not sent and the form is as it was', async () => {
    await begin();
    const sent = [];
    page.on('request', (request) => /changeEmail/.test(request.postData() ?? '') && sent.push(request));
    await button('Change e-mail').click();
    await page.getByLabel('New e-mail').fill('new@example.com');
    await button('Send the link').click();
    await dialog("Confirm it's you").getByRole('button', { name: 'Cancel' }).click();
    // Actionable again: nothing is on its way.
    await button('Send the link').click({ trial: true });
    assert.equal(sent.length, 1, 'the one that was refused');
    assert.equal(await page.getByLabel('New e-mail').inputValue(), 'new@example.com');
    assert.equal(await page.getByRole('alert').count(), 1, 'the warning, and no error');
  });

  test('C10: a wrong password is told in the dialog, and may be tried again', async () => {
    const person = await begin();
    await button('Change e-mail').click();
    await page.getByLabel('New e-mail').fill('new@example.com');
    await button('Send the link').click();
    await confirm('not the password at all');
    await dialog("Confirm it's you").getByText("The password isn't right.").waitFor();
    await confirm(person.password);
    await page.getByText('A link is on its way', { exact: false }).waitFor();
  });

  test('C10: a session that has ended loses nothing: log in above the form, and the change is done once', async () => {
    const person = await begin();
    await page.getByLabel('First name').fill('Kept');
    await context.clearCookies();
    const sent = [];
    page.on('request', (request) => /updateProfile/.test(request.postData() ?? '') && sent.push(request));
    await button('Save profile').dblclick();
    const again = dialog('You were logged out');
    await again.getByLabel('Password', { exact: true }).fill(person.password);
    assert.equal(await again.getByLabel('E-mail').inputValue(), person.email);
    await again.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Profile saved').waitFor();
    assert.equal(await page.getByLabel('First name').inputValue(), 'Kept');
    assert.equal(sent.length, 2, 'once refused, once repeated');
  });

  test('C10: when somebody else logs in, the change of the first is dropped, and that is said', async () => {
    await begin();
    await page.getByLabel('First name').fill('Not for Ana');
    await context.clearCookies();
    await button('Save profile').click();
    const again = dialog('You were logged out');
    await again.getByLabel('E-mail').fill(panel.ADMIN.email);
    await again.getByLabel('Password', { exact: true }).fill(panel.ADMIN.password);
    await again.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('had typed is gone', { exact: false }).waitFor();
    await page.goto(`${server.url}/admin/profile`);
    assert.notEqual(await page.getByLabel('First name').inputValue(), 'Not for Ana');
  });

  test('W1: a wrong current password stands at its field; the right one ends the other sessions', async () => {
    const person = await begin();
    await panel.logInToApi(server.url, person);
    await page.getByLabel('Current password').fill('not the password at all');
    await page.getByLabel('New password').fill('a quite different long one');
    await button('Change password').click();
    await page.getByText("The password isn't right.").waitFor();
    assert.equal(await page.getByLabel('Current password').getAttribute('aria-invalid'), 'true');
    await page.getByLabel('Current password').fill(person.password);
    await button('Change password').click();
    await page.getByText('Password changed; 1 other session ended').waitFor();
  });

  test('U5: a second factor is set up by a QR code or a key, and its recovery codes are shown once', async () => {
    const person = await begin();
    await button('Set up second factor').click();
    await page.getByRole('img', { name: 'The key as a QR code' }).waitFor();
    const key = await page.getByLabel('Key', { exact: true }).inputValue();
    await page.getByLabel('Code from your authenticator app').click();
    await page.keyboard.type(people.codeOf(key));
    await confirm(person.password);
    const codes = dialog('Your recovery codes');
    await codes.waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    assert.equal(await codes.getByRole('button', { name: 'Done' }).isDisabled(), true);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      codes.getByRole('button', { name: 'Download codes' }).click(),
    ]);
    assert.equal(file.suggestedFilename(), 'scopegate-recovery-codes.txt');
    await codes.getByRole('button', { name: 'Done' }).click();
    await section('Second factor').getByText('On', { exact: true }).waitFor();
    assert.doesNotMatch(await page.content(), /[a-z2-9]{5}-[a-z2-9]{5}\n/);
  });

  test('U5: a second factor is switched off with the password and a code', async () => {
    const person = await people.createPerson(server.url, { username: 'switches-off' });
    const { code, recoveryCodes } = await people.enableSecondFactor(server.url, person);
    await page.goto(`${server.url}/admin/login?next=/profile`);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await button('Log in').click();
    await button('Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(recoveryCodes[0]);
    await button('Log in').click();
    await button('Switch off').click();
    const off = dialog('Switch off the second factor?');
    const confirmation = dialog("Confirm it's you");
    assert.equal(await off.getByRole('button', { name: 'Switch off second factor' }).isDisabled(), true);
    await off.getByRole('button', { name: 'Use a recovery code' }).click();
    await off.getByLabel('Recovery code').fill(recoveryCodes[1]);
    await off.getByRole('button', { name: 'Switch off second factor' }).click();
    await confirm(person.password);
    await confirmation.getByLabel('Code from your authenticator app').click();
    await page.keyboard.type(code());
    await section('Second factor').getByText('Off', { exact: true }).waitFor();
  });

  test('W2: where the browser refuses to copy, the text is selected and that is said', async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await begin();
    await button('Set up second factor').click();
    const key = page.getByLabel('Key', { exact: true });
    await button('Copy Key').click();
    await page.getByText('The browser refused. The text is selected: press Ctrl+C.').waitFor();
    assert.equal(await page.evaluate(() => window.getSelection().toString()), await key.inputValue());
    assert.equal(await page.getByText('Copied').count(), 0);
  });

  test('W1: another session is ended, and goes from the list', async () => {
    const person = await begin();
    await panel.logInToApi(server.url, person);
    await page.reload();
    const sessions = section('Sessions').getByRole('listitem');
    await sessions.nth(1).waitFor();
    await section('Sessions')
      .getByRole('button', { name: /^End session/ })
      .click();
    await page.getByText('1 session ended').waitFor();
    await sessions.nth(1).waitFor({ state: 'detached' });
    await sessions.getByText('This one').waitFor();
  });

  test('W5: keys go places, ? lists them, and they can be switched off', async () => {
    await begin();
    await page.keyboard.press('?');
    await dialog('Keyboard').getByText('Go to Users').waitFor();
    await page.keyboard.press('Escape');
    await dialog('Keyboard').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await page.waitForURL('**/admin/users');
    await page.goBack();
    await page.getByLabel('First name').pressSequentially('?');
    assert.equal(await dialog('Keyboard').count(), 0);
    await page.getByLabel('First name').fill('');
    await page.getByLabel('Use single keys as shortcuts').click();
    await page.keyboard.press('?');
    assert.equal(await dialog('Keyboard').count(), 0);
  });

  test('W5: the profile and its dialogs pass axe in both themes', async () => {
    await begin();
    await section('Sessions').getByText('This one').waitFor();
    assert.deepEqual(await violations(page), [], 'profile');
    await button('Set up second factor').click();
    await page.getByRole('img', { name: 'The key as a QR code' }).waitFor();
    await button('Change e-mail').click();
    await page.getByLabel('New e-mail').fill('new@example.com');
    assert.deepEqual(await violations(page), [], 'profile with open forms');
    await button('Send the link').click();
    await dialog("Confirm it's you").waitFor();
    assert.deepEqual(await violations(page), [], 'confirmation');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Main/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).waitFor();
    assert.deepEqual(await violations(page), [], 'menu');
  });

  test('W5: the profile fits 360 px, and its menu leads on', async () => {
    await begin();
    await page.setViewportSize({ width: 360, height: 740 });
    await button('Set up second factor').click();
    await page.getByRole('img', { name: 'The key as a QR code' }).waitFor();
    await panel.assertNoSidewaysScroll(page, 'profile');
    await button('Open the menu').click();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.waitForURL('**/admin/users');
    await button('Open the menu').waitFor();
  });
});
