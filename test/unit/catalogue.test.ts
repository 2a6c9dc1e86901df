import { BUILT_IN_CATALOGUE, BUILT_IN_PERMISSIONS, TOKEN_MANAGING } from '../../src/access/catalogue';
import { LOGIN_SCOPE } from '../../src/access/actor';
import { BUILT_IN_PRESETS, scopesOfBuiltIn } from '../../src/features/preset/built-in-presets';

/** The tripwire: whoever changes what a built-in permission is, says so here, too. */
test('P2: the built-in permissions: what they imply, whether they only read and may stand on a token', () => {
  const table = BUILT_IN_PERMISSIONS.map(({ scope, readOnly, grantableToTokens, implies }) =>
    [scope, readOnly && 'reads', !grantableToTokens && 'right', implies.length > 0 && `> ${implies.join(' ')}`]
      .filter(Boolean)
      .join(' '),
  );
  expect(table.sort()).toEqual([
    'account:manage',
    'api-tokens:manage > api-tokens:read',
    'api-tokens:read reads',
    'api-tokens:rotate-self',
    'api:execute right',
    'api:introspect',
    'apis:manage > apis:read',
    'apis:read reads',
    'audit:read reads',
    'own-api-tokens:manage',
    'roles:manage > roles:read',
    'roles:read reads',
    'users:manage > users:read',
    'users:read reads',
  ]);
});

test('P2: what manages implies what reads, wherever there is both', () => {
  const { scopes } = BUILT_IN_CATALOGUE;
  const missing = scopes
    .filter((scope) => scope.endsWith(':manage') && scopes.includes(scope.replace(':manage', ':read')))
    .filter((scope) => !BUILT_IN_CATALOGUE.expand([scope]).has(scope.replace(':manage', ':read')));
  expect(missing).toEqual([]);
});

test('P1: every permission has a path, a label and a description, and a scope of its own', () => {
  const lacking = BUILT_IN_PERMISSIONS.filter(({ path, label, description }) => !path.length || !label || !description);
  expect(lacking).toEqual([]);
  expect(new Set(BUILT_IN_CATALOGUE.scopes).size).toBe(BUILT_IN_PERMISSIONS.length);
});

test('P2: what only reads implies nothing that does more', () => {
  const loose = BUILT_IN_PERMISSIONS.filter(({ readOnly }) => readOnly).flatMap(({ scope }) =>
    [...BUILT_IN_CATALOGUE.expand([scope])].filter((implied) => !BUILT_IN_CATALOGUE.find(implied)?.readOnly),
  );
  expect(loose).toEqual([]);
});

test('P6: whatever implies a token-managing scope is one', () => {
  const managing = BUILT_IN_CATALOGUE.scopes.filter((scope) =>
    [...BUILT_IN_CATALOGUE.expand([scope])].some((implied) => TOKEN_MANAGING.has(implied)),
  );
  expect(new Set(managing)).toEqual(TOKEN_MANAGING);
});

test('the reserved scope of log-ins is in no catalogue', () => {
  expect(BUILT_IN_CATALOGUE.has(LOGIN_SCOPE)).toBe(false);
});

test('T5: built-in presets hold something, and only what may stand on a token', () => {
  for (const { key } of BUILT_IN_PRESETS) {
    const scopes = scopesOfBuiltIn(key, BUILT_IN_CATALOGUE);
    expect(scopes.length).toBeGreaterThan(0);
    expect(scopes.filter((scope) => !BUILT_IN_CATALOGUE.find(scope)?.grantableToTokens)).toEqual([]);
  }
  expect(scopesOfBuiltIn('no such preset', BUILT_IN_CATALOGUE)).toEqual([]);
});
