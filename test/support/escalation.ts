import { administratorRoleId, createHolder, createRole, createUser, type Holder, next } from './factories';
import type { TestServer } from './server';
import { createToken, type MutationName, presetIds, rewrite, run } from './tokens';

/**
 * Eve manages everything: tokens, users, roles, presets. What she lacks is audit:read (and account:manage), and every
 * attempt below would get it for her, for somebody who obeys her, or for a token whose secret she would learn.
 */
export interface Stage {
  readonly eve: Holder;
  /** A person, and a service account, who hold audit:read. */
  readonly veraId: string;
  readonly samId: string;
  /** A person and a service account who hold nothing yet. */
  readonly friendId: string;
  readonly emptyServiceId: string;
  readonly auditorRoleId: string;
  readonly administratorRoleId: string;
  readonly readEverythingId: string;
  /** Tokens of Sam's, CUSTOM with audit:read where nothing else is said. */
  readonly live: string;
  readonly disabled: string;
  readonly revoked: string;
  readonly expired: string;
  readonly full: string;
  readonly empty: string;
  /** Vera's own. */
  readonly verasToken: string;
  /** Eve's own, with nothing on it. */
  readonly evesToken: string;
}

export const LACKING = 'audit:read';
const EVES = [
  'api:execute',
  'api-tokens:manage',
  'api-tokens:rotate-self',
  'own-api-tokens:manage',
  'users:manage',
  'roles:manage',
  'apis:manage',
];

export async function setStage(server: TestServer): Promise<Stage> {
  const auditor = await createRole(server, { permissions: ['api:execute', 'own-api-tokens:manage', LACKING] });
  const roleIds = [auditor.id];
  const [eve, vera, sam, friend, emptyService, administratorId, presets] = await Promise.all([
    createHolder(server, EVES),
    createUser(server, { roleIds }),
    createUser(server, { kind: 'SERVICE', roleIds }),
    createUser(server),
    createUser(server, { kind: 'SERVICE' }),
    administratorRoleId(server),
    presetIds(server),
  ]);
  return {
    eve,
    veraId: vera.id,
    samId: sam.id,
    friendId: friend.id,
    emptyServiceId: emptyService.id,
    auditorRoleId: auditor.id,
    administratorRoleId: administratorId,
    readEverythingId: presets['Read everything'] ?? '',
    ...(await setTokens(server, sam.id)),
    verasToken: (await createToken(server, { ownerId: vera.id, scopes: [LACKING] })).id,
    evesToken: (await createToken(server, { scopes: [] }, eve.client)).id,
  };
}

async function setTokens(server: TestServer, ownerId: string) {
  const addresses = { allowedAddresses: ['203.0.113.0/24'] };
  const create = async (input: Record<string, unknown>) =>
    (await createToken(server, { ownerId, scopes: [LACKING], ...input })).id;
  const [live, disabled, revoked, expired, full, empty] = await Promise.all([
    create({ lifetime: 'DAYS_7', ...addresses }),
    create({ enabled: false }),
    create({}),
    create({}),
    create({ scopes: undefined, access: 'FULL_ACCESS', ...addresses }),
    create({ scopes: [] }),
  ]);
  await run(server.admin, 'revokeApiTokens', { ids: [revoked] });
  await rewrite(server, 'UPDATE api_token SET expires_at = ? WHERE id = ?', ['2020-01-01 00:00:00.000', expired]);
  return { live, disabled, revoked, expired, full, empty };
}

export interface Attempt {
  readonly what: string;
  readonly mutation: MutationName;
  readonly input: (stage: Stage) => Record<string, unknown>;
  /** About Eve herself: nobody else is in that place. */
  readonly self?: true;
  /** Names nothing that belongs to the account. */
  readonly nowhere?: true;
}

const row = (what: string, mutation: MutationName, input: Attempt['input'], more: Partial<Attempt> = {}): Attempt => ({
  what,
  mutation,
  input,
  ...more,
});
const SELF = { self: true } as const;
const NOWHERE = { nowhere: true } as const;
const name = () => `attempt ${next()}`;
const inAYear = () => new Date(Date.now() + 365 * 86_400_000).toISOString();

export const ATTEMPTS: readonly Attempt[] = [
  row('a new role', 'createRole', () => ({ name: name(), permissions: [LACKING] }), NOWHERE),
  row(
    'a role with what only administrators have',
    'createRole',
    () => ({ name: name(), permissions: ['account:manage'] }),
    NOWHERE,
  ),
  row('one’s own role', 'updateRole', ({ eve }) => ({ id: eve.roleId, permissions: [...EVES, LACKING] }), SELF),
  row('a role that has it, renamed', 'updateRole', ({ auditorRoleId: id }) => ({ id, name: name() })),
  row('a role that has it, widened', 'updateRole', ({ auditorRoleId: id }) => ({
    id,
    permissions: [...EVES, LACKING],
  })),
  row('one’s own roles', 'updateUser', ({ eve, auditorRoleId }) => ({ id: eve.id, roleIds: [auditorRoleId] }), SELF),
  row('a role for a friend', 'updateUser', ({ friendId, auditorRoleId }) => ({
    id: friendId,
    roleIds: [auditorRoleId],
  })),
  row('Administrator for a friend', 'updateUser', (stage) => ({
    id: stage.friendId,
    roleIds: [stage.administratorRoleId],
  })),
  row('a role for a service account', 'updateUser', (stage) => ({
    id: stage.emptyServiceId,
    roleIds: [stage.auditorRoleId],
  })),
  row('a new person', 'createUser', ({ auditorRoleId }) => ({
    username: name(),
    email: `attempt-${next()}@example.com`,
    roleIds: [auditorRoleId],
  })),
  row('a new service account', 'createUser', ({ auditorRoleId }) => ({
    kind: 'SERVICE',
    username: name(),
    roleIds: [auditorRoleId],
  })),
  row('another’s e-mail address', 'updateUser', ({ veraId: id }) => ({ id, email: `attempt-${next()}@example.com` })),
  row('another’s roles', 'updateUser', ({ samId: id }) => ({ id, roleIds: [] })),
  row('a reset link', 'resetUserPassword', ({ veraId: id }) => ({ id })),
  row('a second factor', 'resetUserTwoFactor', ({ veraId: id }) => ({ id })),
  row('enabling somebody', 'setUsersEnabled', ({ veraId }) => ({ ids: [veraId], enabled: true })),
  row('deleting somebody', 'deleteUsers', ({ veraId }) => ({ ids: [veraId] })),

  row('a token of one’s own', 'createApiToken', () => ({ name: name(), scopes: [LACKING] }), NOWHERE),
  row(
    'one among several',
    'createApiTokens',
    () => ({
      apiTokens: [
        { name: name(), scopes: [] },
        { name: name(), scopes: [LACKING] },
      ],
    }),
    NOWHERE,
  ),
  row('a preset', 'createApiToken', ({ readEverythingId: presetId }) => ({ name: name(), presetId })),
  row('a list for another', 'createApiToken', ({ samId }) => ({ name: name(), ownerId: samId, scopes: [LACKING] })),
  row('READ_ONLY for another', 'createApiToken', ({ samId }) => ({
    name: name(),
    ownerId: samId,
    access: 'READ_ONLY',
  })),
  row('the default for another', 'createApiToken', ({ samId }) => ({ name: name(), ownerId: samId })),
  row('FULL_ACCESS for another', 'createApiToken', ({ samId }) => ({
    name: name(),
    ownerId: samId,
    access: 'FULL_ACCESS',
  })),
  row('a token for a person', 'createApiToken', ({ veraId }) => ({ name: name(), ownerId: veraId, scopes: [LACKING] })),
  row('a disabled one', 'createApiToken', ({ samId }) => ({
    name: name(),
    ownerId: samId,
    scopes: [LACKING],
    enabled: false,
  })),
  row('a copy', 'copyApiToken', ({ live, samId }) => ({ id: live, name: name(), ownerId: samId })),
  row('a copy for oneself', 'copyApiToken', ({ live }) => ({ id: live, name: name() })),
  row('a copy of a level', 'copyApiToken', ({ full, samId }) => ({ id: full, name: name(), ownerId: samId })),
  row('a copy of a revoked one', 'copyApiToken', ({ revoked, samId }) => ({
    id: revoked,
    name: name(),
    ownerId: samId,
  })),
  row('an added scope', 'updateApiToken', ({ empty: id }) => ({ id, scopes: [LACKING] })),
  row('the reading level', 'updateApiToken', ({ empty: id }) => ({ id, access: 'READ_ONLY' })),
  row('another level', 'updateApiToken', ({ empty: id }) => ({ id, access: 'FULL_ACCESS' })),
  row('one’s own token', 'updateApiToken', ({ evesToken: id }) => ({ id, scopes: [LACKING] }), SELF),
  row(
    'a preset on one’s own token',
    'updateApiToken',
    (stage) => ({ id: stage.evesToken, presetId: stage.readEverythingId }),
    SELF,
  ),
  row('a later end', 'updateApiToken', ({ live: id }) => ({ id, expiresAt: inAYear() })),
  row('no end', 'updateApiToken', ({ live: id }) => ({ id, expiresAt: null })),
  row('an end for an expired one', 'updateApiToken', ({ expired: id }) => ({ id, lifetime: 'DAYS_7' })),
  row('no addresses', 'updateApiToken', ({ live: id }) => ({ id, allowedAddresses: null })),
  row('more addresses', 'updateApiToken', ({ full: id }) => ({
    id,
    allowedAddresses: ['203.0.113.0/24', '127.0.0.1'],
  })),
  row('enabling', 'setApiTokensEnabled', ({ disabled }) => ({ ids: [disabled], enabled: true })),
  row('enabling by filter', 'setApiTokensEnabled', ({ disabled }) => ({
    filter: { ids: [disabled] },
    expectedCount: 1,
    enabled: true,
  })),
  row('enabling by edit', 'updateApiToken', ({ disabled: id }) => ({ id, enabled: true })),
  row('enabling among own ones', 'setApiTokensEnabled', ({ disabled, empty }) => ({
    ids: [disabled, empty],
    enabled: true,
  })),
  row('restoring', 'restoreApiTokens', ({ revoked }) => ({ ids: [revoked] })),
  row('a new secret', 'regenerateApiToken', ({ live: id }) => ({ id })),
  row('a new secret with overlap', 'regenerateApiToken', ({ live: id }) => ({ id, overlap: 'P1D' })),
  row('a new secret of a level', 'regenerateApiToken', ({ full: id }) => ({ id })),
  row('a new secret of an expired one', 'regenerateApiToken', ({ expired: id }) => ({ id, lifetime: 'DAYS_7' })),
  row('a new secret of a disabled one', 'regenerateApiToken', ({ disabled: id }) => ({ id })),
  row('a person’s new secret', 'regenerateApiToken', ({ verasToken: id }) => ({ id })),
  row('several new secrets', 'regenerateApiTokens', ({ empty, live }) => ({ ids: [empty, live] })),
];
