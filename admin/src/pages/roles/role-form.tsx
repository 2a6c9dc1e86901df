import { Button, Menu, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useChange } from '../../api/change';
import { useViewer } from '../../api/viewer';
import { ConflictDialog } from '../../parts/conflict-dialog';
import { countWords } from '../../parts/count-words';
import { FormPage } from '../../parts/form-page';
import { MoreMenu } from '../../parts/more-menu';
import type { Permission } from '../../parts/scope-tree/catalogue';
import { TryAgain } from '../../parts/try-again';
import { toast } from '../../parts/toast';
import { useGoTo } from '../../parts/use-go-to';
import { DeleteRoles } from './delete-roles';
import { type Role, UPDATE_ROLE } from './documents';
import { Users } from './role-columns';
import { roleDifferences } from './role-differences';
import { changesOf, draftOf, isDirty, regranted } from './role-draft';
import { RoleFields } from './role-fields';
import { RoleImpact } from './role-impact';
import { type SavedRole, useSavedRole } from './use-saved-role';
import { usePreview } from './use-preview';
import { useRoleDraft } from './use-role-draft';
import { Dialog } from '../../parts/dialog';

/** Changes a role. `own`: the viewer has it, so it may only lose (R9). */
export function RoleForm({ role, own }: { role: Role; own: boolean }) {
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const [base, setBase] = useState(role);
  const before = useMemo(() => draftOf(base), [base]);
  const { draft, setDraft, patch, mistakes, above, attempt, check, refuse } = useRoleDraft(before);
  const refusal = useRefusal(own, before.permissions);
  const changed = regranted(before, draft);
  const impact = usePreview(role.id, draft.permissions, changed);
  const update = useChange(UPDATE_ROLE, { touches: ['Role', 'User', 'ApiToken'] });
  const savedRole = useSavedRole(role.id);
  const [conflict, setConflict] = useState<SavedRole>();
  const [deleting, setDeleting] = useState(false);
  const [reviewing, setReviewing] = useState(false);
  const small = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const ready = !impact.stale && impact.problem === undefined;
  const dirty = isDirty(before, draft);
  const [seen, setSeen] = useState(role.updatedAt);
  // Saved elsewhere: shown at once, unless something is being typed; then saving tells.
  if (role.updatedAt !== seen) {
    setSeen(role.updatedAt);
    if (!dirty) show(role);
  }

  function show(saved: Role) {
    setBase(saved);
    setDraft(draftOf(saved));
    setConflict(undefined);
  }
  async function save(expectedUpdatedAt: string) {
    if (!check()) return;
    const input = { id: role.id, expectedUpdatedAt, ...changesOf(before, draft) };
    const { data, problem } = await update.run({ input }, { waiting: `save role ${base.name}` });
    const theirs = problem?.code === 'CONFLICT' ? await savedRole() : undefined;
    setReviewing(false);
    setConflict(theirs);
    refuse(theirs ? undefined : problem);
    if (!data) return;
    show(data.updateRole.role);
    toast(`${data.updateRole.role.name} is saved.`);
  }
  return (
    <>
      <FormPage
        title={base.name}
        back={{ to: '/roles', label: 'Roles' }}
        actions={<Actions role={base} onDelete={() => setDeleting(true)} />}
        beside={
          <Text c="dimmed">
            <Users role={base} words={countWords(base.userCount, 'user')} />
          </Text>
        }
        dirty={dirty && !goTo.going}
        busy={update.busy}
        problem={above}
        wayOut={above?.outcomeUnknown && <TryAgain again={() => void save(base.updatedAt)} />}
        attempt={attempt}
        action="Save role"
        disabled={!dirty || (!small && !ready)}
        onSubmit={() => (small && changed ? setReviewing(true) : void save(base.updatedAt))}
        onDiscard={dirty ? () => setDraft(before) : undefined}
        summary={!small && <RoleImpact impact={impact} changed={changed} />}
      >
        <RoleFields {...{ draft, patch, mistakes, refusal }} before={before.permissions} />
      </FormPage>
      {reviewing && (
        <Dialog onClose={() => setReviewing(false)} title={`Save ${base.name}?`}>
          <RoleImpact impact={impact} changed={changed} />
          <Button fullWidth mt="md" loading={update.busy} disabled={!ready} onClick={() => void save(base.updatedAt)}>
            Save role
          </Button>
        </Dialog>
      )}
      {deleting && <DeleteRoles roles={[base]} close={() => setDeleting(false)} done={() => goTo('/roles')} />}
      {conflict && (
        <ConflictDialog
          who={conflict.who}
          at={conflict.at}
          differences={roleDifferences(draft, conflict.role)}
          busy={update.busy}
          onLoadTheirs={() => show(conflict.role)}
          onSaveMine={() => void save(conflict.role.updatedAt)}
          onClose={() => setConflict(undefined)}
        />
      )}
    </>
  );
}

/** Why a permission can't be added: not held, or it is a role of one's own. */
function useRefusal(own: boolean, present: ReadonlySet<string>) {
  const { scopes: held } = useViewer();
  return useCallback(
    ({ scope }: Permission): string | undefined => {
      if (present.has(scope)) return undefined;
      if (own) return 'you have this role yourself: you can only take from it';
      return held.includes(scope) ? undefined : "you don't hold it";
    },
    [own, held, present],
  );
}

function Actions({ role, onDelete }: { role: Role; onDelete: () => void }) {
  const [, navigate] = useLocation();
  return (
    <MoreMenu label={`More for ${role.name}`}>
      <Menu.Item
        leftSection={<IconCopy size={16} stroke={1.75} />}
        onClick={() => navigate(`/roles/new?from=${role.id}`)}
      >
        Duplicate
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={onDelete}>
        Delete…
      </Menu.Item>
    </MoreMenu>
  );
}
