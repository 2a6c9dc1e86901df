import { Menu } from '@mantine/core';
import { IconCopy, IconEdit, IconTrash } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Role } from './documents';

const icon = { size: 16, stroke: 1.75 } as const;

/** What can be done with one role; a built-in one only lends its permissions to a copy (R4). */
export function RoleMenu({ role: { id, builtIn }, onDelete }: { role: Role; onDelete: () => void }) {
  return (
    <>
      {!builtIn && (
        <Menu.Item component={Link} href={`/roles/${id}`} leftSection={<IconEdit {...icon} />}>
          Edit
        </Menu.Item>
      )}
      <Menu.Item component={Link} href={`/roles/new?from=${id}`} leftSection={<IconCopy {...icon} />}>
        Duplicate
      </Menu.Item>
      {!builtIn && (
        <>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={onDelete}>
            Delete…
          </Menu.Item>
        </>
      )}
    </>
  );
}
