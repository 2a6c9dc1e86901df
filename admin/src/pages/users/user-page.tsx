import { Button, Tabs } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation, useParams, useSearchParams } from 'wouter';
import { useCan, useViewer } from '../../api/viewer';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { Moment } from '../../parts/moment';
import { MoreMenu } from '../../parts/more-menu';
import { Page } from '../../parts/page';
import { EnabledPill } from '../../parts/status-pill';
import { useMayManage } from './rights';
import { useKept } from '../../parts/use-kept';
import { useUserActions, type UserActions } from './use-user-actions';
import { UserAudit } from './user-audit';
import { type ShownUser, USER } from './user-documents';
import { UserForm } from './user-form';
import { UserMenu } from './user-menu';
import { UserTokens } from './user-tokens';
import './users.css';

/** One user: who they are, what they may do, their tokens, and what the audit says. */
export default function UserPage() {
  const { id = '' } = useParams();
  const query = useQuery({ query: USER, variables: { id } });
  const refresh = () => query[1]({ requestPolicy: 'network-only' });
  return (
    <Loaded of={query} page="User">
      {({ user }) => <Found key={id} {...{ id, user, refresh }} />}
    </Loaded>
  );
}

function Found({ id, user: found, refresh }: { id: string; user: ShownUser | null; refresh: () => void }) {
  const user = useKept(id, found);
  return user ? <Shown {...{ user, refresh }} /> : <EmptyState kind="no-page" />;
}

function Shown({ user, refresh }: { user: ShownUser; refresh: () => void }) {
  const [, navigate] = useLocation();
  const actions = useUserActions({ deleted: () => navigate('/users') });
  return (
    <Page
      title={user.displayName}
      back={{ to: '/users', label: 'Users' }}
      beside={<EnabledPill enabled={user.enabled} busy={actions.isBusy(user.id)} />}
      actions={<Actions {...{ user, actions }} />}
    >
      <Facts user={user} />
      <UserTabs {...{ user, refresh }} />
      {actions.dialogs}
    </Page>
  );
}

function Actions({ user, actions }: { user: ShownUser; actions: UserActions }) {
  const mayManage = useMayManage()(user);
  const { user: viewer } = useViewer();
  const oneself = viewer.id === user.id;
  return (
    <>
      {oneself && (
        <Button variant="default" component={Link} href="/profile">
          Open your profile
        </Button>
      )}
      {mayManage && !oneself && user.kind === 'PERSON' && user.enabled && (
        <Button variant="default" onClick={() => actions.start('reset-password', [user])}>
          Reset password
        </Button>
      )}
      {mayManage && (
        <MoreMenu label={`More for ${user.displayName}`}>
          <UserMenu user={user} actions={actions} />
        </MoreMenu>
      )}
    </>
  );
}

function Facts({ user: { kind, username, email, twoFactorEnabled, lastLoginAt, createdAt } }: { user: ShownUser }) {
  return (
    <div className="user-facts">
      <span>@{username}</span>
      {email && <span>{email}</span>}
      {kind === 'SERVICE' ? (
        <span>
          <IconRobot size={14} stroke={1.75} aria-hidden /> Service account: can't log in
        </span>
      ) : (
        <>
          <span>{twoFactorEnabled ? 'Second factor on' : 'No second factor'}</span>
          <span>
            last log-in: <Moment at={lastLoginAt} none="never" />
          </span>
        </>
      )}
      <span>
        created <Moment at={createdAt} />
      </span>
    </div>
  );
}

interface TabSpec {
  readonly value: string;
  readonly label: ReactNode;
}

function UserTabs({ user, refresh }: { user: ShownUser; refresh: () => void }) {
  const [search, setSearch] = useSearchParams();
  const [seesTokens, seesAudit] = [useCan('api-tokens:read'), useCan('audit:read')];
  const all: (TabSpec | false)[] = [
    { value: 'profile', label: 'Profile' },
    { value: 'roles', label: `Roles ${user.roles.length}` },
    seesTokens && { value: 'tokens', label: `Tokens ${user.apiTokenCount.toLocaleString('en')}` },
    seesAudit && { value: 'audit', label: 'Audit' },
  ];
  const tabs = all.filter((tab) => tab !== false);
  const tab = tabs.find(({ value }) => value === search.get('tab'))?.value ?? 'profile';
  // Nothing of one tab's list belongs to the other's address.
  const choose = (value: string | null) => setSearch(value && value !== 'profile' ? { tab: value } : {});
  return (
    <Tabs value={tab} onChange={choose} keepMounted>
      <Tabs.List mb="md" className="scrolling-tabs">
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {/* One form for both: what is typed in one tab stays while the other is looked at. */}
      <Tabs.Panel value={tab === 'roles' ? 'roles' : 'profile'}>
        <UserForm user={user} refresh={refresh} tab={tab === 'roles' ? 'roles' : 'profile'} />
      </Tabs.Panel>
      <Tabs.Panel value="tokens">{tab === 'tokens' && <UserTokens user={user} />}</Tabs.Panel>
      <Tabs.Panel value="audit">{tab === 'audit' && <UserAudit user={user} />}</Tabs.Panel>
    </Tabs>
  );
}
