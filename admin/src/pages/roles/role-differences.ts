import type { Difference } from '../../parts/conflict-dialog';
import type { Role } from './documents';
import type { RoleDraft } from './role-draft';

const only = (one: ReadonlySet<string>, other: ReadonlySet<string>): string =>
  [...one].filter((scope) => !other.has(scope)).join(', ') || '(none)';

/** Where the draft and the saved version say different things; of permissions, what only one of them has. */
export function roleDifferences(mine: RoleDraft, theirs: Role): Difference[] {
  const other = new Set(theirs.permissions);
  const texts: Difference[] = [
    { field: 'Name', mine: mine.name.trim(), theirs: theirs.name },
    { field: 'Description', mine: mine.description.trim() || '(empty)', theirs: theirs.description || '(empty)' },
    { field: 'Permissions only there', mine: only(mine.permissions, other), theirs: only(other, mine.permissions) },
  ];
  return texts.filter((each) => each.mine !== each.theirs);
}
