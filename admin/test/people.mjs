import { generateSync } from 'otplib';
import { logInToApi } from './harness.mjs';

const admins = new Map();

/** The API as the administrator: one log-in for each server, since passwords are slow to check by design. */
export function adminOf(url) {
  if (!admins.has(url)) admins.set(url, logInToApi(url));
  return admins.get(url);
}

/** A person who can log in, made as an administrator does; `scopes`: of a role of their own. */
export async function createPerson(url, { username, scopes = [] }) {
  const api = await adminOf(url);
  const role = await api('mutation Role($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }', {
    input: { name: `Role of ${username}`, permissions: scopes },
  });
  const person = { email: `${username}@example.com`, password: `long enough for ${username}` };
  const { createUser } = await api(
    'mutation Person($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
    { input: { ...person, username, roleIds: [role.createRole.role.id] } },
  );
  return { ...person, id: createUser.user.id };
}

/** Sets up a second factor. @returns `code()`, as the person's app would show it, and the recovery codes. */
export async function enableSecondFactor(url, person) {
  const api = await logInToApi(url, person);
  const { startTwoFactor } = await api('mutation Start { startTwoFactor { secret } }');
  const { secret } = startTwoFactor;
  // One of the step before: each code counts once, and the present one is for the story.
  const before = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) - 30 });
  const { enableTwoFactor } = await api(
    'mutation On($input: EnableTwoFactorInput!) { enableTwoFactor(input: $input) { recoveryCodes } }',
    { input: { oneTimeCode: before } },
  );
  return { code: () => generateSync({ secret }), recoveryCodes: enableTwoFactor.recoveryCodes };
}

/** The code that an authenticator app shows for this key now. */
export const codeOf = (secret) => generateSync({ secret });
