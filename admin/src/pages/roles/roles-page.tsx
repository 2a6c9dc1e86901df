import { Button } from '@mantine/core';
import { IconPlus, IconShield } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { problemOf } from '../../api/problem';
import { useCan } from '../../api/viewer';
import { totalWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { DataTable } from '../../parts/list/data-table';
import { type ListSpec, useListState } from '../../parts/list/list-state';
import { useSelection } from '../../parts/list/selection';
import { SelectionBar } from '../../parts/list/selection-bar';
import { Page } from '../../parts/page';
import { useShortcut } from '../../parts/shortcuts';
import { DeleteRoles } from './delete-roles';
import { type Role, type RoleFilter, ROLES } from './documents';
import { roleColumns, type RoleOrderField } from './role-columns';
import { RoleMenu } from './role-menu';

/** A change of any role or user concerns this list, also when it is empty now. */
const CONTEXT = { additionalTypenames: ['Role', 'User'] };

const SPEC: ListSpec<RoleOrderField> = {
  fields: [
    { name: 'search', kind: 'search', label: 'Name' },
    { name: 'builtIn', kind: 'flag', label: 'Built-in', pinned: true, yes: 'Built-in', no: 'Your own' },
  ],
  sortable: ['NAME', 'USER_COUNT'],
  defaultSort: { field: 'NAME', direction: 'ASC' },
};

/** Named sets of permissions (R4). */
export default function RolesPage() {
  const mayManage = useCan('roles:manage');
  const list = useListState<RoleFilter, RoleOrderField>(SPEC);
  const [{ data, stale, fetching, error }, ask] = useQuery({
    query: ROLES,
    variables: { filter: list.filter, orderBy: list.orderBy, ...list.page },
    context: CONTEXT,
  });
  const roles = data?.roles;
  const selection = useSelection({
    rows: roles?.nodes ?? [],
    filter: list.filter,
    filterKey: list.filterKey,
    total: roles?.totalCount ?? 0,
    totalIsExact: roles?.totalCountIsExact ?? false,
  });
  const [deleting, setDeleting] = useState<readonly Role[]>();
  return (
    <Page title="Roles" count={roles && totalWords(roles)} actions={mayManage && <NewRole />}>
      <DataTable
        name="roles"
        label="Roles"
        columns={roleColumns}
        list={list}
        data={roles}
        fetching={fetching || stale}
        problem={problemOf(error)}
        again={() => ask({ requestPolicy: 'network-only' })}
        empty={<NoRoles />}
        rowName={({ name }) => name}
        rowHref={({ id }) => `/roles/${id}`}
        rowMenu={mayManage ? (role) => <RoleMenu role={role} onDelete={() => setDeleting([role])} /> : undefined}
        selection={mayManage ? selection : undefined}
      />
      {selection.count > 0 && (
        // The API takes ids here, so nothing beyond what was ticked.
        <SelectionBar noun="role" {...selection} mode="some" total={selection.count} selectAll={undefined}>
          <Button variant="default" c="red" onClick={() => setDeleting(selection.rows)}>
            Delete…
          </Button>
        </SelectionBar>
      )}
      {deleting && (
        <DeleteRoles
          roles={deleting}
          close={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined);
            selection.clear();
          }}
        />
      )}
    </Page>
  );
}

function NewRole() {
  const [, navigate] = useLocation();
  useShortcut('n', 'New role', () => navigate('/roles/new'));
  return (
    <Button component={Link} href="/roles/new" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}>
      New role
    </Button>
  );
}

/** There is always the built-in one. Said all the same, for a list has to say something. */
function NoRoles() {
  return (
    <EmptyState kind="nothing-yet" icon={IconShield} title="No roles yet">
      A role is a named set of permissions that users get.
    </EmptyState>
  );
}
