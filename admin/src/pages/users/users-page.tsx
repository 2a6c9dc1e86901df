import { Button } from '@mantine/core';
import { IconPlus, IconRobot, IconUsers } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { problemOf } from '../../api/problem';
import { useCan, useOwnLogIn } from '../../api/viewer';
import { totalWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { DataTable } from '../../parts/list/data-table';
import { useListState } from '../../parts/list/list-state';
import { useSelection } from '../../parts/list/selection';
import { SelectionBar } from '../../parts/list/selection-bar';
import { Page } from '../../parts/page';
import { useShortcut } from '../../parts/shortcuts';
import { useUserActions } from './use-user-actions';
import { userColumns } from './user-columns';
import { type UserFilter, USERS } from './user-documents';
import { useUserListSpec, type UserOrderField } from './user-filters';
import { UserMenu } from './user-menu';

/** A change of any user concerns this list, also when it is empty now. */
const CONTEXT = { additionalTypenames: ['User'] };

/** People and service accounts (R5, R6). */
export default function UsersPage() {
  const mayManage = useCan('users:manage');
  const list = useListState<UserFilter, UserOrderField>(useUserListSpec());
  const [{ data, stale, fetching, error }, ask] = useQuery({
    query: USERS,
    variables: { filter: list.filter, orderBy: list.orderBy, ...list.page },
    context: CONTEXT,
  });
  const users = data?.users;
  const selection = useSelection({
    rows: users?.nodes ?? [],
    filter: list.filter,
    filterKey: list.filterKey,
    total: users?.totalCount ?? 0,
    totalIsExact: users?.totalCountIsExact ?? false,
  });
  const actions = useUserActions({ deleted: selection.clear });
  const { start, setEnabled, isBusy } = actions;
  const columns = useMemo(() => userColumns(isBusy), [isBusy]);
  const chosen = selection.rows;
  return (
    <Page title="Users" count={users && totalWords(users)} actions={mayManage && <NewUsers />}>
      <DataTable
        name="users"
        label="Users"
        columns={columns}
        list={list}
        data={users}
        fetching={fetching || stale}
        problem={problemOf(error)}
        again={() => ask({ requestPolicy: 'network-only' })}
        empty={<NoUsers />}
        rowName={({ displayName }) => displayName}
        rowHref={({ id }) => `/users/${id}`}
        rowMenu={mayManage ? (user) => <UserMenu user={user} actions={actions} /> : undefined}
        selection={mayManage ? selection : undefined}
      />
      {selection.count > 0 && (
        // The API takes ids here, so nothing beyond what was ticked.
        <SelectionBar noun="user" {...selection} mode="some" total={selection.count} selectAll={undefined}>
          <Button variant="default" onClick={() => void setEnabled(chosen, true)}>
            Enable
          </Button>
          <Button variant="default" onClick={() => void setEnabled(chosen, false)}>
            Disable
          </Button>
          <Button variant="default" c="red" onClick={() => start('delete', chosen)}>
            Delete…
          </Button>
        </SelectionBar>
      )}
      {actions.dialogs}
    </Page>
  );
}

const SERVICE = '/users/new?kind=SERVICE';

/** A person is made in a log-in of one's own only (P6). */
function NewUsers() {
  const [, navigate] = useLocation();
  const own = useOwnLogIn();
  const first = own
    ? { words: 'New person', address: '/users/new' }
    : { words: 'New service account', address: SERVICE };
  useShortcut('n', first.words, () => navigate(first.address));
  return (
    <>
      <Button
        variant={own ? 'default' : undefined}
        component={Link}
        href={SERVICE}
        leftSection={<IconRobot size={16} stroke={1.75} aria-hidden />}
      >
        New service account
      </Button>
      {own && (
        <Button component={Link} href="/users/new" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}>
          New person
        </Button>
      )}
    </>
  );
}

/** Nobody ever sees it: whoever looks is a user. Said all the same, for a list has to say something. */
function NoUsers() {
  return (
    <EmptyState kind="nothing-yet" icon={IconUsers} title="No users yet">
      People log in here; service accounts own tokens and can't.
    </EmptyState>
  );
}
