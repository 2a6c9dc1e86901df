import type { FilterField } from '../../parts/list/filter-fields';
import type { ListSpec } from '../../parts/list/list-state';
import { statusWord, type TokenStatus } from '../../parts/status-pill';
import type { ApiTokenAccess, ApiTokenKind, TokenOrderField } from './documents';

const choicesOf = <Value extends string>(words: Record<Value, string>) =>
  (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] })); // of a literal: no other keys

export const KINDS: Record<ApiTokenKind, string> = { API: 'API token', ACCESS: 'Access token' };
export const LEVELS: Record<ApiTokenAccess, string> = {
  READ_ONLY: 'Read only',
  FULL_ACCESS: 'Full access',
  CUSTOM: 'Custom',
};
const STATUSES: readonly TokenStatus[] = ['ACTIVE', 'DISABLED', 'EXPIRED', 'REVOKED'];

const inDays = (days: number): string => (days === 1 ? 'within a day' : `within ${days} days`);

const OWNER: FilterField = { name: 'ownerIds', kind: 'people', label: 'Owner', pinned: true };
const CREATOR: FilterField = { name: 'createdByIds', kind: 'people', label: 'Created by' };

/** Every condition of the API's ApiTokenFilter, by its own names (L2). */
const FIELDS: readonly FilterField[] = [
  { name: 'search', kind: 'search', label: 'Name, description' },
  {
    name: 'statuses',
    kind: 'choices',
    label: 'Status',
    pinned: true,
    choices: STATUSES.map((value) => ({ value, label: statusWord(value) })),
  },
  OWNER,
  { name: 'expiresWithinDays', kind: 'days', label: 'Expires', pinned: true, words: inDays, offered: [7, 30, 90] },
  { name: 'kinds', kind: 'choices', label: 'Kind', choices: choicesOf(KINDS) },
  { name: 'access', kind: 'choices', label: 'Access', choices: choicesOf(LEVELS) },
  { name: 'scope', kind: 'text', label: 'Scope', placeholder: 'orders:read' },
  { name: 'neverUsed', kind: 'flag', label: 'Use', yes: 'Never used', no: 'Used' },
  { name: 'againstPolicy', kind: 'flag', label: 'Policy', yes: 'Against the policy', no: 'Within the policy' },
  { name: 'expiresAfter', kind: 'day', label: 'Expires after' },
  { name: 'expiresBefore', kind: 'day', label: 'Expires before' },
  { name: 'lastUsedAfter', kind: 'day', label: 'Last used after' },
  { name: 'lastUsedBefore', kind: 'day', label: 'Last used before' },
  { name: 'createdAfter', kind: 'day', label: 'Created after' },
  { name: 'createdBefore', kind: 'day', label: 'Created before' },
  CREATOR,
  { name: 'ids', kind: 'ids', label: 'These tokens' },
];

const SORTABLE = ['NAME', 'OWNER', 'CREATED_BY', 'STATUS', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT'] as const;

const specOf = (without: readonly FilterField[]): ListSpec<TokenOrderField> => ({
  fields: FIELDS.filter((field) => !without.includes(field)),
  sortable: SORTABLE,
  defaultSort: { field: 'NAME', direction: 'ASC' },
});

/** Of everybody's tokens. */
export const ALL_TOKENS = specOf([]);
/** Of one's own; people are found only by who sees everybody's tokens. */
export const MY_TOKENS = specOf([OWNER]);
export const MY_TOKENS_ALONE = specOf([OWNER, CREATOR]);

/** Filters that are asked for often, as one press. */
export const VIEWS: readonly { readonly label: string; readonly filter: Readonly<Record<string, string>> }[] = [
  { label: 'All', filter: {} },
  { label: 'Expiring', filter: { expiresWithinDays: '30' } },
  { label: 'Never used', filter: { neverUsed: 'true' } },
  { label: 'Against policy', filter: { againstPolicy: 'true' } },
];
