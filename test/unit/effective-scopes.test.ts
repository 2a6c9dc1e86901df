import { Catalogue, type Permission } from '../../src/access/catalogue';
import { type AccessLevel, effectiveScopes, shownScopes } from '../../src/access/effective-scopes';
import { excess, unknownScopes } from '../../src/access/grants';

const permission = (scope: string, more: Partial<Permission> = {}): Permission => ({
  scope,
  path: [],
  label: scope,
  description: '',
  readOnly: false,
  implies: [],
  grantableToTokens: true,
  ...more,
});

const catalogue = new Catalogue([
  permission('read', { readOnly: true }),
  permission('write', { implies: ['read'] }),
  permission('own', { implies: ['write', 'use'] }),
  permission('list', { readOnly: true }),
  permission('use', { grantableToTokens: false }),
  permission('round', { implies: ['about'] }),
  permission('about', { implies: ['round', 'gone'] }),
]);

const effective = (access: AccessLevel, scopes: string[], held: string[]) =>
  [...effectiveScopes(catalogue, { access, scopes }, held)].sort().join(' ');

/** level, list, what the owner's roles list → what counts. */
test.each<[AccessLevel, string[], string[], string]>([
  ['CUSTOM', [], ['own', 'list'], ''],
  ['CUSTOM', ['read'], ['own'], 'read'],
  ['CUSTOM', ['write'], ['own'], 'read write'],
  ['CUSTOM', ['write'], ['read'], 'read'],
  ['CUSTOM', ['own'], ['write'], 'read write'],
  ['CUSTOM', ['own'], ['own'], 'own read write'],
  ['CUSTOM', ['read', 'list'], [], ''],
  ['CUSTOM', ['use'], ['own'], ''],
  ['CUSTOM', ['gone', 'read'], ['read', 'gone'], 'read'],
  ['CUSTOM', ['round'], ['about'], 'about round'],
  ['READ_ONLY', [], ['own', 'list'], 'list read'],
  ['READ_ONLY', ['write'], ['own'], 'read'],
  ['READ_ONLY', [], [], ''],
  ['FULL_ACCESS', [], ['own', 'list'], 'list own read write'],
  ['FULL_ACCESS', ['read'], ['write'], 'read write'],
  ['FULL_ACCESS', [], [], ''],
])('P4: %s %j of an owner with %j gives "%s"', (access, scopes, held, gives) => {
  expect(effective(access, scopes, held)).toBe(gives);
});

test('P4: no token ever gives what its owner does not hold', () => {
  const scopes = catalogue.scopes;
  const subsets = Array.from({ length: 2 ** scopes.length }, (_, bits) =>
    scopes.filter((_scope, at) => bits & (1 << at)),
  );
  const beyond = subsets.flatMap((held) => {
    const may = catalogue.expand(held);
    return (['READ_ONLY', 'FULL_ACCESS', 'CUSTOM'] as const).flatMap((access) =>
      [...effectiveScopes(catalogue, { access, scopes }, held)].filter((scope) => !may.has(scope) || scope === 'use'),
    );
  });
  expect(subsets).toHaveLength(128);
  expect(beyond).toEqual([]);
});

test('T4: CUSTOM shows its list as it is written, the others what they give', () => {
  expect(shownScopes(catalogue, { access: 'CUSTOM', scopes: ['write'] }, [])).toEqual(['write']);
  expect(shownScopes(catalogue, { access: 'FULL_ACCESS', scopes: [] }, ['write'])).toEqual(['read', 'write']);
});

test.each([
  [['read'], ['read'], []],
  [['write'], ['read', 'list'], ['write']],
  [['write'], [], ['write']],
  [['write', 'read'], [], ['read', 'write']],
  [['write', 'list'], ['write'], ['list', 'read']],
  [['own'], ['own', 'use'], ['read', 'write']],
  [['round', 'gone'], [], ['round']],
  [[], [], []],
])('P5: of %j, held %j: too much is %j', (wanted, held, beyond) => {
  expect(excess(catalogue, wanted, new Set(held))).toEqual(beyond);
});

test('P7: unknown scopes are named once each, in their order', () => {
  expect(unknownScopes(catalogue, ['z', 'read', 'a', 'z', 'READ'])).toEqual(['z', 'a', 'READ']);
});
