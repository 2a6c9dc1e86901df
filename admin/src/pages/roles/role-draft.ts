import type { Role } from './documents';

/** What the form holds. */
export interface RoleDraft {
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<string>;
}

export const EMPTY: RoleDraft = { name: '', description: '', permissions: new Set() };

export const draftOf = ({ name, description, permissions }: Role): RoleDraft => ({
  name,
  description,
  permissions: new Set(permissions),
});

const sameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((each) => other.has(each));

export const regranted = (before: RoleDraft, draft: RoleDraft): boolean =>
  !sameSet(before.permissions, draft.permissions);

export const isDirty = (before: RoleDraft, draft: RoleDraft): boolean =>
  before.name !== draft.name || before.description !== draft.description || regranted(before, draft);

/** Only what the person changed, so that what somebody else changed meanwhile stays. */
export const changesOf = (before: RoleDraft, draft: RoleDraft) => ({
  ...(draft.name !== before.name && { name: draft.name }),
  ...(draft.description !== before.description && { description: draft.description }),
  ...(regranted(before, draft) && { permissions: [...draft.permissions] }),
});
