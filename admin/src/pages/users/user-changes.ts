import type { VariablesOf } from '../../api/graphql';
import type { Difference } from '../../parts/conflict-dialog';
import type { ShownUser, UPDATE_USER } from './user-documents';
import type { UserDraft } from './user-fields';

type Input = VariablesOf<typeof UPDATE_USER>['input'];

export const draftOf = ({ firstName, lastName, username, email, roles }: ShownUser): UserDraft => ({
  firstName,
  lastName,
  username,
  email: email ?? '',
  roles,
});

const LABELS: Record<keyof UserDraft, string> = {
  email: 'E-mail',
  username: 'User name',
  firstName: 'First name',
  lastName: 'Last name',
  roles: 'Roles',
};
const FIELDS = Object.keys(LABELS) as (keyof UserDraft)[]; // the keys of a literal

const textOf = (draft: UserDraft, field: keyof UserDraft): string => {
  if (field !== 'roles') return draft[field];
  const names = draft.roles.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en'));
  return names.join(', ') || 'none';
};

/** Fields in which the two differ, as a person reads them. */
export const differencesOf = (mine: UserDraft, theirs: UserDraft): Difference[] =>
  FIELDS.filter((field) => textOf(mine, field) !== textOf(theirs, field)).map((field) => ({
    field: LABELS[field],
    mine: textOf(mine, field),
    theirs: textOf(theirs, field),
  }));

/** Only what differs from what is saved. */
export function inputOf(user: ShownUser, draft: UserDraft, expectedUpdatedAt: string): Input {
  const before = draftOf(user);
  const changed = FIELDS.filter((field) => textOf(draft, field) !== textOf(before, field));
  const values = changed.map((field) =>
    field === 'roles' ? ['roleIds', draft.roles.map(({ id }) => id)] : [field, draft[field]],
  );
  return { id: user.id, expectedUpdatedAt, ...(Object.fromEntries(values) as Partial<Input>) }; // by the names of the API
}
