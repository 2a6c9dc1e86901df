import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useLocation, useSearch } from 'wouter';
import { useChange } from '../../api/change';
import { useViewer } from '../../api/viewer';
import { countWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { FormPage } from '../../parts/form-page';
import { Loaded } from '../../parts/loaded';
import type { Permission } from '../../parts/scope-tree/catalogue';
import { TryAgain } from '../../parts/try-again';
import { toast } from '../../parts/toast';
import { useGoTo } from '../../parts/use-go-to';
import { CREATE_ROLE, ROLE } from './documents';
import { draftOf, EMPTY, isDirty, type RoleDraft } from './role-draft';
import { RoleFields } from './role-fields';
import { useRoleDraft } from './use-role-draft';
import './roles.css';

/** A new role: empty, or with the permissions of another one. */
export default function RoleNewPage() {
  const from = new URLSearchParams(useSearch()).get('from');
  return from ? <Duplicate id={from} /> : <NewRole start={EMPTY} />;
}

function Duplicate({ id }: { id: string }) {
  const query = useQuery({ query: ROLE, variables: { id } });
  return (
    <Loaded of={query} lines={8} page="New role">
      {({ role }) => (role ? <NewRole start={copyOf(draftOf(role))} /> : <EmptyState kind="no-page" />)}
    </Loaded>
  );
}

const copyOf = (draft: RoleDraft): RoleDraft => ({ ...draft, name: `${draft.name} copy` });

function NewRole({ start }: { start: RoleDraft }) {
  const { scopes: held } = useViewer();
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const { draft, patch, mistakes, above, attempt, check, refuse } = useRoleDraft(start);
  const creation = useChange(CREATE_ROLE, { touches: ['Role'] });
  const refusal = useMemo(() => notHeld(held), [held]);

  async function submit() {
    if (!check()) return;
    const { name, description, permissions } = draft;
    const input = { name, description, permissions: [...permissions] };
    const { data, problem } = await creation.run({ input }, { waiting: `create role ${name.trim()}` });
    refuse(problem);
    if (!data) return;
    toast(`${data.createRole.role.name} is created. Give it to users on their pages.`);
    goTo(`/roles/${data.createRole.role.id}`);
  }
  return (
    <FormPage
      title="New role"
      dirty={!goTo.going && isDirty(EMPTY, draft)}
      busy={creation.busy}
      problem={above}
      wayOut={above?.outcomeUnknown && <TryAgain again={() => void submit()} />}
      attempt={attempt}
      action="Create role"
      onSubmit={() => void submit()}
      cancelTo="/roles"
      summary={<Gives count={draft.permissions.size} />}
    >
      <RoleFields {...{ draft, patch, mistakes, refusal }} />
    </FormPage>
  );
}

function Gives({ count }: { count: number }) {
  return (
    <Text>
      {count === 0 ? 'Gives no permission yet.' : `Gives ${countWords(count, 'permission')} to whoever has it.`}
    </Text>
  );
}

/** Nobody gives more than they hold (P5). */
const notHeld =
  (held: readonly string[]) =>
  ({ scope }: Permission): string | undefined =>
    held.includes(scope) ? undefined : "you don't hold it";
