import { Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { useCan, useViewer } from '../../api/viewer';
import { ConflictDialog } from '../../parts/conflict-dialog';
import { countWords } from '../../parts/count-words';
import { Form } from '../../parts/form-page';
import { ScopeChip } from '../../parts/scope-chip';
import { toast } from '../../parts/toast';
import { useMayManage } from './rights';
import { RoleTicks } from './role-ticks';
import { differencesOf, draftOf, inputOf } from './user-changes';
import { type ShownUser, UPDATE_USER } from './user-documents';
import { type UserDraft, UserFields } from './user-fields';
import { aboutUser } from './user-words';

interface UserFormProps {
  readonly user: ShownUser;
  readonly refresh: () => void;
  readonly tab: 'profile' | 'roles';
}

/** What was typed, over what was there then. */
interface Edit {
  readonly some: Partial<UserDraft>;
  /** The version that the editor saw: another one is a CONFLICT, and nobody overwrites anybody unnoticed. */
  readonly basis: string;
}

/** Names, e-mail and roles of a user, in two tabs and saved together (R5, R9, O3). */
export function UserForm({ user, refresh, tab }: UserFormProps) {
  const [edit, setEdit] = useState<Edit>();
  const { run, busy, problem, forget } = useChange(UPDATE_USER, { touches: ['User', 'Role', 'ApiToken'] });
  const saved = draftOf(user);
  const draft = { ...saved, ...edit?.some };
  const set = (some: Partial<UserDraft>) =>
    setEdit((last) => ({ some: { ...last?.some, ...some }, basis: last?.basis ?? user.updatedAt }));
  const differences = differencesOf(draft, saved);
  const conflict = problem?.code === 'CONFLICT' && problem.ids.includes(user.id) && edit?.basis !== user.updatedAt;

  async function save(basis: string) {
    const outcome = await run({ input: inputOf(user, draft, basis) }, { waiting: `save ${user.displayName}` });
    if (outcome.problem?.code === 'CONFLICT') refresh();
    if (!outcome.data) return;
    setEdit(undefined);
    toast(`Saved ${outcome.data.updateUser.user.displayName}.`);
  }
  function discard() {
    setEdit(undefined);
    forget();
  }
  const mayManage = useMayManage()(user);
  return (
    <Form
      dirty={differences.length > 0}
      busy={busy}
      problem={conflict ? undefined : aboutUser(problem, [user])}
      action="Save user"
      disabled={!mayManage || differences.length === 0}
      onSubmit={() => void save(edit?.basis ?? user.updatedAt)}
      onDiscard={differences.length > 0 ? discard : undefined}
      summary={<Summary {...{ user, draft, saved }} />}
    >
      {tab === 'profile' ? (
        <UserFields
          kind={user.kind}
          draft={draft}
          set={set}
          mistakes={mistakesByField(problem)}
          readOnly={!mayManage}
          emailNote={user.apiTokenCount > 0 ? 'Another address revokes all their tokens.' : undefined}
        />
      ) : (
        <Roles {...{ user, draft }} onChange={mayManage ? (roles) => set({ roles }) : undefined} />
      )}
      {conflict && (
        <ConflictDialog
          at={user.updatedAt}
          differences={differences}
          busy={busy}
          onLoadTheirs={discard}
          onSaveMine={() => void save(user.updatedAt)}
          onClose={forget}
        />
      )}
    </Form>
  );
}

interface RolesProps {
  readonly user: ShownUser;
  readonly draft: UserDraft;
  readonly onChange?: (roles: UserDraft['roles']) => void;
}

function Roles({ user, draft, onChange }: RolesProps) {
  const { user: viewer } = useViewer();
  const maySeeRoles = useCan('roles:read');
  const oneself = viewer.id === user.id;
  return (
    <>
      {oneself && <Text c="dimmed">Nobody changes their own roles. Ask another administrator.</Text>}
      {maySeeRoles ? (
        <RoleTicks chosen={draft.roles} onChange={oneself ? undefined : onChange} />
      ) : (
        <Text>
          Roles: {draft.roles.map(({ name }) => name).join(', ') || 'none'}. To see all of them needs roles:read.
        </Text>
      )}
      <div>
        <Title order={2}>May do now</Title>
        <Text size="sm" c="dimmed" mb="xs">
          {user.permissions.length === 0
            ? 'Nothing: no role gives anything.'
            : `${countWords(user.permissions.length, 'permission')}, from all saved roles together.`}
        </Text>
        <div className="role-gives role-gives-all">
          {user.permissions.map((scope) => (
            <ScopeChip key={scope} scope={scope} />
          ))}
        </div>
      </div>
    </>
  );
}

interface SummaryProps {
  readonly user: ShownUser;
  readonly draft: UserDraft;
  readonly saved: UserDraft;
}

function Summary({ user, draft, saved }: SummaryProps) {
  const differences = differencesOf(draft, saved);
  const names = (roles: UserDraft['roles']) => new Set(roles.map(({ name }) => name));
  const [has, had] = [names(draft.roles), names(saved.roles)];
  const revokes = draft.email.trim().toLowerCase() !== saved.email.toLowerCase() && user.apiTokenCount > 0;
  return (
    <Stack gap={4}>
      <Title order={2}>If you save</Title>
      {differences.length === 0 && <Text c="dimmed">Nothing is changed yet.</Text>}
      <ul className="summary-list">
        {differences
          .filter(({ field }) => field !== 'Roles')
          .map(({ field, mine }) => (
            <li key={field}>
              {field}: <b>{mine || 'none'}</b>
            </li>
          ))}
        {[...has]
          .filter((name) => !had.has(name))
          .map((name) => (
            <li key={name}>+ {name}</li>
          ))}
        {[...had]
          .filter((name) => !has.has(name))
          .map((name) => (
            <li key={name}>− {name}</li>
          ))}
      </ul>
      {revokes && <Text c="red">{revokedWords(user.apiTokenCount)}</Text>}
    </Stack>
  );
}

const revokedWords = (count: number): string =>
  `${countWords(count, 'token')} ${count === 1 ? 'is revoked and has' : 'are revoked and have'} to be made again.`;
