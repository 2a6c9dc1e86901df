import type { VariablesOf } from '../../api/graphql';
import type { CREATE, EditedToken, UPDATE } from './documents';
import { type Expiry, expiryInput } from './lifetime';

export type Owner = EditedToken['owner'];
export type Access = EditedToken['access'];

/** What the form holds. */
export interface TokenDraft {
  /** Of one; of several one on each line. */
  readonly name: string;
  /** Whether several are made at once, alike but for their names (T14). */
  readonly several: boolean;
  readonly description: string;
  readonly kind: 'API' | 'ACCESS';
  readonly owner: Owner;
  readonly access: Access;
  /** Of a CUSTOM token; kept while another level is chosen. */
  readonly scopes: ReadonlySet<string>;
  /** Where the list came from, until it is edited (T5). */
  readonly presetId?: string;
  readonly expiry: Expiry;
  /** None: from anywhere. */
  readonly addresses: readonly string[];
  readonly enabled: boolean;
}

export type Patch = (part: Partial<TokenDraft>) => void;

type CreateInput = VariablesOf<typeof CREATE>['input'];
type UpdateInput = VariablesOf<typeof UPDATE>['input'];

/** The token as it is, to be edited. */
export const draftOf = (token: EditedToken): TokenDraft => ({
  name: token.name,
  several: false,
  description: token.description,
  kind: token.kind,
  owner: token.owner,
  access: token.access,
  scopes: new Set(token.access === 'CUSTOM' ? token.scopes : []),
  presetId: token.preset?.id,
  expiry: { choice: 'keep' },
  addresses: token.allowedAddresses ?? [],
  enabled: token.enabled,
});

function grantInput({ access, scopes, presetId }: TokenDraft): Pick<CreateInput, 'access' | 'scopes' | 'presetId'> {
  if (access !== 'CUSTOM') return { access };
  return presetId ? { access, presetId } : { access, scopes: [...scopes] };
}

export const createInput = (draft: TokenDraft, name = draft.name): CreateInput => ({
  name,
  description: draft.description,
  kind: draft.kind,
  ownerId: draft.owner.id,
  enabled: draft.enabled,
  ...grantInput(draft),
  ...expiryInput(draft.expiry),
  ...(draft.addresses.length > 0 && { allowedAddresses: [...draft.addresses] }),
});

export const sameList = (one: Iterable<string>, other: Iterable<string>): boolean =>
  [...one].sort().join('\n') === [...other].sort().join('\n');

/** Only what the person changed: what somebody else changed meanwhile stays, except where both did. */
export function updateInput(id: string, before: TokenDraft, draft: TokenDraft, expectedUpdatedAt: string): UpdateInput {
  const { name, description, enabled, addresses, expiry } = draft;
  const regranted = draft.access !== before.access || !sameList(draft.scopes, before.scopes);
  return {
    id,
    expectedUpdatedAt,
    ...(name !== before.name && { name }),
    ...(description !== before.description && { description }),
    ...(enabled !== before.enabled && { enabled }),
    ...(!sameList(addresses, before.addresses) && { allowedAddresses: addresses.length > 0 ? [...addresses] : null }),
    ...(regranted && grantInput(draft)),
    ...expiryInput(expiry),
  };
}

/** Whether anything was typed that leaving would lose. */
export const isDirty = (before: TokenDraft, draft: TokenDraft): boolean =>
  before.name !== draft.name ||
  before.several !== draft.several ||
  before.description !== draft.description ||
  before.kind !== draft.kind ||
  before.owner.id !== draft.owner.id ||
  before.access !== draft.access ||
  before.enabled !== draft.enabled ||
  JSON.stringify(before.expiry) !== JSON.stringify(draft.expiry) ||
  !sameList(before.scopes, draft.scopes) ||
  !sameList(before.addresses, draft.addresses);
