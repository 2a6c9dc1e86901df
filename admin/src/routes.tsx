import {
  IconApi,
  IconHistory,
  IconKey,
  IconUserCircle,
  IconSettings,
  IconShield,
  IconTemplate,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';

/** A page of the panel: its address below /admin, and who may see it. */
export interface PanelRoute {
  readonly path: string;
  readonly page: ComponentType;
  /** One of these scopes is needed; left out: everybody who is logged in. */
  readonly scopes?: readonly string[];
  /** True: not in a session that was made with an access token. */
  readonly ownLogIn?: boolean;
}

type Module = { default: ComponentType };
const page = (path: string, load: () => Promise<Module>, ...scopes: string[]): PanelRoute => ({
  path,
  page: lazy(load),
  scopes,
});

const ownLogIn = (route: PanelRoute): PanelRoute => ({ ...route, ownLogIn: true });

const SOME_TOKENS = ['api-tokens:read', 'own-api-tokens:manage'];
const CHANGE_TOKENS = ['api-tokens:manage', 'own-api-tokens:manage'];

/** Pages inside the panel. The first that fits is shown, so `new` stands before `:id`. */
export const routes: readonly PanelRoute[] = [
  page('/my-tokens', () => import('./pages/my-tokens/my-tokens-page'), 'own-api-tokens:manage'),
  page('/my-tokens/new', () => import('./pages/token-form/token-new-page'), ...CHANGE_TOKENS),
  page('/api-tokens', () => import('./pages/api-tokens/tokens-page'), 'api-tokens:read'),
  page('/api-tokens/new', () => import('./pages/token-form/token-new-page'), ...CHANGE_TOKENS),
  page('/api-tokens/:id', () => import('./pages/api-tokens/token-page'), ...SOME_TOKENS),
  page('/api-tokens/:id/edit', () => import('./pages/token-form/token-edit-page'), ...CHANGE_TOKENS),
  page('/api-tokens/:id/copy', () => import('./pages/token-form/token-copy-page'), ...CHANGE_TOKENS),
  page('/users', () => import('./pages/users/users-page'), 'users:read'),
  page('/users/new', () => import('./pages/users/user-new-page'), 'users:manage'),
  page('/users/:id', () => import('./pages/users/user-page'), 'users:read'),
  page('/roles', () => import('./pages/roles/roles-page'), 'roles:read'),
  page('/roles/new', () => import('./pages/roles/role-new-page'), 'roles:manage'),
  page('/roles/:id', () => import('./pages/roles/role-page'), 'roles:read'),
  page('/apis', () => import('./pages/apis/apis-page'), 'apis:read'),
  ownLogIn(page('/apis/new', () => import('./pages/apis/api-new-page'), 'apis:manage')),
  page('/apis/:id', () => import('./pages/apis/api-page'), 'apis:read'),
  ownLogIn(page('/apis/:id/edit', () => import('./pages/apis/api-edit-page'), 'apis:manage')),
  page('/presets', () => import('./pages/presets/presets-page'), 'apis:read'),
  page('/presets/new', () => import('./pages/presets/preset-new-page'), 'apis:manage'),
  page('/presets/:id', () => import('./pages/presets/preset-page'), 'apis:read'),
  page('/audit', () => import('./pages/audit/audit-page'), 'audit:read'),
  ownLogIn(page('/account', () => import('./pages/account/account-page'), 'account:manage')),
  page('/profile', () => import('./pages/profile/profile-page')),
];

/** Pages for whoever isn't logged in, or holds a link. */
export const publicRoutes: readonly PanelRoute[] = [
  page('/login', () => import('./pages/login/login-page')),
  page('/invitation', () => import('./pages/invitation/invitation-page')),
  page('/reset', () => import('./pages/reset/reset-page')),
  page('/email', () => import('./pages/email/email-page')),
  page('/held-token', () => import('./pages/held-token/held-token-page')),
];

/** An entry of the navigation; without the right there is none. */
export interface NavEntry {
  readonly path: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly scopes: readonly string[];
  readonly ownLogIn?: boolean;
  /** After `g`, the key that goes there. */
  readonly key?: string;
}

/** In groups, with a line between them. */
export const navigation: readonly (readonly NavEntry[])[] = [
  [
    { path: '/my-tokens', label: 'My tokens', icon: IconUserCircle, scopes: ['own-api-tokens:manage'], key: 'm' },
    { path: '/api-tokens', label: 'API tokens', icon: IconKey, scopes: ['api-tokens:read'], key: 't' },
  ],
  [
    { path: '/users', label: 'Users', icon: IconUsers, scopes: ['users:read'], key: 'u' },
    { path: '/roles', label: 'Roles', icon: IconShield, scopes: ['roles:read'], key: 'r' },
    { path: '/apis', label: 'APIs', icon: IconApi, scopes: ['apis:read'] },
    { path: '/presets', label: 'Presets', icon: IconTemplate, scopes: ['apis:read'] },
  ],
  [
    { path: '/audit', label: 'Audit', icon: IconHistory, scopes: ['audit:read'], key: 'a' },
    { path: '/account', label: 'Account', icon: IconSettings, scopes: ['account:manage'], ownLogIn: true },
  ],
];
