import { Button, Text } from '@mantine/core';
import { IconCopy, IconLock } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { Link, useParams } from 'wouter';
import { useCan, useViewer } from '../../api/viewer';
import { countWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Pill } from '../../parts/status-pill';
import { useKept } from '../../parts/use-kept';
import { ROLE, type Role } from './documents';
import { RoleForm } from './role-form';
import { draftOf } from './role-draft';
import { RoleFields } from './role-fields';
import { Users } from './role-columns';
import './roles.css';

/** A role: to be changed by whoever holds all that it gives, to be looked at by the others. */
export default function RolePage() {
  const { id } = useParams<{ id: string }>();
  const query = useQuery({ query: ROLE, variables: { id } });
  return (
    <Loaded of={query} lines={8} page="Role">
      {({ role, viewer }) => (
        <Found key={id} id={id} role={role} own={viewer?.user.roles.some((each) => each.id === id) ?? false} />
      )}
    </Loaded>
  );
}

function Found({ id, role: found, own }: { id: string; role: Role | null; own: boolean }) {
  const role = useKept(id, found);
  return role ? <Shown role={role} own={own} /> : <EmptyState kind="no-page" />;
}

function Shown({ role, own }: { role: Role; own: boolean }) {
  const { scopes: held } = useViewer();
  const mayManage = useCan('roles:manage');
  const beyond = role.permissions.filter((scope) => !held.includes(scope));
  if (mayManage && !role.builtIn && beyond.length === 0) return <RoleForm role={role} own={own} />;
  return (
    <Page
      title={role.name}
      back={{ to: '/roles', label: 'Roles' }}
      beside={role.builtIn && <Pill tone="quiet">Built-in</Pill>}
      width="form"
      actions={mayManage && <DuplicateButton id={role.id} />}
    >
      <div className="role-look">
        <Text c="dimmed">
          <Users role={role} words={countWords(role.userCount, 'user')} />
        </Text>
        {mayManage && <WhyNot role={role} beyond={beyond} />}
        <RoleFields draft={draftOf(role)} />
      </div>
    </Page>
  );
}

/** Why it can't be changed here, and what can be done instead. */
function WhyNot({ role, beyond }: { role: Role; beyond: readonly string[] }) {
  const list = new Intl.ListFormat('en', { type: 'conjunction' });
  return (
    <p className="role-why">
      <IconLock size={18} stroke={1.75} aria-hidden />
      {role.builtIn
        ? "A built-in role can't be changed. Duplicate it to make one of your own."
        : `You don't hold ${list.format(beyond)}, which this role gives, so you can't change it.`}
    </p>
  );
}

function DuplicateButton({ id }: { id: string }) {
  return (
    <Button
      variant="default"
      component={Link}
      href={`/roles/new?from=${id}`}
      leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
    >
      Duplicate
    </Button>
  );
}
