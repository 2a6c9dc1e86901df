import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useCan } from '../../api/viewer';
import { numberWords } from '../../parts/count-words';
import type { Column } from '../../parts/list/columns';
import { Moment } from '../../parts/moment';
import { Pill } from '../../parts/status-pill';
import type { Role } from './documents';
import './roles.css';

export type RoleOrderField = 'NAME' | 'USER_COUNT';

/** What the list of roles can show. */
export const roleColumns: readonly Column<Role, RoleOrderField>[] = [
  { key: 'name', title: 'Name', width: 260, sort: 'NAME', render: (role) => <Name role={role} /> },
  { key: 'description', title: 'Description', width: 320, render: ({ description }) => <Cut text={description} /> },
  {
    key: 'permissions',
    title: 'Permissions',
    width: 112,
    align: 'end',
    render: ({ permissions }) => numberWords(permissions.length),
  },
  {
    key: 'users',
    title: 'Users',
    width: 88,
    align: 'end',
    sort: 'USER_COUNT',
    render: (role) => <Users role={role} />,
  },
  { key: 'updated', title: 'Saved', width: 140, render: ({ updatedAt }) => <Moment at={updatedAt} /> },
];

function Name({ role: { id, name, builtIn } }: { role: Role }) {
  return (
    <span className="role-name">
      <Anchor component={Link} href={`/roles/${id}`} className="cut" title={name} fw={500} c="inherit">
        {name}
      </Anchor>
      {builtIn && <Pill tone="quiet">Built-in</Pill>}
    </span>
  );
}

function Cut({ text }: { text: string }) {
  return (
    <Text span inherit c="dimmed" className="cut" title={text}>
      {text}
    </Text>
  );
}

/** To those who have it, for whoever may see users. */
export function Users({ role: { id, userCount }, words = numberWords(userCount) }: { role: Role; words?: string }) {
  const maySee = useCan('users:read');
  if (!maySee || userCount === 0) return words;
  return (
    <Anchor component={Link} href={`/users?roleIds=${id}`} inherit>
      {words}
    </Anchor>
  );
}
