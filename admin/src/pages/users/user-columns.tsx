import { Anchor, Text } from '@mantine/core';
import { IconRobot, IconShieldCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Column } from '../../parts/list/columns';
import { Moment } from '../../parts/moment';
import { EnabledPill, Pill } from '../../parts/status-pill';
import type { UserRow } from './user-documents';
import type { UserOrderField } from './user-filters';
import './users.css';

type UserColumn = Column<UserRow, UserOrderField>;

/** What the list of users can show (R5). */
export const userColumns = (isBusy: (id: string) => boolean): readonly UserColumn[] => [
  { key: 'name', title: 'Name', width: 200, sort: 'NAME', render: (user) => <Name user={user} /> },
  { key: 'email', title: 'E-mail', width: 190, sort: 'EMAIL', render: ({ email }) => <Email email={email} /> },
  { key: 'roles', title: 'Roles', width: 132, render: ({ roles }) => <Roles roles={roles} /> },
  {
    key: 'enabled',
    title: 'Status',
    width: 112,
    inHead: true,
    render: ({ id, enabled }) => <EnabledPill enabled={enabled} busy={isBusy(id)} />,
  },
  { key: 'second', title: '2nd factor', width: 96, render: (user) => <SecondFactor user={user} /> },
  { key: 'tokens', title: 'Tokens', width: 76, align: 'end', render: (user) => <Tokens user={user} /> },
  {
    key: 'seen',
    title: 'Last log-in',
    width: 122,
    sort: 'LAST_LOGIN_AT',
    render: ({ kind, lastLoginAt }) =>
      kind === 'SERVICE' ? <Quiet>can't log in</Quiet> : <Moment at={lastLoginAt} none="never" />,
  },
  {
    key: 'created',
    title: 'Created',
    width: 130,
    sort: 'CREATED_AT',
    hidden: true,
    render: ({ createdAt }) => <Moment at={createdAt} />,
  },
];

function Quiet({ children }: { children: string }) {
  return (
    <Text span inherit c="dimmed">
      {children}
    </Text>
  );
}

function Name({ user: { id, displayName, username, kind } }: { user: UserRow }) {
  return (
    <div className="user-name">
      <span className="user-name-line">
        <Anchor component={Link} href={`/users/${id}`} className="cut" title={displayName} fw={500} c="inherit">
          {displayName}
        </Anchor>
        {kind === 'SERVICE' && <IconRobot size={16} stroke={1.75} role="img" aria-label="service account" />}
      </span>
      <span className="cut user-handle" title={username}>
        @{username}
      </span>
    </div>
  );
}

function Email({ email }: { email: string | null }) {
  if (email === null) return <Quiet>–</Quiet>;
  return (
    <span className="cut" title={email}>
      {email}
    </span>
  );
}

/** The first, and how many more. */
function Roles({ roles }: { roles: UserRow['roles'] }) {
  const [first, ...more] = roles;
  if (!first) return <Quiet>none</Quiet>;
  return (
    <span className="cut" title={roles.map(({ name }) => name).join(', ')}>
      {first.name}
      {more.length > 0 && <Quiet>{` +${more.length}`}</Quiet>}
    </span>
  );
}

function SecondFactor({ user: { kind, twoFactorEnabled } }: { user: UserRow }) {
  if (kind === 'SERVICE') return <Quiet>–</Quiet>;
  if (!twoFactorEnabled) return <Quiet>off</Quiet>;
  return (
    <Pill tone="good" icon={IconShieldCheck}>
      On
    </Pill>
  );
}

function Tokens({ user: { id, apiTokenCount, displayName } }: { user: UserRow }) {
  const words = apiTokenCount.toLocaleString('en');
  if (apiTokenCount === 0) return <Quiet>0</Quiet>;
  return (
    <Anchor component={Link} href={`/users/${id}?tab=tokens`} inherit aria-label={`${words} tokens of ${displayName}`}>
      {words}
    </Anchor>
  );
}
