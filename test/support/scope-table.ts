/**
 * Every field of Query and Mutation with what it needs, written by hand from the public contract: the generated tests
 * compare the server with this, never with its own marks. The document calls the field with ids that don't exist.
 */
export interface Row {
  readonly field: `${'Query' | 'Mutation'}.${string}`;
  /** The selection of the field, with its arguments. */
  readonly call: string;
  /** OR of ANDs; `public` and `authenticated` as in the schema. */
  readonly needs: 'public' | 'authenticated' | readonly (readonly string[])[];
  /** Only a person's own log-in may. */
  readonly login?: true;
}

const NOBODY = '01890000-0000-7000-8000-000000000000';
const ID = `"${NOBODY}"`;
const IDS = `input: { ids: [${ID}] }`;
const ONE = `input: { id: ${ID} }`;

const SEES_TOKENS = [['api-tokens:read'], ['own-api-tokens:manage']];
const MANAGES_TOKENS = [['api-tokens:manage'], ['own-api-tokens:manage']];
const SEES_CATALOGUE = [['own-api-tokens:manage'], ['api-tokens:read'], ['roles:read'], ['apis:read']];

const query = (name: string, args: string, selection: string, needs: Row['needs']): Row => ({
  field: `Query.${name}`,
  call: `${name}${args && `(${args})`} ${selection}`,
  needs,
});

const mutation = (name: string, args: string, selection: string, needs: Row['needs'], login?: true): Row => ({
  field: `Mutation.${name}`,
  call: `${name}${args && `(${args})`} ${selection}`,
  needs,
  login,
});

const LOGIN: [Row['needs'], true] = ['authenticated', true];

export const SCOPE_TABLE: readonly Row[] = [
  query('viewer', '', '{ id }', 'public'),
  query('errorCodes', '', '{ code }', 'public'),
  query('node', `id: ${ID}`, '{ id }', 'authenticated'),
  query('nodes', `ids: [${ID}]`, '{ id }', 'authenticated'),
  query('apiTokens', '', '{ totalCount }', SEES_TOKENS),
  query('apiToken', `id: ${ID}`, '{ id }', SEES_TOKENS),
  query('ownerCandidates', 'search: "x"', '{ id }', [['api-tokens:read']]),
  query('grantableScopes', '', '', MANAGES_TOKENS),
  query('users', '', '{ totalCount }', [['users:read']]),
  query('user', `id: ${ID}`, '{ id }', [['users:read']]),
  query('roles', '', '{ totalCount }', [['roles:read']]),
  query('role', `id: ${ID}`, '{ id }', [['roles:read']]),
  query('permissionCatalogue', '', '{ label }', SEES_CATALOGUE),
  query('apis', '', '{ id }', [['apis:read']]),
  query('api', `id: ${ID}`, '{ id }', [['apis:read']]),
  query('scopePresets', '', '{ id }', SEES_CATALOGUE),
  query('auditEvents', '', '{ totalCount }', [['audit:read']]),
  query('auditIntegrity', '', '{ entries }', [['audit:read']]),
  query('account', '', '{ id }', 'authenticated'),
  query('requiredScopes', 'input: { document: "{ viewer { id } }" }', '{ complete }', 'authenticated'),
  query('previewRoleChange', ONE, '{ added }', [['roles:manage']]),
  query('previewApiChange', 'input: { name: " ", sdl: "x" }', '{ added }', [['apis:manage']]),

  mutation('logIn', 'input: { email: "nobody@example.com", password: "x" }', '{ expiresAt }', 'public'),
  mutation('logInWithAccessToken', 'input: { email: "nobody@example.com", token: "x" }', '{ expiresAt }', 'public'),
  mutation('logOut', '', '{ loggedOut }', 'authenticated'),
  mutation('requestPasswordReset', 'input: { email: "nobody@example.com" }', '{ received }', 'public'),
  mutation('acceptInvitation', 'input: { token: "x", password: "y" }', '{ expiresAt }', 'public'),
  mutation('confirmPassword', 'input: { password: "x" }', '{ confirmedUntil }', ...LOGIN),
  mutation('changePassword', 'input: { currentPassword: "x", newPassword: "y" }', '{ endedSessions }', ...LOGIN),
  mutation('updateProfile', 'input: {}', '{ user { id } }', ...LOGIN),
  mutation('changeEmail', 'input: { email: "new@example.com" }', '{ sent }', ...LOGIN),
  mutation('confirmEmail', 'input: { token: "x" }', '{ user { id } }', 'public'),
  mutation('startTwoFactor', '', '{ uri }', ...LOGIN),
  mutation('enableTwoFactor', 'input: { oneTimeCode: "1" }', '{ recoveryCodes }', ...LOGIN),
  mutation('disableTwoFactor', 'input: { oneTimeCode: "1" }', '{ user { id } }', ...LOGIN),
  mutation('endSessions', `input: { ids: [${ID}] }`, '{ endedSessions }', ...LOGIN),

  mutation('createApiToken', `input: { name: " " }`, '{ secret }', MANAGES_TOKENS),
  mutation('createApiTokens', 'input: { apiTokens: [] }', '{ secrets { secret } }', MANAGES_TOKENS),
  mutation('copyApiToken', `input: { id: ${ID}, name: "x" }`, '{ secret }', MANAGES_TOKENS),
  mutation('updateApiToken', ONE, '{ apiToken { id } }', MANAGES_TOKENS),
  mutation('regenerateApiToken', ONE, '{ secret }', MANAGES_TOKENS),
  mutation('regenerateApiTokens', IDS, '{ secrets { secret } }', MANAGES_TOKENS),
  mutation('endApiTokenOverlap', ONE, '{ apiToken { id } }', MANAGES_TOKENS),
  mutation('setApiTokensEnabled', `input: { ids: [${ID}], enabled: true }`, '{ affectedCount }', MANAGES_TOKENS),
  mutation('revokeApiTokens', IDS, '{ affectedCount }', MANAGES_TOKENS),
  mutation('restoreApiTokens', IDS, '{ affectedCount }', MANAGES_TOKENS),
  mutation('deleteApiTokens', IDS, '{ affectedCount }', MANAGES_TOKENS),
  mutation('identifyApiToken', 'input: { secret: "x" }', '{ apiToken { id } }', [['api-tokens:read']]),
  mutation('revokeHeldToken', 'input: { secret: "x" }', '{ received }', 'public'),
  mutation('rotateHeldToken', 'input: { overlap: "P31D" }', '{ secret }', [['api-tokens:rotate-self']]),

  mutation('createUser', 'input: { username: " ", roleIds: [] }', '{ user { id } }', [['users:manage']]),
  mutation('updateUser', ONE, '{ user { id } }', [['users:manage']]),
  mutation('setUsersEnabled', `input: { ids: [${ID}], enabled: true }`, '{ users { id } }', [['users:manage']]),
  mutation('deleteUsers', IDS, '{ deletedIds }', [['users:manage']]),
  mutation('resetUserPassword', ONE, '{ user { id } }', [['users:manage']], true),
  mutation('resetUserTwoFactor', ONE, '{ user { id } }', [['users:manage']], true),
  mutation('endUserSessions', ONE, '{ endedSessions }', [['users:manage']], true),

  mutation('createRole', 'input: { name: " ", permissions: [] }', '{ role { id } }', [['roles:manage']]),
  mutation('updateRole', ONE, '{ role { id } }', [['roles:manage']]),
  mutation('deleteRoles', IDS, '{ deletedIds }', [['roles:manage']]),

  mutation('registerApi', 'input: { name: " ", sdl: "x" }', '{ api { id } }', [['apis:manage']], true),
  mutation('deleteApi', ONE, '{ deletedIds }', [['apis:manage']], true),
  mutation('createScopePreset', 'input: { name: " ", scopes: [] }', '{ scopePreset { id } }', [['apis:manage']]),
  mutation('updateScopePreset', ONE, '{ scopePreset { id } }', [['apis:manage']]),
  mutation('deleteScopePresets', IDS, '{ deletedIds }', [['apis:manage']]),

  mutation('updateAccount', 'input: {}', '{ account { id } }', [['account:manage']], true),
  mutation('rotateWebhookSecret', '', '{ secret }', [['account:manage']], true),
];

export function documentOf({ field, call }: Row): string {
  return `${field.startsWith('Query') ? 'query' : 'mutation'} { ${call} }`;
}
