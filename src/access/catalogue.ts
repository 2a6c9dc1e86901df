/**
 * The one list of built-in permissions (P1, P2). Types, forms, checks, docs and tests derive from it.
 * Scopes of registered APIs join it per account (P8).
 */
export interface Permission {
  /** `resource:verb`; also the text of the scope on a token. */
  readonly scope: string;
  /** Where forms show it: the group's path, outermost first. */
  readonly path: readonly string[];
  /** The verb as people read it: "Read", "Manage". */
  readonly label: string;
  readonly description: string;
  /** Whether a READ_ONLY token gives it. */
  readonly readOnly: boolean;
  /** Direct implications; `expand` follows them transitively. */
  readonly implies: readonly string[];
  /** False for rights of the owner that never stand on a token (P3). */
  readonly grantableToTokens: boolean;
  /** The registered API that brought it; undefined for built-in ones. */
  readonly apiId?: string;
  readonly docsUrl?: string;
}

type BuiltIn = Omit<Permission, 'implies' | 'grantableToTokens' | 'readOnly'> & Partial<Permission>;

const define = (permission: BuiltIn): Permission => ({
  readOnly: false,
  implies: [],
  grantableToTokens: true,
  ...permission,
});

export const API_EXECUTE = 'api:execute';
export const API_INTROSPECT = 'api:introspect';
export const TOKENS_READ = 'api-tokens:read';
export const TOKENS_MANAGE = 'api-tokens:manage';
export const OWN_TOKENS_MANAGE = 'own-api-tokens:manage';
export const ROTATE_SELF = 'api-tokens:rotate-self';

/** What lets its holder manage tokens; never on a token whose secret somebody else saw (T10), never through an overlap (C2). */
export const TOKEN_MANAGING: ReadonlySet<string> = new Set([TOKENS_MANAGE, OWN_TOKENS_MANAGE]);

export const BUILT_IN_PERMISSIONS: readonly Permission[] = [
  define({
    scope: TOKENS_READ,
    path: ['API tokens'],
    label: 'Read',
    description: 'See every API token of the account: its owner, scopes, status and last use. Never a secret.',
    readOnly: true,
  }),
  define({
    scope: TOKENS_MANAGE,
    path: ['API tokens'],
    label: 'Manage',
    description: 'Create, edit, regenerate, disable, revoke, restore and delete every API token of the account.',
    implies: [TOKENS_READ],
  }),
  define({
    scope: OWN_TOKENS_MANAGE,
    path: ['API tokens', 'Own'],
    label: 'Manage own',
    description: 'See and manage the API tokens that the user owns.',
  }),
  define({
    scope: ROTATE_SELF,
    path: ['API tokens', 'Own'],
    label: 'Rotate itself',
    description: 'A token with this scope may renew its own secret, with an overlap.',
  }),
  define({
    scope: API_EXECUTE,
    path: ['API'],
    label: 'Execute',
    description: 'Use tokens at all. A right of the owner, never a scope on a token.',
    grantableToTokens: false,
  }),
  define({
    scope: API_INTROSPECT,
    path: ['API'],
    label: 'Introspect',
    description: "Ask whether a token is active and what it may do, for one's own services (RFC 7662).",
  }),
  define({
    scope: 'users:read',
    path: ['Users'],
    label: 'Read',
    description: 'See users and service accounts with their e-mail addresses and roles.',
    readOnly: true,
  }),
  define({
    scope: 'users:manage',
    path: ['Users'],
    label: 'Manage',
    description: 'Create, edit, disable and delete users and service accounts, and assign their roles.',
    implies: ['users:read'],
  }),
  define({
    scope: 'roles:read',
    path: ['Roles'],
    label: 'Read',
    description: 'See roles and the permissions that they give.',
    readOnly: true,
  }),
  define({
    scope: 'roles:manage',
    path: ['Roles'],
    label: 'Manage',
    description: 'Create, edit and delete roles.',
    implies: ['roles:read'],
  }),
  define({
    scope: 'apis:read',
    path: ['APIs'],
    label: 'Read',
    description: 'See registered APIs, their scopes and the scope presets.',
    readOnly: true,
  }),
  define({
    scope: 'apis:manage',
    path: ['APIs'],
    label: 'Manage',
    description: 'Register APIs and edit scope presets.',
    implies: ['apis:read'],
  }),
  define({
    scope: 'audit:read',
    path: ['Audit'],
    label: 'Read',
    description: 'See and export the audit events of the account.',
    readOnly: true,
  }),
  define({
    scope: 'account:manage',
    path: ['Account'],
    label: 'Manage',
    description: "Change the account's name and its policies for tokens, confirmation, notices and webhooks.",
  }),
];

/** A permission catalogue: built-in permissions and, per account, those of registered APIs. Immutable. */
export class Catalogue {
  private readonly byScope: ReadonlyMap<string, Permission>;
  private readonly implied: ReadonlyMap<string, ReadonlySet<string>>;

  /** @param gone scopes that their API no longer names and somebody still lists: shown, and they count for nothing (P8). */
  constructor(
    readonly permissions: readonly Permission[],
    readonly gone: readonly Permission[] = [],
  ) {
    this.byScope = new Map(permissions.map((permission) => [permission.scope, permission]));
    this.implied = new Map(permissions.map(({ scope }) => [scope, this.closure(scope)]));
  }

  has(scope: string): boolean {
    return this.byScope.has(scope);
  }

  find(scope: string): Permission | undefined {
    return this.byScope.get(scope);
  }

  get scopes(): string[] {
    return [...this.byScope.keys()];
  }

  /** The scopes with everything that they imply. Scopes that the catalogue doesn't know count for nothing. */
  expand(scopes: Iterable<string>): Set<string> {
    const expanded = new Set<string>();
    for (const scope of scopes) this.implied.get(scope)?.forEach((implied) => expanded.add(implied));
    return expanded;
  }

  private closure(start: string): Set<string> {
    const reached = new Set<string>();
    const waiting = [start];
    for (let scope = waiting.pop(); scope !== undefined; scope = waiting.pop()) {
      if (reached.has(scope) || !this.byScope.has(scope)) continue;
      reached.add(scope);
      waiting.push(...(this.byScope.get(scope)?.implies ?? []));
    }
    return reached;
  }
}

export const BUILT_IN_CATALOGUE = new Catalogue(BUILT_IN_PERMISSIONS);
